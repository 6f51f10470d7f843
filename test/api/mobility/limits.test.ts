import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { japanese, ndjson, newPerson, type Provider, provider, type RideLine, ride } from './support.ts'

let here: TestApp
let feed: Provider
let shop: Provider

beforeAll(async () => {
  here = await startApp()
  feed = await provider(here)
  shop = feed
})

const HOUR = 3_600_000
const SIX = Date.parse('2026-10-01T06:00:00+09:00')
let made = 0

/** Somebody new with a link, and rides under their member number. */
async function rider(): Promise<{ agent: Agent; line(startMs: number, minutes: number, more: RideLine): RideLine }> {
  const name = `limit-${++made}`
  const agent = await newPerson(here, name)
  await agent.post('/api/v1/me/links').send({ provider: feed.id, memberNumber: name }).expect(201)
  let n = 0
  return {
    agent,
    line: (startMs, minutes, more) => ({
      ...ride(0),
      externalId: `${name}-${++n}`,
      subject: name,
      startedAt: japanese(startMs),
      endedAt: japanese(startMs + minutes * 60_000),
      ...more,
    }),
  }
}

type Row = { status: string; creditedG: number; shownG: number; reasons: string[] }

async function rowsOf(subject: string): Promise<Row[]> {
  const { rows } = await here.database.pool.query(
    `select status, credited_g as "creditedG", shown_g as "shownG", reasons from reduction
      where external_id like $1 || '-%' order by external_id`,
    [subject],
  )
  return rows
}

/** The person's sums and the town's are what the rows add up to. */
async function expectSums(): Promise<void> {
  const { rows } = await here.database.pool.query(`
    with raw as (
      select participant_id, to_char(day, 'YYYY-MM') as month, coalesce(mode, type) as mode, count(*) as acts,
             sum(shown_g) as shown, sum(credited_g) as credited
        from reduction where status = 'recorded' group by 1, 2, 3),
    areas as (
      select coalesce(sum(shown_g), 0) as shown, coalesce(sum(credited_g), 0) as credited from area_sum)
    select raw.participant_id, raw.mode, raw.credited, s.credited_g
      from raw full join person_sum s using (participant_id, month, mode)
     where (coalesce(raw.acts, 0), coalesce(raw.shown, 0), coalesce(raw.credited, 0))
           is distinct from (coalesce(s.acts, 0), coalesce(s.shown_g, 0), coalesce(s.credited_g, 0))
    union all
    select null, 'areas', a.credited, r.credited
      from areas a, (select coalesce(sum(shown_g), 0) as shown, coalesce(sum(credited_g), 0) as credited from reduction
                      where status = 'recorded' and from_municipality is not null) r
     where (a.shown, a.credited) is distinct from (r.shown, r.credited)`)
  expect(rows).toEqual([])
}

const upload = (lines: readonly RideLine[]) => feed.importRides(ndjson(lines))

describe('held by twenty uploads at once', () => {
  test('walking and cycling are credited 300 g a day, and the number shown stays', async () => {
    const { agent, line } = await rider()
    const lines = Array.from({ length: 20 }, (_, n) =>
      line(SIX + n * HOUR * 0.75, 20, { mode: 'bicycle', distanceM: 4_000 }),
    )
    const answers = await Promise.all(lines.map((one) => upload([one])))
    expect(answers.map(({ body }) => body.accepted)).toEqual(lines.map(() => 1))
    const rows = await rowsOf(`limit-${made}`)
    expect(rows.reduce((sum, { creditedG }) => sum + creditedG, 0)).toBe(300)
    expect(new Set(rows.map(({ shownG }) => shownG)).size).toBe(1)
    const capped = rows.filter(({ reasons }) => reasons.includes('reductions.daily-active-cap'))
    expect(capped.length).toBeGreaterThan(15)
    await expectSums()

    const list = await agent.get('/api/v1/me/reductions').expect(200)
    const item = list.body.items.find(({ creditedG }: { creditedG: number }) => creditedG === 0)
    expect(item.reasons).toContainEqual({
      code: 'reductions.daily-active-cap',
      text: { ja: expect.stringContaining('300 g'), en: expect.stringContaining('300 g') },
    })
    const detail = await agent.get(`/api/v1/me/reductions/${item.id}`).expect(200)
    expect(detail.body.reproduced).toBe(true)
  })

  test('a day above 50 kg waits for somebody to look at it', async () => {
    const { agent, line } = await rider()
    const lines = Array.from({ length: 20 }, (_, n) =>
      line(SIX + n * HOUR * 0.8, 30, { mode: 'shinkansen', distanceM: 120_000, purpose: 'leisure' }),
    )
    await Promise.all(lines.map((one) => upload([one])))
    const rows = await rowsOf(`limit-${made}`)
    const counted = rows.filter(({ status }) => status === 'recorded')
    const aside = rows.filter(({ status }) => status === 'quarantined')
    const total = counted.reduce((sum, { creditedG }) => sum + creditedG, 0)
    expect(total).toBeLessThanOrEqual(50_000)
    expect(total + (counted[0]?.creditedG ?? 0)).toBeGreaterThan(50_000)
    expect(aside.length).toBe(20 - counted.length)
    expect(aside.every(({ reasons }) => reasons.join() === 'reductions.daily-total')).toBe(true)
    await expectSums()
    const list = await agent.get('/api/v1/me/reductions').expect(200)
    const item = list.body.items.find(({ status }: { status: string }) => status === 'quarantined')
    expect(item.reasons[0].text.ja).toContain('50 kg')
    await agent.post(`/api/v1/me/reductions/${item.id}/dispute`).send({ text: '出張でした' }).expect(201)
  })

  test('one ride under more than ten names is nobody’s', async () => {
    const riders: Awaited<ReturnType<typeof rider>>[] = []
    for (let n = 0; n < 20; n++) riders.push(await rider())
    const same = riders.map(({ line }) => line(SIX, 25, { mode: 'bicycle', distanceM: 1_777 }))
    const answers = await Promise.all(same.map((one) => upload([one])))
    expect(answers.map(({ status, body }) => (status === 200 ? 200 : body))).toEqual(same.map(() => 200))
    const { rows } = await here.database.pool.query(
      `select distinct status, credited_g::int as credited, reasons from reduction where quantity = 1777`,
    )
    expect(rows).toEqual([{ status: 'quarantined', credited: 0, reasons: ['reductions.alike'] }])
    await expectSums()
  })

  test('bags are counted for the month and calculated once', async () => {
    const name = `limit-${++made}`
    const agent = await newPerson(here, name)
    await agent.post('/api/v1/me/links').send({ provider: shop.id, memberNumber: name }).expect(201)
    const till = (n: number, quantity: number) =>
      here.agent
        .post('/api/v1/destinations/imports')
        .set('authorization', `Bearer ${shop.key}`)
        .set('content-type', 'application/x-ndjson')
        .send(
          ndjson([
            {
              externalId: `${name}-${n}`,
              subject: name,
              type: 'shop.bag',
              at: japanese(SIX + n * 26 * HOUR),
              quantity,
              municipality: '16211',
            },
          ]),
        )
    await Promise.all(Array.from({ length: 20 }, (_, n) => till(n, 1).expect(200)))
    const rows = await rowsOf(name)
    const once = await here.agent
      .post('/api/v1/estimates')
      .send({ type: 'shop.bag', occurredOn: '2026-10-01', evidence: 'E3', count: 20 })
      .expect(200)
    expect(rows).toHaveLength(20)
    expect(rows.reduce((sum, row) => sum + row.creditedG, 0)).toBe(once.body.creditedG)
    expect(rows.reduce((sum, row) => sum + row.shownG, 0)).toBe(once.body.shownG)
    await expectSums()
    const list = await agent.get('/api/v1/me/reductions?limit=50').expect(200)
    for (const { id } of list.body.items.slice(0, 3)) {
      const detail = await agent.get(`/api/v1/me/reductions/${id}`).expect(200)
      expect(detail.body.reproduced).toBe(true)
    }
  })
})

describe('set aside with a reason', () => {
  const codes = async (importId: string) => {
    const lines = await feed.agent.get(`/api/v1/imports/${importId}/rows`).expect(200)
    return lines.body.items.map(({ externalId, code }: { externalId: string; code: string }) => [externalId, code])
  }

  test('two rides too far apart for the time between them, a loop, and a day longer than any', async () => {
    const { line } = await rider()
    const name = `limit-${made}`
    const { body } = await upload([
      line(SIX, 30, { mode: 'rail', distanceM: 20_000, fromMunicipality: '13101', toMunicipality: '13101' }),
      line(SIX + HOUR * 0.6, 30, {
        mode: 'rail',
        distanceM: 20_000,
        fromMunicipality: '40130',
        toMunicipality: '40130',
      }),
      line(SIX + HOUR * 3, 30, { mode: 'rail', distanceM: 20_000, fromMunicipality: '40130', toMunicipality: '40130' }),
      line(SIX + HOUR * 4, 30, { distanceM: 9_000, fromStopId: '12', toStopId: '12' }),
      line(SIX + HOUR * 5, 11 * 60, { mode: 'shinkansen', distanceM: 2_490_000 }),
    ])
    expect(await codes(body.importId)).toEqual([
      [`${name}-2`, 'reductions.teleport'],
      [`${name}-4`, 'mobility.loop'],
      [`${name}-5`, 'reductions.daily-distance'],
    ])
    await expectSums()
  })

  test('what waited under a member number is held to the day of whom it is taken up by', async () => {
    const { agent, line } = await rider()
    const other = `other-${made}`
    const mine = line(SIX, 40, { mode: 'bicycle', distanceM: 4_000 })
    const later = (n: number) =>
      line(SIX + n * HOUR, 40, { mode: 'bicycle', distanceM: 4_000, subject: other, externalId: `limit-${made}-w${n}` })
    const { body } = await upload([mine, later(2), later(4)])
    expect(body).toMatchObject({ accepted: 3, waiting: 2 })
    const linked = await agent.post('/api/v1/me/links').send({ provider: feed.id, memberNumber: other }).expect(201)
    expect(linked.body.takenUp.records).toBe(2)
    const rows = await rowsOf(`limit-${made}`)
    expect(rows.reduce((sum, { creditedG }) => sum + creditedG, 0)).toBe(300)
    expect(rows.every(({ status }) => status === 'recorded')).toBe(true)
    expect(rows.at(-1)?.reasons).toContain('reductions.daily-active-cap')
    await expectSums()
  })
})

describe('what is released or corrected is held to its day as what comes in is', () => {
  const idOf = async (externalId: unknown): Promise<string> =>
    (await here.database.pool.query(`select id from reduction where external_id = $1`, [externalId])).rows[0].id

  test('a bicycle ride that is released is credited what its day still holds, as its reviewer was shown', async () => {
    const { agent, line } = await rider()
    // Two fill most of the day; the third is too fast to be believed at once.
    const [one, two, odd] = [
      line(SIX, 40, { mode: 'bicycle', distanceM: 2_500 }),
      line(SIX + 2 * HOUR, 40, { mode: 'bicycle', distanceM: 1_500 }),
      line(SIX + 4 * HOUR, 1, { mode: 'bicycle', distanceM: 2_900 }),
    ]
    expect((await upload([one, two, odd])).body).toMatchObject({ accepted: 2, quarantined: 1 })
    const before = (await rowsOf(`limit-${made}`)).reduce((sum, { creditedG }) => sum + creditedG, 0)
    expect(before).toBeLessThan(300)
    const operator = await here.signIn('operator')
    const id = await idOf(odd.externalId)
    const review = await operator.get(`/api/v1/reviews/${id}`).expect(200)
    expect(review.body.worth.creditedG).toBe(300 - before)
    const released = await operator
      .post(`/api/v1/reviews/${id}/decisions`)
      .send({ decision: 'release', note: '時計のずれでした。' })
      .expect(201)
    expect(released.body.creditedG).toBe(300 - before)
    const detail = await agent.get(`/api/v1/me/reductions/${id}`).expect(200)
    expect(detail.body).toMatchObject({ status: 'recorded', reproduced: true, creditedG: 300 - before })
    expect(detail.body.reasons).toMatchObject([
      { code: 'reductions.released' },
      { code: 'reductions.daily-active-cap' },
      {},
    ])
    await expectSums()
  })

  test('a train beyond the day’s reach counts once it is released, is shown, and is credited nothing', async () => {
    const { agent, line } = await rider()
    const far = [0, 1, 2].map((n) => line(SIX + n * 5 * HOUR, 280, { mode: 'shinkansen', distanceM: 900_000 }))
    expect((await upload(far)).body).toMatchObject({ accepted: 0, quarantined: 3 })
    const operator = await here.signIn('operator')
    let id = ''
    for (const { externalId } of far) {
      id = await idOf(externalId)
      await operator
        .post(`/api/v1/reviews/${id}/decisions`)
        .send({ decision: 'release', note: '乗車を確認しました。' })
        .expect(201)
    }
    const credited = (await rowsOf(`limit-${made}`)).map(({ creditedG }) => creditedG)
    expect(credited[0]).toBeGreaterThan(10_000)
    expect(credited).toEqual([credited[0], credited[0], 0])
    const detail = await agent.get(`/api/v1/me/reductions/${id}`).expect(200)
    expect(detail.body).toMatchObject({ status: 'recorded', reproduced: true, creditedG: 0 })
    expect(detail.body.shownG).toBeGreaterThan(10_000)
    expect(detail.body.reasons[1].code).toBe('reductions.daily-reach')
    await expectSums()
  })

  test('what is above 50 kg counts once somebody has looked at it', async () => {
    const { line } = await rider()
    const trips = Array.from({ length: 18 }, (_, n) =>
      line(SIX + n * HOUR * 0.8, 30, { mode: 'shinkansen', distanceM: 120_000, purpose: 'leisure' }),
    )
    await upload(trips)
    const operator = await here.signIn('operator')
    const { rows } = await here.database.pool.query(
      `select id from reduction where reasons = '{reductions.daily-total}' and external_id = any($1)`,
      [trips.map(({ externalId }) => externalId)],
    )
    const id = rows[0].id
    const { body } = await operator.get(`/api/v1/reviews/${id}`).expect(200)
    const released = await operator
      .post(`/api/v1/reviews/${id}/decisions`)
      .send({ decision: 'release', note: '一日乗車券の利用でした。' })
      .expect(201)
    expect(released.body.creditedG).toBe(body.worth.creditedG)
    expect(body.worth.creditedG).toBeGreaterThan(1_000)
    await expectSums()
  })

  test('a correction cannot make a day of cycling worth more than 300 g, nor longer than a day', async () => {
    const { line } = await rider()
    const rides = [0, 2, 4].map((n) => line(SIX + n * HOUR, 60, { mode: 'bicycle', distanceM: 1_000 }))
    expect((await upload(rides)).body.accepted).toBe(3)
    const correct = (changed: RideLine) =>
      here.agent
        .post('/api/v1/mobility/corrections')
        .set('authorization', `Bearer ${feed.key}`)
        .set('content-type', 'application/x-ndjson')
        .send(ndjson([changed]))
        .expect(200)
    for (const one of rides) {
      const { body } = await correct({ ...one, distanceM: 12_000 })
      expect(body).toMatchObject({ corrected: 1 })
    }
    const rows = await rowsOf(`limit-${made}`)
    expect(rows.reduce((sum, { creditedG }) => sum + creditedG, 0)).toBe(300)
    expect(rows.every(({ status }) => status === 'recorded')).toBe(true)
    // Corrected once more to less, it is judged without what it was worth itself.
    const { body: less } = await correct({ ...rides[0], distanceM: 1_000 })
    expect(less.rows[0].after.creditedG).toBeGreaterThan(0)
    const train = { mode: 'shinkansen', distanceM: 1_200_000, endedAt: japanese(SIX + 12 * HOUR) }
    const { body: more } = await correct({ ...rides[2], ...train })
    expect(more.rows[0]).toMatchObject({ code: 'reductions.daily-total', after: { creditedG: 0 } })
    await expectSums()
  })
})
