import {
  allocate,
  type AllocationRule,
  commitmentOf,
  FIRST_SEAL,
  nextSeal,
} from '@morinowa/shared/marketplace/tender.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const rule: AllocationRule = {
  massG: 10_000_000,
  stepG: 1_000_000,
  leastYenPerTonne: 1_000,
  capG: null,
  ties: 'first-come',
  pricing: 'pay-as-bid',
}
const bid = (number: number, buyerId: string, tonnes: number, priceYenPerTonne: number) => ({
  number,
  buyerId,
  massG: tonnes * 1_000_000,
  priceYenPerTonne,
})
const tonnes = (won: ReadonlyMap<number, number>) => Object.fromEntries([...won].map(([n, g]) => [n, g / 1_000_000]))

test('the higher price comes first, and the last winner gets what is left', () => {
  const { won, clearingYen } = allocate([bid(1, 'a', 4, 1_500), bid(2, 'b', 5, 3_000), bid(3, 'c', 4, 2_000)], rule)
  expect(tonnes(won)).toEqual({ 2: 5, 3: 4, 1: 1 })
  expect(clearingYen).toBeNull()
})

test('of equal prices the earlier bid comes first, or each gets its share in whole steps', () => {
  const bids = [bid(3, 'c', 6, 2_000), bid(1, 'a', 6, 2_000), bid(2, 'b', 6, 2_000)]
  expect(tonnes(allocate(bids, rule).won)).toEqual({ 1: 6, 2: 4 })
  // 10 t over three bids of 6 t: 3 1/3 each, the left-over tonne goes to the earlier.
  expect(tonnes(allocate(bids, { ...rule, ties: 'pro-rata' }).won)).toEqual({ 1: 4, 2: 3, 3: 3 })
})

test('nobody wins more than the cap, with however many bids', () => {
  const bids = [bid(1, 'a', 3, 3_000), bid(2, 'a', 3, 2_500), bid(3, 'b', 9, 2_000)]
  expect(tonnes(allocate(bids, { ...rule, capG: 4_000_000 }).won)).toEqual({ 1: 3, 2: 1, 3: 4 })
})

test('a uniform price is the lowest that won', () => {
  const { clearingYen, won } = allocate([bid(1, 'a', 6, 3_000), bid(2, 'b', 6, 2_000), bid(3, 'c', 6, 1_999)], {
    ...rule,
    pricing: 'uniform',
  })
  expect([clearingYen, tonnes(won)]).toEqual([2_000, { 1: 6, 2: 4 }])
})

test('bids below the least price or between steps win nothing', () => {
  const { won } = allocate([bid(1, 'a', 1, 999), { ...bid(2, 'b', 1, 5_000), massG: 1_500_000 }], rule)
  expect(won.size).toBe(0)
})

test('whatever is bid, nothing is shared out twice, caps are kept and no lower price is served before a higher one', () => {
  const bids = fc.array(
    fc.record({
      buyer: fc.integer({ min: 0, max: 5 }),
      steps: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 998, max: 1_006 }),
    }),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(bids, fc.integer({ min: 1, max: 8 }), fc.boolean(), (drawn, cap, proRata) => {
      const placed = drawn.map(({ buyer, steps, price }, i) => bid(i + 1, `b${buyer}`, steps, price))
      const asked = { ...rule, capG: cap * 1_000_000, ties: proRata ? ('pro-rata' as const) : ('first-come' as const) }
      const { won } = allocate(placed, asked)
      const all = [...won.values()].reduce((sum, g) => sum + g, 0)
      const sum = (some: typeof placed) => some.reduce((total, { number }) => total + (won.get(number) ?? 0), 0)
      const wonBy = (buyerId: string) => sum(placed.filter((one) => one.buyerId === buyerId))
      // A served bid leaves every higher one either served in full or its bidder at the cap.
      const lowestServed = Math.min(...placed.filter(({ number }) => won.has(number)).map((b) => b.priceYenPerTonne))
      const passedOver = placed.some(
        ({ number, massG, priceYenPerTonne, buyerId }) =>
          priceYenPerTonne > lowestServed && (won.get(number) ?? 0) < massG && wonBy(buyerId) < cap * 1_000_000,
      )
      return (
        all <= rule.massG &&
        placed.every(({ buyerId }) => wonBy(buyerId) <= cap * 1_000_000) &&
        placed.every(({ number, massG }) => (won.get(number) ?? 0) <= massG) &&
        !passedOver
      )
    }),
    { numRuns: 500 },
  )
})

test('a commitment is the SHA-256 that anybody can calculate, and the seal chains them', async () => {
  const content = { massG: 5_000_000, priceYenPerTonne: 3_246, nonce: 'ab'.repeat(32) }
  const listing = '0198c0de-0000-7000-8000-000000000001'
  const { createHash } = await import('node:crypto')
  const text = `{"listingId":"${listing}","massG":"5000000","nonce":"${content.nonce}","priceYenPerTonne":"3246"}`
  const commitment = createHash('sha256').update(text).digest('hex')
  expect(commitmentOf(listing, content)).toBe(commitment)
  const seal = createHash('sha256').update(Buffer.alloc(32)).update(Buffer.from(commitment, 'hex')).digest('hex')
  expect(nextSeal(FIRST_SEAL, commitment)).toBe(seal)
})
