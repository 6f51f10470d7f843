import { deductionOf, planIssue, type SourceSlice } from '@morinowa/shared/credits/issuance.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const slice = (grams: number, index: number): SourceSlice => ({ participantId: 'p', reductionId: `r${index}`, grams })
const slices = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 }).map((all) => all.map(slice))

test('lot, remainder and deduction sum to the whole, and each gram has its reduction', () => {
  fc.assert(
    fc.property(slices, slices, fc.integer({ min: 0, max: 20_000 }), (carriedIn, verified, deduct) => {
      const plan = planIssue(carriedIn, verified, deduct)
      const gross = [...carriedIn, ...verified].reduce((sum, { grams }) => sum + grams, 0)
      expect(plan.massG + plan.carriedG + plan.deductedG).toBe(gross)
      expect(plan.massG % 1_000).toBe(0)
      expect(plan.carriedG).toBeLessThan(1_000)
      expect(plan.bufferG * 10).toBeGreaterThanOrEqual(plan.massG)
      expect((plan.bufferG - 1) * 10).toBeLessThan(Math.max(plan.massG, 1))
      for (const [placed, width] of [
        [plan.lot, plan.massG],
        [plan.carried, plan.carriedG],
      ] as const) {
        let at = 0
        for (const { lo, hi } of placed) {
          expect(lo).toBe(at)
          expect(hi).toBeGreaterThan(lo)
          at = hi
        }
        expect(at).toBe(width)
      }
    }),
  )
})

test('1.4 kg, then 1.7 kg: one kilogram, then two, and 100 g wait', () => {
  const first = planIssue([], [slice(1_400, 1)], 0)
  expect(first).toMatchObject({ massG: 1_000, carriedG: 400, bufferG: 100 })
  const carried = first.carried.map(({ participantId, reductionId, lo, hi }) => ({
    participantId,
    reductionId,
    grams: hi - lo,
  }))
  expect(planIssue(carried, [slice(1_700, 2)], 0)).toMatchObject({ massG: 2_000, carriedG: 100 })
})

test('a cautious share is never rounded in the platform’s favour', () => {
  expect(deductionOf(6_000, 333)).toBe(200)
  expect(deductionOf(1, 1)).toBe(1)
  expect(deductionOf(9_007_199_254_740_991, 10_000)).toBe(9_007_199_254_740_991)
})
