import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database } = await startApp()
const owner = await signIn('creditOwner')
const town = await signIn('municipality')
const operator = await signIn('operator')
const buyer = await signIn('buyer')

let numbers = 1_000_000
/** Serial numbers that no other test uses. */
const serials = (count: number) => {
  const from = numbers
  numbers += count
  return `JCL-200-${String(from)}〜JCL-200-${String(from + count - 1)}`
}

const ask = (fields: object = {}) => ({
  family: 'j-credit',
  scheme: 'J-クレジット制度',
  methodology: 'FO-001',
  projectName: `町有林 ${randomUUID().slice(0, 8)}`,
  municipalityCode: '01692',
  vintage: 2021,
  serials: serials(20),
  massG: 20_000_000,
  statement: { issuedOn: '2024-04-01', holder: '中標津町' },
  priceYenPerTonne: 10_000,
  taxIncluded: false,
  ...fields,
})

const send = (who: Agent, body: object, key: string = randomUUID()) =>
  who.post('/api/v1/forest/lots').set('Idempotency-Key', key).send(body)

describe('a registered lot', () => {
  test('comes into its owner’s account with its proof still to be checked, and both prices', async () => {
    const { body } = await send(owner, ask()).expect(201)
    expect(body).toMatchObject({
      massG: 20_000_000,
      unitG: 1_000_000,
      proof: 'stated',
      serialsAgree: true,
      pricePerTonne: { withoutTaxYen: 10_000, withTaxYen: 11_000 },
    })
    const { body: project } = await agent.get(`/api/v1/forest/projects/${body.projectId}`).expect(200)
    expect(project).toMatchObject({
      municipalityName: '中標津町',
      prefectureName: '北海道',
      pointIsOffice: true,
      massG: 20_000_000,
      heldG: 20_000_000,
      retiredG: 0,
      lots: [{ lotId: body.id, proof: 'stated' }],
    })
    expect(project.point.lat).toBeGreaterThan(43)
  })

  test('is imported once for one key', async () => {
    const key = randomUUID()
    const body = ask()
    const first = await send(owner, body, key).expect(201)
    const again = await send(owner, body, key).expect(201)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
  })

  test.each([
    ['JCL-300-101〜JCL-300-110', 'JCL-300-110〜JCL-300-119'],
    ['JCL-310-101〜JCL-310-110', 'ＪＣＬ－３１０１０５～ＪＣＬ－３１０１１４'],
    ['JCL-320-101〜JCL-320-110', 'JCL-320-001〜JCL-320-010、JCL-320-103'],
  ])('cannot bring a number in twice: %s, then %s', async (first, second) => {
    await send(owner, ask({ serials: first, massG: 10_000_000 })).expect(201)
    const { body } = await send(town, ask({ serials: second, massG: 10_000_000 })).expect(409)
    expect(body.code).toBe('forest.serials-known')
  })

  test('of twenty who import the same numbers at once, one does', async () => {
    const body = ask()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send(i % 2 ? owner : town, { ...body, projectName: `同時 ${i}` })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const { rows } = await database.pool.query(
      `select count(*)::int as n from lot where registry_serials = array[$1]`,
      [body.serials],
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('neighbouring numbers and the same number of another family are different credits', async () => {
    await send(owner, ask({ serials: 'JCL-400-1〜JCL-400-10', massG: 10_000_000 })).expect(201)
    await send(owner, ask({ serials: 'JCL-400-11〜JCL-400-20', massG: 10_000_000 })).expect(201)
    await send(owner, ask({ family: 'j-ver', serials: 'JCL-400-1〜JCL-400-10', massG: 10_000_000 })).expect(201)
  })

  test('keeps to its family’s unit: whole tonnes, for blue credits tenths', async () => {
    const { body } = await send(owner, ask({ massG: 20_500_000 })).expect(422)
    expect(body).toMatchObject({ code: 'forest.unit', errors: [{ pointer: '/massG' }] })
    const blue = { family: 'j-blue', scheme: 'Jブルークレジット', methodology: '藻場', municipalityCode: '03507' }
    await send(owner, ask({ ...blue, serials: 'JBC-1〜JBC-31065', massG: 3_106_500_000 })).expect(201)
    await send(owner, ask({ ...blue, serials: 'JBC-40000', massG: 50_000 })).expect(422)
  })

  test.each([
    [{ statement: { issuedOn: '2099-01-01', holder: '町' } }, 'forest.statement-dated'],
    [{ serials: 'ZZ-1〜ZZ-10, ZZ-10〜ZZ-19' }, 'forest.serials-repeated'],
    [{ municipalityCode: '99999' }, 'forest.municipality-unknown'],
    [{ projectName: 'あ'.repeat(81) }, 'request.invalid'],
    [{ family: 'behaviour' }, 'request.invalid'],
    [{ massG: 0.5 }, 'request.invalid'],
  ])('is refused with %j', async (fields, code) => {
    const { body } = await send(owner, ask(fields)).expect(422)
    expect(body.code).toBe(code)
  })

  test('joins its project by name, unless the project is another one', async () => {
    const name = '登米市有林'
    const first = await send(owner, ask({ projectName: name })).expect(201)
    const second = await send(owner, ask({ projectName: name, vintage: 2022, story: '森の話' })).expect(201)
    expect(second.body.projectId).toBe(first.body.projectId)
    const { body } = await agent.get(`/api/v1/forest/projects/${first.body.projectId}`).expect(200)
    expect(body).toMatchObject({ story: '森の話', massG: 40_000_000 })
    expect(body.lots.map(({ vintage }: { vintage: number }) => vintage)).toEqual([2022, 2021])
    const { body: refused } = await send(owner, ask({ projectName: name, methodology: 'FO-003' })).expect(409)
    expect(refused.code).toBe('forest.project-differs')
  })

  test.each([
    ['a list', ['JCL-500-1〜JCL-500-6', 'JCL-500-7〜JCL-500-10']],
    ['both ends', { from: 'JCL-510-1', to: 'JCL-510-10' }],
    ['a list of ends', [{ from: 'JCL-520-1', to: 'JCL-520-10' }]],
  ])('says its numbers as %s, too', async (_form, given) => {
    const { body } = await send(owner, ask({ serials: given, massG: 10_000_000 })).expect(201)
    expect(body).toMatchObject({ serialsAgree: true, serialsMassG: 10_000_000 })
    await send(town, ask({ serials: body.serials, massG: 10_000_000 })).expect(409)
  })

  test('is nothing for buyers or strangers to import', async () => {
    await send(buyer, ask()).expect(403)
    await send(agent, ask()).expect(401)
  })
})

describe('the operator’s look at the proof', () => {
  const check = (who: Agent, id: string, body: object) => who.post(`/api/v1/forest/lots/${id}/check`).send(body)

  test('makes a stated lot a checked one, once, and in the audit log', async () => {
    const { body: lot } = await send(owner, ask()).expect(201)
    const { body: waiting } = await operator.get('/api/v1/forest/lots?proof=stated&limit=200').expect(200)
    expect(waiting.items.map(({ id }: { id: string }) => id)).toContain(lot.id)
    await check(owner, lot.id, { result: 'checked' }).expect(403)
    const { body } = await check(operator, lot.id, { result: 'checked' }).expect(200)
    expect(body).toMatchObject({ proof: 'checked', checkedAt: expect.any(String) })
    await check(operator, lot.id, { result: 'checked' }).expect(409)
    const { rows } = await database.pool.query(`select act from audit_entry where subject = $1 order by id`, [lot.id])
    expect(rows.map(({ act }) => act)).toEqual(['forest.import', 'forest.checked'])
  })

  test('needs words where the numbers do not count up to the mass', async () => {
    const { body: lot } = await send(owner, ask({ serials: '別紙のとおり' })).expect(201)
    expect(lot).toMatchObject({ serialsAgree: false, serialsMassG: null })
    const { body } = await check(operator, lot.id, { result: 'checked' }).expect(422)
    expect(body.code).toBe('forest.check-needs-note')
    await check(operator, lot.id, { result: 'checked', note: '別紙で確認' }).expect(200)
  })

  test('hides a refused lot from the project’s page, for good', async () => {
    const { body: lot } = await send(owner, ask()).expect(201)
    await check(operator, lot.id, { result: 'refused', note: '登録簿と一致しない' }).expect(200)
    await agent.get(`/api/v1/forest/projects/${lot.projectId}`).expect(404)
    await check(operator, lot.id, { result: 'checked' }).expect(409)
  })

  test('does not let anybody change what was imported', async () => {
    const { body: lot } = await send(owner, ask()).expect(201)
    for (const change of ["serials = 'x'", 'mass_g = mass_g * 2', "statement = '{}'"]) {
      await expect(database.pool.query(`update forest_lot set ${change} where lot_id = $1`, [lot.id])).rejects.toThrow(
        'append-only',
      )
    }
  })
})

describe('the public list of projects', () => {
  test('is found by prefecture and family, page by page', async () => {
    const { body } = await agent.get('/api/v1/forest/projects?prefecture=03&family=j-blue').expect(200)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({ family: 'j-blue', massG: 3_106_500_000 })
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body: page } = await agent.get(`/api/v1/forest/projects?limit=3${cursor}`).expect(200)
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(8)
  })
})
