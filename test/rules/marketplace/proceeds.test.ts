import { divideProceeds, undoProceeds } from '@morinowa/shared/marketplace/proceeds.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const seller = { id: 'town', name: '町' }
const line = (partyName: string, size: { bp: number } | { weight: number }) => ({
  partyId: null,
  partyName,
  role: 'owner',
  bp: null,
  weight: null,
  ...size,
})

test('the tax goes to the seller, commissions first and rounded down, the rest by weight to the yen', () => {
  const divided = divideProceeds({ amountYen: 1_000, taxYen: 100 }, seller, [
    line('銀行', { bp: 333 }),
    line('山田', { weight: 1 }),
    line('佐藤', { weight: 1 }),
    line('鈴木', { weight: 1 }),
  ])
  // 3.33 % of 1,000 is 33; 967 over three is 322.33 each, and the left-over yen goes to the earliest.
  expect(divided.map(({ partyName, amountYen }) => [partyName, amountYen])).toEqual([
    ['町', 100],
    ['銀行', 33],
    ['山田', 323],
    ['佐藤', 322],
    ['鈴木', 322],
  ])
})

test('without shares the seller has what commissions leave', () => {
  const divided = divideProceeds({ amountYen: 999, taxYen: 99 }, seller, [line('銀行', { bp: 1_000 })])
  expect(divided.map(({ role, amountYen }) => [role, amountYen])).toEqual([
    ['tax', 99],
    ['owner', 99],
    ['seller', 900],
  ])
})

const lines = fc.array(
  fc.oneof(
    fc.record({ bp: fc.integer({ min: 1, max: 6_000 }) }),
    fc.record({ weight: fc.integer({ min: 1, max: 1_000_000 }) }),
  ),
  { maxLength: 12 },
)

test('whatever the plan, the parts sum to the money, nobody gets less than nothing, and undoing all leaves nothing', () => {
  fc.assert(
    fc.property(
      lines,
      fc.integer({ min: 0, max: 50_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (sizes, amountYen, part) => {
        const taxYen = Math.floor(amountYen / 10)
        const divided = divideProceeds(
          { amountYen, taxYen },
          seller,
          sizes.map((size, i) => line(`p${i}`, size)),
        )
        const sum = (some: { amountYen: number }[]) => some.reduce((all, one) => all + one.amountYen, 0)
        const back = Math.floor(amountYen * part)
        const partly = undoProceeds({ amountYen: back, taxYen: 0 }, divided)
        const wholly = undoProceeds({ amountYen, taxYen }, divided)
        return (
          sum(divided) === amountYen + taxYen &&
          divided.every((one) => one.amountYen >= 0) &&
          sum(partly) === -back &&
          wholly.every((one, i) => one.amountYen === -(divided[i]?.amountYen ?? 0) || one.amountYen === 0)
        )
      },
    ),
  )
})
