import { randomUUID } from 'node:crypto'
import { logEverything } from '../../support/follow.ts'
import { giveSerialsOnRequest } from '@morinowa/api/schemes/give-serials.ts'
import { giveNextSerials } from '@morinowa/api/schemes/serial-store.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

const { agent, database, deps, signIn } = await startApp()
const town = await signIn('creditOwner')
const operator = await signIn('operator')
const shop = await signIn('merchant-kg')
const traveller = await signIn('traveller')
const { send, lot, bought, attachment } = sellerOfCredits(town, operator)

const TONNE = 1_000_000
const KG = 1_000

type Retirement = { serials: string; massG: number; wholeG: number; official: { massG: number; state: string }[] }
type Claim = { state: string; massG: number; retiredG: number; waitsG: number | null; retirements: Retirement[] }

const look = async (code: string): Promise<Claim> => (await agent.get(`/api/v1/claims/${code}`).expect(200)).body

let sales = 0
const sell = async (id: string, fields: object = {}) => {
  const sale = { externalId: `s-${(sales += 1)}`, at: '2026-03-10T10:00:00+09:00', quantity: 1, ...fields }
  const { body } = await send(shop, `/schemes/${id}/sales`, sale).expect(200)
  return { externalId: sale.externalId, codes: body.claims.map(({ code }: { code: string }) => code) as string[] }
}
const close = (id: string, through: string) => send(shop, `/schemes/${id}/closings`, { through }).expect(201)

/** The grams that the shop's retirements hold, counted by the serials of its claims. */
async function recount(id: string) {
  const { rows } = await database.pool.query<{ given: number; overlaps: number; astray: number; wrong: number }>(
    `with mine as (select * from sale_retirement where scheme_id = $1)
     select (select coalesce(sum(hi - lo), 0)::bigint from mine) as given,
            (select count(*) from (select lo, lag(hi) over (partition by lot_id order by lo, hi) as before from mine) x
              where before > lo) as overlaps,
            (select count(*) from mine m where not exists (
               select from ledger_entry e where e.retirement_id = m.retirement_id and e.lot_id = m.lot_id
                  and e.lo <= m.lo and e.hi >= m.hi)) as astray,
            (select count(*) from claim c join mine m on m.code = c.code where c.returned) as wrong`,
    [id],
  )
  const { given, ...faults } = rows[0] ?? {}
  expect(faults).toEqual({ overlaps: 0, astray: 0, wrong: 0 })
  return given
}

test('every gram of a claim is set aside, retired under its own serials, or both in part', async () => {
  const scheme = await attachment(shop, await bought(shop, 4), 3 * TONNE, [{ sku: 'a', name: '箱', massG: 30 * KG }])
  const { codes } = await sell(scheme.id, { quantity: 33 })
  const { codes: last } = await sell(scheme.id, { quantity: 2 })
  const before = await look(codes[0] as string)
  expect(before).toMatchObject({ state: 'attached', retiredG: 0, retirements: [], waitsG: null })

  await close(scheme.id, '2026-03-31')
  const claims = await Promise.all([...codes, ...last].map(look))
  // 1,000 kg of 1,050: 33 whole claims, ten kilograms of the next one, nothing of the last.
  expect(claims.map(({ retiredG }) => retiredG)).toEqual([...Array.from({ length: 33 }, () => 30 * KG), 10 * KG, 0])
  expect(claims.map(({ state }) => state)).toEqual([
    ...Array.from({ length: 33 }, () => 'retired'),
    'attached',
    'attached',
  ])
  expect(claims.at(-1)?.waitsG).toBe(950 * KG)
  expect(claims[0]?.retirements).toMatchObject([{ massG: 30 * KG, wholeG: TONNE }])
  const serials = claims.flatMap(({ retirements }) => retirements.map((one) => one.serials))
  expect(new Set(serials).size).toBe(34)
  expect(await recount(scheme.id)).toBe(TONNE)
  // The register finds each gram of a claim retired.
  const found = await agent.get('/api/v1/registry/search').query({ q: serials[0] }).expect(200)
  expect(found.body.gram).toMatchObject({ state: 'retired' })
})

test('what comes back frees its serials for the next, and no other claim’s serials change', async () => {
  const scheme = await attachment(shop, await bought(shop, 4), 3 * TONNE, [{ sku: 'a', name: '丸太', massG: 100 * KG }])
  const { externalId, codes } = await sell(scheme.id, { quantity: 10 })
  await close(scheme.id, '2026-03-31')
  const kept = await look(codes[0] as string)
  await send(shop, `/schemes/${scheme.id}/returns`, { externalId, quantity: 4 }).expect(200)
  expect(await recount(scheme.id)).toBe(600 * KG)
  expect((await look(codes[0] as string)).retirements).toEqual(kept.retirements)
  expect(await look(codes[9] as string)).toMatchObject({ state: 'returned', retiredG: 0, retirements: [] })

  // Four more are sold: the tonne that is retired already covers them at the next closing.
  const { codes: next } = await sell(scheme.id, { quantity: 4, at: '2026-04-02T10:00:00+09:00' })
  expect(await look(next[0] as string)).toMatchObject({ state: 'attached', retiredG: 0 })
  expect((await close(scheme.id, '2026-04-30')).body).toMatchObject({ retiredG: 0 })
  for (const code of next) expect(await look(code)).toMatchObject({ state: 'retired', retiredG: 100 * KG })
  expect(await recount(scheme.id)).toBe(TONNE)
  expect((await look(codes[0] as string)).retirements).toEqual(kept.retirements)
})

test('of a sale without codes the grams are counted too, before what was sold later', async () => {
  const scheme = await attachment(shop, await bought(shop, 4), 3 * TONNE, [{ sku: 'a', name: '丸太', massG: 100 * KG }])
  const photo = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')
  await send(shop, `/schemes/${scheme.id}/tallies`, { month: '2026-02', items: 7, photo }).expect(200)
  const { codes } = await sell(scheme.id, { quantity: 5 })
  await close(scheme.id, '2026-03-31')
  const states = await Promise.all(codes.map(async (code) => (await look(code)).state))
  expect(states).toEqual(['retired', 'retired', 'retired', 'attached', 'attached'])
  expect(await recount(scheme.id)).toBe(TONNE)
})

test('at a registry outside, the claim says what of its own grams is due and what is retired there', async () => {
  const block = Math.floor(Math.random() * 1_000_000) * 1_000
  const { id: lotId } = await lot({ serials: `JCL-${block}〜JCL-${block + 9}`, massG: 10 * TONNE })
  const { id: listingId } = (
    await send(town, '/marketplace/listings', {
      lotId,
      massG: 4 * TONNE,
      priceYenPerTonne: 15_000,
      taxIncluded: true,
      minG: KG,
      kind: 'fixed',
    }).expect(201)
  ).body
  const { body: order } = await send(shop, '/marketplace/orders', { listingId, massG: 4 * TONNE }).expect(201)
  await send(operator, `/marketplace/orders/${order.id}/settle`).expect(200)
  const scheme = await attachment(shop, lotId, 3 * TONNE, [{ sku: 'a', name: '薪', massG: 400 * KG }])
  const { codes } = await sell(scheme.id, { quantity: 5 })
  await close(scheme.id, '2026-03-31')
  await logEverything(deps)
  const waiting = await look(codes[0] as string)
  expect(waiting.retirements[0]?.official).toMatchObject([{ massG: 400 * KG, state: 'due' }])

  await operator
    .post(`/api/v1/forest/lots/${lotId}/official-retirements`)
    .send({ serials: `JCL-${block}`, retiredOn: '2026-11-20', document: '無効化通知 第7号' })
    .expect(201)
  const officials = async (code: string) => {
    const claim = await look(code)
    return claim.retirements.flatMap(({ official }) => official.map(({ massG, state }) => [state, massG]))
  }
  expect(await officials(codes[0] as string)).toEqual([['retired', 400 * KG]])
  // The third claim's grams lie across the first and the second official tonne.
  expect(await officials(codes[2] as string)).toEqual([
    ['retired', 200 * KG],
    ['due', 200 * KG],
  ])
  expect(await officials(codes[4] as string)).toEqual([['due', 400 * KG]])
})

test('claims in an account say each by itself how far its grams are', async () => {
  const scheme = await attachment(shop, await bought(shop, 2), 2 * TONNE, [{ sku: 'a', name: '箱', massG: 600 * KG }])
  const { codes } = await sell(scheme.id, { quantity: 3 })
  for (const code of codes) await send(traveller, `/claims/${code}/keep`).expect(200)
  await close(scheme.id, '2026-03-31')
  const { body } = await traveller.get('/api/v1/me/claims').expect(200)
  const mine = (body.items as (Claim & { code: string })[]).filter(({ code }) => codes.includes(code))
  const of = (code: string | undefined) => mine.find((one) => one.code === code)
  expect(of(codes[0])).toMatchObject({ state: 'retired', retiredG: 600 * KG })
  expect(of(codes[1])).toMatchObject({ state: 'attached', retiredG: 400 * KG })
  expect(of(codes[2])).toMatchObject({ state: 'attached', retiredG: 0, retirements: [] })
})

test('a closing of many claims gives the first their serials, and a job that was cut short the others', async () => {
  const scheme = await attachment(shop, await bought(shop, 3), 2 * TONNE, [{ sku: 'a', name: '封筒', massG: 100 }])
  const at = '2026-03-10T10:00:00+09:00'
  const ids: string[] = []
  const codes: string[] = []
  for (let i = 0; i < 2; i++) {
    const list = Array.from({ length: 5_000 }, () => ({ externalId: randomUUID(), at }))
    const { body } = await send(shop, `/schemes/${scheme.id}/sales`, list).expect(200)
    ids.push(...list.map(({ externalId }) => externalId))
    codes.push(...body.claims.map(({ code }: { code: string }) => code))
  }
  await send(shop, `/schemes/${scheme.id}/sales`, { externalId: 'next', at: '2026-04-02T10:00:00+09:00' }).expect(200)
  await close(scheme.id, '2026-03-31')
  const shown = async () => (await shop.get(`/api/v1/schemes/${scheme.id}`).expect(200)).body.serialsDueG
  expect(await recount(scheme.id)).toBe(200 * KG)
  expect(await shown()).toBe(800 * KG)
  expect(await look(codes[0] as string)).toMatchObject({ state: 'retired', serialsDue: false })
  expect(await look(codes.at(-1) as string)).toMatchObject({ state: 'attached', serialsDue: true, waitsG: null })

  // What comes back meanwhile, before and after its turn; then the worker ends in the middle of a piece.
  for (const externalId of [ids[0], ids[9_000]])
    await send(shop, `/schemes/${scheme.id}/returns`, { externalId }).expect(200)
  const killed = deps.db.transaction(async (tx) => {
    await giveNextSerials(tx, scheme.id as SchemeId, 500)
    throw new Error('killed')
  })
  await expect(killed).rejects.toThrow('killed')
  await deps.db.transaction((tx) => giveNextSerials(tx, scheme.id as SchemeId, 500))
  expect(await recount(scheme.id)).toBe((2_000 - 1 + 500) * 100)
  // Two workers at once, as after one was taken for dead.
  await Promise.all([giveSerialsOnRequest(deps, { schemeId: scheme.id }), giveSerialsOnRequest(deps, null)])
  expect(await recount(scheme.id)).toBe((10_000 - 2) * 100)
  expect(await shown()).toBe(0)
  expect(await look(codes.at(-1) as string)).toMatchObject({ state: 'retired', retiredG: 100, serialsDue: false })
  const { rows } = await database.pool.query('select left_g = right_g and broken = 0 as ok from serial_laws()')
  expect(rows).toEqual([{ ok: true }])
}, 60_000)
