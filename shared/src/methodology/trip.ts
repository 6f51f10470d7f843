import { refuse } from '../kernel/refusal.ts'
import { FARTHEST_M, type Leg, MOST_LEGS, type TripAsk } from './ask.ts'
import { regionalMixId } from './baseline.ts'
import type { Factor } from './factor.ts'
import { type Amount, type Line, lowerRate, meanRate, type Rate, rateOf } from './line.ts'
import {
  CAR_LIKE,
  LIFE_CYCLE_ONLY,
  MODES,
  type Mode,
  isMode,
  modeFactorId,
  SHARED_MICRO,
  type TravelScope,
} from './mode.ts'
import { REVIEW_GROUND_M, REVIEW_RAIL_M } from './caps.ts'
import type { ReasonCode } from './reasons.ts'
import { type Edition, rowOf } from './registry.ts'
import { isWhole, whole } from './whole.ts'

/** Comparable trips a person needs before their own mix is their baseline. */
export const PERSONAL_MIX_TRIPS = 10

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
  const has = traitsOf(legs)
  // One class for the whole trip, on both sides.
  const lifeCycle = has.lifeCycleOnly || (declaredMode !== undefined && LIFE_CYCLE_ONLY.has(declaredMode))
  const scope: TravelScope = lifeCycle ? 'LCA' : 'OP'
  const shownOnly: ReasonCode[] = ask.claimedElsewhere ? ['claimed-elsewhere'] : []
  const nothing: ReasonCode[] = ask.habit ? ['habit'] : []
  const remarks: ReasonCode[] = []

  const travelledM = has.travelledM
  if (travelledM > FARTHEST_M) {
    refuse('methodology.out-of-range', { field: 'legs', given: travelledM, min: 1, max: FARTHEST_M }, '/legs')
  }
  const given = ask.odDistanceM
  if (given !== undefined) whole(given, 'odDistanceM', 0, FARTHEST_M, 'm')
  const pairM = given === undefined ? travelledM : Math.min(given, travelledM)
  if (given === 0) nothing.push('loop')

  const actual: Amount[] = []
  for (let index = 0; index < legs.length; index++) addActual(actual, legs[index] as Leg, index, scope, edition)
  const onlyLeg = legs.length === 1 ? legs[0] : undefined
  // On its own, a rented electric or shared car is compared with the car it replaces. Between two known places every
  // route has the same baseline, or a rented car could earn more than the train that emits less.
  const alone = given === undefined
  const rental = alone && has.onlyMode === 'ev'
  if (alone && has.onlyMode === 'carShare') nothing.push('car-share')

  const bandInput = { distanceM: bandDistanceM ?? pairM, day: ask.occurredOn, purpose: ask.purpose, place: ask.place }
  const personal = ask.personal && ask.personal.trips >= PERSONAL_MIX_TRIPS ? ask.personal : undefined
  let mixKind: TripBasis['mix'] = 'regional'
  let mix: Rate
  if (ask.baseline != null) {
    mixKind = 'named'
    mix = namedRate(edition, ask.baseline, scope, 'baseline')
  } else if (rental) {
    mixKind = 'same-vehicle'
    mix = rateOf(vehicleRow(edition))
  } else if (personal) {
    mixKind = 'personal'
    mix = meanRate(
      personal.modes.map(({ mode, distanceM }, index) => ({
        rate: rateOf(modeRow(mode, scope, edition) ?? refuseWithoutRow(`personal.modes.${index}.mode`, mode, scope)),
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
    if (declaredMode && CAR_LIKE.has(declaredMode) && has.sharedMicro) remarks.push('no-car-baseline')
    else declared = declaredRate(ask.declaredAlternative, declaredMode, scope, edition)
  }

  let creditedRate = mix
  let lowered: TripBasis['lowered']
  if (declared) {
    creditedRate = lowerRate(mix, declared)
    if (creditedRate !== mix) lowered = 'declared'
  }
  if (!rental) {
    const capped = lowerRate(creditedRate, rateOf(modeRow('car', scope, edition) as Factor))
    if (capped !== creditedRate) lowered = 'car-cap'
    creditedRate = capped
  }

  const rentalShare = rental ? (onlyLeg?.occupants ?? 1) : 1
  const { milli, sharedBy } = baselineQuantity(onlyLeg, pairM, rentalShare)
  const fleet = ask.fleetEvShareBp
  if (rental && fleet === undefined) remarks.push('fleet-share-unknown')
  const unverified = !creditedRate.verified || actual.some(({ rate }) => !rate.verified)
  if (unverified) shownOnly.push('unverified')
  if (isExtrapolated(edition, ask.occurredOn)) remarks.push('extrapolated-edition')
  if (has.groundM > REVIEW_GROUND_M || has.groundM + has.railM > REVIEW_RAIL_M) remarks.push('review-distance')

  return {
    evidence: ask.evidence,
    credited: { milli, unit: 'km', rate: creditedRate, sharedBy },
    shown: { milli, unit: 'km', rate: declared ?? mix, sharedBy },
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
export const ROUTE_ERROR_BP: Readonly<Record<TravelScope, number>> = { OP: 1_000, LCA: 3_000 }

function checkedLegs(legs: readonly Leg[]): readonly Leg[] {
  if (legs.length === 0 || legs.length > MOST_LEGS) {
    return refuse('methodology.legs-missing', { max: MOST_LEGS }, '/legs')
  }
  for (let index = 0; index < legs.length; index++) checkLeg(legs[index] as Leg, index, legs.length)
  return legs
}

/** Field names are put together only once something is wrong: this runs for every leg of an import. */
function checkLeg(leg: Leg, index: number, legCount: number): void {
  const { mode, distanceM, detourM, occupants } = leg
  const at = (name: string) => `legs.${index}.${name}`
  if (!isMode(mode)) refuseMode(at('mode'), mode)
  if (!isWhole(distanceM, 1, FARTHEST_M)) whole(distanceM, at('distanceM'), 1, FARTHEST_M, 'm')
  if (detourM !== undefined) whole(detourM, at('detourM'), 0, FARTHEST_M, 'm')
  if (occupants !== undefined) whole(occupants, at('occupants'), 1, 60, 'people')
  if (mode === 'carpool' && (occupants ?? 1) < 2) {
    refuse('methodology.occupants-missing', { field: at('occupants') }, pointerOf(at('occupants')))
  }
  if (leg.riderDistancesM) checkRiders(leg, leg.riderDistancesM, at('riderDistancesM'), legCount)
}

function checkRiders(leg: Leg, riders: readonly number[], field: string, legCount: number): void {
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

/** Adds what a leg emitted: one amount, or two where something must be run beside the ride. */
function addActual(amounts: Amount[], leg: Leg, index: number, scope: TravelScope, edition: Edition): void {
  const { mode, distanceM, occupants } = leg
  const row = rateOf(modeRow(mode, scope, edition) ?? refuseWithoutRow(`legs.${index}.mode`, mode, scope))
  if (mode === 'carpool') {
    amounts.push(travelled(distanceM + (leg.detourM ?? 0), row, occupants ?? 1))
  } else if (mode === 'car' && scope === 'OP' && occupants !== undefined) {
    // Per vehicle-kilometre when the people aboard are known, else the ministry's mean occupancy.
    amounts.push(travelled(distanceM, rateOf(vehicleRow(edition)), occupants))
  } else {
    amounts.push(travelled(distanceM, row, mode === 'ev' ? (occupants ?? 1) : 1))
  }
  if (mode === 'sharedBike') amounts.push(travelled(distanceM, rateOf(rowOf(edition, 'shared.ops.bicycle')), 1))
}

function travelled(metres: number, rate: Rate, sharedBy: number): Amount {
  return { milli: BigInt(metres), unit: 'km', rate, sharedBy }
}

/** A carpool whose people rode different distances is compared with all of their trips, shared equally. */
function baselineQuantity(
  only: Leg | undefined,
  pairM: number,
  rentalShare: number,
): Pick<Amount, 'milli' | 'sharedBy'> {
  const riders = only?.riderDistancesM
  if (riders) {
    const ridden = riders.reduce((sum, distanceM) => sum + distanceM, 0)
    return { milli: BigInt(ridden), sharedBy: riders.length }
  }
  return { milli: BigInt(pairM), sharedBy: rentalShare }
}

/** The registry row of a mode; undefined where the class has none. Looked up once per edition. */
function modeRow(mode: Mode, scope: TravelScope, edition: Edition): Factor | undefined {
  let rows = modeRows.get(edition)
  if (!rows) {
    const { series } = edition.set
    const of = (wanted: TravelScope) =>
      new Map(
        MODES.flatMap((each) => {
          const id = modeFactorId(each, wanted, series)
          return id ? [[each, rowOf(edition, id)] as const] : []
        }),
      )
    rows = { OP: of('OP'), LCA: of('LCA') }
    modeRows.set(edition, rows)
  }
  return rows[scope].get(mode)
}

const modeRows = new WeakMap<Edition, Record<TravelScope, ReadonlyMap<Mode, Factor>>>()

/** A car with whoever is in it, per vehicle-kilometre. */
function vehicleRow(edition: Edition): Factor {
  return modeRow('carpool', 'OP', edition) as Factor
}

function refuseWithoutRow(field: string, mode: Mode, scope: TravelScope): never {
  return refuse('methodology.mode-without-factor', { field, given: mode, scope }, pointerOf(field))
}

function modeNamed(given: string | null | undefined): Mode | undefined {
  return given != null && isMode(given) ? given : undefined
}

/** A declared carpool is worth what the car is worth to one person: the cap decides anyway. */
function declaredRate(given: string, mode: Mode | undefined, scope: TravelScope, edition: Edition): Rate {
  const field = 'declaredAlternative'
  if (mode === undefined) return namedRate(edition, given, scope, field)
  const meant = mode === 'carpool' || mode === 'ev' ? 'car' : mode
  return rateOf(modeRow(meant, scope, edition) ?? refuseWithoutRow(field, mode, scope))
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

type Traits = {
  travelledM: number
  groundM: number
  railM: number
  /** The mode of every leg, when they have one in common. */
  onlyMode: Mode | undefined
  lifeCycleOnly: boolean
  sharedMicro: boolean
}

/** What the legs of a trip have in common, in one pass. */
function traitsOf(legs: readonly Leg[]): Traits {
  const has: Traits = {
    travelledM: 0,
    groundM: 0,
    railM: 0,
    onlyMode: legs[0]?.mode,
    lifeCycleOnly: false,
    sharedMicro: false,
  }
  for (const { mode, distanceM } of legs) {
    has.travelledM += distanceM
    if (mode === 'rail' || mode === 'shinkansen' || mode === 'metro' || mode === 'tram') has.railM += distanceM
    else if (mode !== 'plane') has.groundM += distanceM
    if (mode !== has.onlyMode) has.onlyMode = undefined
    if (LIFE_CYCLE_ONLY.has(mode)) has.lifeCycleOnly = true
    if (SHARED_MICRO.has(mode)) has.sharedMicro = true
  }
  return has
}
