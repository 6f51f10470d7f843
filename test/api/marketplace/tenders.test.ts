import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { openDueTenders } from '@morinowa/api/marketplace/open-tender.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database, deps, setClock } = await startApp()
const seller = await signIn('creditOwner-iwate')
const operator = await signIn('operator')
const buyers: Record<string, Agent> = {
  asahi: await signIn('buyer'),
  station: await signIn('merchant'),
  nagano: await signIn('merchant-kg'),
  hotel: await signIn('hotel'),
  broker: await signIn('distributor'),
  investor: await signIn('investor'),
}
const who = (name: string) => buyers[name] as Agent

let numbers = 0
const send = (by: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  by.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
const CLOSES = new Date(Date.now() + 86_400_000).toISOString()
const AFTER = new Date(Date.now() + 86_500_000).toISOString()

async function tender(tonnes: number, terms: object = {}, fields: object = {}): Promise<{ id: string; lotId: string }> {
  const from = (numbers += 1_000_000)
  const { body: lot } = await send(seller, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'EN-R-002',
    projectName: `入札 ${randomUUID().slice(0, 8)}`,
    municipalityCode: '03201',
    vintage: 2021,
    serials: `TND-${from}〜TND-${from + tonnes - 1}`,
    massG: tonnes * 1_000_000,
    statement: { issuedOn: '2024-04-01', holder: '岩手県' },
  }).expect(201)
  const { body } = await send(seller, '/marketplace/listings', {
    lotId: lot.id,
    massG: tonnes * 1_000_000,
    priceYenPerTonne: 1_000,
    taxIncluded: false,
    minG: 1_000_000,
    kind: 'tender',
    tender: { closesAt: CLOSES, ...terms },
    ...fields,
  }).expect(201)
  return body
}

type Content = { massG: number; priceYenPerTonne: number; nonce: string }
const content = (tonnes: number, priceYenPerTonne: number): Content => ({
  massG: tonnes * 1_000_000,
  priceYenPerTonne,
  nonce: randomBytes(32).toString('hex'),
})
const bid = (by: Agent, id: string, says: Content & { publicName?: boolean }, key?: string) =>
  send(by, `/marketplace/tenders/${id}/bids`, says, key)
const shown = async (id: string) => (await agent.get(`/api/v1/marketplace/tenders/${id}`).expect(200)).body

async function open(id: string) {
  setClock(AFTER)
  try {
    return (await send(operator, `/marketplace/tenders/${id}/open`).expect(200)).body
  } finally {
    setClock()
  }
}

describe('a sealed bid', () => {
  test('is read by nobody before the opening: not by an answer, not in a row, not in a kept reply', async () => {
    const { id } = await tender(100)
    const says = content(40, 3_210)
    const { body: receipt } = await bid(who('asahi'), id, says).expect(201)
    expect(Object.keys(receipt).toSorted()).toEqual(['commitment', 'id', 'number', 'placedAt', 'seal'])
    for (const reader of [agent, seller, operator, who('asahi')]) {
      const { body } = await reader.get(`/api/v1/marketplace/tenders/${id}`).expect(200)
      expect(body.bids).toEqual([
        { number: 1, commitment: receipt.commitment, placedAt: receipt.placedAt, withdrawn: false, opened: null },
      ])
    }
    const { body: own } = await who('asahi').get(`/api/v1/marketplace/tenders/${id}/own-bids`).expect(200)
    expect(own.items).toEqual([
      expect.objectContaining({ number: 1, commitment: receipt.commitment, wonG: null, orderId: null }),
    ])
    const { body: others } = await seller.get(`/api/v1/marketplace/tenders/${id}/own-bids`).expect(200)
    expect(others.items).toEqual([])
    // What is stored anywhere names neither the price nor the nonce.
    const { rows } = await database.pool.query('select b::text as row, b.sealed from tender_bid b')
    const { rows: kept } = await database.pool.query('select body::text as row from idempotent_request')
    for (const { row, sealed } of [...rows, ...kept]) {
      const stored = `${row}${sealed?.toString('latin1') ?? ''}`
      expect(stored).not.toContain(says.nonce)
      expect(stored).not.toContain('3210')
    }
    const { body: early } = await send(operator, `/marketplace/tenders/${id}/open`).expect(409)
    expect(early.code).toBe('marketplace.tender-runs')
  })

  test('can be proven afterwards: commitment, seal and allocation are recomputed from the page alone', async () => {
    const { id } = await tender(10)
    const mine = content(6, 2_000)
    await bid(who('asahi'), id, mine).expect(201)
    await bid(who('station'), id, content(6, 2_500)).expect(201)
    const before = await shown(id)
    const after = await open(id)
    expect(after.seal).toBe(before.seal)
    let seal = Buffer.alloc(32)
    for (const { commitment, opened } of after.bids) {
      const { massG, priceYenPerTonne, nonce } = opened
      const text = `{"listingId":"${id}","massG":"${massG}","nonce":"${nonce}","priceYenPerTonne":"${priceYenPerTonne}"}`
      expect(createHash('sha256').update(text).digest('hex')).toBe(commitment)
      seal = createHash('sha256').update(seal).update(Buffer.from(commitment, 'hex')).digest()
    }
    expect(seal.toString('hex')).toBe(after.seal)
    expect(after.bids[0].opened).toMatchObject({ ...mine, wonG: 4_000_000, winner: null })
  })

  test('that was altered in the database stops the opening instead of winning', async () => {
    const { id } = await tender(10)
    await bid(who('asahi'), id, content(5, 2_000)).expect(201)
    await bid(who('station'), id, content(5, 2_000)).expect(201)
    await database.pool.query('alter table tender_bid disable trigger all')
    await database.pool.query(
      `update tender_bid set sealed = (select sealed from tender_bid where listing_id = $1 and number = 2)
        where listing_id = $1 and number = 1`,
      [id],
    )
    setClock(AFTER)
    try {
      await send(operator, `/marketplace/tenders/${id}/open`).expect(500)
    } finally {
      setClock()
    }
    expect((await shown(id)).openedAt).toBeNull()
    // Out of the way of what follows: the bid that no longer opens belongs to a tender of its own.
    await database.pool.query('alter table tender disable trigger all')
    await database.pool.query(`update tender set opened_at = now() where listing_id = $1`, [id])
    await database.pool.query('alter table tender enable trigger all')
    await database.pool.query('alter table tender_bid enable trigger all')
  })

  test('can be withdrawn until the end, keeps its place in the seal, and is never opened', async () => {
    const { id } = await tender(10)
    const { body: first } = await bid(who('asahi'), id, content(5, 9_000)).expect(201)
    await bid(who('station'), id, content(5, 2_000)).expect(201)
    await send(who('station'), `/marketplace/tenders/${id}/bids/${first.id}/withdraw`).expect(404)
    await send(who('asahi'), `/marketplace/tenders/${id}/bids/${first.id}/withdraw`).expect(200)
    const after = await open(id)
    expect(after.bids.map(({ opened }: { opened: object | null }) => opened === null)).toEqual([true, false])
    expect(after.result).toMatchObject({ wonG: 5_000_000, leftG: 5_000_000, winners: 1 })
  })
})

describe('what a tender refuses', () => {
  let id: string
  beforeAll(async () => {
    id = (await tender(100, { capG: 30_000_000, bidsPerBuyer: 2 })).id
  })
  test.each([
    ['asahi', { ...content(1, 2_000), massG: 1_500_000 }, 422, 'marketplace.step'],
    ['asahi', content(31, 2_000), 422, 'marketplace.bid-too-large'],
    ['asahi', content(1, 999), 422, 'marketplace.bid-below-least'],
  ] as const)('%s bids %o', async (name, says, status, code) => {
    expect((await bid(who(name), id, says).expect(status)).body.code).toBe(code)
  })

  test('its own seller, more bids than the terms allow, orders, bids after the end, an early end', async () => {
    expect((await bid(seller, id, content(1, 2_000)).expect(422)).body.code).toBe('marketplace.own-listing')
    await bid(who('hotel'), id, content(1, 2_000)).expect(201)
    await bid(who('hotel'), id, content(1, 2_100)).expect(201)
    expect((await bid(who('hotel'), id, content(1, 2_200)).expect(409)).body.code).toBe('marketplace.bids-per-buyer')
    const order = await send(who('asahi'), '/marketplace/orders', { listingId: id, massG: 1_000_000 }).expect(409)
    expect(order.body.code).toBe('marketplace.tender-only-bids')
    expect((await send(seller, `/marketplace/listings/${id}/close`).expect(409)).body.code).toBe(
      'marketplace.tender-runs',
    )
    setClock(AFTER)
    try {
      expect((await bid(who('asahi'), id, content(1, 2_000)).expect(409)).body.code).toBe('marketplace.tender-closed')
    } finally {
      setClock()
    }
  })
})

describe('the opening', () => {
  test('happens once, of twenty who ask and the worker at once, and gives every winner one invoice', async () => {
    const { id, lotId } = await tender(10, { capG: 5_000_000 })
    for (const [name, price] of [
      ['asahi', 3_000],
      ['station', 2_000],
      ['nagano', 2_000],
    ] as const) {
      await bid(who(name), id, content(5, price)).expect(201)
    }
    setClock(AFTER)
    try {
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, () => send(operator, `/marketplace/tenders/${id}/open`))),
        openDueTenders(deps),
      ])
      const codes = answers.map(({ status }) => status)
      expect(codes.filter((status) => status === 200).length).toBeLessThanOrEqual(1)
      expect(new Set(codes.filter((status) => status !== 200))).toEqual(new Set([409]))
    } finally {
      setClock()
    }
    const { rows } = await database.pool.query(
      `select b.name, o.mass_g::float8 as mass, o.total_yen::float8 as total
         from market_order o join organisation b on b.id = o.buyer_id where o.listing_id = $1 order by o.total_yen desc`,
      [id],
    )
    // Of the two equal prices the earlier bid came first; the last tonnes were all taken.
    expect(rows).toEqual([
      { name: 'あさひ食品（架空の購入者）', mass: 5_000_000, total: 16_500 },
      { name: '道の駅にちなん日野川の郷', mass: 5_000_000, total: 11_000 },
    ])
    expect((await shown(id)).result).toEqual({
      wonG: 10_000_000,
      leftG: 0,
      winners: 2,
      clearingYenPerTonne: null,
      averagePerTonne: { withoutTaxYen: 2_500, withTaxYen: 2_750 },
      amountYen: 25_000,
      totalYen: 27_500,
    })
    // A winner pays like any other buyer, and the credits move.
    const { body: own } = await who('asahi').get(`/api/v1/marketplace/tenders/${id}/own-bids`).expect(200)
    await send(operator, `/marketplace/orders/${own.items[0].orderId}/settle`).expect(200)
    const { body: holdings } = await who('asahi').get('/api/v1/credits/holdings').expect(200)
    expect(holdings.items.find((one: { lotId: string }) => one.lotId === lotId)).toMatchObject({ massG: 5_000_000 })
  })

  test('gives what nobody won back to the seller', async () => {
    const { id, lotId } = await tender(10)
    const after = await open(id)
    expect(after).toMatchObject({ state: 'opened', result: { wonG: 0, leftG: 10_000_000, averagePerTonne: null } })
    const { rows } = await database.pool.query('select held::float8 as held from holding where lot_id = $1', [lotId])
    expect(rows).toEqual([{ held: 0 }])
  })
})

describe('published sales', () => {
  test('the government’s: 200,000 t and 50,000 t in two tenders, several bids a bidder, six winners by name', async () => {
    const renewable = await tender(200_000, { namesWinners: true })
    const efficiency = await tender(50_000, { namesWinners: true })
    // The masses on sale and the number of winners are published, single bids are not: these figures are the test's own.
    for (const [name, t, price] of [
      ['asahi', 60_000, 2_600],
      ['asahi', 20_000, 2_540],
      ['station', 50_000, 2_580],
      ['nagano', 40_000, 2_550],
      ['hotel', 50_000, 2_536],
    ] as const) {
      await bid(who(name), renewable.id, content(t, price)).expect(201)
    }
    for (const [name, t, price] of [
      ['broker', 30_000, 1_580],
      ['investor', 25_000, 1_560],
      ['hotel', 10_000, 1_540],
    ] as const) {
      await bid(who(name), efficiency.id, content(t, price)).expect(201)
    }
    const first = await open(renewable.id)
    const second = await open(efficiency.id)
    expect(first.result).toMatchObject({ wonG: 200_000_000_000, leftG: 0, winners: 4 })
    expect(second.result).toMatchObject({ wonG: 50_000_000_000, leftG: 0, winners: 2 })
    const names = [...first.bids, ...second.bids].flatMap(({ opened }) => opened?.winner ?? [])
    expect(new Set(names).size).toBe(6)
    expect(second.bids.map(({ opened }: { opened: { wonG: number } }) => opened.wonG)).toEqual([
      30_000_000_000, 20_000_000_000, 0,
    ])
  })

  test('Miyagi’s: 3,673 t in the prefecture, nobody more than 1,837 t, 3,173 yen a tonne at least', async () => {
    const terms = { capG: 1_837_000_000 }
    const rules = [{ kind: 'buyer-prefecture', prefecture: '31' }]
    const { id } = await tender(3_673, terms, { priceYenPerTonne: 3_173, rules })
    expect((await bid(who('asahi'), id, content(10, 3_200)).expect(409)).body.code).toBe('marketplace.buyer-prefecture')
    expect((await bid(who('station'), id, content(1_838, 3_200)).expect(422)).body.code).toBe(
      'marketplace.bid-too-large',
    )
    await bid(who('station'), id, content(1_837, 3_200)).expect(201)
    await bid(who('station'), id, content(1_000, 3_300)).expect(201)
    const after = await open(id)
    expect(after.result).toMatchObject({ wonG: 1_837_000_000, leftG: 1_836_000_000, winners: 1 })
  })

  test('Miyagi’s sale in order of arrival: a million yen’s whole tonnes each, once a fiscal year', async () => {
    const from = (numbers += 1_000_000)
    const { body: lot } = await send(seller, '/forest/lots', {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'EN-R-002',
      projectName: `先着 ${randomUUID().slice(0, 8)}`,
      municipalityCode: '04100',
      vintage: 2023,
      serials: `FCF-${from}〜FCF-${from + 999}`,
      massG: 1_000_000_000,
      statement: { issuedOn: '2024-04-01', holder: '岩手県' },
    }).expect(201)
    const { body: listed } = await send(seller, '/marketplace/listings', {
      lotId: lot.id,
      massG: 1_000_000_000,
      priceYenPerTonne: 3_173,
      taxIncluded: false,
      minG: 1_000_000,
      kind: 'fixed',
      rules: [{ kind: 'most-yen-per-buyer', yen: 1_000_000 }, { kind: 'once-a-fiscal-year' }],
    }).expect(201)
    const order = (t: number) =>
      send(who('investor'), '/marketplace/orders', { listingId: listed.id, massG: t * 1_000_000 })
    // 3,173 yen are 3,490 with tax, so a million yen buy 286 t.
    setClock('2027-05-01T00:00:00Z')
    try {
      const refused = await order(287).expect(409)
      expect(refused.body).toMatchObject({ code: 'marketplace.most-yen-per-buyer' })
      expect(refused.body.messages.en).toContain('286 t')
      const { body: placed } = await order(200).expect(201)
      expect(placed).toMatchObject({ amountYen: 634_600, taxYen: 63_460, totalYen: 698_060 })
      expect((await order(1).expect(409)).body.code).toBe('marketplace.once-a-fiscal-year')
      setClock('2028-04-01T00:00:00+09:00')
      expect((await order(87).expect(409)).body.code).toBe('marketplace.most-yen-per-buyer')
    } finally {
      setClock()
    }
  })
})
