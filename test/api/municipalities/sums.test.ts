import { publishClosedMonths } from '@morinowa/api/reductions/publish-remainders.ts'
import { MIN_PEOPLE } from '@morinowa/shared/reductions/k-anonymity.ts'
import type { AreaCell, AreaSummary } from '@morinowa/shared/municipalities/sums-contract.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { japanese, ndjson, type Provider, provider, type RideLine } from '../mobility/support.ts'

const PEOPLE = 40
const TOWN = '16211'

let here: TestApp
let bus: Provider

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  // Linked by SQL: forty sign-ups would cost a minute of password hashing and say nothing.
  await here.database.pool.query(
    `with made as (
       insert into person (name, email) select 'Rider', 'rider-' || n || '@sums.example' from generate_series(0, $2 - 1) n
       returning id, email, participant_id)
     insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
     select uuidv7(), $1, 'S-' || substring(email from 'rider-(\\d+)'), id, participant_id, 'code' from made`,
    [bus.id, PEOPLE],
  )
})

let serial = 0
/** One ride; each has a time of its own. */
function rideOf(person: number, mode: string, more: RideLine = {}): RideLine & { person: number } {
  const n = serial++
  const startMs = Date.parse('2026-09-01T05:00:00+09:00') + n * 30 * 60_000
  return {
    externalId: `K-${n}`,
    subject: `S-${person}`,
    mode,
    startedAt: japanese(startMs),
    endedAt: japanese(startMs + 20 * 60_000),
    // Distances that cannot be confused with one another.
    distanceM: 3_000 + n * 7,
    fromMunicipality: TOWN,
    toMunicipality: TOWN,
    purpose: 'daily',
    ...more,
    person,
  }
}

const send = (rides: readonly (RideLine & { person: number })[]) =>
  bus.importRides(ndjson(rides.map(({ person: _, ...line }) => line)))

async function summary(query = 'from=2026-09&to=2026-09', code = TOWN): Promise<AreaSummary> {
  const { body } = await here.agent.get(`/api/v1/municipalities/${code}/summary?${query}`).expect(200)
  return body
}

async function cell(month = '2026-09', pool?: string): Promise<AreaCell> {
  const { body } = await here.agent
    .get(`/api/v1/municipalities/map?month=${month}${pool ? `&pool=${pool}` : ''}`)
    .expect(200)
  expect(body).toHaveLength(1_747)
  return body.find(({ code }: AreaCell) => code === TOWN)
}

const figures = ({ acts, reducedShownG, reducedCreditedG, emittedG }: AreaSummary | AreaSummary['byMode'][number]) => ({
  acts,
  reducedShownG,
  reducedCreditedG,
  emittedG,
})

describe('what a municipality is told', () => {
  test('nine people are nobody, ten are shown, in the summary and on the map alike', async () => {
    await send(Array.from({ length: 9 }, (_, n) => rideOf(n, 'bus')))
    expect(await summary()).toMatchObject({
      acts: 0,
      reducedCreditedG: 0,
      people: '<10',
      byMode: [],
      suppressed: [{ month: '2026-09', reason: 'fewer-than-10' }],
    })
    expect(await cell()).toMatchObject({ reducedCreditedG: null, people: '<10' })
    await send([rideOf(9, 'bus')])
    const shown = await summary()
    expect(shown).toMatchObject({ acts: 10, people: 10, byMode: [{ mode: 'bus', acts: 10 }], suppressed: [] })
    expect(await cell()).toMatchObject({ reducedCreditedG: shown.reducedCreditedG, people: 10 })
    expect(await cell('2026-09', 'mobility')).toMatchObject({ reducedCreditedG: shown.reducedCreditedG })
    expect(await cell('2026-09', 'destinations')).toMatchObject({ reducedCreditedG: null, people: '<10' })
  })

  test('nobody in the next town and a few in this one look the same', async () => {
    const empty = await summary('from=2026-09&to=2026-09', '16201')
    expect(empty).toMatchObject({ people: '<10', byMode: [], suppressed: [{ month: '2026-09' }] })
  })

  test('six digits with their check digit name the same place, and a wrong one nothing', async () => {
    expect((await summary('from=2026-09&to=2026-09', '162116')).code).toBe(TOWN)
    await here.agent.get('/api/v1/municipalities/162110/summary').expect(422)
    await here.agent.get('/api/v1/municipalities/99999/summary').expect(404)
  })

  test('an unchanged answer costs nothing twice', async () => {
    const first = await here.agent.get(`/api/v1/municipalities/${TOWN}/summary?from=2026-09&to=2026-09`).expect(200)
    const { etag } = first.headers
    expect(etag).toBeTruthy()
    await here.agent
      .get(`/api/v1/municipalities/${TOWN}/summary?from=2026-09&to=2026-09`)
      .set('if-none-match', etag as string)
      .expect(304)
  })

  test('the table for spreadsheets says the same', async () => {
    const { text } = await here.agent
      .get(`/api/v1/municipalities/${TOWN}/summary?from=2026-09&to=2026-09`)
      .set('accept', 'text/csv')
      .expect(200)
    const shown = await summary()
    expect(text.split('\r\n')[1]).toBe(
      `2026-09,${shown.acts},${shown.reducedShownG},${shown.reducedCreditedG},${shown.emittedG},0,10`,
    )
  })

  test('a range that ends before it begins is refused', async () => {
    const { body } = await here.agent.get(`/api/v1/municipalities/${TOWN}/summary?from=2026-09&to=2026-01`).expect(422)
    expect(body.code).toBe('municipalities.range')
  })
})

describe('somebody who asks after every ride and subtracts', () => {
  test('never learns of fewer than ten people, whatever they subtract', { timeout: 90_000 }, async () => {
    const waiting = new Map<string, (RideLine & { person: number })[]>()
    let known = new Map((await summary()).byMode.map((one) => [one.mode, figures(one)]))
    let random = 20_261_122
    const next = (below: number) => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((random / 2_147_483_648) * below)
    }
    let published = 0
    for (let round = 0; round < 70; round++) {
      // Mostly one person, mostly the frequent mode: the case in which a difference would say the most.
      const rides = Array.from({ length: 1 + next(3) }, () =>
        rideOf(next(PEOPLE), (['bus', 'bus', 'bus', 'rail', 'tram', 'taxi'] as const)[next(6)] as string),
      )
      for (const ride of rides) {
        const mode = ride.mode as string
        waiting.set(mode, [...(waiting.get(mode) ?? []), ride])
      }
      const { body } = await send(rides)
      expect(body.accepted).toBe(rides.length)

      const answer = await summary()
      const map = await cell()
      const total = answer.byMode.reduce((sum, one) => sum + one.reducedCreditedG, 0)
      // Nothing is left over when the modes are subtracted from the whole.
      expect(answer.reducedCreditedG).toBe(total)
      expect(answer.acts).toBe(answer.byMode.reduce((sum, one) => sum + one.acts, 0))
      expect(map.reducedCreditedG).toBe(total)
      for (const one of answer.byMode) {
        const before = known.get(one.mode) ?? { acts: 0, reducedShownG: 0, reducedCreditedG: 0, emittedG: 0 }
        if (JSON.stringify(before) === JSON.stringify(figures(one))) continue
        // What appeared is everything that waited in this mode, and ten people did it.
        const appeared = waiting.get(one.mode) ?? []
        waiting.delete(one.mode)
        expect(one.acts - before.acts).toBe(appeared.length)
        expect(new Set(appeared.map(({ person }) => person)).size).toBeGreaterThanOrEqual(MIN_PEOPLE)
        published++
      }
      known = new Map(answer.byMode.map((one) => [one.mode, figures(one)]))
    }
    expect(published).toBeGreaterThan(3)
    const { rows } = await here.database.pool.query('select max(cardinality(people)) as most from area_waiting')
    expect(rows[0].most).toBeLessThan(MIN_PEOPLE)
  })

  test('learns nothing from longer ranges either: they are the sum of their months', async () => {
    const range = await summary('from=2026-07&to=2026-10')
    const months = await Promise.all(
      ['2026-07', '2026-08', '2026-09', '2026-10'].map((month) => summary(`from=${month}&to=${month}`)),
    )
    for (const key of ['acts', 'reducedCreditedG', 'reducedShownG', 'emittedG'] as const) {
      expect(range[key]).toBe(months.reduce((sum, one) => sum + one[key], 0))
    }
    // A day stands for its month, so that no day can be cut out.
    expect(await summary('from=2026-09-14&to=2026-09-15')).toEqual(await summary())
  })
})

test('a month that is over gives out its remainders together, when ten people stand behind them', async () => {
  const { rows } = await here.database.pool.query(
    `select sum(acts)::bigint as acts, sum(credited_g)::bigint as credited, count(distinct person) as people
       from area_waiting cross join lateral unnest(people) with ordinality as p (person, place)`,
  )
  const { rows: left } = await here.database.pool.query(
    'select sum(acts)::bigint as acts, sum(credited_g)::bigint as credited from area_waiting',
  )
  const before = await summary()
  expect(rows[0].people).toBeGreaterThanOrEqual(MIN_PEOPLE)
  await publishClosedMonths(here.deps)
  const after = await summary()
  expect(after.byMode.find(({ mode }) => mode === 'mixed')).toMatchObject({ acts: left[0].acts })
  expect(after.acts).toBe(before.acts + left[0].acts)
  expect(after.reducedCreditedG).toBe(before.reducedCreditedG + left[0].credited)
  const { rows: all } = await here.database.pool.query(
    `select sum(credited_g)::bigint as credited from area_sum where municipality_code = $1`,
    [TOWN],
  )
  expect(after.reducedCreditedG).toBe(all[0].credited)
  await send([rideOf(1, 'tram')])
  await publishClosedMonths(here.deps)
  expect(figures(await summary())).toEqual(figures(after))
})
