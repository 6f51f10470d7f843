import { mostWithin, pricePerTonne, priceOf } from '@morinowa/shared/marketplace/price.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const excluded = (priceYenPerTonne: number) => ({ priceYenPerTonne, taxIncluded: false })
const included = (priceYenPerTonne: number) => ({ priceYenPerTonne, taxIncluded: true })

describe('the price of a mass', () => {
  test('a price without tax gets the tax on top', () => {
    expect(priceOf(10_000_000, excluded(15_000))).toEqual({ amountYen: 150_000, taxYen: 15_000, totalYen: 165_000 })
  })

  test('a price with tax has the tax taken out of it', () => {
    expect(priceOf(100_000, included(55_000))).toEqual({ amountYen: 5_000, taxYen: 500, totalYen: 5_500 })
  })

  test('what is owed is rounded up once, its tax down once', () => {
    // 1 kg at 11,153 yen a tonne: 11.153 yen.
    expect(priceOf(1_000, excluded(11_153))).toEqual({ amountYen: 12, taxYen: 1, totalYen: 13 })
  })

  test('both prices of a tonne are known from either', () => {
    expect(pricePerTonne(excluded(10_000))).toEqual({ withoutTaxYen: 10_000, withTaxYen: 11_000 })
    expect(pricePerTonne(included(11_000))).toEqual({ withoutTaxYen: 10_000, withTaxYen: 11_000 })
  })

  test('one order never costs more than the same mass in two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        (a, b, priceYenPerTonne, taxIncluded) => {
          const price = { priceYenPerTonne, taxIncluded }
          const apart = priceOf(a, price).totalYen + priceOf(b, price).totalYen
          expect(priceOf(a + b, price).totalYen).toBeLessThanOrEqual(apart + 1)
          expect(priceOf(a, price).amountYen + priceOf(a, price).taxYen).toBe(priceOf(a, price).totalYen)
        },
      ),
    )
  })
})

describe('as much as a budget buys', () => {
  test('12,345 yen at 15,000 a tonne are 823 kg to the yen', () => {
    expect(mostWithin(12_345, included(15_000), 1_000, 1e9)).toBe(823_000)
    expect(priceOf(823_000, included(15_000)).totalYen).toBe(12_345)
  })

  test('the stock and the step limit it', () => {
    expect(mostWithin(1_000_000, included(15_000), 1_000, 5_500)).toBe(5_000)
    expect(mostWithin(14, included(15_000), 1_000, 1e9)).toBe(0)
  })

  test('it stays within the budget, and one step more would not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        (budget, priceYenPerTonne, stepG, taxIncluded) => {
          const price = { priceYenPerTonne, taxIncluded }
          const massG = mostWithin(budget, price, stepG, 1e12)
          expect(massG % stepG).toBe(0)
          if (massG > 0) expect(priceOf(massG, price).totalYen).toBeLessThanOrEqual(budget)
          if (massG + stepG <= 1e12) expect(priceOf(massG + stepG, price).totalYen).toBeGreaterThan(budget)
        },
      ),
    )
  })
})
