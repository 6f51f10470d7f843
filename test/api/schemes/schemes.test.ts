import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database, setClock } = await startApp()
const town = await signIn('creditOwner')
const operator = await signIn('operator')
const shop = await signIn('merchant-kg')
const station = await signIn('merchant')
const hotel = await signIn('hotel')
const stranger = await signIn('buyer')

const TONNE = 1_000_000
const KG = 1_000

const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)

let numbers = 0
async function lot(fields: object = {}, tonnes = 1_000): Promise<{ id: string; projectId: string }> {
  const from = (numbers += 10_000)
  const { body } = await send(town, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: `町有林 ${randomUUID().slice(0, 8)}`,
    municipalityCode: '31401',
    vintage: 2021,
    serials: `JCL-${from}〜JCL-${from + tonnes - 1}`,
    massG: tonnes * TONNE,
    statement: { issuedOn: '2024-04-01', holder: '日南町' },
    taxIncluded: true,
    ...fields,
  }).expect(201)
  return body
}

const listing = async (lotId: string, fields: object = {}) =>
  (
    await send(town, '/marketplace/listings', {
      lotId,
      massG: 100 * TONNE,
      priceYenPerTonne: 15_000,
      taxIncluded: true,
      minG: KG,
      kind: 'fixed',
      ...fields,
    }).expect(201)
  ).body

/** A lot of which a shop holds some tonnes, bought in the market. */
async function bought(who: Agent, tonnes: number, fields: object = {}): Promise<string> {
  const { id } = await lot(fields)
  const { id: listingId } = await listing(id, { massG: tonnes * TONNE })
  const { body } = await send(who, '/marketplace/orders', { listingId, massG: tonnes * TONNE }).expect(201)
  await send(operator, `/marketplace/orders/${body.id}/settle`).expect(200)
  return id
}

const common = { name: '信州の冷凍食品', place: '長野駅前店', municipalityCode: '20201' }

const attachment = async (who: Agent, lotId: string, massG: number, products?: object[]) =>
  (
    await send(who, '/schemes', {
      kind: 'unit-attachment',
      ...common,
      products: products ?? [{ sku: 'frozen', name: '冷凍食品', massG: 2 * KG }],
      reserve: { lotId, massG },
    }).expect(201)
  ).body

let sold = 0
const sale = (fields: object = {}) => ({
  externalId: `r-${++sold}`,
  at: '2026-03-10T10:00:00+09:00',
  quantity: 1,
  ...fields,
})
const sell = (who: Agent, id: string, sales: object, key?: string) => send(who, `/schemes/${id}/sales`, sales, key)
const close = (who: Agent, id: string, through: string) => send(who, `/schemes/${id}/closings`, { through })

/** Recounts every scheme from its sales, returns and closings, and its reserves from the ledger. */
async function books(): Promise<void> {
  const { rows } = await database.pool.query(`
    with sold as (
      select scheme_id, sum(units - returned_units) as items, sum((units - returned_units) * grams_per_unit) as grams,
             sum((units - returned_units) * yen_per_unit) as yen from scheme_sale group by 1),
    days as (select scheme_id, sum(items) as items, sum(grams) as grams, sum(yen) as yen from scheme_day group by 1),
    closed as (select scheme_id, sum(spent_yen) as spent, sum(retired_g) as retired from scheme_closing group by 1),
    retired as (select c.scheme_id, sum(r.mass_g) as grams from scheme_closing_retirement c
                  join retirement r on r.id = c.retirement_id and r.mass_g = c.mass_g group by 1),
    kept as (select s.scheme_id, sum(s.left_g) as grams, bool_and(s.left_g = r.mass_g - r.captured_g - r.released_g) as same
               from scheme_reserve s join reservation r on r.id = s.reservation_id group by 1),
    claims as (select c.scheme_id, sum(c.mass_g) filter (where not c.returned) as grams from claim c group by 1)
    select k.scheme_id, k.items, k.open_g, k.attached_g, k.fund_yen, to_jsonb(sold) as sold, to_jsonb(days) as days
      from scheme_stock k
      join scheme s on s.id = k.scheme_id
      left join sold on sold.scheme_id = k.scheme_id left join days on days.scheme_id = k.scheme_id
      left join closed on closed.scheme_id = k.scheme_id left join retired on retired.scheme_id = k.scheme_id
      left join kept on kept.scheme_id = k.scheme_id left join claims on claims.scheme_id = k.scheme_id
     where k.items <> coalesce(sold.items, 0) or k.items <> coalesce(days.items, 0)
        or k.attached_g <> coalesce(sold.grams, 0) or k.attached_g <> coalesce(days.grams, 0)
        or k.accrued_yen <> coalesce(sold.yen, 0) or k.accrued_yen <> coalesce(days.yen, 0)
        or k.spent_yen <> coalesce(closed.spent, 0) or k.retired_g <> coalesce(closed.retired, 0)
        or k.retired_g <> coalesce(retired.grams, 0)
        or k.reserved_g <> coalesce(kept.grams, 0) or not coalesce(kept.same, true)
        or (s.kind = 'unit-attachment' and k.attached_g <> coalesce(claims.grams, 0))
        or (s.kind in ('unit-attachment', 'stay-offset') and k.open_g <> k.attached_g - k.retired_g)`)
  expect(rows).toEqual([])
}

describe('grams attached to products (NAGANO: 2 kg on a frozen food)', () => {
  let lotId: string
  beforeAll(async () => {
    lotId = await bought(shop, 10)
  })

  test('61 sales are 122 kg attached, and nothing is retired until a whole tonne is due', async () => {
    const scheme = await attachment(shop, lotId, 2 * TONNE)
    expect(scheme).toMatchObject({ availableG: 2 * TONNE, reservedG: 2 * TONNE, state: 'open' })
    for (let i = 0; i < 60; i++) await sell(shop, scheme.id, sale()).expect(200)
    const { body } = await sell(shop, scheme.id, sale()).expect(200)
    expect(body).toMatchObject({ accepted: 1, duplicate: 0, refused: 0, attachedG: 122 * KG, availableG: 1_878 * KG })
    expect(body.claims).toEqual([
      {
        code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
        url: expect.stringContaining('/claims/'),
        externalId: expect.any(String),
      },
    ])

    const first = await close(shop, scheme.id, '2026-03-31').expect(201)
    expect(first.body).toMatchObject({
      retiredG: 0,
      carriedG: 122 * KG,
      retirementId: null,
      certificateId: null,
      fundYen: 0,
    })

    const { body: more } = await sell(shop, scheme.id, sale({ at: '2026-04-02T10:00:00+09:00', quantity: 450 })).expect(
      200,
    )
    expect(more).toMatchObject({ attachedG: 1_022 * KG })
    const second = await close(shop, scheme.id, '2026-04-30').expect(201)
    expect(second.body).toMatchObject({ number: 2, retiredG: TONNE, carriedG: 22 * KG })
    expect(second.body.certificateId).toMatch(/^MW-C-/)
    expect(second.body.retirements).toEqual([
      { lotId, massG: TONNE, retirementId: second.body.retirementId, certificateId: second.body.certificateId },
    ])
    const { body: page } = await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
    expect(page).toMatchObject({
      items: 511,
      attachedG: 1_022 * KG,
      retiredG: TONNE,
      availableG: 978 * KG,
      days: [
        { day: '2026-04-02', items: 450, massG: 900 * KG, yen: 0 },
        { day: '2026-03-10', items: 61, massG: 122 * KG, yen: 0 },
      ],
      origins: [{ lotId, family: 'j-credit' }],
    })
    expect(page.wording.ja).toContain('1,022 kg')
    // The early sales are covered by the tonne, the last one not wholly.
    const { rows } = await database.pool.query(
      `select c.code, s.booked_on::text as day from claim c join scheme_sale s using (scheme_id, external_id)
        where c.scheme_id = $1 order by s.position`,
      [scheme.id],
    )
    expect((await agent.get(`/api/v1/claims/${rows[0].code}`).expect(200)).body).toMatchObject({
      state: 'retired',
      certificateId: second.body.certificateId,
    })
    expect((await agent.get(`/api/v1/claims/${rows.at(-1).code}`).expect(200)).body.state).toBe('attached')
    await books()
  })

  test('of a hundred tills at the last kilograms one wins, and the others learn what is left', async () => {
    const scheme = await attachment(shop, lotId, 3 * KG)
    const answers = await Promise.all(Array.from({ length: 100 }, () => sell(shop, scheme.id, sale())))
    expect(answers.filter(({ body }) => body.accepted === 1)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused).toHaveLength(99)
    expect(refused[0]?.body).toMatchObject({ code: 'schemes.not-enough' })
    expect(refused[0]?.body.messages.en).toContain('1000 g are left')
    const { body } = await shop.get(`/api/v1/schemes/${scheme.id}`).expect(200)
    expect(body).toMatchObject({ items: 1, availableG: KG })
    await books()
  })

  test('twenty tills that send the same sale sell it once', async () => {
    const scheme = await attachment(shop, lotId, 100 * KG)
    const one = sale({ quantity: 3 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => sell(shop, scheme.id, one)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(answers.filter(({ body }) => body.accepted === 1)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.duplicate === 1)).toHaveLength(19)
    expect((await shop.get(`/api/v1/schemes/${scheme.id}`)).body).toMatchObject({ items: 3, attachedG: 6 * KG })
    expect((await sell(shop, scheme.id, { ...one, quantity: 4 }).expect(409)).body.code).toBe('schemes.sale-differs')
    await books()
  })

  test('in a list every line is judged by itself, in the order given', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, [
      { sku: 'a', name: '大', massG: 4 * KG },
      { sku: 'b', name: '小', massG: KG },
    ])
    const known = sale({ sku: 'b' })
    await sell(shop, scheme.id, known).expect(200)
    const twice = sale({ sku: 'b' })
    const { body } = await sell(shop, scheme.id, [
      known,
      twice,
      twice,
      { ...twice, quantity: 9 },
      sale({ sku: 'nothing' }),
      sale({ at: '2099-01-01T00:00:00+09:00', sku: 'a' }),
      sale({ sku: 'a', quantity: 2 }),
      sale({ sku: 'a' }),
      sale({ sku: 'b' }),
    ]).expect(200)
    // 9 kg are free: 1 + 8, then nothing fits any more.
    expect(body).toMatchObject({ accepted: 2, duplicate: 2, refused: 5, attachedG: 10 * KG, availableG: 0 })
    expect(body.rows.map(({ code }: { code: string | null }) => code).toSorted()).toEqual(
      [
        null,
        null,
        'schemes.not-enough',
        'schemes.not-enough',
        'schemes.sale-differs',
        'schemes.sale-in-future',
        'schemes.sku-unknown',
      ].toSorted(),
    )
    for (const row of body.rows) expect(row.messages === null).toBe(row.status === 'duplicate')
    await books()
  })

  test('ten thousand sales come in one list, and again change nothing', async () => {
    const scheme = await attachment(shop, lotId, TONNE, [{ sku: 'x', name: '小物', massG: 10 }])
    const list = Array.from({ length: 10_000 }, () => sale({ sku: 'x' }))
    const began = performance.now()
    const { body } = await sell(shop, scheme.id, list).expect(200)
    const took = performance.now() - began
    expect(body).toMatchObject({ accepted: 10_000, duplicate: 0, refused: 0, attachedG: 100 * KG })
    expect(new Set(body.claims.map(({ code }: { code: string }) => code)).size).toBe(10_000)
    const { body: again } = await sell(shop, scheme.id, list).expect(200)
    expect(again).toMatchObject({ accepted: 0, duplicate: 10_000, attachedG: 100 * KG })
    const codesOf = (claims: { code: string }[]) => claims.map(({ code }) => code).toSorted()
    expect(codesOf(again.claims)).toEqual(codesOf(body.claims))
    // About half a second alone on a machine; the bound only tells a line's cost from a list's.
    expect(took).toBeLessThan(6_000)
    await books()
  })

  test('a list of more than ten thousand is refused as such', async () => {
    const scheme = await attachment(shop, lotId, KG * 2)
    const list = Array.from({ length: 10_001 }, () => sale())
    await sell(shop, scheme.id, list).expect(422)
  })

  test('stock can be added, and what no item carries goes back at the end', async () => {
    const scheme = await attachment(shop, lotId, 2 * KG)
    await sell(shop, scheme.id, sale()).expect(200)
    await sell(shop, scheme.id, sale()).expect(409)
    const { body: more } = await send(shop, `/schemes/${scheme.id}/reserves`, { lotId, massG: 5 * KG }).expect(201)
    expect(more).toMatchObject({ availableG: 5 * KG, reservedG: 7 * KG })
    await sell(shop, scheme.id, sale()).expect(200)
    const other = await lot({ family: 'j-ver', serials: `JP-${numbers}〜JP-${numbers + 999}` })
    expect(
      (await send(shop, `/schemes/${scheme.id}/reserves`, { lotId: other.id, massG: 1 }).expect(422)).body.code,
    ).toBe('schemes.reserve-family')
    const { body: ended } = await send(shop, `/schemes/${scheme.id}/end`).expect(200)
    expect(ended).toMatchObject({ state: 'ended', reservedG: 4 * KG, availableG: 0 })
    expect((await sell(shop, scheme.id, sale()).expect(409)).body.code).toBe('schemes.ended')
    await books()
  })

  test('nothing is promised that is not held', async () => {
    await send(shop, '/schemes', {
      kind: 'unit-attachment',
      ...common,
      products: [{ sku: 'a', name: 'あ', massG: KG }],
      reserve: { lotId, massG: 1_000 * TONNE },
    }).expect(409)
    const { body } = await send(stranger, '/schemes', {
      kind: 'unit-attachment',
      ...common,
      products: [{ sku: 'a', name: 'あ', massG: KG }],
      reserve: { lotId, massG: KG },
    }).expect(409)
    expect(body.code).toBe('credits.not-enough')
  })

  test('a stranger sees the poster and nothing else', async () => {
    const scheme = await attachment(shop, lotId, 2 * KG)
    await stranger.get(`/api/v1/schemes/${scheme.id}`).expect(404)
    await sell(stranger, scheme.id, sale()).expect(404)
    await close(stranger, scheme.id, '2026-03-31').expect(404)
    await sell(agent, scheme.id, sale()).expect(401)
    await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
  })
})

describe('returns', () => {
  let lotId: string
  beforeAll(async () => {
    lotId = await bought(shop, 10)
  })
  const giveBack = (id: string, body: object, key?: string) => send(shop, `/schemes/${id}/returns`, body, key)

  test('release grams, never more than was sold, and once', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG)
    const one = sale({ quantity: 5 })
    const { body: made } = await sell(shop, scheme.id, one).expect(200)
    const { externalId } = one
    const { body } = await giveBack(scheme.id, { externalId, quantity: 2, returnId: 'k-1' }).expect(200)
    expect(body).toMatchObject({ returned: 2, leftUnits: 3, releasedG: 4 * KG, attachedG: 6 * KG, availableG: 4 * KG })
    const { body: again } = await giveBack(scheme.id, { externalId, quantity: 2, returnId: 'k-1' }).expect(200)
    expect(again).toMatchObject({ duplicate: true, leftUnits: 3, attachedG: 6 * KG })
    expect((await giveBack(scheme.id, { externalId, quantity: 3, returnId: 'k-1' }).expect(409)).body.code).toBe(
      'schemes.return-reused',
    )
    expect((await giveBack(scheme.id, { externalId, quantity: 4 }).expect(409)).body.code).toBe(
      'schemes.return-too-many',
    )
    await giveBack(scheme.id, { externalId: 'unknown' }).expect(404)
    // Two of the five codes are no longer valid.
    const states = await Promise.all(
      made.claims.map(async ({ code }: { code: string }) => (await agent.get(`/api/v1/claims/${code}`)).body.state),
    )
    expect(states.toSorted()).toEqual(['attached', 'attached', 'attached', 'returned', 'returned'])
    await giveBack(scheme.id, { externalId }).expect(200)
    await giveBack(scheme.id, { externalId }).expect(409)
    await books()
  })

  test('of twenty returns of the same goods at once as many count as were sold', async () => {
    const scheme = await attachment(shop, lotId, 20 * KG)
    const one = sale({ quantity: 7 })
    await sell(shop, scheme.id, one).expect(200)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => giveBack(scheme.id, { externalId: one.externalId, quantity: 1 })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(13)
    expect((await shop.get(`/api/v1/schemes/${scheme.id}`)).body).toMatchObject({
      items: 0,
      attachedG: 0,
      availableG: 20 * KG,
    })
    await books()
  })

  test('after a closing they reduce the new period: what is retired stays retired and covers what is sold next', async () => {
    const scheme = await attachment(shop, lotId, 2 * TONNE, [{ sku: 'log', name: '丸太', massG: TONNE }])
    const one = sale()
    await sell(shop, scheme.id, one).expect(200)
    expect((await close(shop, scheme.id, '2026-03-31').expect(201)).body).toMatchObject({
      retiredG: TONNE,
      carriedG: 0,
    })
    const { body } = await giveBack(scheme.id, { externalId: one.externalId }).expect(200)
    expect(body).toMatchObject({ attachedG: 0, availableG: 2 * TONNE })
    // Two more can be sold: one by the tonne that is already retired, one by the tonne in reserve.
    await sell(shop, scheme.id, sale({ at: '2026-04-01T09:00:00+09:00', quantity: 2 })).expect(200)
    await sell(shop, scheme.id, sale({ at: '2026-04-01T09:00:00+09:00' })).expect(409)
    const { body: page } = await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
    expect(page).toMatchObject({ items: 2, attachedG: 2 * TONNE, retiredG: TONNE, availableG: 0 })
    await books()
  })
})

describe('a yen of every item (Nichinan roadside station)', () => {
  const fund = async (buysFrom: object, yenPerItem = 1) =>
    (
      await send(station, '/schemes', {
        kind: 'per-item-fund',
        ...common,
        name: '1品1円',
        yenPerItem,
        buysFrom,
        closing: 'fiscal-year',
      }).expect(201)
    ).body

  test('12,345 items buy 823 kg at 15,000 yen a tonne, all 12,345 yen are spent, and one certificate says so', async () => {
    const { id: lotId } = await lot()
    const { id: listingId } = await listing(lotId)
    const scheme = await fund({ listingId })
    const { body } = await sell(station, scheme.id, sale({ quantity: 12_345 })).expect(200)
    expect(body).toMatchObject({ accepted: 1, fundYen: 12_345, attachedG: 0, claims: [] })
    const { body: closing } = await close(station, scheme.id, '2026-03-31').expect(201)
    expect(closing).toMatchObject({
      fundYen: 12_345,
      boughtG: 823 * KG,
      spentYen: 12_345,
      carriedYen: 0,
      retiredG: 823 * KG,
      retirementId: expect.any(String),
      certificateId: expect.stringMatching(/^MW-C-/),
      orderId: expect.any(String),
    })
    const { body: order } = await station.get(`/api/v1/marketplace/orders/${closing.orderId}`).expect(200)
    expect(order).toMatchObject({ state: 'delivered', paidAt: null, totalYen: 12_345, taxYen: 1_122, massG: 823 * KG })
    await send(operator, `/marketplace/orders/${closing.orderId}/settle`).expect(200)
    const { rows } = await database.pool.query(
      `select beneficiary, period_to::text, place_code from retirement_statement where retirement_id = $1`,
      [closing.retirementId],
    )
    expect(rows).toEqual([{ beneficiary: '道の駅にちなん日野川の郷', period_to: '2026-03-31', place_code: '20201' }])
    await books()
  })

  test('what does not buy a unit is carried, and a return after the closing reduces the new period', async () => {
    const { id: lotId } = await lot()
    await listing(lotId, { massG: 10 * TONNE, minG: 100 * KG })
    const scheme = await fund({ lotId })
    const one = sale({ quantity: 1_700 })
    await sell(station, scheme.id, one).expect(200)
    // A sale of April does not count in March.
    await sell(station, scheme.id, sale({ at: '2026-04-01T08:00:00+09:00', quantity: 1_000 })).expect(200)
    const { body: march } = await close(station, scheme.id, '2026-03-31').expect(201)
    expect(march).toMatchObject({ fundYen: 1_700, boughtG: 100 * KG, spentYen: 1_500, carriedYen: 200 })
    const { body: back } = await send(station, `/schemes/${scheme.id}/returns`, {
      externalId: one.externalId,
      quantity: 100,
    }).expect(200)
    expect(back).toMatchObject({ releasedYen: 100, fundYen: 1_100 })
    // A late slip of March belongs to the period that is open.
    await sell(station, scheme.id, sale({ quantity: 3 })).expect(200)
    const { body: april } = await close(station, scheme.id, '2026-04-30').expect(201)
    expect(april).toMatchObject({ fundYen: 1_203, boughtG: 0, spentYen: 0, carriedYen: 1_203, certificateId: null })
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
    const { body: now } = await close(station, scheme.id, today).expect(201)
    expect(now).toMatchObject({ fundYen: 1_103, carriedYen: 1_103 })
    const { body: all } = await station.get(`/api/v1/schemes/${scheme.id}/closings`).expect(200)
    for (const { fundYen, spentYen, carriedYen } of all.items) expect(fundYen).toBe(spentYen + carriedYen)
    await books()
  })

  test('the cheapest of a family is bought, and no more than there is', async () => {
    const { id: lotId } = await lot({ family: 'j-ver', serials: `JX-${numbers}〜JX-${numbers + 999}` })
    await listing(lotId, { massG: 10 * KG, priceYenPerTonne: 9_000 })
    await listing(lotId, { massG: 10 * TONNE, priceYenPerTonne: 12_000 })
    const scheme = await fund({ family: 'j-ver' }, 10)
    await sell(station, scheme.id, sale({ quantity: 100 })).expect(200)
    const { body } = await close(station, scheme.id, '2026-03-31').expect(201)
    expect(body).toMatchObject({ fundYen: 1_000, boughtG: 10 * KG, spentYen: 90, carriedYen: 910 })
    await books()
  })

  test('without anything on sale a fund with money cannot be closed, and an empty one can', async () => {
    const scheme = await fund({ family: 'j-blue' })
    expect((await close(station, scheme.id, '2026-02-28').expect(201)).body).toMatchObject({ fundYen: 0, boughtG: 0 })
    await sell(station, scheme.id, sale()).expect(200)
    expect((await close(station, scheme.id, '2026-03-31').expect(422)).body.code).toBe('schemes.price-missing')
    await books()
  })

  test('a town’s own scheme retires its own credits at the price it publishes', async () => {
    const { id: lotId } = await lot({ priceYenPerTonne: 10_000 })
    const { body: scheme } = await send(town, '/schemes', {
      kind: 'per-item-fund',
      ...common,
      yenPerItem: 1,
      buysFrom: { lotId },
      closing: 'month',
    }).expect(201)
    await sell(town, scheme.id, sale({ quantity: 255 })).expect(200)
    const { body } = await close(town, scheme.id, '2026-03-31').expect(201)
    expect(body).toMatchObject({ boughtG: 25 * KG, spentYen: 250, carriedYen: 5, orderId: null })
    await books()
  })

  test('of twenty closings at once one is made, and a period that has not ended is none', async () => {
    const { id: lotId } = await lot()
    await listing(lotId)
    const scheme = await fund({ lotId })
    await sell(station, scheme.id, sale({ quantity: 10_000 })).expect(200)
    const answers = await Promise.all(Array.from({ length: 20 }, () => close(station, scheme.id, '2026-03-31')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    expect((await close(station, scheme.id, '2099-03-31').expect(422)).body.code).toBe('schemes.closing-in-future')
    await books()
  })

  test('exactly one source is named', async () => {
    const { body } = await send(station, '/schemes', {
      kind: 'per-item-fund',
      ...common,
      yenPerItem: 1,
      buysFrom: { family: 'j-credit', lotId: randomUUID() },
      closing: 'month',
    }).expect(422)
    expect(body.code).toBe('schemes.one-source')
  })

  test('a month on paper counts like sales, with its photo, once, and is shown apart', async () => {
    const { id: lotId } = await lot()
    const scheme = await fund({ lotId })
    const photo = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')}`
    const tally = (fields: object = {}) =>
      send(station, `/schemes/${scheme.id}/tallies`, { month: '2026-02', items: 321, photo, ...fields })
    expect((await tally().expect(200)).body).toMatchObject({ accepted: 1, fundYen: 321 })
    expect((await tally().expect(409)).body.code).toBe('schemes.tally-known')
    expect((await tally({ items: 400 }).expect(409)).body.code).toBe('schemes.tally-known')
    expect((await tally({ month: '2026-01', photo: 'aGVsbG8=' }).expect(422)).body.code).toBe(
      'schemes.photo-unreadable',
    )
    expect((await tally({ month: '2099-01' }).expect(422)).body.code).toBe('schemes.sale-in-future')
    await sell(station, scheme.id, sale({ quantity: 79 })).expect(200)
    const { body } = await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
    expect(body).toMatchObject({ items: 400, itemsOnPaper: 321, fundYen: 400 })
    expect(body.days).toContainEqual({ day: '2026-02-28', items: 321, massG: 0, yen: 321 })
    await books()
  })
})

describe('offset stays', () => {
  test('two properties each retire from their own forest, and a cancellation gives everything back', async () => {
    const certificates = []
    for (const [place, gPerGuestNight] of [
      ['函館', 500_000],
      ['飯田', 250_000],
    ] as const) {
      const lotId = await bought(hotel, 10, { projectName: `${place}の森 ${randomUUID().slice(0, 4)}` })
      const { body: scheme } = await send(hotel, '/schemes', {
        kind: 'stay-offset',
        ...common,
        name: 'エコ泊',
        place,
        gPerGuestNight,
        payer: 'hotel',
        reserve: { lotId, massG: 5 * TONNE },
      }).expect(201)
      expect(scheme.terms).toMatchObject({ gPerGuestNight, basis: 'own' })
      const stay = sale({ nights: 2, guests: 2 })
      const { body } = await sell(hotel, scheme.id, stay).expect(200)
      expect(body).toMatchObject({ attachedG: 4 * gPerGuestNight, claims: [{ externalId: stay.externalId }] })
      const cancelled = sale({ nights: 1, guests: 2 })
      const { body: second } = await sell(hotel, scheme.id, cancelled).expect(200)
      await send(hotel, `/schemes/${scheme.id}/returns`, { externalId: cancelled.externalId, quantity: 1 }).expect(200)
      expect((await agent.get(`/api/v1/claims/${second.claims[0].code}`)).body.massG).toBe(gPerGuestNight)
      await send(hotel, `/schemes/${scheme.id}/returns`, { externalId: cancelled.externalId }).expect(200)
      expect((await agent.get(`/api/v1/claims/${second.claims[0].code}`)).body.state).toBe('returned')
      const { body: closing } = await close(hotel, scheme.id, '2026-03-31').expect(201)
      expect(closing).toMatchObject({ retiredG: 4 * gPerGuestNight, carriedG: 0, retirements: [{ lotId }] })
      certificates.push(closing.certificateId)
    }
    expect(new Set(certificates).size).toBe(2)
    await books()
  })

  test('guests’ money stands in the fund, leaves it with a returned night, and is spent with the grams it paid for', async () => {
    const lotId = await bought(hotel, 3)
    const ask = { kind: 'stay-offset', ...common, gPerGuestNight: 10 * KG, reserve: { lotId, massG: 2 * TONNE } }
    const { body: none } = await send(hotel, '/schemes', { ...ask, payer: 'guest' }).expect(422)
    expect(none).toMatchObject({ code: 'schemes.guest-price', errors: [{ pointer: '/yenPerGuestNight' }] })
    const { body: scheme } = await send(hotel, '/schemes', { ...ask, payer: 'guest', yenPerGuestNight: 150 }).expect(
      201,
    )
    const stay = sale({ nights: 2, guests: 55 })
    expect((await sell(hotel, scheme.id, stay).expect(200)).body).toMatchObject({
      fundYen: 16_500,
      attachedG: 1_100 * KG,
    })
    const { body: back } = await send(hotel, `/schemes/${scheme.id}/returns`, {
      externalId: stay.externalId,
      quantity: 5,
    }).expect(200)
    expect(back).toMatchObject({ releasedYen: 750, fundYen: 15_750 })
    const { body: closing } = await close(hotel, scheme.id, '2026-03-31').expect(201)
    expect(closing).toMatchObject({
      fundYen: 15_750,
      spentYen: 15_000,
      carriedYen: 750,
      retiredG: TONNE,
      carriedG: 50 * KG,
    })
    const { body: month } = await hotel.get(`/api/v1/schemes/${scheme.id}/statements/2026-03`).expect(200)
    expect(month).toMatchObject({
      sums: { items: 105, massG: 1_050 * KG, yen: 15_750 },
      returns: { count: 1, items: 5, yen: 750 },
      after: { fundYen: 750, waitingG: 50 * KG },
    })
    await books()
  })

  test('without a figure of its own the default is used and called one', async () => {
    const lotId = await bought(hotel, 1)
    const ask = {
      kind: 'stay-offset',
      ...common,
      payer: 'guest',
      yenPerGuestNight: 300,
      reserve: { lotId, massG: 100 * KG },
    }
    const { body } = await send(hotel, '/schemes', ask).expect(201)
    expect(body.terms).toMatchObject({
      gPerGuestNight: 15_000,
      basis: 'default',
      factorId: 'jp.hotel.moe15',
      factorVersion: 1,
    })
    const { body: rooms } = await send(hotel, '/schemes', { ...ask, propertyFactorId: 'jp.hotel.desnz' }).expect(422)
    expect(rooms.code).toBe('schemes.factor-unfit')
  })
})

describe('events', () => {
  const matches = [24.5, 25.6, 26.5, 25.6, 25.5, 26.6, 26.5, 26.6, 25.5].map((tonnes) => Math.round(tonnes * TONNE))
  const event = { name: 'オフセットマッチ', from: '2025-12-01', to: '2026-03-10', place: '浦安市' }
  let paddy: string
  let forest: string
  beforeAll(async () => {
    paddy = await bought(shop, 300, { methodology: 'AG-005' })
    forest = await bought(shop, 300)
  })

  const open = async (fields: object) =>
    (
      await send(shop, '/schemes', {
        kind: 'event-offset',
        ...common,
        event,
        sources: [
          { lotId: paddy, share: 1 },
          { lotId: forest, share: 1 },
        ],
        ...fields,
      }).expect(201)
    ).body

  const kept = async () => {
    const { rows } = await database.pool.query(
      `select coalesce(sum(left_g), 0)::float8 as g from scheme_reserve r join scheme s on s.id = r.scheme_id
        where s.kind = 'event-offset'`,
    )
    return rows[0].g
  }

  test('nine matches are pooled and rounded once: 117 t and 116 t, and the rest of the estimate goes back', async () => {
    const scheme = await open({ estimateG: 240 * TONNE })
    expect(scheme).toMatchObject({ reservedG: 240 * TONNE })
    for (const massG of matches) await sell(shop, scheme.id, sale({ massG })).expect(200)
    const { body } = await close(shop, scheme.id, '2026-03-31').expect(201)
    expect(body).toMatchObject({ retiredG: 233 * TONNE, carriedG: -100_000, spentYen: 0 })
    expect(body.retirements.map(({ lotId, massG }: { lotId: string; massG: number }) => [lotId, massG])).toEqual([
      [paddy, 117 * TONNE],
      [forest, 116 * TONNE],
    ])
    expect(new Set(body.retirements.map(({ certificateId }: { certificateId: string }) => certificateId)).size).toBe(2)
    expect(await kept()).toBe(0)
    expect((await shop.get(`/api/v1/schemes/${scheme.id}`)).body).toMatchObject({ reservedG: 0, retiredG: 233 * TONNE })
    // What was rounded up is there for the next match.
    await sell(shop, scheme.id, sale({ massG: 100_000, at: '2026-04-02T10:00:00+09:00' })).expect(200)
    expect((await close(shop, scheme.id, '2026-04-30').expect(201)).body).toMatchObject({ retiredG: 0, carriedG: 0 })
    await books()
  })

  test('an estimate that was too low takes the rest from the holding, and one without stock is refused whole', async () => {
    const scheme = await open({ estimateG: TONNE, gPerVisitor: 100 })
    await sell(shop, scheme.id, sale({ quantity: 25_000 })).expect(200)
    expect((await shop.get(`/api/v1/schemes/${scheme.id}`)).body).toMatchObject({ availableG: -1_500 * KG })
    expect((await close(shop, scheme.id, '2026-03-31').expect(201)).body).toMatchObject({
      retiredG: 3 * TONNE,
      carriedG: -500 * KG,
    })
    const huge = await open({})
    await sell(shop, huge.id, sale({ massG: 5_000 * TONNE })).expect(200)
    expect((await close(shop, huge.id, '2026-03-31').expect(409)).body.code).toBe('credits.not-enough')
    expect((await shop.get(`/api/v1/schemes/${huge.id}`)).body).toMatchObject({ retiredG: 0, closedThrough: null })
    await books()
  })

  test('a part of an event needs its emission or its visitors', async () => {
    const scheme = await open({})
    expect((await sell(shop, scheme.id, sale()).expect(422)).body.code).toBe('schemes.mass-missing')
  })
})

describe('claims', () => {
  test('the first look is remembered and every other one is told, also of a code typed by hand', async () => {
    const lotId = await bought(shop, 1)
    const scheme = await attachment(shop, lotId, 10 * KG)
    const { body } = await sell(shop, scheme.id, sale()).expect(200)
    const { code } = body.claims[0]
    const first = await agent.get(`/api/v1/claims/${code}`).expect(200)
    expect(first.headers['cache-control']).toBe('no-store')
    expect(first.body).toMatchObject({
      looks: 1,
      firstLook: true,
      warning: null,
      massG: 2 * KG,
      state: 'attached',
      soldOn: '2026-03-10',
      place: '長野駅前店',
      origins: [{ lotId, vintage: 2021, projectId: expect.any(String) }],
    })
    const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()
    const second = await agent.get(`/api/v1/claims/${typed}`).expect(200)
    expect(second.body).toMatchObject({ looks: 2, firstLook: false, firstSeenAt: first.body.firstSeenAt })
    expect(second.body.warning.en).toContain('may be a copy')
    expect((await agent.get('/api/v1/claims/00000000').expect(404)).body.code).toBe('schemes.claim-missing')
    await agent.get('/api/v1/claims/xyz').expect(404)
  })

  test('of a crowd that looks at once exactly one is the first', async () => {
    const lotId = await bought(shop, 1)
    const scheme = await attachment(shop, lotId, 10 * KG)
    const { body } = await sell(shop, scheme.id, sale()).expect(200)
    const looks = await Promise.all(
      Array.from({ length: 20 }, () => agent.get(`/api/v1/claims/${body.claims[0].code}`).expect(200)),
    )
    expect(looks.filter(({ body: seen }) => seen.firstLook)).toHaveLength(1)
  })
})

describe('words for a poster', () => {
  test('are looked at with what is true of the scheme, and the sentence offered passes', async () => {
    const lotId = await bought(shop, 1)
    const scheme = await attachment(shop, lotId, 10 * KG)
    await sell(shop, scheme.id, sale()).expect(200)
    const check = (text: string, who = shop) =>
      send(who, `/schemes/${scheme.id}/wording-checks`, { text, markets: ['JP', 'EU'] })
    const { body } = await check('CO2ゼロ商品、2kgオフセット済み').expect(200)
    expect(body.verdict).toBe('stop')
    expect(body.findings.map(({ rule }: { rule: string }) => rule)).toEqual(
      expect.arrayContaining(['zero-product', 'not-retired-yet']),
    )
    expect(body.safe.ja).toContain('2 kg')
    expect((await check(body.safe.ja).expect(200)).body.verdict).toBe('clear')
    await check('x', stranger).expect(404)
  })

  test('a fund speaks of what it will buy', async () => {
    const { id: lotId } = await lot()
    const { id: listingId } = await listing(lotId)
    const { body: scheme } = await send(station, '/schemes', {
      kind: 'per-item-fund',
      ...common,
      yenPerItem: 1,
      buysFrom: { listingId },
      closing: 'month',
    }).expect(201)
    const { body } = await send(station, `/schemes/${scheme.id}/wording-checks`, { text: '1品1円' }).expect(200)
    expect(body.safe.ja).toContain('町有林')
  })
})

describe('many tills and a closing in the middle', () => {
  test('sales, replays, returns and closings at once leave every gram and yen accounted for', async () => {
    const lotId = await bought(shop, 10)
    const scheme = await attachment(shop, lotId, 3 * TONNE, [{ sku: 'bag', name: '米袋', massG: 30 * KG }])
    setClock('2026-04-15T12:00:00+09:00')
    try {
      const lines = Array.from({ length: 150 }, (_, i) =>
        sale({ sku: 'bag', at: i % 2 ? '2026-03-20T10:00:00+09:00' : '2026-04-03T10:00:00+09:00' }),
      )
      await Promise.all([
        ...lines.map((line) => sell(shop, scheme.id, line)),
        ...lines.slice(0, 60).map((line) => sell(shop, scheme.id, [line])),
        ...lines
          .slice(0, 40)
          .map((line) => send(shop, `/schemes/${scheme.id}/returns`, { externalId: line.externalId })),
        ...['2026-03-31', '2026-04-10', '2026-03-31'].map((through) => close(shop, scheme.id, through)),
      ]).then((answers) => {
        for (const { status } of answers) expect([200, 201, 404, 409]).toContain(status)
      })
      await books()
      await close(shop, scheme.id, '2026-04-15').expect(201)
      await books()
    } finally {
      setClock()
    }
    const { body } = await shop.get(`/api/v1/schemes/${scheme.id}`).expect(200)
    expect(body.attachedG % (30 * KG)).toBe(0)
    expect(body.availableG).toBeGreaterThanOrEqual(0)
  })
})

test('after all of this, grams and yen of every scheme add up, in the ledger, in its sales and in its closings', async () => {
  const { rows } = await database.pool.query('select left_g, right_g, broken from scheme_laws()')
  expect(rows).toEqual([{ left_g: rows[0].right_g, right_g: rows[0].right_g, broken: 0 }])
})
