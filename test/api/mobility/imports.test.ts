import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { type Counts, ndjson, newPerson, type Provider, provider, ride } from './support.ts'

let here: TestApp
let bus: Provider
let people: Agent[]

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  people = []
  for (let n = 0; n < 12; n++) {
    const person = await newPerson(here, `rider-${n}`)
    await person
      .post('/api/v1/me/links')
      .send({ provider: bus.id, memberNumber: `M-${n}` })
      .expect(201)
    people.push(person)
  }
})

const counts = ({ lines, accepted, waiting, duplicate, quarantined, rejected }: Counts) => ({
  lines,
  accepted,
  waiting,
  duplicate,
  quarantined,
  rejected,
})

/** Everything in the tables that an import may change, in one comparable value. */
async function everything() {
  const { rows } = await here.database.pool.query(`
    select (select count(*) from reduction) as rows, (select sum(credited_g) from reduction) as credited,
           (select count(*) from act_claim) as claims,
           (select json_agg(s order by participant_id, month, mode) from person_sum s) as persons,
           (select json_agg(s order by municipality_code, month, mode) from area_sum s) as areas,
           (select json_agg(s order by municipality_code, month, mode) from area_published s) as published,
           (select json_agg(s order by municipality_code, month, pool) from area_people s) as people`)
  return rows[0]
}

/** The sums are what the rows add up to. */
async function expectSumsToAgree() {
  const { rows } = await here.database.pool.query(`
    with raw as (
      select from_municipality as code, to_char(day, 'YYYY-MM') as month, pool, coalesce(mode, type) as mode,
             count(*) as acts, sum(shown_g) as shown, sum(credited_g) as credited, sum(emitted_g) as emitted
        from reduction where status in ('recorded', 'pooled') and from_municipality is not null and shared
       group by 1, 2, 3, 4)
    select 'area' as sum, raw.*, s.* from raw full join area_sum s
        on s.municipality_code = raw.code and s.month = raw.month and s.pool = raw.pool and s.mode = raw.mode
     where (raw.acts, raw.shown, raw.credited, raw.emitted) is distinct from
           (s.acts, s.shown_g, s.credited_g, s.emitted_g)`)
  expect(rows).toEqual([])
  const persons = await here.database.pool.query(`
    with raw as (
      select participant_id, to_char(day, 'YYYY-MM') as month, pool, coalesce(mode, type) as mode,
             count(*) as acts, sum(shown_g) as shown, sum(credited_g) as credited, sum(emitted_g) as emitted
        from reduction where status in ('recorded', 'pooled')
       group by 1, 2, 3, 4)
    select raw.*, s.* from raw full join person_sum s
        on s.participant_id = raw.participant_id and s.month = raw.month and s.pool = raw.pool and s.mode = raw.mode
     where (raw.acts, raw.shown, raw.credited, raw.emitted) is distinct from
           (s.acts, s.shown_g, s.credited_g, s.emitted_g)`)
  expect(persons.rows).toEqual([])
  const people = await here.database.pool.query(`
    select count(distinct participant_id) as people from reduction
     where status in ('recorded', 'pooled') and from_municipality = '16211' and to_char(day, 'YYYY-MM') = '2026-10'`)
  const said = await here.database.pool.query(`
    select people from area_people where municipality_code = '16211' and month = '2026-10' and pool = 'all'`)
  expect(said.rows[0]?.people ?? 0).toBe(people.rows[0].people)
}

// Subjects M-12 to M-19 are not linked to anybody: two fifths of the lines wait.
const rides = Array.from({ length: 5_000 }, (_, n) => ride(n))
const bad = { ...ride(1_234), distanceM: -5 }
const file = ndjson([...rides.slice(0, 1_234), bad, ...rides.slice(1_235), rides[77] as never])

describe('five thousand rides with a bad line, a repeated one and people who are not linked', () => {
  test('each line has its own outcome, and the bad one spoils no other', async () => {
    const { status, body } = await bus.importRides(file)
    expect(status).toBe(200)
    expect(counts(body)).toEqual({
      lines: 5_001,
      accepted: 4_999,
      waiting: rides.filter((_, n) => n % 20 >= 12 && n !== 1_234).length,
      duplicate: 1,
      quarantined: 0,
      rejected: 1,
    })
    const linked = rides.filter((_, n) => n % 20 < 12 && n !== 1_234).length
    const { rows } = await here.database.pool.query(
      `select distinct credited_g as credited, shown_g as shown from reduction where status = 'recorded'`,
    )
    expect(body.creditedG).toBeGreaterThan(0)
    expect(rows.length).toBeLessThanOrEqual(2)
    const { rows: sums } = await here.database.pool.query(
      `select count(*) as n, sum(credited_g)::bigint as credited, sum(shown_g)::bigint as shown
         from reduction where status = 'recorded'`,
    )
    expect(sums[0]).toEqual({ n: linked, credited: body.creditedG, shown: body.shownG })
    await expectSumsToAgree()

    const lines = await bus.agent.get(body.rows).expect(200)
    expect(lines.body.items).toEqual([
      {
        line: 1_235,
        externalId: 'R-001234',
        status: 'rejected',
        code: 'reductions.line-field',
        detail: expect.stringContaining('distanceM'),
        messages: { ja: expect.stringContaining('-5'), en: expect.stringContaining('-5') },
      },
    ])
    const repeated = await bus.agent.get(`/api/v1/imports/${body.importId}/rows?status=duplicate`).expect(200)
    expect(repeated.body.items).toMatchObject([{ line: 5_001, externalId: 'R-000077', code: 'reductions.received' }])
  })

  test('sending them again changes nothing', async () => {
    const before = await everything()
    const { body } = await bus.importRides(file)
    expect(counts(body)).toEqual({
      lines: 5_001,
      accepted: 0,
      waiting: 0,
      duplicate: 5_000,
      quarantined: 0,
      rejected: 1,
    })
    expect(body).toMatchObject({ shownG: 0, creditedG: 0 })
    expect(await everything()).toEqual(before)
  })

  test('a record sent again with other content is refused and the first one stands', async () => {
    const before = await everything()
    const { body } = await bus.importRides(ndjson([ride(3, { distanceM: 50_000 })]))
    expect(body.rejected).toBe(1)
    const lines = await bus.agent.get(body.rows).expect(200)
    expect(lines.body.items).toMatchObject([{ code: 'reductions.external-id-reused', externalId: 'R-000003' }])
    expect(await everything()).toEqual(before)
  })

  test('the traveller sees their rides, the sum of them and why each is what it is', async () => {
    const [person] = people as [Agent]
    const summary = await person.get('/api/v1/me/summary').expect(200)
    const mine = rides.filter((_, n) => n % 20 === 0).length
    expect(summary.body.byMode).toMatchObject([{ mode: 'bus', pool: 'mobility', acts: mine }])
    expect(summary.body.reducedShownG).toBe(summary.body.byMode[0].shownG)
    const list = await person.get('/api/v1/me/reductions?limit=3').expect(200)
    expect(list.body.items).toHaveLength(3)
    const next = await person.get(`/api/v1/me/reductions?limit=3&cursor=${list.body.next}`).expect(200)
    const [newest] = list.body.items
    expect(next.body.items[0].startedAt < list.body.items[2].startedAt).toBe(true)
    const { body } = await person.get(`/api/v1/me/reductions/${newest.id}`).expect(200)
    expect(body).toMatchObject({
      status: 'recorded',
      evidence: 'E3',
      quantity: 5_200,
      provider: { id: bus.id },
      reproduced: true,
      journey: [{ step: 'recorded' }],
    })
    expect(body.trace.length).toBeGreaterThan(5)
    const other = await (people[1] as Agent).get(`/api/v1/me/reductions/${newest.id}`).expect(404)
    expect(other.body.code).toBe('reductions.missing')
  })

  test('rides of somebody who links later are taken up, once, and show in their sums', async () => {
    const before = await everything()
    const late = await newPerson(here, 'late-rider')
    const linked = await late.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'M-13' }).expect(201)
    const mine = rides.filter((_, n) => n % 20 === 13).length
    expect(linked.body.takenUp.records).toBe(mine)
    const summary = await late.get('/api/v1/me/summary').expect(200)
    expect(summary.body.reducedCreditedG).toBe(linked.body.takenUp.creditedG)
    await expectSumsToAgree()
    const after = await everything()
    expect(after.rows).toBe(before.rows)
    const { body } = await bus.importRides(file)
    expect(body.accepted).toBe(0)
    const again = await late.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'M-13' }).expect(201)
    expect(again.body.takenUp.records).toBe(0)
    const thief = await newPerson(here, 'thief')
    const refused = await thief.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'M-13' }).expect(409)
    expect(refused.body.code).toBe('reductions.subject-taken')
  })
})

test('twenty uploads of the same file at once record it once', async () => {
  const more = ndjson(Array.from({ length: 700 }, (_, n) => ride(n + 10_000, { subject: `M-${n % 12}` })))
  const answers = await Promise.all(Array.from({ length: 20 }, () => bus.importRides(more)))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(700)
  expect(answers.reduce((sum, { body }) => sum + body.duplicate, 0)).toBe(19 * 700)
  await expectSumsToAgree()
})
