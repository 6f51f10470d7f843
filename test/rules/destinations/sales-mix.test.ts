import { mealOf, mixOfSales } from '@morinowa/shared/destinations/sales-mix.ts'
import { Meal } from '@morinowa/shared/methodology/ask.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('a restaurant has a mix of its own from 200 meals on 28 days', () => {
  const meals = { beef: 100, vegetarian: 100 }
  expect(mixOfSales({ meals, days: 28 })).toEqual({ beef: 5_000, vegetarian: 5_000 })
  expect(mixOfSales({ meals, days: 27 })).toBe(null)
  expect(mixOfSales({ meals: { ...meals, beef: 99 }, days: 90 })).toBe(null)
  expect(mixOfSales({ meals: {}, days: 0 })).toBe(null)
})

test('a mix is whole per cent that sum to the whole, whatever was sold', () => {
  const sold = fc.dictionary(fc.constantFrom(...Meal.options), fc.integer({ min: 0, max: 1_000_000 }))
  fc.assert(
    fc.property(sold, (meals) => {
      const mix = mixOfSales({ meals, days: 90 })
      if (mix === null) return
      const parts = Object.values(mix)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(10_000)
      expect(parts.every((part) => part > 0 && part % 100 === 0)).toBe(true)
    }),
  )
})

test('meals are known by our words and by Japanese ones, in any width', () => {
  expect([mealOf('beef'), mealOf('牛肉'), mealOf(' ﾏｸﾞﾛ '), mealOf('菜食'), mealOf('うどん'), mealOf(3)]).toEqual([
    'beef',
    'beef',
    'tuna',
    'vegetarian',
    undefined,
    undefined,
  ])
})
