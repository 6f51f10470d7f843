// What the million test sends, and what must come of it: written from METHODOLOGY.md alone, with none of the product's
// code, so that a fault in the product is not repeated here. Everything is a function of a number, so that a million
// rides need no memory.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const FIRST_DAY = Date.parse('2026-10-01T00:00:00+09:00')

export const PROVIDERS = 4
/** Rides of a person, two a day. */
export const RIDES_EACH = 50
/** Every tenth person is linked to nobody: their rides wait. */
const isLinked = (person: number): boolean => person % 10 !== 9
/** Who also types their rides in: a fifth of those who are linked among the first of every ten. */
export const isTypist = (person: number): boolean => person % 50 === 0

/** Towns of 50,000 to 150,000 people, one class of baseline. */
export const TOWNS = ['16211', '06203', '17203', '18202', '20205', '12211', '09205', '08204', '10207', '11207'] as const

export type Ride = {
  person: number
  provider: number
  externalId: string
  subject: string
  mode: 'bus' | 'rail'
  startMs: number
  endMs: number
  distanceM: number
  town: string
  kind: 'good' | 'impossible' | 'malformed'
}

/** Spreads numbers without chance. */
function scramble(n: number): number {
  let x = (n ^ 0x9e3779b9) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}

/** The n-th ride: person by person within a day, so that a provider's file holds many people. */
export function rideOf(n: number, people: number): Ride {
  const person = n % people
  const turn = Math.floor(n / people)
  const chance = scramble(n)
  const dayMs = FIRST_DAY + Math.floor(turn / 2) * DAY
  const startMs = dayMs + (turn % 2 === 0 ? 7 : 17) * HOUR + (chance % 90) * MINUTE
  // One in a hundred, of people who do not type: what they typed would otherwise stand alone.
  const kind = isTypist(person) ? 'good' : chance % 98 === 0 ? 'impossible' : chance % 98 === 1 ? 'malformed' : 'good'
  return {
    person,
    provider: (person + turn) % PROVIDERS,
    externalId: `R-${n}`,
    subject: `M-${person}`,
    mode: chance % 3 === 0 ? 'rail' : 'bus',
    startMs,
    endMs: startMs + 20 * MINUTE,
    distanceM: kind === 'impossible' ? 300_000 : 3_000 + (chance % 9_000),
    town: TOWNS[person % TOWNS.length] as string,
    kind,
  }
}

/** Whether the n-th ride comes twice in the same words: 3 in 100. */
export const isRepeated = (n: number): boolean => scramble(n + 77) % 100 < 3

/** A provider's line. */
export function lineOf(ride: Ride): string {
  const { externalId, subject, mode, startMs, endMs, distanceM, town, kind, person } = ride
  const line = {
    externalId,
    subject,
    mode,
    startedAt: instant(startMs),
    endedAt: instant(endMs),
    distanceM,
    fromMunicipality: town,
    toMunicipality: town,
    purpose: 'daily',
  }
  if (kind !== 'malformed') return JSON.stringify(line)
  // Six ways to be wrong, of which none may cost its neighbours anything.
  switch (person % 6) {
    case 0:
      return JSON.stringify(line).slice(0, 40)
    case 1:
      return JSON.stringify({ ...line, distanceM: -distanceM })
    case 2:
      return JSON.stringify({ ...line, mode: 'broomstick' })
    case 3:
      return JSON.stringify({ ...line, startedAt: instant(startMs).slice(0, 19) })
    case 4:
      return JSON.stringify({ ...line, fromMunicipality: '99999' })
    default:
      return JSON.stringify({ ...line, endedAt: instant(startMs - MINUTE) })
  }
}

/** What the traveller typed about the same ride, a few minutes off. */
export function typedOf(ride: Ride): object {
  return {
    startedAt: instant(ride.startMs + 4 * MINUTE),
    endedAt: instant(ride.endMs + 6 * MINUTE),
    purpose: 'daily',
    legs: [
      {
        mode: ride.mode,
        distanceM: ride.distanceM + 100,
        from: { municipalityCode: ride.town },
        to: { municipalityCode: ride.town },
      },
    ],
  }
}

export const instant = (ms: number): string => new Date(ms + 9 * HOUR).toISOString().replace(/\.\d+Z$/, '+09:00')

// ---- What must come of it ----

// METHODOLOGY 3 to 9: mix of a place of 50,000 to 150,000 people 89.492 g/pkm (error 25 %), bus 57, rail 17 (10 %),
// evidence E3 = 0.95 (5 %), additionality 1.
const MIX = { mgPerKm: 89_492n, errorBp: 2_500n }
const ACTUAL = { bus: { mgPerKm: 57_000n, errorBp: 1_000n }, rail: { mgPerKm: 17_000n, errorBp: 1_000n } }
const E3 = { bp: 9_500n, errorBp: 500n }
const LADDER = [
  [1_000n, 9_800n],
  [3_000n, 9_400n],
  [5_000n, 8_900n],
  [10_000n, 8_200n],
] as const

function uncertaintyBp(mode: 'bus' | 'rail'): bigint {
  const actual = ACTUAL[mode]
  const difference = MIX.mgPerKm - actual.mgPerKm
  const n =
    (MIX.mgPerKm * MIX.errorBp) ** 2n + (actual.mgPerKm * actual.errorBp) ** 2n + (difference * E3.errorBp) ** 2n
  for (const [step, factor] of LADDER) if (n <= (difference * step) ** 2n) return factor
  return 0n
}

const UNCERTAINTY = { bus: uncertaintyBp('bus'), rail: uncertaintyBp('rail') }

export type Grams = { acts: number; shownG: number; creditedG: number; emittedG: number }

export const noGrams = (): Grams => ({ acts: 0, shownG: 0, creditedG: 0, emittedG: 0 })

export function gramsOf({ mode, distanceM }: Ride): Grams {
  const d = BigInt(distanceM)
  const actual = ACTUAL[mode].mgPerKm
  const difference = MIX.mgPerKm - actual
  // Metres times milligrams a kilometre are millionths of a gram.
  const credited = (d * difference * E3.bp * UNCERTAINTY[mode]) / (1_000_000n * 10_000n * 10_000n)
  const shown = (d * difference + 500_000n) / 1_000_000n
  const emitted = (d * actual + 999_999n) / 1_000_000n
  return { acts: 1, shownG: Number(shown), creditedG: Number(credited), emittedG: Number(emitted) }
}

export type Expected = {
  /** Rows by provider and status; the travellers' own under `typed`. */
  statuses: Map<string, number>
  providers: Map<number, Grams>
  people: Map<string, Grams>
  towns: Map<string, Grams>
  peopleOfTowns: Map<string, number>
}

/** Counts again what rides 0 to `rides` must have left behind. */
export function recount(rides: number, people: number): Expected {
  const expected: Expected = {
    statuses: new Map(),
    providers: new Map(),
    people: new Map(),
    towns: new Map(),
    peopleOfTowns: new Map(),
  }
  const seen = new Set<number>()
  for (let n = 0; n < rides; n++) {
    const ride = rideOf(n, people)
    if (ride.kind === 'malformed') continue
    const status = ride.kind === 'impossible' ? 'quarantined' : isLinked(ride.person) ? 'recorded' : 'waiting'
    tally(expected.statuses, `${ride.provider} ${status}`)
    if (isTypist(ride.person)) tally(expected.statuses, 'typed duplicate')
    if (status !== 'recorded') continue
    const grams = gramsOf(ride)
    add(expected.providers, ride.provider, grams)
    add(expected.people, `${ride.person} ${ride.mode}`, grams)
    add(expected.towns, `${ride.town} ${ride.mode}`, grams)
    if (!seen.has(ride.person)) tally(expected.peopleOfTowns, ride.town)
    seen.add(ride.person)
  }
  return expected
}

export { isLinked }

export function tally<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

export function add<K>(map: Map<K, Grams>, key: K, grams: Grams): void {
  const sum = map.get(key)
  if (!sum) {
    map.set(key, { ...grams })
    return
  }
  sum.acts += grams.acts
  sum.shownG += grams.shownG
  sum.creditedG += grams.creditedG
  sum.emittedG += grams.emittedG
}
