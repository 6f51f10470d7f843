import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { expireOrders } from '@morinowa/api/marketplace/expire-orders.ts'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database, deps, setClock } = await startApp()
const owner = await signIn('creditOwner-nakashibetsu')
const hirono = await signIn('creditOwner-hirono')
const operator = await signIn('operator')
const buyer = await signIn('buyer')
const shop = await signIn('merchant')

let numbers = 0
const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)

async function lot(who: Agent, fields: object = {}, tonnes = 100): Promise<{ id: string; projectId: string }> {
  const from = (numbers += 1_000)
  const { body } = await send(who, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: `町有林 ${randomUUID().slice(0, 8)}`,
    municipalityCode: '01692',
    vintage: 2021,
    serials: `JCL-${from}〜JCL-${from + tonnes - 1}`,
    massG: tonnes * 1_000_000,
    statement: { issuedOn: '2024-04-01', holder: '中標津町' },
    taxIncluded: false,
    ...fields,
  }).expect(201)
  return body
}

async function listing(who: Agent, lotId: string, fields: object = {}) {
  const { body } = await send(who, '/marketplace/listings', {
    lotId,
    massG: 100_000_000,
    priceYenPerTonne: 10_000,
    taxIncluded: false,
    minG: 1_000,
    kind: 'fixed',
    ...fields,
  }).expect(201)
  return body
}

const order = (who: Agent, body: object, key?: string) => send(who, '/marketplace/orders', body, key)
const settle = (id: string, key?: string) => send(operator, `/marketplace/orders/${id}/settle`, {}, key)

/** What an account holds of a lot, read from the holdings themselves. */
async function held(lotId: string): Promise<Record<string, { mass: number; reserved: number }>> {
  const { rows } = await database.pool.query(
    `select o.name, sum(h.hi - h.lo)::float8 as mass, sum(h.held)::float8 as reserved
       from holding h join organisation o on o.id = h.account_id where h.lot_id = $1 and h.live group by o.name`,
    [lotId],
  )
  return Object.fromEntries(rows.map(({ name, mass, reserved }) => [name, { mass, reserved }]))
}

/** The laws of the market: counters agree with orders and with what the ledger has set aside. */
async function books(): Promise<void> {
  const { rows } = await database.pool.query(`
    select l.id from listing l
     where l.ordered_g <> (select coalesce(sum(mass_g), 0) from market_order
                            where listing_id = l.id and state = 'awaiting-payment')
        or l.sold_g <> (select coalesce(sum(kept_g), 0) from market_order where listing_id = l.id)
        or l.mass_g - l.sold_g - l.withdrawn_g
           <> (select coalesce(sum(left_g), 0) from listing_stock where listing_id = l.id)
        or exists (select from listing_stock s join reservation r on r.id = s.reservation_id
                    where s.listing_id = l.id and s.left_g <> r.mass_g - r.captured_g - r.released_g)`)
  expect(rows).toEqual([])
  const { rows: gaps } = await database.pool.query(`
    select s.organisation_id from seller s join market_order o on o.seller_id = s.organisation_id
     group by s.organisation_id, s.last_invoice having count(*) <> s.last_invoice`)
  expect(gaps).toEqual([])
}

const NAKASHIBETSU = '中標津町'
const BUYER = 'あさひ食品（架空の購入者）'

describe('from listing to holding', () => {
  let mine: { id: string }
  let shown: { id: string }
  beforeAll(async () => {
    mine = await lot(owner)
    await owner
      .put('/api/v1/marketplace/seller')
      .send({ registrationNumber: 'T8000020016926', paymentDetails: '中標津銀行 本店 普通 0000001' })
      .expect(200)
    shown = await listing(owner, mine.id)
  })

  test('a listing shows both prices and its live stock, and sets the grams aside', async () => {
    expect(shown).toMatchObject({
      availableG: 100_000_000,
      pricePerTonne: { withoutTaxYen: 10_000, withTaxYen: 11_000 },
      proof: 'stated',
      family: 'j-credit',
    })
    expect(await held(mine.id)).toEqual({ [NAKASHIBETSU]: { mass: 100_000_000, reserved: 100_000_000 } })
    const { body } = await send(owner, '/marketplace/listings', {
      lotId: mine.id,
      massG: 1_000,
      priceYenPerTonne: 1,
      taxIncluded: true,
      minG: 1_000,
    }).expect(409)
    expect(body.code).toBe('credits.not-enough')
  })

  test('ten kilograms are ordered, invoiced, paid and held', async () => {
    const { body } = await order(buyer, { listingId: shown.id, massG: 10_000 }).expect(201)
    expect(body).toMatchObject({
      state: 'awaiting-payment',
      amountYen: 100,
      taxYen: 10,
      totalYen: 110,
      invoiceNumber: expect.stringMatching(/^S\d{4}-\d{6}$/),
      expiresAt: expect.any(String),
    })
    const { body: payment } = await send(buyer, `/marketplace/orders/${body.id}/payments`, {
      method: 'invoice',
    }).expect(201)
    expect(payment).toMatchObject({
      state: 'awaiting-transfer',
      totalYen: 110,
      paymentDetails: '中標津銀行 本店 普通 0000001',
    })
    await send(buyer, `/marketplace/orders/${body.id}/settle`).expect(403)
    const { body: settled } = await settle(body.id).expect(200)
    expect(settled).toMatchObject({ state: 'settled', deliveredAt: expect.any(String), paidAt: expect.any(String) })
    expect(await held(mine.id)).toEqual({
      [NAKASHIBETSU]: { mass: 99_990_000, reserved: 99_990_000 },
      [BUYER]: { mass: 10_000, reserved: 0 },
    })
    const { body: invoice } = await buyer.get(`/api/v1/marketplace/orders/${body.id}/invoice`).expect(200)
    expect(invoice).toMatchObject({
      number: body.invoiceNumber,
      qualified: true,
      issuer: { name: NAKASHIBETSU, registrationNumber: 'T8000020016926' },
      receiver: { name: BUYER },
      state: 'paid',
      taxes: [{ rateBp: 1_000, amountYen: 100, taxYen: 10 }],
      totalYen: 110,
    })
    await books()
  })

  test('a budget buys as much as it can pay', async () => {
    const { body } = await order(buyer, { listingId: shown.id, budgetYen: 1_000 }).expect(201)
    expect(body).toMatchObject({ massG: 90_000, amountYen: 900, taxYen: 90, totalYen: 990 })
    const { body: small } = await order(buyer, { listingId: shown.id, budgetYen: 10 }).expect(422)
    expect(small).toMatchObject({ code: 'marketplace.budget-too-small', errors: [{ pointer: '/budgetYen' }] })
  })

  test('what does not fit the rules of the listing is refused by name', async () => {
    const refusals = [
      [buyer, { listingId: shown.id, massG: 1_500 }, 422, 'marketplace.step'],
      [buyer, { listingId: shown.id, massG: 1_000_000_000 }, 409, 'marketplace.not-enough'],
      [owner, { listingId: shown.id, massG: 1_000 }, 422, 'marketplace.own-listing'],
      [buyer, { listingId: randomUUID(), massG: 1_000 }, 404, 'marketplace.listing-missing'],
      [buyer, { listingId: shown.id }, 422, 'request.invalid'],
      [buyer, { listingId: shown.id, massG: 1_000, budgetYen: 5 }, 422, 'request.invalid'],
    ] as const
    for (const [who, body, status, code] of refusals) {
      expect((await order(who, body).expect(status)).body.code).toBe(code)
    }
  })

  test('a stranger sees neither order nor invoice', async () => {
    const { body } = await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(201)
    await shop.get(`/api/v1/marketplace/orders/${body.id}`).expect(404)
    await shop.get(`/api/v1/marketplace/orders/${body.id}/invoice`).expect(404)
    await owner.get(`/api/v1/marketplace/orders/${body.id}`).expect(200)
    await send(shop, `/marketplace/orders/${body.id}/cancel`).expect(404)
  })

  test('the same key orders once, and with another order is refused', async () => {
    const key = randomUUID()
    const body = { listingId: shown.id, massG: 2_000 }
    const first = await order(buyer, body, key).expect(201)
    const again = await order(buyer, body, key).expect(201)
    expect(again.body).toEqual(first.body)
    await order(buyer, { ...body, massG: 3_000 }, key).expect(422)
    await books()
  })
})

describe('a crowd', () => {
  test('of a hundred buyers of the last kilogram one gets it', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id, { massG: 1_000 })
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => order(i % 2 ? buyer : shop, { listingId: shown.id, massG: 1_000 })),
    )
    const codes = answers.map(({ status, body }) => (status === 201 ? 'ordered' : body.code))
    expect(codes.filter((code) => code === 'ordered')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['ordered', 'marketplace.not-enough']))
    await books()
  })

  test('of twenty who settle one order, one moves the credits', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id)
    const { body } = await order(buyer, { listingId: shown.id, massG: 5_000 }).expect(201)
    const answers = await Promise.all(Array.from({ length: 20 }, () => settle(body.id)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect((await held(mine.id))[BUYER]).toEqual({ mass: 5_000, reserved: 0 })
    await books()
  })

  test('orders, cancellations, settlements and expiry at once leave the books right', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id, { massG: 40_000 })
    const all = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const placed = await order(i % 2 ? buyer : shop, { listingId: shown.id, massG: 1_000 * (1 + (i % 3)) })
        if (placed.status !== 201) return placed.status
        if (i % 3 === 0) await send(i % 2 ? buyer : shop, `/marketplace/orders/${placed.body.id}/cancel`).expect(200)
        if (i % 3 === 1) await settle(placed.body.id).expect(200)
        return placed.status
      }),
    )
    expect(new Set(all)).toEqual(new Set([201, 409]))
    await books()
  })
})

describe('stock comes back', () => {
  test('when nobody pays in time, and goes to whoever orders next', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id, { massG: 1_000 })
    const { body } = await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(201)
    setClock(new Date(Date.parse(body.expiresAt) + 1).toISOString())
    try {
      // Somebody else gets it although no sweep has come round.
      await order(shop, { listingId: shown.id, massG: 1_000 }).expect(201)
      expect((await buyer.get(`/api/v1/marketplace/orders/${body.id}`)).body.state).toBe('expired')
      await expireOrders(deps)
      expect(await expireOrders(deps)).toBe(0)
    } finally {
      setClock()
    }
    await books()
  })

  test('when a listing is closed with orders open, which are still honoured or go back to the seller', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id)
    const kept = await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(201)
    const dropped = await order(buyer, { listingId: shown.id, massG: 2_000 }).expect(201)
    await send(shop, `/marketplace/listings/${shown.id}/close`).expect(404)
    await send(owner, `/marketplace/listings/${shown.id}/close`).expect(200)
    await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(409)
    await settle(kept.body.id).expect(200)
    await send(buyer, `/marketplace/orders/${dropped.body.id}/cancel`).expect(200)
    expect(await held(mine.id)).toEqual({
      [NAKASHIBETSU]: { mass: 99_999_000, reserved: 0 },
      [BUYER]: { mass: 1_000, reserved: 0 },
    })
    await books()
  })

  test('when an order is refunded, as long as the buyer still has the credits', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id)
    const { body } = await order(buyer, { listingId: shown.id, massG: 4_000 }).expect(201)
    await settle(body.id).expect(200)
    await send(buyer, `/marketplace/orders/${body.id}/refund`).expect(403)
    await send(operator, `/marketplace/orders/${body.id}/refund`, { reason: '数量の間違い' }).expect(200)
    expect(await held(mine.id)).toEqual({ [NAKASHIBETSU]: { mass: 100_000_000, reserved: 100_000_000 } })
    const { body: now } = await agent.get(`/api/v1/marketplace/listings/${shown.id}`).expect(200)
    expect(now).toMatchObject({ availableG: 100_000_000, soldG: 0 })
    await send(operator, `/marketplace/orders/${body.id}/refund`).expect(409)
    // The whole stock, which now lies in two reservations, can still be sold.
    const { body: all } = await order(shop, { listingId: shown.id, massG: 100_000_000 }).expect(201)
    await settle(all.id).expect(200)
    await books()
  })
})

describe('the seller’s own conditions', () => {
  test('one buyer takes no more than the listing allows, however it is split and sent at once', async () => {
    const mine = await lot(owner)
    const rules = [{ kind: 'most-per-buyer', massG: 5_000 }]
    const shown = await listing(owner, mine.id, { rules })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => order(buyer, { listingId: shown.id, massG: 1_000 })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5)
    await order(shop, { listingId: shown.id, massG: 5_000 }).expect(201)
    await books()
  })

  test('only buyers of a prefecture', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id, { rules: [{ kind: 'buyer-prefecture', prefecture: '31' }] })
    expect((await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(409)).body.code).toBe(
      'marketplace.buyer-prefecture',
    )
    await order(shop, { listingId: shown.id, massG: 1_000 }).expect(201)
  })

  test('a lot whose proof was refused cannot be listed, ordered or settled', async () => {
    const mine = await lot(owner)
    const shown = await listing(owner, mine.id, { massG: 50_000_000 })
    const { body } = await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(201)
    await send(operator, `/forest/lots/${mine.id}/check`, { result: 'refused' }).expect(200)
    await order(buyer, { listingId: shown.id, massG: 1_000 }).expect(409)
    expect((await settle(body.id).expect(409)).body.code).toBe('marketplace.lot-refused')
    await send(owner, '/marketplace/listings', {
      lotId: mine.id,
      massG: 1_000,
      priceYenPerTonne: 1,
      taxIncluded: true,
      minG: 1_000,
    }).expect(409)
    const { body: now } = await agent.get(`/api/v1/marketplace/listings/${shown.id}`).expect(200)
    expect(now).toMatchObject({ proof: 'refused', availableG: 0 })
    const { body: found } = await agent.get(`/api/v1/marketplace/listings?lotId=${mine.id}`).expect(200)
    expect(found.items).toEqual([])
  })
})

describe('the market’s search', () => {
  const find = async (query: string) => (await agent.get(`/api/v1/marketplace/listings?${query}`).expect(200)).body

  test('finds by family, prefecture, price with tax, vintage and distance, page by page', async () => {
    const blue = await lot(hirono, {
      family: 'j-blue',
      scheme: 'Jブルークレジット',
      methodology: '増殖溝',
      municipalityCode: '03507',
      vintage: 2022,
      serials: 'JBC-1〜JBC-100',
      massG: 10_000_000,
    })
    const sold = await listing(hirono, blue.id, {
      massG: 10_000_000,
      priceYenPerTonne: 55_000,
      taxIncluded: true,
      minG: 100_000,
    })
    expect((await find('family=j-blue')).items.map(({ id }: { id: string }) => id)).toEqual([sold.id])
    expect((await find('prefecture=03')).items).toHaveLength(1)
    expect((await find('family=j-blue&maxPrice=54999')).items).toHaveLength(0)
    expect((await find('family=j-blue&maxPrice=55000')).items).toHaveLength(1)
    expect((await find('family=j-credit&maxPrice=10999')).items).toHaveLength(0)
    expect((await find('vintage=2022')).items).toHaveLength(1)

    const near = await find('near=39.7,141.15&limit=5')
    expect(near.items[0]).toMatchObject({ id: sold.id, distanceM: expect.any(Number) })
    const seen: { id: string; distanceM: number }[] = []
    for (let cursor = ''; ; ) {
      const page = await find(`near=39.7,141.15&limit=2${cursor}`)
      seen.push(...page.items)
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    expect(seen.map(({ distanceM }) => distanceM)).toEqual(
      seen.map(({ distanceM }) => distanceM).toSorted((a, b) => a - b),
    )
    const newest: string[] = []
    for (let cursor = ''; ; ) {
      const page = await find(`limit=2${cursor}`)
      newest.push(...page.items.map(({ id }: { id: string }) => id))
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(newest.toSorted()).toEqual(seen.map(({ id }) => id).toSorted())
    await agent.get('/api/v1/marketplace/listings?near=39.7,141.15&cursor=rubbish').expect(422)
  })
})

describe('a town’s sales list publishes itself', () => {
  test('Nakashibetsu’s seven sales, with their sums with tax', async () => {
    const seller = await signIn('creditOwner-iwate')
    const mine = await lot(seller, { municipalityCode: '03201' })
    const price = (priceYenPerTonne: number, massG: number) =>
      listing(seller, mine.id, { priceYenPerTonne, massG, minG: 1_000_000 })
    const asked = await price(10_000, 52_000_000)
    const through = await price(9_500, 4_000_000)
    for (const [shown, tonnes] of [
      [asked, 10],
      [through, 4],
      [asked, 2],
      [asked, 15],
      [asked, 5],
      [asked, 10],
      [asked, 10],
    ] as const) {
      const { body } = await order(buyer, {
        listingId: shown.id,
        massG: tonnes * 1_000_000,
        publicName: tonnes !== 4,
        note: '工事現場のオフセット',
      }).expect(201)
      await settle(body.id).expect(200)
    }
    const { body } = await agent.get(`/api/v1/marketplace/sellers/${asked.sellerId}/sales`).expect(200)
    expect(body).toMatchObject({ sales: 7, massG: 56_000_000, amountYen: 558_000, totalYen: 613_800, leftG: 0 })
    expect(body.items.map(({ number, totalYen }: { number: number; totalYen: number }) => [number, totalYen])).toEqual([
      [7, 110_000],
      [6, 110_000],
      [5, 55_000],
      [4, 165_000],
      [3, 22_000],
      [2, 41_800],
      [1, 110_000],
    ])
    expect(body.items[6]).toMatchObject({ buyer: BUYER, pricePerTonne: { withoutTaxYen: 10_000, withTaxYen: 11_000 } })
    // Who did not agree is not named.
    expect(body.items[5]).toMatchObject({ buyer: null, note: null })
    const { body: project } = await agent.get(`/api/v1/forest/projects/${mine.projectId}`).expect(200)
    expect(project).toMatchObject({ heldG: 44_000_000, soldG: 56_000_000, retiredG: 0 })
  })
})
