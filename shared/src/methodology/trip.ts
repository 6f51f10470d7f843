import { refuse } from '../kernel/refusal.ts'
import { FARTHEST_M, type Leg, MOST_LEGS, type TripAsk } from './ask.ts'
import { regionalMixId } from './baseline.ts'
import { type Amount, type Line, lowestRate, meanRate, type Rate, rateOf } from './line.ts'
import {
  CAR_LIKE,
  LIFE_CYCLE_ONLY,
  MODES,
  type Mode,
  Mode as ModeName,
  modeFactorId,
  SHARED_MICRO,
  type TravelScope,
} from './mode.ts'
import type { ReasonCode } from './reasons.ts'
import { type Edition, rowOf } from './registry.ts'
import { whole } from './whole.ts'

/** Comparable trips a person needs before their own mix is their baseline. */
export const PERSONAL_MIX_TRIPS = 10
/** Farther than this in a day, a trip is looked at by somebody. */
export const REVIEW_GROUND_M = 1_500_000
export const REVIEW_RAIL_M = 2_500_000

/** How the credited baseline came to be, for the explanation. */
export type TripBasis = {
  kind: 'trip'
  scope: TravelScope
  travelledM: number
  pairM: number
  /** Where the mix came from. */
  mix: 'named' | 'personal' | 'regional' | 'same-vehicle'
  /** What lowered it, if anything did. */
  lowered: 'declared' | 'car-cap' | undefined
}

export type TripLine = Line & { basis: TripBasis }

/**
 * The line of a trip (METHODOLOGY 5, 5.1 and 6.1).
 * @param bandDistanceM stands in for the baseline distance when the regional mix is chosen; the fast path prepares
 * lines of one metre for a band of longer trips.
 */
export function tripLine(ask: TripAsk, edition: Edition, bandDistanceM?: number): TripLine {
  const legs = checkedLegs(ask.legs)
  const declaredMode = modeNamed(ask.declaredAlternative)
  const scope: TravelScope =
    legs.some(({ mode }) => LIFE_CYCLE_ONLY.has(mode)) || declaredMode === 'ferry' ? 'LCA' : 'OP'
  const shownOnly: ReasonCode[] = ask.claimedElsewhere ? ['claimed-elsewhere'] : []
  const nothing: ReasonCode[] = ask.habit ? ['habit'] : []
  const remarks: ReasonCode[] = []

  const travelledM = legs.reduce((sum, { distanceM }) => sum + distanceM, 0)
  if (travelledM > FARTHEST_M)
    refuse('methodology.out-of-range', { field: 'legs', given: travelledM, min: 1, max: FARTHEST_M }, '/legs')
  const given = ask.odDistanceM
  if (given !== undefined) whole(given, 'odDistanceM', 0, FARTHEST_M, 'm')
  const pairM = given === undefined ? travelledM : Math.min(given, travelledM)
  if (given === 0) nothing.push('loop')

  const actual = legs.flatMap((leg, index) => actualAmounts(leg, index, scope, edition))
  const onlyLeg = legs.length === 1 ? legs[0] : undefined
  const rental = legs.every(({ mode }) => mode === 'ev')
  if (legs.every(({ mode }) => mode === 'carShare')) nothing.push('car-share')

  const bandInput = { distanceM: bandDistanceM ?? pairM, day: ask.occurredOn, purpose: ask.purpose, place: ask.place }
  const personal = ask.personal && ask.personal.trips >= PERSONAL_MIX_TRIPS ? ask.personal : undefined
  let mixKind: TripBasis['mix'] = 'regional'
  let mix: Rate
  if (ask.baseline != null) {
    mixKind = 'named'
    mix = namedRate(edition, ask.baseline, scope, 'baseline')
  } else if (rental) {
    mixKind = 'same-vehicle'
    mix = rateOf(rowOf(edition, `jp.car.vkm.${edition.set.series}`))
  } else if (personal) {
    mixKind = 'personal'
    mix = meanRate(
      personal.modes.map(({ mode, distanceM }, index) => ({
        rate: rateOf(modeRow(mode, scope, edition, `personal.modes.${index}.mode`)),
        weight: distanceM,
      })),
      { ja: '本人のふだんの移動', en: "the person's own travel" },
    )
  } else {
    mix = rateOf(rowOf(edition, regionalMixId(bandInput, scope)))
    if (!ask.place && bandInput.distanceM < 3_000) remarks.push('place-unknown')
  }

  let declared: Rate | undefined
  if (ask.declaredAlternative != null && !rental) {
    if (declaredMode && CAR_LIKE.has(declaredMode) && legs.some(({ mode }) => SHARED_MICRO.has(mode)))
      remarks.push('no-car-baseline')
    else declared = declaredRate(ask.declaredAlternative, declaredMode, scope, edition)
  }

  let creditedRate = mix
  let lowered: TripBasis['lowered']
  if (declared) {
    creditedRate = lowestRate(mix, declared)
    if (creditedRate !== mix) lowered = 'declared'
  }
  if (!rental) {
    const capped = lowestRate(creditedRate, rateOf(modeRow('car', scope, edition, 'baseline')))
    if (capped !== creditedRate) lowered = 'car-cap'
    creditedRate = capped
  }

  const rentalShare = rental ? (onlyLeg?.occupants ?? 1) : 1
  const base = baselineQuantity(onlyLeg, pairM, rentalShare)
  const fleet = ask.fleetEvShareBp
  if (rental && fleet === undefined) remarks.push('fleet-share-unknown')
  const unverified = [creditedRate, ...actual.map(({ rate }) => rate)].some(({ verified }) => !verified)
  if (unverified) shownOnly.push('unverified')
  if (isExtrapolated(edition, ask.occurredOn)) remarks.push('extrapolated-edition')
  if (isFar(legs)) remarks.push('review-distance')

  return {
    evidence: ask.evidence,
    credited: { ...base, rate: creditedRate },
    shown: { ...base, rate: declared ?? mix },
    actual,
    addOnsMg: BigInt(ask.addOnsMg === undefined ? 0 : whole(ask.addOnsMg, 'addOnsMg', 0, 1_000_000_000_000, 'mg')),
    additionality: { bp: rental && fleet !== undefined ? 10_000 - fleet : 10_000, factor: undefined },
    shownOnly,
    nothing,
    remarks,
    actualErrorBp: given === undefined ? undefined : ROUTE_ERROR_BP[scope],
    basis: { kind: 'trip', scope, travelledM, pairM, mix: mixKind, lowered },
  }
}

/**
 * Error of the actual side, basis points, when routes of one pair of places may be compared: that of the class's main
 * series for every mode. With each mode's own error, a dirtier route could earn more than a cleaner one merely because
 * its factor is better known.
 */
const ROUTE_ERROR_BP: Readonly<Record<TravelScope, number>> = { OP: 1_000, LCA: 3_000 }

function checkedLegs(legs: readonly Leg[]): readonly Leg[] {
  if (legs.length === 0 || legs.length > MOST_LEGS)
    return refuse('methodology.legs-missing', { max: MOST_LEGS }, '/legs')
  legs.forEach((leg, index) => {
    if (!ModeName.safeParse(leg.mode).success) refuseMode(`legs.${index}.mode`, leg.mode)
    whole(leg.distanceM, `legs.${index}.distanceM`, 1, FARTHEST_M, 'm')
    if (leg.detourM !== undefined) whole(leg.detourM, `legs.${index}.detourM`, 0, FARTHEST_M, 'm')
    if (leg.occupants !== undefined) whole(leg.occupants, `legs.${index}.occupants`, 1, 60, 'people')
    if (leg.mode === 'carpool' && !(leg.occupants !== undefined && leg.occupants >= 2)) {
      const field = `legs.${index}.occupants`
      refuse('methodology.occupants-missing', { field }, pointerOf(field))
    }
    checkRiders(leg, index, legs.length)
  })
  return legs
}

function checkRiders(leg: Leg, index: number, legCount: number): void {
  const riders = leg.riderDistancesM
  if (!riders) return
  const field = `legs.${index}.riderDistancesM`
  riders.forEach((distanceM, rider) => {
    whole(distanceM, `${field}.${rider}`, 1, FARTHEST_M, 'm')
  })
  const fits = leg.mode === 'carpool' && legCount === 1 && riders.length === leg.occupants
  if (!fits || riders.some((distanceM) => distanceM > leg.distanceM)) {
    refuse('methodology.riders-mismatch', { field, occupants: leg.occupants ?? null }, pointerOf(field))
  }
}

const pointerOf = (field: string): string => `/${field.replaceAll('.', '/')}`

function refuseMode(field: string, given: string): never {
  return refuse('methodology.mode-unknown', { field, given: String(given), known: MODES.join(' ') }, pointerOf(field))
}

function actualAmounts(leg: Leg, index: number, scope: TravelScope, edition: Edition): Amount[] {
  const field = `legs.${index}.mode`
  const aboard = leg.occupants
  const amount = (rate: Rate, metres: number, sharedBy: number): Amount => ({
    milli: BigInt(metres),
    unit: 'km',
    rate,
    sharedBy,
  })
  const row = rateOf(modeRow(leg.mode, scope, edition, field))
  switch (leg.mode) {
    case 'carpool':
      return [amount(row, leg.distanceM + (leg.detourM ?? 0), aboard ?? 1)]
    case 'ev':
      return [amount(row, leg.distanceM, aboard ?? 1)]
    case 'car':
      // Per vehicle-kilometre when the people aboard are known, else the ministry's mean occupancy.
      return scope === 'OP' && aboard !== undefined
        ? [amount(rateOf(rowOf(edition, `jp.car.vkm.${edition.set.series}`)), leg.distanceM, aboard)]
        : [amount(row, leg.distanceM, 1)]
    case 'sharedBike':
      return [amount(row, leg.distanceM, 1), amount(rateOf(rowOf(edition, 'shared.ops.bicycle')), leg.distanceM, 1)]
    default:
      return [amount(row, leg.distanceM, 1)]
  }
}

/** A carpool whose people rode different distances is compared with all of their trips, shared equally. */
function baselineQuantity(only: Leg | undefined, pairM: number, rentalShare: number): Omit<Amount, 'rate'> {
  const riders = only?.riderDistancesM
  if (riders) {
    const ridden = riders.reduce((sum, distanceM) => sum + distanceM, 0)
    return { milli: BigInt(ridden), unit: 'km', sharedBy: riders.length }
  }
  return { milli: BigInt(pairM), unit: 'km', sharedBy: rentalShare }
}

/** The registry row of a mode, or a refusal that names the field. */
function modeRow(mode: Mode, scope: TravelScope, edition: Edition, field: string) {
  const id = modeFactorId(mode, scope, edition.set.series)
  if (!id) return refuse('methodology.mode-without-factor', { field, given: mode, scope }, pointerOf(field))
  return rowOf(edition, id)
}

function modeNamed(given: string | null | undefined): Mode | undefined {
  const parsed = given == null ? undefined : ModeName.safeParse(given)
  return parsed?.success ? parsed.data : undefined
}

/** A declared carpool is worth what the car is worth to one person: the cap decides anyway. */
function declaredRate(given: string, mode: Mode | undefined, scope: TravelScope, edition: Edition): Rate {
  const field = 'declaredAlternative'
  if (mode === undefined) return namedRate(edition, given, scope, field)
  return rateOf(modeRow(mode === 'carpool' || mode === 'ev' ? 'car' : mode, scope, edition, field))
}

/** A row that the caller names: it must be in the edition, per kilometre, and of the trip's scope. */
function namedRate(edition: Edition, id: string, scope: TravelScope, field: string): Rate {
  const row = edition.rows.get(id)
  if (!row) return refuse('methodology.factor-unknown', { field, given: id, set: edition.set.id }, `/${field}`)
  if (!/\/(p|v)?km$/.test(row.unit) || row.scopeClass === 'NA') {
    refuse('methodology.factor-unit', { field, given: id, unit: row.unit, wanted: 'km' }, `/${field}`)
  }
  if (row.scopeClass !== scope) {
    refuse('methodology.scope-mixed', { field, baseline: row.scopeClass, actual: scope }, `/${field}`)
  }
  return rateOf(row)
}

/** Whether an act is later than the last year its edition has figures for. */
export function isExtrapolated(edition: Edition, day: string): boolean {
  return day > edition.lastDay
}

function isFar(legs: readonly Leg[]): boolean {
  let rail = 0
  let ground = 0
  for (const { mode, distanceM } of legs) {
    if (mode === 'plane') continue
    if (mode === 'rail' || mode === 'shinkansen' || mode === 'metro' || mode === 'tram') rail += distanceM
    else ground += distanceM
  }
  return ground > REVIEW_GROUND_M || rail + ground > REVIEW_RAIL_M
}
