import { ALL_TO_TRAVELLER, divideShares, givesOfOwn, PARTIES } from '@morinowa/shared/reductions/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const group = fc
  .tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }))
  .map((cuts) => {
    const [a = 0, b = 0, c = 0] = cuts.toSorted((x, y) => x - y)
    return { travellerBp: a, operatorBp: b - a, hotelBp: c - b, townBp: 0 }
  })
const groups = fc.array(
  fc.record({
    shares: group,
    providerId: fc.constantFrom(null, 'rail', 'bus'),
    town: fc.constantFrom(null, '16211'),
    massG: fc.integer({ min: 1, max: 1_000_000_000 }),
  }),
  { maxLength: 20 },
)

test('the parts are the whole, gram for gram, whatever was agreed', () => {
  fc.assert(
    fc.property(groups, (all) => {
      const parts = divideShares(all.map(({ shares, ...rest }) => ({ ...shares, ...rest })))
      const sum = (list: readonly { massG: number }[]) => list.reduce((total, { massG }) => total + massG, 0)
      expect(sum(parts)).toBe(sum(all))
      for (const { party, massG } of parts) {
        expect([...PARTIES, 'nobody']).toContain(party)
        expect(massG).toBeGreaterThan(0)
      }
    }),
  )
})

test('without terms all is the traveller’s; what has nowhere to go is theirs too', () => {
  const alone = { providerId: null, town: null, massG: 999 }
  expect(divideShares([{ ...ALL_TO_TRAVELLER, ...alone }])).toEqual([{ party: 'traveller', name: '', massG: 999 }])
  const shared = { travellerBp: 3_334, operatorBp: 3_333, hotelBp: 0, townBp: 3_333 }
  expect(divideShares([{ ...shared, ...alone }])).toEqual([{ party: 'traveller', name: '', massG: 999 }])
  expect(divideShares([{ ...shared, providerId: 'rail', town: '16211', massG: 1_000 }])).toEqual([
    { party: 'operator', name: 'rail', massG: 333 },
    { party: 'town', name: '16211', massG: 333 },
    { party: 'traveller', name: '', massG: 334 },
  ])
})

test('a person gives of their own and takes from nobody', () => {
  const agreed = { travellerBp: 7_000, operatorBp: 2_000, hotelBp: 0, townBp: 500 }
  expect(givesOfOwn(agreed, { ...agreed, travellerBp: 6_000, townBp: 1_500 })).toBe(true)
  expect(givesOfOwn(agreed, { ...agreed, operatorBp: 1_000, travellerBp: 7_000 })).toBe(false)
  expect(givesOfOwn(agreed, { ...agreed, travellerBp: 8_000 })).toBe(false)
  expect(givesOfOwn(agreed, { ...agreed, townBp: 1_500 })).toBe(false)
})
