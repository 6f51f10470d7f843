import { seedExamples } from '@morinowa/prisma/seed/examples.ts'
import { seed } from '@morinowa/prisma/seed/seed.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

let test: TestApp
const estimates = '/api/v1/estimates'

beforeAll(async () => {
  test = await startApp()
})

const rail = {
  type: 'mobility.trip',
  occurredOn: '2024-10-05',
  evidence: 'E3',
  purpose: 'leisure',
  legs: [{ mode: 'rail', distanceM: 10_000 }],
  baseline: 'base.mix.ground.national',
  declaredAlternative: null,
}

describe('estimates', () => {
  it('ten kilometres by rail save 655 g on screens and 553 g for credit, without an account', async () => {
    const { body } = await test.agent.post(estimates).send(rail).expect(200)
    expect(body).toMatchObject({ shownG: 655, creditedG: 553, emittedG: 170, factorSet: 'JP-OP-FY2024' })
    expect(body.method).toMatchObject({ id: 'mobility.trip' })
    for (const step of body.trace) expect(step.text).toMatchObject({ ja: expect.any(String), en: expect.any(String) })
    expect(body.trace.some((step: { factorId?: string }) => step.factorId === 'jp.mlit.fy2024.rail')).toBe(true)
  })

  const examples = seedExamples()

  it.each(examples)('answers worked example $id', async ({ ask, expect: wanted }) => {
    const { body } = await test.agent
      .post(estimates)
      .send(ask as object)
      .expect(200)
    expect({ shownG: body.shownG, creditedG: body.creditedG }).toEqual({
      shownG: wanted.shownG,
      creditedG: wanted.creditedG,
    })
  })

  it.each([
    ['an unknown mode', { ...rail, legs: [{ mode: 'hovercraft', distanceM: 10 }] }, '/legs/0/mode'],
    ['a negative distance', { ...rail, legs: [{ mode: 'rail', distanceM: -1 }] }, '/legs/0/distanceM'],
    ['an absurd distance', { ...rail, legs: [{ mode: 'rail', distanceM: 30_000_000 }] }, '/legs/0/distanceM'],
    ['a fraction', { ...rail, legs: [{ mode: 'rail', distanceM: 10.5 }] }, '/legs/0/distanceM'],
    ['a day before every edition', { ...rail, occurredOn: '2019-04-01' }, '/occurredOn'],
    ['a day after every edition', { ...rail, occurredOn: '2099-04-01' }, '/occurredOn'],
    ['mixed scopes', { ...rail, baseline: 'base.mixlca.ground.national' }, '/baseline'],
    ['an unknown baseline', { ...rail, baseline: 'base.mix.moon' }, '/baseline'],
    ['an unknown edition', { ...rail, factorSet: 'JP-OP-FY1999' }, '/factorSet'],
  ])('refuses %s, naming the field and the rule in both languages', async (_what, ask, pointer) => {
    const { body } = await test.agent.post(estimates).send(ask).expect(422)
    expect(body.errors[0].pointer).toBe(pointer)
    expect(body.errors[0].messages.ja).not.toBe(body.errors[0].messages.en)
    expect(body.errors[0].messages.en.length).toBeGreaterThan(5)
  })

  it('a named older edition reproduces the older number', async () => {
    const bus = { ...rail, occurredOn: '2024-10-05', legs: [{ mode: 'bus', distanceM: 10_000 }] }
    const named = await test.agent
      .post(estimates)
      .send({ ...bus, baseline: 'jp.mlit.fy2022.car', factorSet: 'JP-OP-FY2022' })
      .expect(200)
    expect(named.body.creditedG).toBe(509)
    const newest = await test.agent
      .post(estimates)
      .send({ ...bus, baseline: 'jp.mlit.fy2024.car' })
      .expect(200)
    expect(newest.body.creditedG).toBe(607)
  })

  it('an edition does not exist before it was published, whatever was asked and answered before', async () => {
    const ask = async () => (await test.agent.post(estimates).send(rail).expect(200)).body.factorSet
    expect(await ask()).toBe('JP-OP-FY2024')
    test.setClock('2025-12-01T00:00:00Z')
    expect([await ask(), await ask()]).toEqual(['JP-OP-FY2023', 'JP-OP-FY2023'])
    test.setClock()
    expect(await ask()).toBe('JP-OP-FY2024')
  })

  it('a question asked again gets the same answer to the byte, and a refused one is refused again', async () => {
    const legs = [{ mode: 'rail', distanceM: 12_345 }]
    const ask = () => test.agent.post(estimates).send({ ...rail, legs })
    const [first, ...again] = [await ask(), await ask(), await ask()]
    expect(first).toMatchObject({ status: 200, type: 'application/json' })
    for (const answer of again) {
      expect(answer.text).toBe(first?.text)
      expect(answer.headers['content-type']).toBe(first?.headers['content-type'])
    }
    const longer = await test.agent
      .post(estimates)
      .send({ ...rail, legs: [{ mode: 'rail', distanceM: 12_346 }] })
      .expect(200)
    expect(longer.text).not.toBe(first?.text)
    for (let time = 0; time < 2; time++)
      await test.agent
        .post(estimates)
        .send({ ...rail, legs: [] })
        .expect(422)
  })

  it('people in one car sum to the car', async () => {
    const legs = [{ mode: 'carpool', distanceM: 20_000, occupants: 3, detourM: 500 }]
    const { body } = await test.agent
      .post(estimates)
      .send({ ...rail, legs })
      .expect(200)
    expect(body.people).toHaveLength(3)
  })
})

describe('factors and methods', () => {
  it('pages through an edition', async () => {
    const seen = new Set<string>()
    let cursor: string | null = ''
    while (cursor !== null) {
      const next: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
      const page: { items: { id: string }[]; next: string | null } = (
        await test.agent.get(`/api/v1/factors?set=JP-OP-FY2022&limit=100${next}`).expect(200)
      ).body
      for (const { id } of page.items) seen.add(id)
      cursor = page.next
    }
    expect(seen.has('jp.mlit.fy2022.bus')).toBe(true)
    expect(seen.has('jp.mlit.fy2024.bus')).toBe(false)
    const { body } = await test.agent.get('/api/v1/factor-sets').expect(200)
    const fy2022 = body.items.find(({ id }: { id: string }) => id === 'JP-OP-FY2022')
    expect(seen.size).toBe(fy2022.rows)
  })

  it('a factor says how it differs from the one before it', async () => {
    const { body } = await test.agent.get('/api/v1/factors/jp.mlit.fy2024.bus').expect(200)
    expect(body).toMatchObject({ valueMg: 57_000, verified: true, change: { beforeMg: 63_000, changeBp: -952 } })
    const beef = await test.agent.get('/api/v1/factors/fr.ademe.meal.beef').expect(200)
    expect(beef.body.change).toMatchObject({ beforeMg: 7_260_000 })
    await test.agent.get('/api/v1/factors/no.such.row').expect(404)
  })

  it('finds rows in Japanese and English', async () => {
    const ja = await test.agent.get(`/api/v1/factors?q=${encodeURIComponent('タクシー')}`).expect(200)
    const en = await test.agent.get('/api/v1/factors?q=taxi').expect(200)
    expect(ja.body.items.length).toBeGreaterThan(0)
    expect(en.body.items.length).toBeGreaterThan(0)
  })

  it('every method can be read, and every row it names is in the registry', async () => {
    const { body } = await test.agent.get('/api/v1/methods').expect(200)
    expect(body.items).toHaveLength(16)
    for (const { id, version, hash } of body.items) {
      const method = await test.agent.get(`/api/v1/methods/${id}/versions/${version}`).expect(200)
      expect(method.body.hash).toBe(hash)
      for (const factor of method.body.factors) {
        await test.agent.get(`/api/v1/factors/${factor.replace('{series}', 'fy2024')}`).expect(200)
      }
    }
    await test.agent.get('/api/v1/methods/mobility.trip/versions/0.0.0').expect(404)
  })
})

describe('the registry in the database', () => {
  it.each(['factor', 'factor_set', 'factor_set_member', 'method'])(
    '%s rows cannot be edited or removed',
    async (table) => {
      const { pool } = test.database
      await expect(pool.query(`delete from ${table}`)).rejects.toThrow('append-only')
      const column = { factor: 'note', factor_set: 'name_ja', factor_set_member: 'factor_id', method: 'hash' }[table]
      await expect(pool.query(`update ${table} set ${column} = ${column}`)).rejects.toThrow('append-only')
    },
  )

  it('seeding again changes nothing', async () => {
    const count = 'select (select count(*) from factor) + (select count(*) from factor_set_member) as n'
    const before = await test.database.pool.query(count)
    await seed(test.database.url)
    expect((await test.database.pool.query(count)).rows).toEqual(before.rows)
  })
})
