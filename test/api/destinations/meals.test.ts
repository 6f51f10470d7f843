import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, type RideLine } from '../mobility/support.ts'
import { expectSumsToAgree } from '../reductions/support.ts'

let here: TestApp
let cafe: Provider
let guest: Agent

const TODAY = '2026-10-20T14:00:00.000Z'
const TOMORROW = '2026-10-21T03:00:00.000Z'

beforeAll(async () => {
  here = await startApp()
  cafe = await provider(here)
  guest = await newPerson(here, 'meal-guest')
  await guest.post('/api/v1/me/links').send({ provider: cafe.id, memberNumber: 'EAT-1' }).expect(201)
})

const send = async (path: string, lines: readonly RideLine[], at: string) => {
  here.setClock(at)
  try {
    const { body } = await here.agent
      .post(`/api/v1/destinations/${path}`)
      .set('authorization', `Bearer ${cafe.key}`)
      .set('content-type', 'application/x-ndjson')
      .send(ndjson(lines))
      .expect(200)
    return body
  } finally {
    here.setClock()
  }
}

/** Four weeks of lunches: 2 beef, 3 pork, 3 chicken, 2 vegetarian a day. */
function lunches(placeRef: string, days = 28): RideLine[] {
  const menu = { beef: 2, 豚肉: 3, chicken: 3, vegetarian: 2 }
  return Array.from({ length: days }, (_, n) => {
    const at = new Date(Date.parse('2026-09-20T03:00:00Z') + n * 86_400_000).toISOString().slice(0, 10)
    return Object.entries(menu).map(([meal, quantity]) => ({
      externalId: `${placeRef}-${n}-${meal}`,
      type: 'meal.swap',
      meal,
      at: `${at}T12:00:00+09:00`,
      quantity,
      placeRef,
      municipality: '16211',
    }))
  }).flat()
}

const eaten = (externalId: string, more: RideLine = {}): RideLine => ({
  externalId,
  subject: 'EAT-1',
  type: '食事',
  meal: '菜食',
  at: '2026-10-20T12:30:00+09:00',
  quantity: 1,
  placeRef: 'cafe',
  municipality: '16211',
  ...more,
})

async function actOf(externalId: string) {
  const { rows } = await here.database.pool.query(`select id, input from reduction where external_id = $1`, [
    externalId,
  ])
  const { body } = await guest.get(`/api/v1/me/reductions/${rows[0].id}`).expect(200)
  return { ...body, ask: rows[0].input.ask }
}

describe('a meal is compared with what its own restaurant sold', () => {
  test('in the ninety days before, once 200 meals on 28 days are on record; until then it is shown only', async () => {
    expect(await send('imports', [...lunches('cafe'), eaten('first')], TODAY)).toMatchObject({
      rejected: 0,
      lines: 113,
    })
    // What is told today is known tomorrow: in whatever pieces an upload comes, its lines meet one mix.
    const first = await actOf('first')
    expect(first).toMatchObject({ shownG: 610, creditedG: 0, reproduced: true })
    expect(first.reasons.map(({ code }: { code: string }) => code)).toContain('sales-mix-missing')
    expect(JSON.stringify(first.trace)).toContain('鶏肉')

    await send(
      'imports',
      [
        eaten('second', { at: '2026-10-20T12:31:00+09:00' }),
        eaten('elsewhere', { placeRef: 'bar', at: '2026-10-20T19:00:00+09:00' }),
      ],
      TOMORROW,
    )
    const second = await actOf('second')
    // 20 % x 4,970 + 30 % x 1,650 + 30 % x 1,460 + 20 % x 850 = 2,097 g, less 850 g.
    expect(second).toMatchObject({ shownG: 1_247, reproduced: true })
    expect(second.ask.mix).toEqual({ beef: 2_000, pork: 3_000, chicken: 3_000, vegetarian: 2_000 })
    expect(second.coefficients).toMatchObject({ evidenceBp: 9_500, additionalityBp: 8_000 })
    expect(second.creditedG).toBeGreaterThan(500)
    const trace = JSON.stringify(second.trace)
    expect(trace).toContain('この店の90日間の販売構成')
    for (const id of ['beef', 'pork', 'chicken', 'vegetarian']) expect(trace).toContain(`fr.ademe.meal.${id}`)
    here.setClock(TOMORROW)
    const { body } = await cafe.agent.get('/api/v1/destinations/sales-mixes').expect(200)
    here.setClock()
    expect(body).toMatchObject({ day: '2026-10-21' })
    expect(body.items).toEqual([
      // What was told today is known tomorrow.
      { placeRef: 'bar', meals: 0, days: 0, isEnough: false, sold: [] },
      {
        placeRef: 'cafe',
        meals: 281,
        days: 29,
        isEnough: true,
        sold: [
          { meal: 'beef', meals: 56, shareBp: 2_000 },
          { meal: 'pork', meals: 84, shareBp: 3_000 },
          { meal: 'chicken', meals: 84, shareBp: 3_000 },
          { meal: 'vegetarian', meals: 57, shareBp: 2_000 },
        ],
      },
    ])
    // Another restaurant of the same provider has sales of its own, or none.
    expect(await actOf('elsewhere')).toMatchObject({ creditedG: 0 })
    await expectSumsToAgree(here)
  })

  test('and sending it again, or in pieces, counts no meal twice', async () => {
    const sold = async () =>
      (await here.database.pool.query(`select sum(meals)::int as n from meal_sale where place_ref = 'cafe'`)).rows[0].n
    const before = await sold()
    await send('imports', [...lunches('cafe'), eaten('first')], TOMORROW)
    expect(await sold()).toBe(before)
    const pieces = lunches('diner').toSorted((a, b) => (String(a.externalId) < String(b.externalId) ? 1 : -1))
    for (let at = 0; at < pieces.length; at += 30) await send('imports', pieces.slice(0, at + 30), TODAY)
    await send('imports', [eaten('diner-1', { placeRef: 'diner', at: '2026-10-20T18:00:00+09:00' })], TOMORROW)
    expect((await actOf('diner-1')).ask.mix).toEqual((await actOf('second')).ask.mix)
  })

  test('a meal that saves nothing credits nothing, and one that nearly everybody takes is shown only', async () => {
    await send('imports', [eaten('steak', { meal: 'beef', at: '2026-10-20T20:00:00+09:00' })], TOMORROW)
    const steak = await actOf('steak')
    expect(steak.shownG).toBeLessThan(0)
    expect(steak.creditedG).toBe(0)
    const vegan = Array.from({ length: 30 }, (_, n) => ({
      ...eaten(`v-${n}`, { placeRef: 'vegan', meal: 'vegan', quantity: 20 }),
      subject: null,
      at: `${new Date(Date.parse('2026-09-15T03:00:00Z') + n * 86_400_000).toISOString().slice(0, 10)}T12:00:00+09:00`,
    }))
    await send(
      'imports',
      [
        ...vegan,
        eaten('v-beef', {
          placeRef: 'vegan',
          meal: 'beef',
          subject: null,
          quantity: 40,
          at: '2026-10-01T12:00:00+09:00',
        }),
      ],
      TODAY,
    )
    await send(
      'imports',
      [eaten('one-of-many', { placeRef: 'vegan', meal: 'vegan', at: '2026-10-20T21:00:00+09:00' })],
      TOMORROW,
    )
    const { reasons, creditedG } = await actOf('one-of-many')
    expect(reasons.map(({ code }: { code: string }) => code)).toContain('take-up')
    expect(creditedG).toBe(0)
  })

  test('corrected, it keeps what it was compared with, and its restaurant’s sales follow', async () => {
    const before = await actOf('second')
    const told = () =>
      here.database.pool.query(
        `select meal, sum(meals)::int as n from meal_sale where place_ref = 'cafe' and day = '2026-10-20' group by 1 order by 1`,
      )
    const { rows: was } = await told()
    await send(
      'corrections',
      [eaten('second', { at: '2026-10-20T12:31:00+09:00', meal: 'vegan' })],
      '2026-11-01T03:00:00.000Z',
    )
    const after = await actOf('second')
    expect(after.ask).toEqual({ ...before.ask, meal: 'vegan' })
    expect(after).toMatchObject({ shownG: before.shownG + 310, reproduced: true })
    const counts = (rows: { meal: string; n: number }[]) => Object.fromEntries(rows.map(({ meal, n }) => [meal, n]))
    const now = counts((await told()).rows)
    expect(now.vegetarian).toBe((counts(was).vegetarian ?? 0) - 1)
    expect(now.vegan).toBe((counts(was).vegan ?? 0) + 1)
    await send('corrections', [{ externalId: 'second', withdrawn: 'true' }], '2026-11-01T03:00:00.000Z')
    expect(counts((await told()).rows).vegan).toBe(counts(was).vegan ?? 0)
    await expectSumsToAgree(here)
  })

  test('a meal without what was eaten is a line with a reason', async () => {
    const body = await send('imports', [eaten('blank', { meal: null }), eaten('odd', { meal: 'うどん' })], TOMORROW)
    expect(body.rejected).toBe(2)
    const { body: rows } = await cafe.agent.get(`/api/v1/imports/${body.importId}/rows`).expect(200)
    expect(rows.items[0].detail).toMatch(/meal/)
  })
})
