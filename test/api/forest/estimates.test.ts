import { beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

const estimates = '/api/v1/forest/estimates'
const cedar = { kind: 'uptake', species: 'cryptomeria-japonica', areaM2: 10_000, ageYears: 38 }

it('a hectare of cedar takes up 8.8 t a year, explained in both languages, without an account', async () => {
  const { body } = await here.agent
    .post(estimates)
    .send({ ...cedar, growthCm3PerHaYear: 9_747_568 })
    .expect(200)
  expect(body).toMatchObject({ shownG: 8_800_000, reasons: [], balance: null })
  for (const { text } of body.trace) expect(text).toMatchObject({ ja: expect.any(String), en: expect.any(String) })
})

it('the table is public, and results name its hash', async () => {
  const table = await here.agent.get('/api/v1/forest/coefficients').expect(200)
  expect(table.body.coefficients.species).toHaveLength(19)
  const { body } = await here.agent
    .post(estimates)
    .send({ kind: 'harvest-balance', years: [{ year: 1, uptakeG: 900, cutG: 1_000, replantStockG: 800 }] })
    .expect(200)
  expect(body.coefficientsHash).toBe(table.body.hash)
  expect(body.balance).toMatchObject({ claimedG: 800, countedCutG: 200, netG: 700, certifiable: true })
})

it.each([
  ['an unknown species', { ...cedar, species: 'baobab', growthCm3PerHaYear: 1 }, '/species'],
  ['a fraction', { ...cedar, growthCm3PerHaYear: 1.5 }, '/growthCm3PerHaYear'],
  ['a negative area', { ...cedar, areaM2: -1, growthCm3PerHaYear: 1 }, '/areaM2'],
])('refuses %s, naming the field in both languages', async (_what, ask, pointer) => {
  const { body } = await here.agent.post(estimates).send(ask).expect(422)
  expect(body.errors[0].pointer).toBe(pointer)
  expect(body.errors[0].messages.ja).not.toBe(body.errors[0].messages.en)
})
