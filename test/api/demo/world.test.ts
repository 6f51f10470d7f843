import { makeWorld, seedWorld } from '@morinowa/api/demo/seed-world.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const { app, deps, agent, signIn } = await startApp()

async function counts() {
  const { rows } = await deps.db.pool.query(`
    select (select count(*) from lot) as lots, (select count(*) from listing) as listings,
           (select count(*) from scheme) as schemes, (select count(*) from reduction) as reductions,
           (select count(*) from ledger_operation) as operations`)
  return rows[0]
}

test('the demo world holds the published figures, and making it again changes nothing', async () => {
  await seedWorld(app, deps)
  const made = await counts()
  expect(made).toMatchObject({ lots: 4, listings: 5, schemes: 3 })

  const { items } = (await agent.get('/api/v1/marketplace/listings').expect(200)).body
  const priceOf = (seller: string) =>
    items.find((one: { sellerName: string }) => one.sellerName === seller)?.pricePerTonne
  expect(priceOf('岩手県')).toEqual({ withoutTaxYen: 15_000, withTaxYen: 16_500 })
  expect(priceOf('登米市').withoutTaxYen).toBe(10_656)
  expect(priceOf('中標津町').withoutTaxYen).toBe(10_000)

  // As after a kill just before the end.
  await makeWorld(app, deps)
  expect(await counts()).toEqual(made)
  // Keys are forgotten after some days; a world that is there is still not made again.
  await deps.db.pool.query('delete from idempotent_request')
  await seedWorld(app, deps)
  expect(await counts()).toEqual(made)
}, 120_000)

test('the traveller has a weekend away and something bought with grams in it', async () => {
  const traveller = await signIn('traveller')
  const { items } = (await traveller.get('/api/v1/me/journeys').expect(200)).body
  expect(items).toMatchObject([{ trips: 2, stays: 1 }])
  expect(items[0].creditedG).toBeGreaterThan(0)
  expect((await traveller.get('/api/v1/me/claims').expect(200)).body.items).toMatchObject([{ massG: 2_000 }])
})

test('sixty-one frozen dishes carry 122 kg', async () => {
  const { rows } = await deps.db.pool.query(`select id from scheme where name like '%2 kg%'`)
  const { body } = await agent.get(`/api/v1/schemes/${rows[0].id}/public`).expect(200)
  expect(body).toMatchObject({ items: 61, attachedG: 122_000, retiredG: 0 })
})

test('a town with seven passengers is withheld and one with fourteen is shown', async () => {
  const { rows } = await deps.db.pool.query('select max(month) as month from area_sum')
  const { body } = await agent.get(`/api/v1/municipalities/map?month=${rows[0].month}`).expect(200)
  const cell = (code: string) => body.find((one: { code: string }) => one.code === code)
  expect(cell('03201')?.reducedCreditedG ?? null).toBeNull()
  expect(cell('16211').reducedCreditedG).toBeGreaterThan(0)
})
