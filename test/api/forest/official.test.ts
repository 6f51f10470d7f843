import { randomUUID } from 'node:crypto'
import { retire, transfer } from '@morinowa/api/credits/ledger.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'
import { logEverything } from '../../support/follow.ts'

const app = await startApp()
const { agent, signIn, database } = app
const { db, pool } = database
const owner = await signIn('creditOwner')
const town = await signIn('municipality')
const operator = await signIn('operator')
const buyer = await signIn('buyer')
const ownerId = OrganisationId.parse((await owner.get('/api/v1/me')).body.acting.id)
const buyerId = OrganisationId.parse((await buyer.get('/api/v1/me')).body.acting.id)

const TONNE = 1_000_000
let numbers = 5_000

/** A lot of ten tonnes under numbers of its own. */
async function lot(fields: object = {}, who: Agent = owner) {
  const block = numbers++
  const body = {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: `裏付け ${block}`,
    municipalityCode: '04212',
    vintage: 2023,
    serials: `JCL-${block}-001〜JCL-${block}-010`,
    massG: 10 * TONNE,
    statement: { issuedOn: '2026-04-01', holder: '登米市', accountNumber: 'JP-100' },
    ...fields,
  }
  const { body: made } = await who.post('/api/v1/forest/lots').send(body).expect(201)
  return { id: LotId.parse(made.id), block, projectName: body.projectName }
}

const use = (lotId: LotId, massG: number, organisationId = ownerId) =>
  db.transaction((tx) =>
    retire(tx, {
      key: randomUUID(),
      organisationId,
      lotId,
      massG,
      retirement: { beneficiary: '販売分', purpose: '1個2kg', publicName: false },
    }),
  )
const official = (lotId: string, serials: string, fields: object = {}) =>
  operator
    .post(`/api/v1/forest/lots/${lotId}/official-retirements`)
    .send({ serials, retiredOn: '2026-11-20', document: '無効化通知 第1号', ...fields })
const reserveOf = async (lotId: string) => (await agent.get(`/api/v1/forest/lots/${lotId}/reserve`).expect(200)).body
const backing = async (id: string) => (await agent.get(`/api/v1/registry/backing/${id}`).expect(200)).body

describe('retired grams and the registry’s whole tonnes', () => {
  test('wait in order, then get the registry’s number, tonne by tonne', async () => {
    const { id, block } = await lot()
    const first = await use(id, 600_000)
    const second = await use(id, 700_000)
    expect(await backing(first.id)).toMatchObject({ registered: true, backedG: 0, dueG: 600_000 })
    await logEverything(app.deps)
    expect((await reserveOf(id)).reserve).toMatchObject({
      retiredG: 1_300_000,
      officialG: 0,
      dueG: 1_300_000,
      holds: true,
    })

    const { body } = await official(id, `JCL-${block}-001`).expect(201)
    expect(body.reserve).toMatchObject({ officialG: TONNE, backedG: TONNE, dueG: 300_000, aheadG: 0 })
    expect(await backing(first.certificateId)).toMatchObject({
      backedG: 600_000,
      dueG: 0,
      dueBy: null,
      portions: [{ massG: 600_000, state: 'retired', serials: `JCL-${block}-001`, retiredOn: '2026-11-20' }],
    })
    const half = await backing(second.id)
    expect(half.portions.map(({ massG, state }: { massG: number; state: string }) => [massG, state])).toEqual([
      [400_000, 'retired'],
      [300_000, 'due'],
    ])
    expect(half.dueBy).toMatch(/^\d{4}-\d{2}-\d{2}$/)

    await official(id, `JCL-${block}-002〜JCL-${block}-003`).expect(201)
    expect((await reserveOf(id)).reserve).toMatchObject({ officialG: 3 * TONNE, backedG: 1_300_000, aheadG: 1_700_000 })
    // What was retired ahead backs the next grams as soon as they have their place in the log.
    const third = await use(id, 1_000_000)
    await logEverything(app.deps)
    expect((await backing(third.id)).portions).toMatchObject([
      { massG: 1_000_000, state: 'retired', serials: `JCL-${block}-002〜JCL-${block}-003` },
    ])
  })

  test('portions sum to the whole through a history of sales, retirements and notices', async () => {
    const { id, block } = await lot()
    const made = []
    let filed = 0
    let seed = 20_261_122
    const next = (most: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return (seed % most) + 1
    }
    for (let round = 0; round < 25; round++) {
      const massG = next(300_000)
      if (round % 3 === 0) {
        await db.transaction((tx) =>
          transfer(tx, { key: randomUUID(), fromOrganisationId: ownerId, toOrganisationId: buyerId, lotId: id, massG }),
        )
        made.push(await use(id, massG, buyerId))
      } else made.push(await use(id, massG))
      if (round % 5 === 4) {
        await logEverything(app.deps)
        filed += 1
        await official(id, `JCL-${block}-${String(filed).padStart(3, '0')}`).expect(201)
      }
    }
    await logEverything(app.deps)
    let [backedG, dueG] = [0, 0]
    for (const one of made) {
      const found = await backing(one.id)
      const sum = found.portions.reduce((total: number, { massG }: { massG: number }) => total + massG, 0)
      expect(sum).toBe(one.massG)
      expect(found.backedG + found.dueG).toBe(one.massG)
      backedG += found.backedG
      dueG += found.dueG
    }
    expect((await reserveOf(id)).reserve).toMatchObject({ backedG, dueG, officialG: filed * TONNE })
    expect(backedG).toBe(Math.min(filed * TONNE, backedG + dueG))
  })

  test.each([
    ['numbers of another lot', (block: number) => `JCL-${block + 1_000}-001`, {}, 422, 'forest.official-strange'],
    [
      'a number twice',
      (block: number) => `JCL-${block}-001〜JCL-${block}-002, JCL-${block}-002`,
      {},
      422,
      'forest.serials-repeated',
    ],
    [
      'a mass that the numbers do not give',
      (block: number) => `JCL-${block}-001`,
      { massG: 2 * TONNE },
      422,
      'forest.official-mass',
    ],
    ['a day to come', (block: number) => `JCL-${block}-001`, { retiredOn: '2099-01-01' }, 422, 'forest.official-dated'],
  ])('%s is refused', async (_, serials, fields, status, code) => {
    const { id, block } = await lot()
    const { body } = await official(id, serials(block), fields).expect(status)
    expect(body.code).toBe(code)
  })

  test('a number is retired once, and of twenty who say so at once one does', async () => {
    const { id, block } = await lot()
    const answers = await Promise.all(Array.from({ length: 20 }, () => official(id, `JCL-${block}-004`)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const { body } = await official(id, `JCL-${block}-003〜JCL-${block}-005`).expect(409)
    expect(body.code).toBe('forest.official-known')
    expect((await reserveOf(id)).reserve.officialG).toBe(TONNE)
  })

  test('numbers that nobody can count need a mass, and never go beyond the lot', async () => {
    const { id } = await lot({
      family: 'local',
      scheme: '県独自',
      methodology: '独自',
      serials: `証書 ${randomUUID()} のとおり`,
      massG: 5_000,
    })
    expect((await official(id, '証書のうち2kg').expect(422)).body.code).toBe('forest.official-mass')
    await official(id, '証書のうち2kg', { massG: 2_000 }).expect(201)
    expect((await official(id, '証書のうち4kg', { massG: 4_000 }).expect(422)).body.code).toBe(
      'forest.official-too-much',
    )
    await official(id, '証書のうち3kg', { massG: 3_000 }).expect(201)
  })

  test('what was recorded cannot be changed, and only the operator records', async () => {
    await expect(pool.query(`update official_retirement set to_g = to_g + 1`)).rejects.toThrow(/append-only/)
    await expect(pool.query(`delete from official_claim`)).rejects.toThrow(/append-only/)
    const { id, block } = await lot()
    const ask = { serials: `JCL-${block}-001`, retiredOn: '2026-11-20', document: 'x' }
    await owner.post(`/api/v1/forest/lots/${id}/official-retirements`).send(ask).expect(403)
  })

  test('a retirement of behaviour credits has no outside registry', async () => {
    await agent.get(`/api/v1/registry/backing/${randomUUID()}`).expect(404)
    await agent.get('/api/v1/registry/backing/nothing').expect(404)
  })
})

describe('the request for the registry', () => {
  test('asks for whole tonnes under the next numbers, for the operator and for the owner', async () => {
    const { id, block, projectName } = await lot()
    await use(id, 1_200_000)
    const { body } = await operator.get('/api/v1/forest/official-request').expect(200)
    expect(body.items.find(({ lotId }: { lotId: string }) => lotId === id)).toMatchObject({
      units: 2,
      massG: 2 * TONNE,
      serials: `JCL-${block}-001〜JCL-${block}-002`,
      dueG: 1_200_000,
      accountNumber: 'JP-100',
    })
    const { text } = await owner.get('/api/v1/forest/official-request').set('Accept', 'text/csv').expect(200)
    const line = text.split('\r\n').find((one) => one.includes(projectName)) ?? ''
    expect(line).toContain(`JCL-${block}-001〜JCL-${block}-002,2,`)
    const { body: towns } = await town.get('/api/v1/forest/official-request').expect(200)
    expect(towns.items.some(({ lotId }: { lotId: string }) => lotId === id)).toBe(false)
  })
})

describe('a registry’s statement of holding', () => {
  const send = (csv: string, issuedOn: string, who: Agent = town) =>
    who.post('/api/v1/forest/statements').set('Idempotency-Key', randomUUID()).send({ issuedOn, holder: '町', csv })

  test('that agrees becomes the reserve; one that shows less is named line by line and told to everybody', async () => {
    const { id, block } = await lot({}, town)
    const { body: good } = await send(`シリアル番号,数量\nJCL-${block}-001〜JCL-${block}-010,10`, '2026-10-01').expect(
      201,
    )
    expect(good).toMatchObject({ agrees: true, lines: 1, differences: [] })
    expect((await reserveOf(id)).reserve).toMatchObject({
      statementOn: '2026-10-01',
      statementG: 10 * TONNE,
      provenG: 10 * TONNE,
    })

    await use(id, 9_000_000, OrganisationId.parse((await town.get('/api/v1/me')).body.acting.id))
    const { body: bad } = await send(
      `シリアル番号,数量\nJCL-${block}-001〜JCL-${block}-005,5\nJCL-77-1,1`,
      '2026-11-01',
    ).expect(201)
    expect(bad.agrees).toBe(false)
    expect(bad.differences).toMatchObject([
      { line: 3, kind: 'unknown', serials: 'JCL-77-1' },
      { line: null, kind: 'missing', lotId: id, serials: `JCL-${block}-006〜JCL-${block}-010` },
    ])
    expect((await reserveOf(id)).reserve).toMatchObject({ provenG: 5 * TONNE, retiredG: 9 * TONNE, holds: false })
    const { body: laws } = await agent.get('/api/v1/registry/invariants').expect(200)
    expect(laws.items.find(({ id: law }: { id: string }) => law === 'I16')).toMatchObject({ ok: false, broken: 1 })

    // Units that the registry retired for our claims are not missing: they are where they should be.
    await official(id, `JCL-${block}-006〜JCL-${block}-010`, { retiredOn: '2026-10-20' }).expect(201)
    expect((await reserveOf(id)).reserve).toMatchObject({ provenG: 10 * TONNE, holds: true })
    const { body: list } = await operator.get('/api/v1/forest/statements').expect(200)
    expect(list.items.map(({ issuedOn }: { issuedOn: string }) => issuedOn)).toEqual(['2026-11-01', '2026-10-01'])
  })

  test.each([
    ['older than the last', 'シリアル番号\nJ-1', '2026-10-31', 409, 'forest.statement-older'],
    ['from the future', 'シリアル番号\nJ-1', '2099-01-01', 422, 'forest.statement-dated'],
    ['without a heading', '一,二\nJ-1,2', '2026-11-21', 422, 'forest.statement-unreadable'],
  ])('%s is refused', async (_, csv, issuedOn, status, code) => {
    expect((await send(csv, issuedOn).expect(status)).body.code).toBe(code)
  })
})

test('every registered lot is listed with its reserve, without an account', async () => {
  const { body } = await agent.get('/api/v1/forest/reserves?limit=200').expect(200)
  expect(body.items.length).toBeGreaterThan(5)
  const { body: due } = await agent.get('/api/v1/forest/reserves?due=true&limit=200').expect(200)
  expect(due.items.every(({ dueG }: { dueG: number }) => dueG > 0)).toBe(true)
})
