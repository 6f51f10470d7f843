import { createHmac, randomUUID } from 'node:crypto'
import { creditOwedCards } from '@morinowa/api/marketplace/cards/credit-cards.ts'
import { sendFakeEvents } from '@morinowa/api/marketplace/cards/pay-fake-card.ts'
import { expireOrders } from '@morinowa/api/marketplace/expire-orders.ts'
import { buyStanding } from '@morinowa/api/marketplace/standing-orders.ts'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database, deps, setClock } = await startApp()
const seller = await signIn('creditOwner-nakashibetsu')
const other = await signIn('creditOwner-hirono')
const operator = await signIn('operator')
const buyer = await signIn('buyer')
const shop = await signIn('merchant')
const distributor = await signIn('distributor')
const bank = await signIn('investor')

let numbers = 0
const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
const idOf = async (who: Agent): Promise<string> => (await who.get('/api/v1/me').expect(200)).body.acting.id

/** 100 t at 10,000 yen a tonne, by the kilogram: 10 yen a kilogram, 11 with tax. */
async function listing(fields: object = {}, lotFields: object = {}) {
  const from = (numbers += 1_000)
  const { body: lot } = await send(seller, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: `町有林 ${randomUUID().slice(0, 8)}`,
    municipalityCode: '01692',
    vintage: 2021,
    serials: `MNY-${from}〜MNY-${from + 99}`,
    massG: 100_000_000,
    statement: { issuedOn: '2024-04-01', holder: '中標津町' },
    taxIncluded: false,
    ...lotFields,
  }).expect(201)
  const { body } = await send(seller, '/marketplace/listings', {
    lotId: lot.id,
    massG: 100_000_000,
    priceYenPerTonne: 10_000,
    taxIncluded: false,
    minG: 1_000,
    ...fields,
  }).expect(201)
  return body as { id: string; lotId: string; projectId: string; sellerId: string }
}

const order = async (who: Agent, body: object) => (await send(who, '/marketplace/orders', body).expect(201)).body
const shownOrder = async (id: string) => (await operator.get(`/api/v1/marketplace/orders/${id}`).expect(200)).body
const moneyOf = async (id: string) => (await operator.get(`/api/v1/marketplace/orders/${id}/money`).expect(200)).body
const settle = (id: string, body: object = {}) => send(operator, `/marketplace/orders/${id}/settle`, body)

async function byCard(who: Agent, id: string): Promise<string> {
  const { body } = await send(who, `/marketplace/orders/${id}/payments`, { method: 'card' }).expect(201)
  expect(body).toMatchObject({ state: 'redirect', url: expect.stringContaining('/fake-card/') })
  return body.url.split('/').at(-1)
}
const press = (session: string, body: object) => agent.post(`/api/v1/fake-card/sessions/${session}/pay`).send(body)

afterEach(async () => {
  // After whatever happened: every counter is its orders' sum, and every yen is somebody's.
  const { rows } = await database.pool.query(`
    select l.id from listing l
     where l.ordered_g <> (select coalesce(sum(mass_g), 0) from market_order
                            where listing_id = l.id and state = 'awaiting-payment')
        or l.sold_g <> (select coalesce(sum(kept_g), 0) from market_order where listing_id = l.id)
        or l.mass_g - l.sold_g - l.withdrawn_g
           <> (select coalesce(sum(left_g), 0) from listing_stock where listing_id = l.id)`)
  if (rows.length > 0) throw new Error(`the books of ${rows[0].id} are wrong`)
  const { body } = await operator.get('/api/v1/marketplace/proceeds/reconciliation').expect(200)
  const { ok, receivedYen, returnedYen, dividedYen, dueBackYen, waitingYen } = body
  if (!ok || receivedYen - returnedYen !== dividedYen + dueBackYen + waitingYen) throw new Error(JSON.stringify(body))
})

describe('money at the bank', () => {
  test('comes in two parts, and the second one settles', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    expect((await settle(id, { amountYen: 60 }).expect(200)).body).toMatchObject({
      state: 'awaiting-payment',
      receivedYen: 60,
      keptG: 0,
    })
    expect((await settle(id, { amountYen: 51 }).expect(422)).body.code).toBe('marketplace.too-much-money')
    expect((await settle(id, { amountYen: 50 }).expect(200)).body).toMatchObject({
      state: 'settled',
      receivedYen: 110,
      keptG: 10_000,
      keptTotalYen: 110,
      dueBackYen: 0,
    })
  })

  test('buys what it pays for when the rest never comes: by hand, and by itself when the order expires', async () => {
    const { id: listingId } = await listing()
    const one = await order(buyer, { listingId, massG: 10_000 })
    // 60 yen buy five kilograms at 11 yen; five yen are due back.
    expect((await settle(one.id, { amountYen: 60, endRest: true }).expect(200)).body).toMatchObject({
      state: 'settled',
      massG: 10_000,
      keptG: 5_000,
      keptTotalYen: 55,
      dueBackYen: 5,
    })
    expect(
      (await send(operator, `/marketplace/orders/${one.id}/returns`, { amountYen: 6 }).expect(409)).body.code,
    ).toBe('marketplace.nothing-due-back')
    await send(operator, `/marketplace/orders/${one.id}/returns`, { amountYen: 5, reference: '振込' }).expect(200)
    expect(await moneyOf(one.id)).toMatchObject({ receivedYen: 60, returnedYen: 5, dueBackYen: 0, openYen: 0 })

    const two = await order(buyer, { listingId, massG: 10_000 })
    const three = await order(buyer, { listingId, massG: 10_000 })
    await settle(two.id, { amountYen: 33 }).expect(200)
    await settle(three.id, { amountYen: 10 }).expect(200)
    expect((await settle(three.id, { amountYen: 0, endRest: true }).expect(409)).body.code).toBe(
      'marketplace.part-too-small',
    )
    setClock(new Date(Date.parse(two.expiresAt) + 1).toISOString())
    await expireOrders(deps)
    setClock()
    expect(await shownOrder(two.id)).toMatchObject({ state: 'settled', keptG: 3_000, keptTotalYen: 33, dueBackYen: 0 })
    expect(await shownOrder(three.id)).toMatchObject({ state: 'expired', keptG: 0, dueBackYen: 10 })
    const { body: now } = await agent.get(`/api/v1/marketplace/listings/${listingId}`).expect(200)
    expect(now).toMatchObject({ orderedG: 0, soldG: 8_000, availableG: 99_992_000 })
  })

  test('buys nothing of a lot whose proof was refused meanwhile, and all of it is due back', async () => {
    const { id: listingId, lotId } = await listing()
    const { id, expiresAt } = await order(buyer, { listingId, massG: 10_000 })
    await settle(id, { amountYen: 60 }).expect(200)
    await send(operator, `/forest/lots/${lotId}/check`, { result: 'refused' }).expect(200)
    const { body } = await settle(id, { amountYen: 0, endRest: true }).expect(409)
    expect(body.code).toBe('marketplace.lot-refused')
    setClock(new Date(Date.parse(expiresAt) + 1).toISOString())
    await expireOrders(deps)
    setClock()
    expect(await shownOrder(id)).toMatchObject({ state: 'expired', keptG: 0, receivedYen: 60, dueBackYen: 60 })
  })

  test('that comes late takes the order up again while its grams are there, and is due back when they are not', async () => {
    const { id: listingId } = await listing({ massG: 10_000 })
    const one = await order(buyer, { listingId, massG: 10_000 })
    setClock(new Date(Date.parse(one.expiresAt) + 1).toISOString())
    await expireOrders(deps)
    expect(await shownOrder(one.id)).toMatchObject({ state: 'expired', receivedYen: 0 })
    // A part is recorded and waits; what completes the price finds the grams still there.
    expect((await settle(one.id, { amountYen: 60 }).expect(200)).body).toMatchObject({
      state: 'expired',
      receivedYen: 60,
      dueBackYen: 60,
    })
    const owed = await operator.get('/api/v1/marketplace/orders').query({ owed: true }).expect(200)
    expect(owed.body.items.map(({ id }: { id: string }) => id)).toContain(one.id)
    expect((await settle(one.id).expect(200)).body).toMatchObject({
      state: 'settled',
      receivedYen: 110,
      keptG: 10_000,
      dueBackYen: 0,
    })
    // Said once more without an amount it is a repeat; with one it is a second transfer, and due back.
    expect((await settle(one.id).expect(409)).body.code).toBe('marketplace.order-state')
    expect((await settle(one.id, { amountYen: 110 }).expect(200)).body).toMatchObject({
      state: 'settled',
      receivedYen: 220,
      dueBackYen: 110,
    })
    await send(operator, `/marketplace/orders/${one.id}/returns`, { amountYen: 110 }).expect(200)

    const gone = await listing({ massG: 5_000 })
    const two = await order(buyer, { listingId: gone.id, massG: 5_000 })
    setClock(new Date(Date.parse(two.expiresAt) + 1).toISOString())
    const three = await order(shop, { listingId: gone.id, massG: 5_000 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => settle(two.id)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await shownOrder(two.id)).toMatchObject({ state: 'expired', keptG: 0, receivedYen: 55, dueBackYen: 55 })
    await settle(three.id).expect(200)
    await send(operator, `/marketplace/orders/${two.id}/returns`, { amountYen: 55 }).expect(200)
    expect(await moneyOf(two.id)).toMatchObject({ receivedYen: 55, returnedYen: 55, dueBackYen: 0, openYen: 0 })
    setClock()
  })

  test('of an overdue order nobody has swept yet settles it, for its grams are still set aside', async () => {
    const { id: listingId } = await listing({ massG: 10_000 })
    const one = await order(buyer, { listingId, massG: 10_000 })
    setClock(new Date(Date.parse(one.expiresAt) + 1).toISOString())
    expect((await settle(one.id).expect(200)).body).toMatchObject({ state: 'settled', keptG: 10_000 })
    setClock()
  })

  test('goes back for a part of the grams, each party giving back its part', async () => {
    const { id: listingId, projectId, lotId } = await listing()
    await send(seller, '/marketplace/proceeds/plans', {
      projectId,
      lines: [
        { partyName: '山田', role: 'owner', weight: 2 },
        { partyName: '佐藤', role: 'owner', weight: 1 },
      ],
    }).expect(201)
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    await settle(id).expect(200)
    const lines = async () =>
      (await seller.get(`/api/v1/marketplace/orders/${id}/proceeds`).expect(200)).body.lines.map(
        ({ partyName, amountYen }: { partyName: string; amountYen: number }) => [partyName, amountYen],
      )
    expect(await lines()).toEqual([
      ['中標津町', 10],
      ['山田', 67],
      ['佐藤', 33],
    ])
    await send(operator, `/marketplace/orders/${id}/refund`, { massG: 4_500 }).expect(422)
    await send(operator, `/marketplace/orders/${id}/refund`, { massG: 11_000 }).expect(409)
    await send(operator, `/marketplace/orders/${id}/refund`, { massG: 4_000 }).expect(200)
    expect(await shownOrder(id)).toMatchObject({ state: 'settled', keptG: 6_000, keptTotalYen: 66, dueBackYen: 44 })
    expect(await lines()).toEqual([
      ['中標津町', 6],
      ['山田', 40],
      ['佐藤', 20],
    ])
    await send(operator, `/marketplace/orders/${id}/refund`).expect(200)
    expect(await shownOrder(id)).toMatchObject({ state: 'refunded', keptG: 0, dueBackYen: 110 })
    expect(await lines()).toEqual([
      ['中標津町', 0],
      ['山田', 0],
      ['佐藤', 0],
    ])
    const { rows } = await database.pool.query(
      `select sum(hi - lo)::float8 as mass from holding where lot_id = $1 and live and account_id = $2`,
      [lotId, await idOf(buyer)],
    )
    expect(rows[0].mass).toBeNull()
  })
})

describe('a card', () => {
  test('pays on the provider’s page, and the signed event moves the credits', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, id)
    const { body: page } = await agent.get(`/api/v1/fake-card/sessions/${session}`).expect(200)
    expect(page).toMatchObject({ amountYen: 110, state: 'open', returnUrl: expect.stringContaining(`/orders/${id}`) })
    await press(session, { card: 'good' }).expect(200)
    expect(await shownOrder(id)).toMatchObject({ state: 'settled', paymentMethod: 'card', keptG: 10_000 })
    expect((await moneyOf(id)).cards).toEqual([expect.objectContaining({ state: 'paid', amountYen: 110 })])
    expect((await press(session, { card: 'good' }).expect(409)).body.code).toBe('marketplace.payment-state')
  })

  test('that the bank’s page refuses leaves the order open, and another try pays it', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, id)
    await press(session, { card: 'authentication-failed' }).expect(200)
    expect(await shownOrder(id)).toMatchObject({ state: 'awaiting-payment', receivedYen: 0 })
    expect((await moneyOf(id)).cards[0]).toMatchObject({ state: 'failed', failure: 'authentication-failed' })
    const second = await byCard(buyer, id)
    await press(second, { card: 'good' }).expect(200)
    expect(await shownOrder(id)).toMatchObject({ state: 'settled', receivedYen: 110 })
  })

  test('is counted once when its event comes three times, and also when all of them come at once', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, id)
    await press(session, { card: 'good', event: 'three-times' }).expect(200)
    const { rows } = await database.pool.query(
      `select body from fake_card_event where body like '%' || $1 || '%' limit 1`,
      [session],
    )
    const { fakeSecret } = await import('@morinowa/api/marketplace/cards/fake-cards.ts')
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(rows[0].body, fakeSecret(deps))))
    expect(new Set(answers.map(({ status, body }) => [status, body.received].join()))).toEqual(new Set(['200,false']))
    expect(await moneyOf(id)).toMatchObject({ receivedYen: 110, movements: [{ amountYen: 110 }] })
  })

  test('of twenty first deliveries at once one counts', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, id)
    await press(session, { card: 'good', event: 'late' }).expect(200)
    const { rows } = await database.pool.query('select body from fake_card_event where sent_at is null')
    const { fakeSecret } = await import('@morinowa/api/marketplace/cards/fake-cards.ts')
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(rows.at(-1).body, fakeSecret(deps))))
    expect(answers.filter(({ body }) => body.received)).toHaveLength(1)
    expect(await moneyOf(id)).toMatchObject({ receivedYen: 110 })
  })

  test('whose event nobody signed, or signed long ago, says nothing', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, id)
    const body = JSON.stringify({
      id: 'fce_forged',
      kind: 'paid',
      session,
      clientReference: id,
      amountYen: 110,
      failure: null,
    })
    const { fakeSecret } = await import('@morinowa/api/marketplace/cards/fake-cards.ts')
    expect((await deliver(body, 'not the secret')).status).toBe(401)
    expect((await deliver(body, fakeSecret(deps), Date.now() - 3_600_000)).status).toBe(401)
    expect(
      (await agent.post('/api/v1/marketplace/payments/fake/events').set('content-type', 'application/json').send(body))
        .status,
    ).toBe(401)
    expect(await shownOrder(id)).toMatchObject({ state: 'awaiting-payment' })
  })

  test('that pays late takes the order up again while the grams are there, and is credited when they are gone', async () => {
    const { id: listingId } = await listing({ massG: 10_000 })
    const first = await order(buyer, { listingId, massG: 10_000 })
    const session = await byCard(buyer, first.id)
    await press(session, { card: 'good', event: 'late' }).expect(200)
    await send(buyer, `/marketplace/orders/${first.id}/cancel`).expect(200)
    setClock(new Date(Date.now() + 150_000).toISOString())
    await sendFakeEvents(deps)
    expect(await shownOrder(first.id)).toMatchObject({ state: 'settled', keptG: 10_000, endedAt: null })
    setClock()

    const { id: gone } = await listing({ massG: 10_000 })
    const second = await order(buyer, { listingId: gone, massG: 10_000 })
    const late = await byCard(buyer, second.id)
    await press(late, { card: 'good', event: 'late' }).expect(200)
    await send(buyer, `/marketplace/orders/${second.id}/cancel`).expect(200)
    const third = await order(shop, { listingId: gone, massG: 10_000 })
    setClock(new Date(Date.now() + 150_000).toISOString())
    await sendFakeEvents(deps)
    expect(await shownOrder(second.id)).toMatchObject({ state: 'cancelled', receivedYen: 110, dueBackYen: 110 })
    await creditOwedCards(deps)
    await creditOwedCards(deps)
    setClock()
    expect(await moneyOf(second.id)).toMatchObject({ receivedYen: 110, returnedYen: 110, dueBackYen: 0 })
    const { rows } = await database.pool.query(
      'select refunded_yen::float8 as back from fake_card_session where id = $1',
      [late],
    )
    expect(rows).toEqual([{ back: 110 }])
    await settle(third.id).expect(200)
  })

  test('is credited the price of the grams that came back', async () => {
    const { id: listingId } = await listing()
    const { id } = await order(buyer, { listingId, massG: 10_000 })
    await press(await byCard(buyer, id), { card: 'good' }).expect(200)
    await send(operator, `/marketplace/orders/${id}/refund`, { massG: 3_000 }).expect(200)
    await send(operator, `/marketplace/orders/${id}/refund`, { massG: 2_000 }).expect(200)
    await creditOwedCards(deps)
    expect(await moneyOf(id)).toMatchObject({ returnedYen: 55, dueBackYen: 0, keptTotalYen: 55 })
  })
})

function deliver(body: string, secret: string, at: number = Date.now()) {
  const seconds = Math.floor(at / 1_000)
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return agent
    .post('/api/v1/marketplace/payments/fake/events')
    .set('content-type', 'application/json')
    .set('x-fake-card-signature', `t=${seconds},v1=${signature}`)
    .send(body)
}

describe('who gets what of a sale', () => {
  let shown: Awaited<ReturnType<typeof listing>>
  beforeAll(async () => {
    shown = await listing()
    const otherId = await idOf(other)
    await send(seller, '/marketplace/proceeds/plans', {
      projectId: shown.projectId,
      lines: [
        { partyName: '森の環', role: 'platform', bp: 500 },
        { partyId: otherId, partyName: '洋野の森', role: 'owner', weight: 3 },
        { partyName: '山田', role: 'owner', weight: 4 },
      ],
    }).expect(201)
    const [distributorId, bankId] = [await idOf(distributor), await idOf(bank)]
    await send(seller, '/marketplace/agents', { agentId: distributorId, bp: 1_000 }).expect(201)
    await send(distributor, `/marketplace/agents/${shown.sellerId}/accept`).expect(200)
    await send(distributor, '/marketplace/agents', {
      sellerId: shown.sellerId,
      agentId: bankId,
      role: 'coordinator',
      bp: 250,
    }).expect(201)
  })

  test('margins go up the tree, commissions first, the rest by weight, every party sees it and it is the money', async () => {
    const bankId = await idOf(bank)
    const early = await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 1_000, throughId: bankId })
    expect([early.status, early.body.code]).toEqual([404, 'marketplace.agent-missing'])
    await send(bank, `/marketplace/agents/${shown.sellerId}/accept`).expect(200)
    const { id } = await order(buyer, { listingId: shown.id, massG: 10_000_000, throughId: bankId })
    await settle(id).expect(200)
    for (const [who, own] of [
      [seller, 1],
      [other, 1],
      [distributor, 1],
      [bank, 1],
      [operator, 0],
    ] as const) {
      const { body } = await who.get(`/api/v1/marketplace/orders/${id}/proceeds`).expect(200)
      // 100,000 yen: 2.5 % and 10 % to the agents, 5 % to the platform, 82,500 by 3 to 4.
      expect(body.lines.map(({ role, amountYen }: { role: string; amountYen: number }) => [role, amountYen])).toEqual([
        ['tax', 10_000],
        ['coordinator', 2_500],
        ['distributor', 10_000],
        ['platform', 5_000],
        ['owner', 35_357],
        ['owner', 47_143],
      ])
      expect(body.lines.filter((line: { own: boolean }) => line.own)).toHaveLength(own)
    }
    await shop.get(`/api/v1/marketplace/orders/${id}/proceeds`).expect(404)
    const { body: mine } = await other.get('/api/v1/marketplace/proceeds').expect(200)
    expect(mine).toMatchObject({ sumYen: 35_357, items: [{ orderId: id, amountYen: 35_357, role: 'owner' }] })
    const { body: all } = await operator.get('/api/v1/marketplace/proceeds/reconciliation').expect(200)
    expect(all.ok).toBe(true)
  })

  test('a tree gives away no more than the price, and only agents who agreed build on', async () => {
    const [hotelId, bankId] = [await idOf(await signIn('hotel')), await idOf(bank)]
    const { body } = await send(distributor, '/marketplace/agents', {
      sellerId: shown.sellerId,
      agentId: hotelId,
      bp: 9_001,
    }).expect(422)
    expect(body.code).toBe('marketplace.agent-margins')
    // A coordinator brings deals and has nobody below.
    await send(bank, '/marketplace/agents', { sellerId: shown.sellerId, agentId: hotelId, bp: 1 }).expect(404)
    await send(seller, '/marketplace/agents', { agentId: bankId, bp: 1 }).expect(409)
    await send(seller, '/marketplace/agents', { agentId: shown.sellerId, bp: 1 }).expect(422)
    const { body: seen } = await distributor.get('/api/v1/marketplace/agents').expect(200)
    expect(seen.items.map(({ role, chainBp }: { role: string; chainBp: number }) => [role, chainBp])).toEqual([
      ['distributor', 1_000],
      ['coordinator', 1_250],
    ])
    const offered = async () => {
      const { body } = await buyer.get(`/api/v1/marketplace/sellers/${shown.sellerId}/agents`).expect(200)
      return body.items
    }
    const distributorId = await idOf(distributor)
    expect((await offered()).map(({ agentId }: { agentId: string }) => agentId)).toEqual([distributorId, bankId])
    expect(Object.keys((await offered())[0])).toEqual(['agentId', 'agentName', 'role'])
    await send(distributor, `/marketplace/agents/${shown.sellerId}/${bankId}/end`).expect(200)
    await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 1_000, throughId: bankId }).expect(404)
    expect(await offered()).toHaveLength(1)
  })

  test('an agency that ended can be offered anew, once what was ordered through it is paid', async () => {
    const [distributorId, bankId] = [await idOf(distributor), await idOf(bank)]
    const terms = { sellerId: shown.sellerId, agentId: bankId, role: 'distributor', bp: 100 }
    const { body: agency } = await send(distributor, '/marketplace/agents', terms).expect(201)
    expect(agency).toMatchObject({ state: 'offered', bp: 100, role: 'distributor', chainBp: 1_100 })
    await send(bank, `/marketplace/agents/${shown.sellerId}/accept`).expect(200)
    const open = await order(buyer, { listingId: shown.id, massG: 1_000, throughId: bankId })
    await send(seller, `/marketplace/agents/${shown.sellerId}/${distributorId}/end`).expect(200)

    // The one below cannot take on the one above: the tree would have no root.
    await send(bank, '/marketplace/agents', { sellerId: shown.sellerId, agentId: distributorId, bp: 1 }).expect(404)
    const early = await send(seller, '/marketplace/agents', { agentId: distributorId, bp: 500 })
    expect([early.status, early.body.code]).toEqual([409, 'marketplace.agent-orders-open'])
    await send(buyer, `/marketplace/orders/${open.id}/cancel`, {}).expect(200)
    const { body: anew } = await send(seller, '/marketplace/agents', { agentId: distributorId, bp: 500 }).expect(201)
    expect(anew).toMatchObject({ state: 'offered', bp: 500 })
    const notYet = await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 1_000, throughId: bankId })
    expect(notYet.status).toBe(404)
    await send(distributor, `/marketplace/agents/${shown.sellerId}/accept`).expect(200)
    const { throughName } = await order(buyer, { listingId: shown.id, massG: 1_000, throughId: bankId })
    expect(throughName).toEqual(expect.any(String))
  })

  test('a lot’s own plan goes before its project’s, to the yen, and other lots keep that one', async () => {
    const own = await send(seller, '/marketplace/proceeds/plans', {
      lotId: shown.lotId,
      lines: ['山田', '佐藤', '鈴木'].map((partyName) => ({ partyName, role: 'owner', weight: 1 })),
    })
    expect(own.status).toBe(201)
    expect(own.body).toMatchObject({ projectId: null, lotId: shown.lotId })
    // The nearer plan goes first, not the newer one.
    const { body: earlier } = await seller.get('/api/v1/marketplace/proceeds/plans').expect(200)
    const { lines } = earlier.items.find((one: { projectId: string }) => one.projectId === shown.projectId)
    const again = lines.map((line: object) =>
      Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null)),
    )
    await send(seller, '/marketplace/proceeds/plans', { projectId: shown.projectId, lines: again }).expect(201)
    const { id } = await order(buyer, { listingId: shown.id, massG: 11_000 })
    await settle(id).expect(200)
    const { body } = await seller.get(`/api/v1/marketplace/orders/${id}/proceeds`).expect(200)
    // 110 yen do not divide by three: the two that are left go to the first lines.
    expect(body.lines.map(({ amountYen }: { amountYen: number }) => amountYen)).toEqual([11, 37, 37, 36])
    const { body: plans } = await seller.get('/api/v1/marketplace/proceeds/plans').expect(200)
    const ofProject = plans.items.find((one: { projectId: string }) => one.projectId === shown.projectId)
    expect(ofProject).toMatchObject({ lotId: null, lines: [{ role: 'platform' }, {}, {}] })
    const both = { projectId: shown.projectId, lotId: shown.lotId, lines: [] }
    expect((await send(seller, '/marketplace/proceeds/plans', both)).body.errors[0].pointer).toBe('/lotId')
    const nowhere = await send(seller, '/marketplace/proceeds/plans', { lotId: randomUUID(), lines: [] })
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'marketplace.lot-missing'])
  })

  test('a plan gives away no more than everything and names who is there', async () => {
    const plan = (lines: object[]) => send(seller, '/marketplace/proceeds/plans', { lines })
    expect(
      (
        await plan([
          { partyName: 'a', role: 'other', bp: 6_000 },
          { partyName: 'b', role: 'other', bp: 6_000 },
        ]).expect(422)
      ).body.code,
    ).toBe('marketplace.plan-commissions')
    expect((await plan([{ partyId: randomUUID(), partyName: 'a', role: 'other', bp: 1 }]).expect(422)).body.code).toBe(
      'marketplace.plan-party',
    )
    await plan([{ partyName: 'a', role: 'other', bp: 1, weight: 1 }]).expect(422)
  })
})

describe('buying for an estimate', () => {
  test('takes what the estimate emits, rounded up to the step, and remembers which method said so', async () => {
    const { id: listingId } = await listing()
    const estimate = {
      type: 'mobility.trip',
      occurredOn: '2024-10-05',
      evidence: 'E3',
      legs: [{ mode: 'rail', distanceM: 500_000 }],
    }
    const { body: said } = await agent.post('/api/v1/estimates').send(estimate).expect(200)
    const { body } = await send(buyer, '/marketplace/orders', { listingId, estimate }).expect(201)
    expect(body).toMatchObject({
      massG: Math.ceil(said.emittedG / 1_000) * 1_000,
      boughtFor: {
        type: 'mobility.trip',
        emittedG: said.emittedG,
        method: said.method.id,
        version: said.method.version,
      },
    })
    await send(buyer, '/marketplace/orders', { listingId, estimate, massG: 1_000 }).expect(422)
  })
})

describe('a standing order', () => {
  const open = (who: Agent, body: object) => send(who, '/marketplace/standing-orders', body)
  const mine = async (who: Agent, id: string) =>
    (await who.get('/api/v1/marketplace/standing-orders').expect(200)).body.items.find(
      (one: { id: string }) => one.id === id,
    )
  const at = (when: string) => setClock(`${when}T03:00:00Z`)

  test('buys once a month, whoever works and however often, from its day on', async () => {
    const { id: listingId } = await listing()
    at('2027-01-05')
    const { body } = await open(buyer, { listingId, massG: 5_000, dayOfMonth: 10 }).expect(201)
    expect(await buyStanding(deps)).toBe(0)
    at('2027-01-10')
    const ran = await Promise.all(Array.from({ length: 8 }, () => buyStanding(deps)))
    expect(ran.reduce((sum, n) => sum + n, 0)).toBe(1)
    at('2027-01-28')
    expect(await buyStanding(deps)).toBe(0)
    at('2027-02-10')
    await buyStanding(deps)
    setClock()
    expect(await mine(buyer, body.id)).toMatchObject({
      state: 'active',
      spentYen: 110,
      runs: [
        { month: '2027-02', outcome: 'ordered', totalYen: 55 },
        { month: '2027-01', outcome: 'ordered', totalYen: 55 },
      ],
    })
    await send(shop, `/marketplace/standing-orders/${body.id}/stop`).expect(404)
    await send(buyer, `/marketplace/standing-orders/${body.id}/stop`).expect(200)
    await send(buyer, `/marketplace/standing-orders/${body.id}/stop`).expect(409)
  })

  test('stops before it spends more than all months may cost, and says so', async () => {
    const { id: listingId } = await listing()
    at('2027-03-01')
    const { body } = await open(buyer, { listingId, massG: 5_000, allYen: 100 }).expect(201)
    await buyStanding(deps)
    at('2027-04-01')
    await buyStanding(deps)
    at('2027-05-01')
    await buyStanding(deps)
    setClock()
    expect(await mine(buyer, body.id)).toMatchObject({
      state: 'stopped',
      stoppedWhy: 'out-of-budget',
      spentYen: 55,
      runs: [
        { month: '2027-04', outcome: 'out-of-budget', orderId: null },
        { month: '2027-03', outcome: 'ordered' },
      ],
    })
  })

  test('takes the cheapest that fits, and stops when the stock is gone or nothing is cheap enough', async () => {
    const dear = await listing({ massG: 10_000, priceYenPerTonne: 90_000 }, { family: 'j-ver', scheme: 'J-VER' })
    const cheap = await listing({ massG: 10_000, priceYenPerTonne: 80_000 }, { family: 'j-ver', scheme: 'J-VER' })
    at('2027-06-01')
    const { body: budget } = await open(buyer, { family: 'j-ver', budgetYen: 900 }).expect(201)
    const { body: poor } = await open(shop, { family: 'j-ver', massG: 1_000, mostYenPerTonne: 1_000 }).expect(201)
    await buyStanding(deps)
    expect(await mine(shop, poor.id)).toMatchObject({ state: 'stopped', stoppedWhy: 'nothing-fits' })
    const [{ orderId }] = (await mine(buyer, budget.id)).runs
    // 900 yen at 88 yen a kilogram with tax: ten kilograms, all of the cheap one.
    expect(await shownOrder(orderId)).toMatchObject({ listingId: cheap.id, massG: 10_000, totalYen: 880 })
    at('2027-07-01')
    await buyStanding(deps)
    expect(await shownOrder((await mine(buyer, budget.id)).runs[0].orderId)).toMatchObject({
      listingId: dear.id,
      massG: 9_000,
    })
    await order(shop, { listingId: dear.id, massG: 1_000 })
    at('2027-08-01')
    await buyStanding(deps)
    setClock()
    expect(await mine(buyer, budget.id)).toMatchObject({ state: 'stopped', stoppedWhy: 'out-of-stock' })
  })

  test('is refused for months that are over, a listing of one’s own, and mass and budget at once', async () => {
    const { id: listingId } = await listing()
    expect((await open(buyer, { listingId, massG: 1_000, firstMonth: '2020-01' }).expect(422)).body.code).toBe(
      'marketplace.standing-months',
    )
    expect((await open(seller, { listingId, massG: 1_000 }).expect(422)).body.code).toBe('marketplace.own-listing')
    await open(buyer, { listingId, massG: 1_000, budgetYen: 5 }).expect(422)
  })
})
