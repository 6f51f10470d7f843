import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'

// A second calculation of trips and acts, written from the published method and the factor file alone. It shares no code
// with the engine and is built the other way round: every quantity is a fraction in grams from the start, and the whole
// result is one fraction. Only the two results are compared.

type Fraction = readonly [bigint, bigint]

const f = (a: bigint | number, b: bigint | number = 1): Fraction => [BigInt(a), BigInt(b)]
const add = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
const sub = (a: Fraction, b: Fraction): Fraction => add(a, [-b[0], b[1]])
const mul = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]]
const less = (a: Fraction, b: Fraction): boolean => a[0] * b[1] < b[0] * a[1]
const sum = (list: readonly Fraction[]): Fraction => list.reduce(add, f(0))
const ZERO = f(0)

type Row = {
  id: string
  set: string
  valueMg: number
  uncertaintyBp: number | null
  verified: boolean
}

const file = JSON.parse(readFileSync(join(root(), 'prisma/seed/factors.json'), 'utf8')) as {
  factors: Row[]
  sets: { id: string; validFrom: string; validTo: string }[]
}

/** A figure with its relative error, grams per unit. */
type Figure = { grams: Fraction; error: Fraction; verified: boolean; id: string }

function figure(id: string, edition: string): Figure {
  const candidates = file.factors.filter((row) => row.id === id)
  const row =
    candidates.find((each) => each.set === edition) ?? candidates.find((each) => !/^JP-OP-FY202\d$/.test(each.set))
  if (!row) throw new Error(`no ${id} in ${edition}`)
  return {
    id,
    grams: f(row.valueMg, 1000),
    error: f(row.uncertaintyBp ?? 0, 10_000),
    verified: row.verified,
  }
}

export type Independent = { shownG: number; creditedG: number; emittedG: number }

/** One leg as the questions below put it. */
export type SimpleLeg = {
  mode: string
  distanceM: number
  occupants?: number | undefined
  detourM?: number | undefined
}
export type SimpleTrip = {
  occurredOn: string
  evidence: string
  purpose?: string | undefined
  legs: readonly SimpleLeg[]
  place?: { size: string; metro3: boolean } | undefined
  odDistanceM?: number | undefined
  declaredAlternative?: string | undefined
  personal?: { trips: number; modes: readonly { mode: string; distanceM: number }[] } | undefined
  habit?: boolean | undefined
  claimedElsewhere?: boolean | undefined
  fleetEvShareBp?: number | undefined
}

const EVIDENCE: Record<string, [Fraction, Fraction]> = {
  E0: [f(0), f(1, 2)],
  E1: [f(3, 10), f(3, 10)],
  E2: [f(7, 10), f(3, 20)],
  E3: [f(19, 20), f(1, 20)],
  E4: [f(1), f(3, 100)],
}

/** A trip, from section 5 and 6.1. */
export function independentTrip(trip: SimpleTrip): Independent {
  const edition = editionOn(trip.occurredOn)
  const year = edition.slice(-6).toLowerCase()
  const lca = [...trip.legs.map(({ mode }) => mode), trip.declaredAlternative ?? ''].some((mode) =>
    ['ferry', 'sharedBike', 'sharedScooter'].includes(mode),
  )
  const rental = trip.odDistanceM === undefined && trip.legs.every(({ mode }) => mode === 'ev')
  const perKm = (mode: string): Figure => figure(lca ? lifeCycle(mode) : operational(mode, year), edition)

  // What was emitted, leg by leg, and its errors gathered by row.
  const errors = new Map<string, Fraction>()
  const emitted: Fraction[] = []
  let trusted = true
  const emit = (row: Figure, km: Fraction) => {
    const grams = mul(row.grams, km)
    emitted.push(grams)
    errors.set(row.id, add(errors.get(row.id) ?? ZERO, mul(grams, row.error)))
    trusted &&= row.verified
  }
  for (const leg of trip.legs) {
    const km = f(leg.distanceM, 1000)
    const people = f(1, leg.occupants ?? 1)
    if (leg.mode === 'carpool') {
      emit(figure(`jp.car.vkm.${year}`, edition), mul(f(leg.distanceM + (leg.detourM ?? 0), 1000), people))
    } else if (leg.mode === 'ev') {
      emit(figure('jp.ev.vkm.grid2023', edition), mul(km, people))
    } else if (leg.mode === 'car' && leg.occupants !== undefined && !lca) {
      emit(figure(`jp.car.vkm.${year}`, edition), mul(km, people))
    } else {
      emit(perKm(leg.mode), km)
    }
    if (leg.mode === 'sharedBike') emit(figure('shared.ops.bicycle', edition), km)
  }
  const actual = sum(emitted)

  const travelled = trip.legs.reduce((metres, { distanceM }) => metres + distanceM, 0)
  const between = trip.odDistanceM === undefined ? travelled : Math.min(trip.odDistanceM, travelled)

  // The mix, then the declaration, then the cap.
  let mix = rental
    ? figure(`jp.car.vkm.${year}`, edition)
    : (personalOr(trip, perKm) ?? figure(mixName(trip, between, lca), edition))
  const shared = trip.legs.some(({ mode }) => mode === 'sharedBike' || mode === 'sharedScooter')
  const carish = ['car', 'carpool', 'carShare', 'ev', 'taxi'].includes(trip.declaredAlternative ?? '')
  let onScreen = mix
  if (trip.declaredAlternative !== undefined && !rental && !(shared && carish)) {
    const said = ['carpool', 'ev'].includes(trip.declaredAlternative) ? 'car' : trip.declaredAlternative
    onScreen = perKm(said)
    if (less(onScreen.grams, mix.grams)) mix = onScreen
  }
  const car = perKm('car')
  if (!rental && less(car.grams, mix.grams)) mix = car

  const aboard = rental && trip.legs.length === 1 ? (trip.legs[0]?.occupants ?? 1) : 1
  const km = f(between, 1000 * aboard)
  const nothing =
    trip.habit === true ||
    trip.odDistanceM === 0 ||
    (trip.odDistanceM === undefined && trip.legs.every(({ mode }) => mode === 'carShare'))
  const unasked = rental ? f(trip.fleetEvShareBp ?? 0, 10_000) : ZERO

  const [e, quantityError] = EVIDENCE[trip.evidence] ?? [ZERO, ZERO]
  const baseline = mul(mix.grams, km)
  const saved = sub(baseline, actual)
  const actualErrors = trip.odDistanceM === undefined ? [...errors.values()] : [mul(actual, lca ? f(3, 10) : f(1, 10))]
  const u = ladder([mul(baseline, mix.error), ...actualErrors, mul(saved, quantityError)], saved)
  const creditable = !nothing && trip.claimedElsewhere !== true && trusted && mix.verified
  return round(
    nothing ? ZERO : sub(mul(onScreen.grams, km), actual),
    creditable ? mul(mul(saved, e), mul(u, sub(f(1), unasked))) : ZERO,
    actual,
  )
}

/** A thing not done, or done another way: section 6.2 and 6.3. `units` in the unit of the rows. */
export function independentAct(
  rows: { base: string; actual?: string; takeUp: string },
  units: Fraction,
  evidence: string,
  day: string,
): Independent {
  const edition = editionOn(day)
  const base = figure(rows.base, edition)
  const actual = rows.actual === undefined ? undefined : figure(rows.actual, edition)
  const takeUp = figure(rows.takeUp, edition)
  const before = mul(base.grams, units)
  const after = actual ? mul(actual.grams, units) : ZERO
  const saved = sub(before, after)
  const [e, quantityError] = EVIDENCE[evidence] ?? [ZERO, ZERO]
  const u = ladder([mul(before, base.error), mul(after, actual?.error ?? ZERO), mul(saved, quantityError)], saved)
  const unasked = mul(takeUp.grams, f(1, 100))
  const trusted = base.verified && (actual?.verified ?? true) && takeUp.verified
  return round(saved, trusted ? mul(mul(saved, e), mul(u, sub(f(1), unasked))) : ZERO, after)
}

export const fraction = f

function editionOn(day: string): string {
  const fits = file.sets.filter(({ validFrom, validTo }) => validFrom <= day && day <= validTo)
  return fits.toSorted((a, b) => b.validFrom.localeCompare(a.validFrom))[0]?.id ?? ''
}

function personalOr(trip: SimpleTrip, perKm: (mode: string) => Figure): Figure | undefined {
  if (!trip.personal || trip.personal.trips < 10) return undefined
  const parts = trip.personal.modes.map(({ mode, distanceM }) => ({ row: perKm(mode), weight: f(distanceM) }))
  const weights = sum(parts.map(({ weight }) => weight))
  const inverse: Fraction = [weights[1], weights[0]]
  const grams = mul(sum(parts.map(({ row, weight }) => mul(row.grams, weight))), inverse)
  const absolute = mul(sum(parts.map(({ row, weight }) => mul(mul(row.grams, row.error), weight))), inverse)
  const error: Fraction = grams[0] === 0n ? ZERO : [absolute[0] * grams[1], absolute[1] * grams[0]]
  return { id: 'personal', grams, error, verified: parts.every(({ row }) => row.verified) }
}

function mixName(trip: SimpleTrip, metres: number, lca: boolean): string {
  const short = metres < 3000
  if (lca) return `base.mixlca.ground.${trip.place?.size ?? (short ? 'major-city' : 'national')}`
  if (short) {
    const area = trip.place === undefined || trip.place.metro3 ? 'metro3' : 'local'
    const weekday = new Date(`${trip.occurredOn}T12:00:00Z`).getUTCDay()
    return `base.mix.short.${area}.${weekday === 0 || weekday === 6 ? 'weekend' : 'weekday'}`
  }
  if (trip.purpose === 'leisure') return metres < 300_000 ? 'base.mix.leisure.under300' : 'base.mix.leisure.over300'
  return `base.mix.ground.${trip.place?.size ?? 'national'}`
}

function operational(mode: string, year: string): string {
  const names: Record<string, string> = {
    walk: 'walk.op',
    bicycle: 'cycle.op',
    eBike: 'jp.ebike.km',
    eScooter: 'jp.escooter.km',
    rail: `jp.mlit.${year}.rail`,
    shinkansen: 'jp.jreast.fy2023.shinkansen',
    metro: 'jp.mlit.c2003.metro',
    tram: 'jp.mlit.c2003.tram',
    bus: `jp.mlit.${year}.bus`,
    coach: `jp.mlit.${year}.bus`,
    car: `jp.mlit.${year}.car`,
    carShare: `jp.mlit.${year}.car`,
    taxi: 'jp.mlit.c2003.taxi',
    plane: `jp.mlit.${year}.air`,
  }
  return names[mode] ?? `no ${mode}`
}

function lifeCycle(mode: string): string {
  if (['rail', 'shinkansen', 'metro', 'tram'].includes(mode)) return 'jp.koide.train'
  const names: Record<string, string> = {
    walk: 'jp.koide.walking',
    bicycle: 'jp.koide.bicycle',
    sharedBike: 'jp.koide.bicycle',
    sharedScooter: 'eu.springer.escooter_shared_modern',
    bus: 'jp.koide.bus',
    coach: 'jp.koide.bus',
    ferry: 'jp.koide.ferry',
    car: 'jp.koide.car',
    carShare: 'jp.koide.carshare',
    taxi: 'jp.koide.taxi',
    plane: 'jp.koide.airplane',
  }
  return names[mode] ?? `no ${mode}`
}

/** Section 9: the first step whose square is not below the squared error. */
function ladder(errors: readonly Fraction[], saved: Fraction): Fraction {
  if (!less(ZERO, saved)) return ZERO
  const squared = sum(errors.map((error) => mul(error, error)))
  const steps: [Fraction, Fraction][] = [
    [f(1, 10), f(98, 100)],
    [f(3, 10), f(94, 100)],
    [f(1, 2), f(89, 100)],
    [f(1), f(82, 100)],
  ]
  for (const [step, keeps] of steps) {
    const limit = mul(saved, step)
    if (!less(mul(limit, limit), squared)) return keeps
  }
  return ZERO
}

function round(shown: Fraction, credited: Fraction, emitted: Fraction): Independent {
  const down = ([a, b]: Fraction) => Number(a >= 0n ? a / b : -((-a + b - 1n) / b))
  const half = ([a, b]: Fraction) => (a >= 0n ? down([2n * a + b, 2n * b]) : 0 - down([-2n * a + b, 2n * b]))
  return { shownG: half(shown), creditedG: Math.max(0, down(credited)), emittedG: 0 - down([-emitted[0], emitted[1]]) }
}
