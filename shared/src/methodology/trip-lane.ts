import { FARTHEST_M, type TripAsk } from './ask.ts'
import { bandOf } from './baseline.ts'
import { REVIEW_GROUND_M } from './caps.ts'
import type { Basis, Computed } from './basis.ts'
import { exactly } from './core.ts'
import { evidenceRank } from './evidence.ts'
import { type Multiplier, multiplierOf, wordLimit } from './exact.ts'
import { LIFE_CYCLE_ONLY, MODES, type Mode } from './mode.ts'
import type { Edition } from './registry.ts'
import { isExtrapolated, tripLine } from './trip.ts'

// The fast path of bulk imports. A trip of one leg is proportional to its distance, its uncertainty step included, so
// the formula is run once for one metre, kept as three exact ratios, and multiplied. There are few such lanes.

type Lane = {
  shown: Multiplier
  credited: Multiplier
  emitted: Multiplier
  /** Metres up to which all three are exact in machine words. */
  limit: number
  basis: Basis
}

/** Lanes of one edition, by number. */
type Lanes = (Lane | undefined)[]

const BAND_COUNT = 11
const LEVELS = 5
const modeNumber: Readonly<Record<string, number>> = Object.fromEntries(MODES.map((mode, index) => [mode, index]))
const DECLARED_COUNT = MODES.length + 1
// Modes whose lines depend on more than distance, or whose class has other bands.
const SLOW: ReadonlySet<string> = new Set<Mode>([...LIFE_CYCLE_ONLY, 'carpool'])
const isSlow = MODES.map((mode) => SLOW.has(mode))

const lanesOf = new WeakMap<Edition, Lanes>()
let lastEdition: Edition | undefined
let lastLanes: Lanes = []

/** The result of a trip of one plain leg, or undefined when the long way is needed. */
export function laneResult(
  ask: TripAsk,
  edition: Edition,
  describe: (ask: TripAsk, edition: Edition) => Basis,
): Computed | undefined {
  const leg = ask.legs[0]
  if (leg === undefined || ask.legs.length !== 1) return undefined
  const distanceM = leg.distanceM
  const mode = modeNumber[leg.mode]
  const level = evidenceRank(ask.evidence)
  if (
    mode === undefined ||
    level === undefined ||
    isSlow[mode] ||
    !(distanceM >= 1 && distanceM <= REVIEW_GROUND_M && Number.isInteger(distanceM)) ||
    leg.occupants !== undefined ||
    leg.detourM !== undefined ||
    leg.riderDistancesM !== undefined ||
    ask.odDistanceM !== undefined ||
    ask.baseline != null ||
    ask.personal !== undefined ||
    ask.fleetEvShareBp !== undefined ||
    ask.addOnsMg !== undefined ||
    ask.habit === true ||
    ask.claimedElsewhere === true
  ) {
    return undefined
  }
  let declared = 0
  if (ask.declaredAlternative != null) {
    const number = modeNumber[ask.declaredAlternative]
    if (number === undefined || isSlow[number]) return undefined
    declared = number + 1
  }
  const band = bandOf({ distanceM, day: ask.occurredOn, purpose: ask.purpose, place: ask.place })
  const placed = ask.place === undefined ? 0 : 1
  const late = isExtrapolated(edition, ask.occurredOn) ? 1 : 0
  const key = ((((mode * LEVELS + level) * BAND_COUNT + band) * DECLARED_COUNT + declared) * 2 + placed) * 2 + late

  if (edition !== lastEdition) {
    lastEdition = edition
    lastLanes = lanesOf.get(edition) ?? []
    lanesOf.set(edition, lastLanes)
  }
  let lane = lastLanes[key]
  if (lane === undefined) {
    lane = makeLane(ask, edition, describe)
    lastLanes[key] = lane
  }
  return distanceM <= lane.limit ? inWords(lane, distanceM) : inBigInts(lane, BigInt(distanceM))
}

function makeLane(ask: TripAsk, edition: Edition, describe: (ask: TripAsk, edition: Edition) => Basis): Lane {
  const [leg] = ask.legs
  const distanceM = leg?.distanceM ?? 0
  const perMetre = exactly(
    tripLine({ ...ask, legs: ask.legs.map((only) => ({ ...only, distanceM: 1 })) }, edition, distanceM),
  )
  const shown = multiplierOf(perMetre.shown)
  const credited = multiplierOf(perMetre.credited)
  const emitted = multiplierOf(perMetre.emitted)
  const limit = Math.min(wordLimit(shown), wordLimit(credited), wordLimit(emitted), FARTHEST_M)
  return { shown, credited, emitted, limit, basis: describe(ask, edition) }
}

// Below the limit every product and sum is a whole number under 2^53. Math.floor of such a quotient is the true floor:
// a quotient that is not whole lies further below the next whole number than a double at that size can blur.

function inWords({ shown, credited, emitted, basis }: Lane, distanceM: number): Computed {
  const saved = distanceM * shown.num
  const half = (2 * (saved < 0 ? -saved : saved) + shown.den) / (2 * shown.den)
  const shownG = saved < 0 ? 0 - Math.floor(half) : Math.floor(half)
  return {
    shownG,
    creditedG: Math.floor((distanceM * credited.num) / credited.den),
    emittedG: Math.floor((distanceM * emitted.num + emitted.den - 1) / emitted.den),
    basis,
  }
}

function inBigInts({ shown, credited, emitted, basis }: Lane, distanceM: bigint): Computed {
  const saved = distanceM * shown.exact.num
  const size = saved < 0n ? -saved : saved
  const half = Number((2n * size + shown.exact.den) / (2n * shown.exact.den))
  return {
    shownG: saved < 0n ? 0 - half : half,
    creditedG: Number((distanceM * credited.exact.num) / credited.exact.den),
    emittedG: Number((distanceM * emitted.exact.num + emitted.exact.den - 1n) / emitted.exact.den),
    basis,
  }
}
