import { randomInt } from 'node:crypto'
import { shuffle } from '../../load/million-drive.ts'
import {
  add,
  type Expected,
  type Grams,
  gramsOf,
  instant,
  isLinked,
  isRepeated,
  lineOf,
  PROVIDERS,
  RIDES_EACH,
  recount,
  rideOf,
  tally,
} from '../../load/million-plan.ts'
import { CYCLES } from '../../support/kills.ts'

// What four operators and a hotel upload while things are killed, and what must come of it.

export const RIDES = 4_000 * CYCLES
const MANY_CHUNKS = 3_000
export const PEOPLE = Math.ceil(RIDES / RIDES_EACH)

export type Told = {
  importId: string
  lines: number
  accepted: number
  duplicate: number
  quarantined: number
  rejected: number
}
export type Upload = {
  path: string
  key: string
  providerId: string
  lines: readonly string[]
  /** Records that must be there once it is acknowledged. */
  records: readonly string[]
  /** Numbers of the lines that its file of errors must hold. */
  faults: readonly number[]
  /** What was answered, each time it was. */
  told: Told[]
}

export function ridesOf({ id, key }: { id: string; key: string }, number: number): Upload[] {
  const numbers: number[] = []
  for (let n = 0; n < RIDES; n++) {
    if (rideOf(n, PEOPLE).provider !== number) continue
    numbers.push(n)
    if (isRepeated(n)) numbers.push(n)
  }
  shuffle(numbers, chance)
  const uploads: Upload[] = []
  for (let at = 0; at < numbers.length; ) {
    // The first one is long enough to be in the middle of.
    const length = at === 0 ? MANY_CHUNKS : randomInt(300, 3_000)
    const rides = numbers.slice(at, at + length).map((n) => rideOf(n, PEOPLE))
    at += rides.length
    uploads.push({
      path: '/mobility/imports',
      key,
      providerId: id,
      lines: rides.map(lineOf),
      records: [...new Set(rides.flatMap(({ kind, externalId }) => (kind === 'malformed' ? [] : [externalId])))],
      faults: rides.flatMap(({ kind }, index) => (kind === 'malformed' ? [index + 1] : [])),
      told: [],
    })
  }
  return uploads
}

const chance = (): number => randomInt(2 ** 32) / 2 ** 32

/** One night of everybody, told by the hotel of the town they ride in. */
const nightOf = (person: number): { day: number; town: string } => {
  const { town } = rideOf(person, PEOPLE)
  return { day: 3 + (person % 20), town }
}

export function staysOf({ id, key }: { id: string; key: string }): Upload[] {
  const lines = Array.from({ length: PEOPLE }, (_, person) => {
    const { day, town } = nightOf(person)
    const at = `2026-10-${String(day).padStart(2, '0')}T10:00:00+09:00`
    const type = 'stay.skip-cleaning'
    return JSON.stringify({
      externalId: `S-${person}`,
      subject: `M-${person}`,
      type,
      at,
      quantity: 1,
      municipality: town,
    })
  })
  const records = lines.map((_, person) => `S-${person}`)
  return [{ path: '/destinations/imports', key, providerId: id, lines, records, faults: [], told: [] }]
}

// METHODOLOGY 6.2: 70 g shown; 0.95 for the hotel's record, 0.6 because two in five do it anyway, 0.82 for the
// uncertainty; rounded down.
const NIGHT: Grams = { acts: 1, shownG: 70, creditedG: 32, emittedG: 0 }

export function expected(): Expected {
  const all = recount(RIDES, PEOPLE)
  for (let person = 0; person < PEOPLE; person++) {
    tally(all.statuses, `${PROVIDERS} ${isLinked(person) ? 'recorded' : 'waiting'}`)
    if (!isLinked(person)) continue
    add(all.providers, PROVIDERS, NIGHT)
    add(all.people, `${person} stay.skip-cleaning`, NIGHT)
    add(all.towns, `${nightOf(person).town} stay.skip-cleaning`, NIGHT)
  }
  return all
}

export type Journey = { day: string; trips: number; stays: number } & Omit<Grams, 'acts'>

/** The night and what was ridden on its two days, in the one town, are one journey. */
export function journeyOf(person: number): Journey {
  const { day } = nightOf(person)
  const [from, to] = [day - 1, day].map((one) => instant(Date.parse('2026-10-01T00:00:00+09:00') + (one - 1) * DAY_MS))
  let trips = 0
  const sum = { ...NIGHT }
  for (let n = person; n < RIDES; n += PEOPLE) {
    const ride = rideOf(n, PEOPLE)
    const on = instant(ride.startMs).slice(0, 10)
    if (on !== from?.slice(0, 10) && on !== to?.slice(0, 10)) continue
    trips++
    const grams = gramsOf(ride)
    sum.shownG += grams.shownG
    sum.creditedG += grams.creditedG
    sum.emittedG += grams.emittedG
  }
  const { shownG, creditedG, emittedG } = sum
  return { trips, stays: 1, shownG, creditedG, emittedG, day: to?.slice(0, 10) ?? '' }
}

const DAY_MS = 86_400_000
