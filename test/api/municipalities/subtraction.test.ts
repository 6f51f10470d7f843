import type { Arrival } from '@morinowa/api/reductions/arrival.ts'
import { publishClosedMonths } from '@morinowa/api/reductions/publish-remainders.ts'
import { recordReductions } from '@morinowa/api/reductions/record-reductions.ts'
import { SumDeltas } from '@morinowa/api/reductions/sum-deltas.ts'
import { addToSums } from '@morinowa/api/reductions/sums-store.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { MIN_PEOPLE } from '@morinowa/shared/reductions/k-anonymity.ts'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { Adversary, type Vector } from './adversary.ts'

// Somebody who knows what everybody did, when and where, and of each act but the grams; who asks for every table after
// every act, keeps all answers and lays any of them against any others. Grams are powers of three, so that an answer
// says of itself which acts are in it: what is tested is what can be calculated from answers, not how it was made.

const A = '16211'
const B = '16201'
const C = '31401'
const PEOPLE = 16
/** As many powers of three stay exact when all are added up; there are two kinds of grams that every answer says. */
const POWERS = 33
const MOST_ACTS = 2 * POWERS

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

type Step = { person: number; from: number; to: number; mode: number; day: number; mesh: boolean; undo: boolean }

const towns = [A, B, C] as const
const modes = ['bus', 'rail'] as const
const meshes = ['55361143', '55361144'] as const

const step: fc.Arbitrary<Step> = fc.record({
  person: fc.nat(PEOPLE - 1),
  // Mostly one town, mode and day: where a difference of two answers would say the most.
  from: fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, { arbitrary: fc.nat(2), weight: 1 }),
  to: fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, { arbitrary: fc.nat(2), weight: 1 }),
  mode: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.nat(1), weight: 1 }),
  day: fc.oneof({ arbitrary: fc.constant(1), weight: 3 }, { arbitrary: fc.nat(2), weight: 1 }),
  mesh: fc.boolean(),
  undo: fc.oneof({ arbitrary: fc.constant(false), weight: 7 }, { arbitrary: fc.constant(true), weight: 1 }),
})

let history = 0

test('answers of all kinds and all times, laid against one another, say nothing of fewer than ten people', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: MOST_ACTS, size: 'max' }), async (steps) => {
      const learned = await live(steps)
      expect(learned.fewest).toBeGreaterThanOrEqual(MIN_PEOPLE)
    }),
    { numRuns: 5, seed: 261_236_924, endOnFailure: true },
  )
})

test('many people at once give days, ways and squares, and what they say is no more', {
  timeout: 120_000,
}, async () => {
  const crowd = Array.from(
    { length: 64 },
    (_, n): Step => ({
      person: n % PEOPLE,
      from: 0,
      to: Math.floor(n / PEOPLE) % 2,
      mode: 0,
      day: n % 3,
      mesh: n >= 2 * PEOPLE,
      undo: false,
    }),
  )
  const learned = await live(crowd, 32)
  expect(learned.kinds).toEqual(expect.arrayContaining(['days', 'flows', 'mesh', 'prefecture', 'map', 'summary']))
  expect(learned.fewest).toBeGreaterThanOrEqual(MIN_PEOPLE)
})

const unlimited = (_: unknown, { creditedG }: { creditedG: number }) =>
  ({ kind: 'counts', creditedG, isCapped: false }) as const

/** Without town halls no two acts are too far apart. */
const NOWHERE = { codes: new Set<string>(), classOf: () => undefined, officeOf: () => undefined }

/** Lives through a history in a month of its own, asking everything after every so many acts. */
async function live(steps: readonly Step[], at = 1) {
  const month = `${2001 + history++}-03`
  here.setClock(`${month}-15T12:00:00+09:00`)
  const acts: (Arrival & { person: string; gone: boolean })[] = []
  const adversary = new Adversary()
  for (let done = 0; done < steps.length; done += at) {
    await here.deps.db.transaction(async (tx) => {
      const fresh: Arrival[] = []
      for (const [i, one] of steps.slice(done, done + at).entries()) {
        const undone = one.undo && acts.findLast((act) => act.participantId === idOf(one.person) && !act.gone)
        const act = { ...arrivalOf(one, done + i, month), person: idOf(one.person), gone: false }
        acts.push(act)
        fresh.push(act)
        if (!undone || fresh.includes(undone)) continue
        undone.gone = true
        const deltas = new SumDeltas()
        deltas.remove(undone)
        await addToSums(tx, deltas)
      }
      const outcomes = await recordReductions(tx, fresh, new Map([[basis, 1]]), NOWHERE, { limit: unlimited })
      expect(outcomes.map(({ status }) => status)).toEqual(fresh.map(() => 'recorded'))
    })
    adversary.hear(await everything(month))
  }
  // The month ends, and what was left is given out as far as it may be.
  here.setClock(`${month.slice(0, 4)}-04-02T12:00:00+09:00`)
  await publishClosedMonths(here.deps)
  adversary.hear(await everything(month))
  return adversary.learned(acts.map((act) => act.person))
}

const idOf = (person: number) => `00000000-0000-4000-8000-${String(history * 1_000 + person).padStart(12, '0')}`

const basis = {} as Arrival['basis']

function arrivalOf({ person, from, to, mode, day, mesh }: Step, n: number, month: string): Arrival {
  // Everybody's acts are at times of their own, so that none is taken for a repetition of another.
  const startMs = Date.parse(`${month}-${String(10 + day).padStart(2, '0')}T00:00:00+09:00`) + n * 14 * 60_000
  const grams = (kind: number) => (Math.floor(n / POWERS) === kind ? 3 ** (n % POWERS) : 0)
  return {
    participantId: idOf(person),
    linked: true,
    shared: true,
    id: here.deps.newId(),
    pool: 'mobility',
    providerId: null,
    externalId: null,
    claims: [],
    content: null,
    type: 'mobility.trip',
    mode: modes[mode] ?? 'bus',
    startMs,
    endMs: startMs + 60_000,
    day: dayOf(new Date(startMs).toISOString()),
    quantity: 1_000,
    fromMunicipality: towns[from] ?? A,
    toMunicipality: towns[to] ?? A,
    ...(mesh && { fromMesh: meshes[from % 2] ?? null, toMesh: meshes[to % 2] ?? null }),
    placeRef: null,
    purpose: null,
    evidence: 'E3',
    shownG: grams(0),
    creditedG: grams(1),
    emittedG: 0,
    basis,
    doubt: undefined,
    input: null,
    note: null,
  }
}

type Figures = { acts?: number; reducedShownG: number; reducedCreditedG: number }

/** Every public answer about a month, by name. */
async function everything(month: string): Promise<[string, Vector][]> {
  const heard: [string, Vector][] = []
  const ask = async (path: string) => {
    const answer = await here.app.inject({ url: `/api/v1${path}` })
    expect([path, answer.statusCode]).toEqual([path, 200])
    return answer.json()
  }
  const hear = (name: string, said: Figures) => heard.push([name, vectorOf(said)])
  for (const pool of ['', '&pool=mobility']) {
    for (const cell of await ask(`/municipalities/map?month=${month}${pool}`)) {
      if (cell.reducedCreditedG !== null) hear(`map ${pool} ${cell.code}`, cell)
    }
    for (const cell of await ask(`/prefectures/map?month=${month}${pool}`)) {
      if (cell.reducedCreditedG !== null) hear(`prefectures ${pool} ${cell.code}`, cell)
    }
  }
  for (const code of towns) {
    for (const pool of ['', '&pool=mobility']) {
      const summary = await ask(`/municipalities/${code}/summary?from=${month}&to=${month}${pool}`)
      hear(`summary ${pool} ${code}`, summary)
      for (const one of summary.byMode) hear(`summary ${pool} ${code} ${one.mode}`, one)
      for (const one of summary.byMonth) hear(`summary ${pool} ${code} ${one.month}`, one)
    }
    const days = await ask(`/municipalities/${code}/days?month=${month}`)
    for (const one of days.days) hear(`days ${code} ${one.day}`, one)
    hear(`days ${code} undated`, days.undated)
    const flows = await ask(`/municipalities/${code}/flows?from=${month}&to=${month}`)
    const ends = [...(flows.within ? [flows.within] : []), ...flows.leaving, ...flows.arriving]
    for (const [i, end] of ends.entries()) {
      hear(`flows ${code} ${i < ends.length - flows.arriving.length ? 'to' : 'from'} ${end.code}`, end)
      for (const one of end.byMode) hear(`flows ${code} ${i} ${end.code} ${one.mode}`, one)
    }
    hear(`flows ${code} unplaced`, flows.unplaced)
    for (const one of await ask(`/municipalities/${code}/mesh-flows?month=${month}`)) {
      hear(`mesh ${code} ${one.fromMesh} ${one.toMesh} ${one.mode}`, one)
    }
  }
  for (const code of ['16', '31']) {
    const summary = await ask(`/prefectures/${code}/summary?from=${month}&to=${month}`)
    hear(`prefecture ${code}`, summary)
    for (const one of summary.byMode) hear(`prefecture ${code} ${one.mode}`, one)
    for (const one of summary.byMunicipality) hear(`prefecture ${code} ${one.code}`, one)
    hear(`prefecture ${code} unplaced`, summary.unplaced)
    for (const one of await ask(`/prefectures/${code}/flows?month=${month}`)) {
      hear(`prefecture flows ${one.from} ${one.to} ${one.mode}`, one)
    }
  }
  return heard
}

/** Which acts an answer holds, how often: its grams in balanced ternary. */
function vectorOf(said: Figures): Vector {
  const vector = new Map<number, number>()
  const kinds = [said.reducedShownG, said.reducedCreditedG]
  for (const [kind, grams] of kinds.entries()) {
    let rest = grams
    for (let digit = 0; rest !== 0; digit++) {
      const remainder = ((rest % 3) + 3) % 3
      const times = remainder === 2 ? -1 : remainder
      if (times !== 0) vector.set(kind * POWERS + digit, times)
      rest = (rest - times) / 3
    }
  }
  if (said.acts !== undefined) {
    expect([...vector.values()].reduce((sum, times) => sum + times, 0)).toBe(said.acts)
  }
  return vector
}
