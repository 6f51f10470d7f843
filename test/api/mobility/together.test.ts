import { randomUUID } from 'node:crypto'
import { type OwnAct, recordOwn } from '@morinowa/api/reductions/record-own.ts'
import { places } from '@morinowa/api/reductions/places.ts'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { beforeAll, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { newPerson } from './support.ts'

// Trips that arrive at one moment are recorded in one transaction, and still each has its own outcome.

const PEOPLE = 25

let here: TestApp
let crowd: Agent[]
beforeAll(async () => {
  here = await startApp()
  crowd = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => newPerson(here, `crowd-${n}`)))
})

type Trip = { startedAt: string; endedAt: string; legs: object[] }
const at = (day: string, hour: number, more: object = {}): Trip => ({
  startedAt: `2026-10-${day}T${String(hour).padStart(2, '0')}:00:00+09:00`,
  endedAt: `2026-10-${day}T${String(hour).padStart(2, '0')}:20:00+09:00`,
  legs: [
    { mode: 'bus', distanceM: 5_000, from: { municipalityCode: '16211' }, to: { municipalityCode: '16201' }, ...more },
  ],
})
const press = (agent: Agent, trip: object, key: string = randomUUID()) =>
  agent.post('/api/v1/mobility/trips').set('idempotency-key', key).send(trip)
const idOf = async (agent: Agent): Promise<string> => (await agent.get('/api/v1/me').expect(200)).body.person.id

/** What the rows say and what the sums say: they are changed apart, and must not part. */
async function totals(day: string) {
  const { rows } = await here.database.pool.query(
    `select r.acts, r.shown_g as "shownG", a.acts as "areaActs", a.shown_g as "areaShownG", p.acts as "personActs"
       from (select count(*)::int as acts, sum(shown_g)::int as shown_g from reduction
              where status = 'recorded' and day::text like $1 || '%') r,
            (select sum(acts)::int as acts, sum(shown_g)::int as shown_g from area_sum where month = $1 and mode = 'bus'
                and municipality_code = '16211') a,
            (select sum(acts)::int as acts from person_sum where month = $1) p`,
    [day],
  )
  return rows[0]
}

test('a hundred at once with repeats and reused keys are each answered as if alone, in few transactions', async () => {
  await here.database.pool.query('truncate area_sum, person_sum')
  await here.database.pool.query(`delete from reduction where day between '2026-10-01' and '2026-10-31'`)
  const presses = crowd.flatMap((agent, n) => {
    const key = randomUUID()
    const mine = at('10', 8 + (n % 9))
    return [
      { agent, key, trip: mine, kind: 'first' },
      { agent, key, trip: mine, kind: 'repeat' },
      // The same key with another trip is a fault of the sender; whichever of them comes first has the key.
      { agent, key, trip: { ...mine, purpose: 'leisure' }, kind: 'reuse' },
      // The same trip under another key: one of both counts.
      { agent, key: randomUUID(), trip: mine, kind: 'twin' },
    ]
  })
  const answers = await Promise.all(presses.map(({ agent, trip, key }) => press(agent, trip, key)))
  for (let n = 0; n < PEOPLE; n++) {
    const [first, repeat, reuse, twin] = answers.slice(4 * n, 4 * n + 4)
    const own = [first, repeat].map((one) => `${one?.status} ${one?.body.id ?? one?.body.code}`)
    expect(new Set(own).size).toBe(1)
    // Who had the key first was recorded, and the other one refused.
    expect([first?.status, reuse?.status].toSorted()).toEqual([201, 422])
    expect(twin?.status).toBe(201)
    const recorded = [first, reuse, twin].filter((one) => one?.status === 201)
    expect(recorded.map((one) => one?.body.status).toSorted()).toEqual(['quarantined', 'recorded'])
  }
  const { rows } = await here.database.pool.query(
    `select count(*)::int as rows, count(distinct xmin::text)::int as transactions from reduction where day = '2026-10-10'`,
  )
  expect(rows[0].rows).toBe(2 * PEOPLE)
  expect(rows[0].transactions).toBeLessThan(PEOPLE)
  const found = await totals('2026-10')
  expect(found).toMatchObject({ acts: PEOPLE, areaActs: PEOPLE, personActs: PEOPLE })
  expect(found.areaShownG).toBe(found.shownG)
})

test('one that the database refuses is refused alone', async () => {
  const known = await places(here.deps.db)
  const people = await Promise.all(crowd.slice(0, 10).map(idOf))
  const { rows } = await here.database.pool.query('select min(id) as id from basis')
  const basis = {} as Basis
  const act = (evidence: 'E0'): OwnAct => ({
    id: randomUUID(),
    pool: 'mobility',
    providerId: null,
    externalId: null,
    claims: [],
    content: null,
    type: 'mobility.trip',
    mode: 'bus',
    startMs: Date.parse('2026-09-12T08:00:00+09:00'),
    endMs: Date.parse('2026-09-12T08:20:00+09:00'),
    day: '2026-09-12',
    quantity: 5_000,
    fromMunicipality: '16211',
    toMunicipality: '16201',
    placeRef: null,
    purpose: null,
    evidence,
    shownG: 100,
    creditedG: 0,
    emittedG: 200,
    basis,
    doubt: undefined,
    input: null,
    note: null,
  })
  const answers = await Promise.allSettled(
    people.map((id, n) =>
      recordOwn(here.deps.db, {
        personId: PersonId.parse(id),
        acts: [act((n === 3 ? 'E9' : 'E0') as 'E0')],
        bases: new Map([[basis, rows[0].id]]),
        places: known,
        answer: ([outcome]) => outcome?.status,
        status: 201,
      }),
    ),
  )
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(
    people.map((_, n) => (n === 3 ? 'failed' : 'recorded')),
  )
  const stored = await here.database.pool.query(`select count(*)::int as n from reduction where day = '2026-09-12'`)
  expect(stored.rows[0].n).toBe(9)
})

test('somebody who is gone while their session lives stops nobody else', async () => {
  const gone = await newPerson(here, 'gone')
  await here.database.pool.query(`delete from person where id = $1`, [await idOf(gone)])
  const key = randomUUID()
  const [left, ...others] = await Promise.all([
    press(gone, at('13', 8), key),
    ...crowd.slice(0, 8).map((agent) => press(agent, at('13', 8))),
  ])
  expect(left?.status).toBe(401)
  expect(others.map(({ body }) => body.status)).toEqual(Array(8).fill('recorded'))
  const kept = await here.database.pool.query('select from idempotent_request where key = $1', [key])
  expect(kept.rowCount).toBe(0)
})

test('a connection that is cut leaves nothing behind, and the same requests sent again happen once', async () => {
  const { pool } = here.database
  const lock = await pool.connect()
  const asked = crowd.slice(0, 12).map((agent) => ({ agent, key: randomUUID() }))
  try {
    await lock.query('begin')
    await lock.query('select from person where id = $1 for update', [await idOf(crowd[0] as Agent)])
    const sending = Promise.all(asked.map(({ agent, key }) => press(agent, at('14', 8), key)))
    // Whatever waits for that person is cut off, with everything that came together with them.
    let cut = 0
    while (cut === 0) {
      const { rowCount } = await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%participant_id%for no key update%'`,
      )
      cut = rowCount ?? 0
    }
    await lock.query('rollback')
    const answers = await sending
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([])
  } finally {
    lock.release()
  }
  const again = await Promise.all(asked.map(({ agent, key }) => press(agent, at('14', 8), key)))
  expect(again.map(({ status, body }) => `${status} ${body.status}`)).toEqual(Array(12).fill('201 recorded'))
  const { rows } = await pool.query(`select count(*)::int as n from reduction where day = '2026-10-14'`)
  expect(rows[0].n).toBe(12)
})

test('small things of a month are counted one after another, though they come together', async () => {
  const answers = await Promise.all(
    crowd.flatMap((agent) =>
      ['12', '18'].map((hour) =>
        agent
          .post('/api/v1/destinations/purchases')
          .set('idempotency-key', randomUUID())
          .send({
            at: `2026-10-15T${hour}:00:00+09:00`,
            place: { name: '売店', municipalityCode: '16201' },
            lines: [{ type: 'shop.bag', quantity: 1 }],
          }),
      ),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(2 * PEOPLE).fill(201))
  const one = await crowd[0]?.post('/api/v1/destinations/purchases').send({
    at: '2026-10-16T12:00:00+09:00',
    place: { name: '売店' },
    lines: [{ type: 'shop.bag', quantity: 1 }],
  })
  expect(one?.status).toBe(201)
  const { rows } = await here.database.pool.query(
    `select r.participant_id, array_agg(r.shown_g order by r.started_at, r.id)::int[] as grams, min(s.shown_g)::int as sum
       from reduction r join person_sum s on s.participant_id = r.participant_id and s.mode = r.type
      where r.type = 'shop.bag' and r.day between '2026-10-15' and '2026-10-16' group by 1`,
  )
  expect(rows).toHaveLength(PEOPLE)
  for (const { grams, sum } of rows) expect(grams.reduce((total: number, g: number) => total + g, 0)).toBe(sum)
})
