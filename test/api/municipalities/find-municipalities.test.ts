import type { Municipality } from '@morinowa/shared/municipalities/contract.ts'
import { seedMunicipalities } from '@morinowa/prisma/seed/municipalities.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const { agent, database } = await startApp()

async function find(query: Record<string, string>): Promise<{ items: Municipality[]; next: string | null }> {
  return (await agent.get('/api/v1/municipalities').query(query).expect(200)).body
}
const codesOf = (items: readonly Municipality[]) => items.map(({ code }) => code)

test.each([
  ['長野市', '20201'],
  ['ながの', '20201'],
  ['ﾅｶﾞﾉ', '20201'],
  ['Nagano City', '20201'],
  ['nagano-shi', '20201'],
  ['20201', '20201'],
  ['202011', '20201'],
  ['長野県 上田', '20203'],
  ['東京 港区', '13103'],
])('"%s" finds %s first', async (q, code) => {
  expect(codesOf((await find({ q })).items)[0]).toBe(code)
})

test('of several places with one name the larger comes first', async () => {
  expect(codesOf((await find({ q: '府中市' })).items).slice(0, 2)).toEqual(['13206', '34208'])
})

test('what LIKE would take for a wildcard finds nothing', async () => {
  for (const q of ['%', '_', "'; drop table municipality; --"]) expect((await find({ q })).items).toEqual([])
})

test('without words the whole table comes, once, in pages or in one', async () => {
  const whole = await find({ limit: '2000' })
  expect(whole.items).toHaveLength(1_747)
  expect(whole.next).toBe(null)
  expect(codesOf(whole.items)).toEqual(codesOf(whole.items).toSorted())

  const paged: Municipality[] = []
  let cursor: string | null = '0'
  while (cursor !== null) {
    const page = await find({ limit: '500', cursor })
    paged.push(...page.items)
    cursor = page.next
  }
  expect(paged).toEqual(whole.items)
})

test('a prefecture narrows the list', async () => {
  const { items } = await find({ prefecture: '36', limit: '200' })
  expect(items).toHaveLength(24)
  expect(items.every(({ prefecture }) => prefecture.ja === '徳島県' && prefecture.en === 'Tokushima')).toBe(true)
})

test('one municipality is asked for with five digits or six', async () => {
  const { body } = await agent.get('/api/v1/municipalities/202011').expect(200)
  expect(body).toMatchObject({
    code: '20201',
    lgcode: '202011',
    name: { ja: '長野市', en: 'Nagano City' },
    population: 373_251,
    placeSize: 'city150k',
  })
  await agent.get('/api/v1/municipalities/202012').expect(422)
  await agent.get('/api/v1/municipalities/99999').expect(404)
})

test('seeding again writes nothing', async () => {
  const before = await database.pool.query('select sum(xmin::text::bigint) as sum, count(*) as count from municipality')
  await seedMunicipalities(database.pool)
  const after = await database.pool.query('select sum(xmin::text::bigint) as sum, count(*) as count from municipality')
  expect(after.rows).toEqual(before.rows)
  expect(Number(after.rows[0].count)).toBe(1_747)
})
