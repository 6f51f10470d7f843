import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { signIn, setClock, database } = await startApp()
const seller = await signIn('creditOwner-nakashibetsu')
const operator = await signIn('operator')
const distributor = await signIn('distributor')
const client = await signIn('buyer')
const stranger = await signIn('investor')

const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
const idOf = async (who: Agent): Promise<string> => (await who.get('/api/v1/me').expect(200)).body.acting.id

const { body: lot } = await send(seller, '/forest/lots', {
  family: 'j-credit',
  scheme: 'J-クレジット制度',
  methodology: 'FO-001',
  projectName: '町有林',
  municipalityCode: '01692',
  vintage: 2021,
  serials: 'BNF-1〜BNF-100',
  massG: 100_000_000,
  statement: { issuedOn: '2024-04-01', holder: '中標津町' },
}).expect(201)
const { body: listing } = await send(seller, '/marketplace/listings', {
  lotId: lot.id,
  massG: 100_000_000,
  priceYenPerTonne: 10_000,
  taxIncluded: false,
  minG: 1_000,
}).expect(201)
const { body: order } = await send(distributor, '/marketplace/orders', {
  listingId: listing.id,
  massG: 50_000_000,
}).expect(201)
await send(operator, `/marketplace/orders/${order.id}/settle`).expect(200)

describe('what a buyer is promised besides credits', () => {
  test('is a list with days and states, moved by the side whose turn it is', async () => {
    const promise = (who: Agent, body: object) => send(who, `/marketplace/orders/${order.id}/benefits`, body)
    const { body: shield } = await promise(seller, { kind: 'shield', note: 'けやきの盾', dueOn: '2026-12-20' }).expect(
      201,
    )
    await promise(seller, { kind: 'planting-festival', dueOn: '2027-05-10' }).expect(201)
    await promise(distributor, { kind: 'binder', dueOn: '2026-12-20' }).expect(404)
    const move = (who: Agent, state: string) => send(who, `/marketplace/benefits/${shield.id}/state`, { state })
    await move(distributor, 'sent').expect(404)
    await move(seller, 'prepared').expect(200)
    await move(seller, 'sent').expect(200)
    expect((await move(seller, 'cancelled').expect(409)).body.code).toBe('marketplace.benefit-state')
    await move(stranger, 'received').expect(404)
    await move(distributor, 'received').expect(200)
    setClock('2027-06-01T00:00:00Z')
    const { body: list } = await seller.get('/api/v1/marketplace/benefits').expect(200)
    setClock()
    // What is still open comes first, and is late by now.
    expect(list.items.map(({ kind, state, overdue }: Record<string, unknown>) => [kind, state, overdue])).toEqual([
      ['planting-festival', 'promised', true],
      ['shield', 'received', false],
    ])
    const { body: mine } = await distributor.get('/api/v1/marketplace/benefits?side=buyer').expect(200)
    expect(mine.items).toHaveLength(2)
  })

  test('is promised no more when its order ends, and nothing is promised for an order that is over', async () => {
    const { body: unpaid } = await send(distributor, '/marketplace/orders', { listingId: listing.id, massG: 1_000 })
    const promise = () =>
      send(seller, `/marketplace/orders/${unpaid.id}/benefits`, { kind: 'shield', dueOn: '2030-01-01' })
    const { body: shield } = await promise().expect(201)
    await send(distributor, `/marketplace/orders/${unpaid.id}/cancel`).expect(200)
    const { body: list } = await distributor.get('/api/v1/marketplace/benefits?side=buyer').expect(200)
    expect(list.items.find(({ id }: { id: string }) => id === shield.id).state).toBe('cancelled')
    const { body: late } = await promise().expect(409)
    expect(late).toMatchObject({
      code: 'marketplace.order-state',
      messages: { ja: 'この注文の状態（取消）ではできません。', en: expect.stringContaining('(cancelled)') },
    })
  })
})

describe('retiring in a client’s name', () => {
  test('needs the client’s consent, stays within its mass and days, and is certified to the client', async () => {
    const agentId = await idOf(distributor)
    const { body: consent } = await send(client, '/marketplace/proxy-consents', {
      agentId,
      purpose: '本社の電気のオフセット',
      mostG: 10_000_000,
      fromDay: '2026-01-01',
      toDay: '2099-12-31',
      publicName: true,
    }).expect(201)
    const retire = (who: Agent, massG: number, consentId: string = consent.id) =>
      send(who, '/marketplace/proxy-retirements', { consentId, lotId: lot.id, massG })
    await retire(stranger, 1_000_000).expect(404)
    await retire(distributor, 1_000_000, randomUUID()).expect(404)
    const { body } = await retire(distributor, 4_000_000).expect(201)
    expect(body).toMatchObject({ massG: 4_000_000, beneficiary: 'あさひ食品（架空の購入者）', leftG: 6_000_000 })
    const { rows } = await database.pool.query(
      'select holder, beneficiary, purpose from retirement_statement where retirement_id = $1',
      [body.retirementId],
    )
    expect(rows).toEqual([
      {
        holder: 'こだち商事（架空の取次）',
        beneficiary: 'あさひ食品（架空の購入者）',
        purpose: '本社の電気のオフセット',
      },
    ])
    expect((await retire(distributor, 6_000_001).expect(409)).body.code).toBe('marketplace.consent-mass')
    setClock('2100-01-01T00:00:00Z')
    expect((await retire(distributor, 1_000_000).expect(409)).body.code).toBe('marketplace.consent-over')
    setClock()
    // Of a crowd that would use the consent twice, as many pass as it covers.
    const answers = await Promise.all(Array.from({ length: 12 }, () => retire(distributor, 1_000_000)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
    await send(stranger, `/marketplace/proxy-consents/${consent.id}/withdraw`).expect(404)
    await send(client, `/marketplace/proxy-consents/${consent.id}/withdraw`).expect(200)
    await retire(distributor, 1).expect(404)
    await send(client, '/marketplace/proxy-consents', {
      agentId: await idOf(client),
      purpose: 'x',
      mostG: 1,
      fromDay: '2026-01-01',
      toDay: '2026-01-01',
    }).expect(422)
  })
})
