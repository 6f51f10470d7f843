import { randomUUID } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

// What a shop prints, embeds and keeps, what pooling saves, and claims that people keep.

const { agent, signIn, database } = await startApp()
const shop = await signIn('merchant-kg')
const station = await signIn('merchant')
const traveller = await signIn('traveller')
const hotel = await signIn('hotel')
const town = await signIn('creditOwner')
const { bought, attachment, send, lot, listing } = sellerOfCredits(town, await signIn('operator'))

const KG = 1_000
const TONNE = 1_000_000
let lotId: string
beforeAll(async () => {
  lotId = await bought(shop, 300)
})

let n = 0
const sale = (fields: object = {}) => ({ externalId: `k-${++n}`, at: '2026-03-10T10:00:00+09:00', ...fields })
const sell = (who: Agent, id: string, body: object) => send(who, `/schemes/${id}/sales`, body)
const bytesOf = async (path: string, who: Agent = agent): Promise<Buffer> => {
  const answer = await who
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
    .expect(200)
  expect(answer.headers['content-type']).toBe('application/pdf')
  return answer.body
}

/** What the streams of a PDF draw and its dictionaries say, without what is only binary. */
function insideOf(pdf: Buffer): string {
  let text = pdf.toString('latin1')
  for (let at = 0; ; ) {
    const start = pdf.indexOf('stream\n', at)
    if (start < 0) return text
    const end = pdf.indexOf('endstream', start)
    try {
      text += inflateSync(pdf.subarray(start + 7, end)).toString('latin1')
    } catch {
      // A font or a picture.
    }
    at = end + 9
  }
}

describe('things to print', () => {
  test('posters, tags and badges are tagged PDFs in both languages with their font inside', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, [
      { sku: 'a', name: '信州りんごの冷凍食品 とても長い名前の大きな箱入り詰め合わせ', massG: 2 * KG },
      { sku: 'b', name: 'b', massG: 1 },
    ])
    await sell(shop, scheme.id, sale({ sku: 'a' })).expect(200)
    for (const piece of ['poster', 'shelf-tag', 'badge']) {
      for (const lang of ['ja', 'en']) {
        const pdf = await bytesOf(`/api/v1/schemes/${scheme.id}/kit/${piece}?lang=${lang}`)
        const inside = insideOf(pdf)
        expect(inside.startsWith('%PDF-1.7')).toBe(true)
        for (const part of ['/StructTreeRoot', '/MarkInfo', '/FontFile2', '/Figure', lang === 'ja' ? 'ja-JP' : '(en)'])
          expect([piece, lang, part, inside.includes(part)]).toEqual([piece, lang, part, true])
      }
    }
    await agent.get(`/api/v1/schemes/${scheme.id}/kit/shelf-tag?sku=b`).expect(200)
    const unknown = await agent.get(`/api/v1/schemes/${scheme.id}/kit/shelf-tag?sku=zz`).expect(422)
    expect(unknown.body.code).toBe('schemes.sku-unknown')
    await agent.get(`/api/v1/schemes/${randomUUID()}/kit/poster`).expect(404)
  })

  test('a frame, a tag and a badge may stand on any page, and the tag changes with the last item', async () => {
    const scheme = await attachment(shop, lotId, 3 * KG, [{ sku: 'a', name: '<b>りんご</b>', massG: 2 * KG }])
    const tag = async () => (await agent.get(`/embed/schemes/${scheme.id}/tag`).expect(200)).text
    expect(await tag()).toContain('CO₂ 2 kg 分のクレジット付き')
    await sell(shop, scheme.id, sale({ sku: 'a' })).expect(200)
    expect(await tag()).toContain('いまは在庫がありません')
    expect(await tag()).not.toContain('<b>りんご')
    const frame = await agent.get(`/embed/schemes/${scheme.id}?lang=en`).expect(200)
    expect(frame.headers['content-security-policy']).toContain('frame-ancestors *')
    expect(frame.headers['x-frame-options']).toBeUndefined()
    expect(frame.text).toContain('Attached to products')
    const badge = await agent.get(`/embed/schemes/${scheme.id}/badge.svg`).expect(200)
    expect(badge.headers['content-type']).toContain('image/svg+xml')
    const { id: long } = await attachment(shop, lotId, KG, [{ sku: 'a', name: 'a', massG: 1 }])
    await database.pool.query('update scheme set name = $1 where id = $2', ['森'.repeat(80), long])
    const { body: picture } = await agent.get(`/embed/schemes/${long}/badge.svg`).expect(200)
    expect(picture.toString()).toContain(`>${'森'.repeat(15)}…<`)
    expect(picture.toString()).toContain(`aria-label="${'森'.repeat(80)}: `)
    await agent.get('/embed/scheme.js').expect(200)
    await agent.get('/embed/schemes/nonsense').expect(404)
  })
})

describe('the statement of a month', () => {
  test('carries in, adds up day by day and carries on, to the gram and the yen', async () => {
    const { id } = await lot()
    await listing(id, { massG: 10 * TONNE, minG: 100 * KG })
    const { body: scheme } = await send(station, '/schemes', {
      kind: 'per-item-fund',
      name: '1品1円',
      place: '道の駅',
      municipalityCode: '31401',
      yenPerItem: 1,
      buysFrom: { lotId: id },
      closing: 'month',
    }).expect(201)
    const one = sale({ at: '2026-02-10T10:00:00+09:00', quantity: 1_700 })
    await sell(station, scheme.id, one).expect(200)
    await send(station, `/schemes/${scheme.id}/closings`, { through: '2026-02-28' }).expect(201)
    await sell(station, scheme.id, sale({ quantity: 40 })).expect(200)
    await sell(station, scheme.id, sale({ at: '2026-03-31T23:59:59+09:00', quantity: 2 })).expect(200)
    const photo = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
    await send(station, `/schemes/${scheme.id}/tallies`, { month: '2026-03', items: 8, photo }).expect(200)

    const path = (month: string, query = '') => `/api/v1/schemes/${scheme.id}/statements/${month}${query}`
    const { body: february } = await station.get(path('2026-02')).expect(200)
    expect(february).toMatchObject({
      before: { fundYen: 0, waitingG: 0 },
      sums: { items: 1_700, massG: 0, yen: 1_700 },
      closings: [{ through: '2026-02-28', spentYen: 1_500, boughtG: 100 * KG, retiredG: 100 * KG }],
      after: { fundYen: 200, waitingG: 0 },
    })
    const { body: march } = await station.get(path('2026-03')).expect(200)
    expect(march).toMatchObject({
      before: february.after,
      days: [
        { day: '2026-03-10', items: 40, yen: 40 },
        { day: '2026-03-31', items: 10, yen: 10 },
      ],
      onPaper: 8,
      closings: [],
      after: { fundYen: 250, waitingG: 0 },
    })
    const { text: csv } = await station.get(path('2026-02', '?format=csv')).expect(200)
    const cells = csv
      .trim()
      .split('\r\n')
      .map((row) => row.split(','))
    expect(cells).toHaveLength(5)
    // Every line but the last sums to the last, in yen and in grams.
    for (const column of [3, 4]) {
      const numbers = cells.slice(1).map((row) => Number(row[column]))
      expect(numbers.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(numbers.at(-1))
    }
    expect(insideOf(await bytesOf(path('2026-02', '?format=pdf'), station))).toContain('/StructTreeRoot')
    await shop.get(path('2026-02')).expect(404)
    await agent.get(path('2026-02')).expect(401)
  })
})

describe('a claim in somebody’s account', () => {
  test('is the first account’s, is listed there, and a copy of it cannot be added', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG)
    const one = sale({ quantity: 2 })
    const { body } = await sell(shop, scheme.id, one).expect(200)
    const [first, second] = body.claims.map(({ code }: { code: string }) => code) as [string, string]
    const before = (await traveller.get('/api/v1/me/claims').expect(200)).body
    const crowd = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? traveller : hotel).post(`/api/v1/claims/${first}/keep`)),
    )
    expect(
      new Set(crowd.map(({ status, body: said }) => `${status} ${said.code === first ? 'kept' : said.code}`)),
    ).toEqual(new Set(['200 kept', '409 schemes.claim-kept']))
    expect(crowd.filter(({ status }) => status === 200)).toHaveLength(10)
    await agent.post(`/api/v1/claims/${second}/keep`).expect(401)
    await traveller.post('/api/v1/claims/00000000/keep').expect(404)

    const typed = `${second.slice(0, 4)}-${second.slice(4)}`.toLowerCase()
    await traveller.post(`/api/v1/claims/${typed}/keep`).expect(200)
    const { body: own } = await traveller.get('/api/v1/me/claims').expect(200)
    expect(own.items[0]).toMatchObject({ code: second, massG: 2 * KG, state: 'attached', schemeName: scheme.name })
    expect(own.massG).toBeGreaterThanOrEqual(before.massG + 2 * KG)
    // Adding is no look: the customer's first look stays the first.
    expect((await agent.get(`/api/v1/claims/${second}`).expect(200)).body.firstLook).toBe(true)
    await send(shop, `/schemes/${scheme.id}/returns`, { externalId: one.externalId }).expect(200)
    const { body: after } = await traveller.get('/api/v1/me/claims').expect(200)
    expect(after.items[0]).toMatchObject({ code: second, state: 'returned' })
    expect(after.massG).toBeLessThan(own.massG)
    const { body: third } = await sell(shop, scheme.id, sale()).expect(200)
    await database.pool.query('update claim set returned = true where code = $1', [third.claims[0].code])
    const refused = await traveller.post(`/api/v1/claims/${third.claims[0].code}/keep`).expect(409)
    expect(refused.body.code).toBe('schemes.claim-returned')
  })
})

describe('emissions that are counted', () => {
  const event = { name: 'オフセットマッチ', from: '2025-12-01', to: '2026-03-10', place: '浦安市' }
  const open = async (fields: object) =>
    (
      await send(shop, '/schemes', {
        kind: 'event-offset',
        name: '秋祭り',
        place: '浦安市',
        municipalityCode: '12227',
        event,
        sources: [{ lotId, share: 1 }],
        ...fields,
      }).expect(201)
    ).body

  test('nine matches pool to 233 t; the two families add up in every match; the saving stands in yen', async () => {
    const matches = [24.5, 25.6, 26.5, 25.6, 25.5, 26.6, 26.5, 26.6, 25.5].map((tonnes) => Math.round(tonnes * TONNE))
    const paddy = await bought(shop, 130, { methodology: 'AG-005' })
    const scheme = await open({
      sources: [
        { lotId: paddy, share: 117 },
        { lotId, share: 116 },
      ],
    })
    for (const massG of matches) await sell(shop, scheme.id, sale({ massG })).expect(200)
    const { body: before } = await shop.get(`/api/v1/schemes/${scheme.id}/pooling`).expect(200)
    expect(before).toMatchObject({
      unitG: TONNE,
      massG: 232_900_000,
      pooledG: 233 * TONNE,
      separatelyG: 237 * TONNE,
      savedG: 4 * TONNE,
      more: false,
      sources: [
        { lotId: paddy, share: 117, massG: 116_949_785 },
        { lotId, share: 116, massG: 115_950_215 },
      ],
    })
    expect(before.savedYen).toBe(Math.ceil((before.savedG * before.priceYenPerTonne) / TONNE))
    expect(before.parts).toHaveLength(9)
    for (const [i, { massG, split }] of before.parts.entries()) {
      expect(massG).toBe(matches[i])
      expect(split[0] + split[1]).toBe(massG)
    }
    const { body: closing } = await send(shop, `/schemes/${scheme.id}/closings`, { through: '2026-03-31' }).expect(201)
    expect(closing).toMatchObject({ retiredG: 233 * TONNE, carriedG: -100_000 })
    const { body: after } = await shop.get(`/api/v1/schemes/${scheme.id}/pooling`).expect(200)
    expect(after.sources.map(({ retiredG }: { retiredG: number }) => retiredG)).toEqual([117 * TONNE, 116 * TONNE])
    await station.get(`/api/v1/schemes/${scheme.id}/pooling`).expect(404)
  })

  test('visitors’ travel is numbers by way of travel; the estimate is set aside before and its difference given back', async () => {
    // 1,000 by rail 20 km and 200 by car 30 km, then power: grams are the factors' own, rounded up once.
    const counted = (rail: number) => ({
      travel: [
        { mode: 'rail', people: rail, distanceM: 20_000 },
        { mode: 'car', people: 200, distanceM: 30_000 },
        { mode: 'walk', people: 300, distanceM: 900 },
      ],
      energy: [{ carrier: 'electricity', quantity: 1_200 }],
      measures: [{ what: '会場の電気を再エネに', massG: 7_600 }],
    })
    const scheme = await open({ event: { ...event, name: '花火' }, estimate: counted(1_000) })
    const { factors } = scheme.terms
    const due = (rail: number) => {
      const mg = (BigInt(rail) * 20n * BigInt(factors.rail.valueMg) + 200n * 30n * BigInt(factors.car.valueMg)) * 1n
      const all = mg + 1_200n * BigInt(factors.electricity.valueMg)
      return Number((all + 999n) / 1_000n) - 7_600
    }
    expect(scheme).toMatchObject({ reservedG: due(1_000) })
    expect(factors.rail).toMatchObject({ factorId: 'jp.mlit.fy2024.rail', unit: 'g-CO2/pkm' })
    const part = sale({ emission: counted(1_100) })
    const { body } = await sell(shop, scheme.id, part).expect(200)
    expect(body.attachedG).toBe(due(1_100))
    expect((await sell(shop, scheme.id, part).expect(200)).body).toMatchObject({ accepted: 0, duplicate: 1 })
    expect((await sell(shop, scheme.id, { ...part, emission: counted(1_101) }).expect(409)).body.code).toBe(
      'schemes.sale-differs',
    )
    const { body: pooling } = await shop.get(`/api/v1/schemes/${scheme.id}/pooling`).expect(200)
    expect(pooling.parts).toMatchObject([
      { massG: due(1_100), measuresG: 7_600, emittedG: due(1_100) + 7_600, split: [due(1_100)] },
    ])
    const { rows } = await database.pool.query('select detail from scheme_emission where scheme_id = $1', [scheme.id])
    expect(Object.keys(rows[0].detail.factors).toSorted()).toEqual(['car', 'electricity', 'rail'])
    const huge = await open({ event: { ...event, name: '盆踊り' }, estimateG: 5 * TONNE })
    await sell(shop, huge.id, sale({ massG: 1_200_000 })).expect(200)
    const { body: closing } = await send(shop, `/schemes/${huge.id}/closings`, { through: '2026-03-31' }).expect(201)
    expect(closing).toMatchObject({ retiredG: 2 * TONNE, releasedG: 3 * TONNE, carriedG: -800_000 })
  })

  test('an event that is registered already is warned of, whoever registered it', async () => {
    const own = { ...event, name: '市民マラソン', place: '総合公園 陸上競技場', from: '2026-01-10', to: '2026-01-11' }
    const first = await open({ event: own })
    expect(first.warnings).toEqual([])
    const { id: other } = await lot()
    const ask = {
      kind: 'event-offset',
      name: '別の主催者',
      place: '公園',
      municipalityCode: '12227',
      event: { ...own, name: 'シティマラソン', place: '総合公園陸上競技場', from: '2026-01-11', to: '2026-01-12' },
      sources: [{ lotId: other, share: 1 }],
    }
    const { body: second } = await send(town, '/schemes', ask).expect(201)
    expect(second.warnings).toHaveLength(1)
    expect(second.warnings[0].ja).toContain('市民マラソン')
    expect((await shop.get(`/api/v1/schemes/${first.id}`).expect(200)).body.warnings[0].en).toContain('シティマラソン')
    const later = { ...ask, event: { ...ask.event, from: '2026-01-13', to: '2026-01-13' } }
    expect((await send(town, '/schemes', later).expect(201)).body.warnings).toEqual([])
  })

  test('transport and public buildings offset only what is left after measures', async () => {
    const { body: scheme } = await send(shop, '/schemes', {
      kind: 'residual-offset',
      name: '共同配送',
      place: '物流センター',
      municipalityCode: '12227',
      subject: 'goods-transport',
      period: { from: '2026-01-01', to: '2026-03-31' },
      sources: [{ lotId, share: 1 }],
      estimateG: 3 * TONNE,
    }).expect(201)
    const energy = [{ carrier: 'diesel', quantity: 1_000 }]
    const codeOf = async (emission: object, status: number) =>
      (await sell(shop, scheme.id, sale({ emission })).expect(status)).body.code
    expect(await codeOf({ energy }, 422)).toBe('schemes.measures-missing')
    expect(await codeOf({ energy, measures: [{ what: '全部', massG: 9 * TONNE }] }, 422)).toBe('schemes.nothing-left')
    const { body } = await sell(
      shop,
      scheme.id,
      sale({ emission: { energy, measures: [{ what: '共同配送で便を減らした', massG: 580 * KG }] } }),
    ).expect(200)
    expect(body.attachedG).toBe(2 * TONNE)
    const { body: closing } = await send(shop, `/schemes/${scheme.id}/closings`, { through: '2026-03-31' }).expect(201)
    expect(closing).toMatchObject({ retiredG: 2 * TONNE, releasedG: TONNE, carriedG: 0 })
    const { body: page } = await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
    expect(page.wording.ja).toContain('対策のあとに残った排出')
  })
})

describe('a hotel and its forest', () => {
  test('further credits may be of the same project and of no other, and a default figure is called one', async () => {
    const own = await bought(hotel, 5)
    const other = await bought(hotel, 5)
    const { body: scheme } = await send(hotel, '/schemes', {
      kind: 'stay-offset',
      name: 'エコ泊',
      place: '飯田',
      municipalityCode: '20205',
      payer: 'guest',
      yenPerGuestNight: 300,
      reserve: { lotId: own, massG: TONNE },
    }).expect(201)
    const add = (id: string) => send(hotel, `/schemes/${scheme.id}/reserves`, { lotId: id, massG: KG })
    await add(own).expect(201)
    expect((await add(other).expect(422)).body.code).toBe('schemes.other-forest')
    const { body } = await agent.get(`/api/v1/schemes/${scheme.id}/public`).expect(200)
    expect(body.perUnit).toEqual({ massG: 15_000, basis: 'default', factorId: 'jp.hotel.moe15' })
  })
})
