import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { eventOffset } from '@morinowa/shared/schemes/event-offset.ts'
import { perItemFund } from '@morinowa/shared/schemes/per-item-fund.ts'
import { poolRounding, splitParts, splitUnits } from '@morinowa/shared/schemes/pooled-rounding.ts'
import { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { unitAttachment } from '@morinowa/shared/schemes/unit-attachment.ts'
import { describe, expect, test } from 'vitest'

// Figures that shops, towns and clubs have published; the schemes here must come to the same.

const TONNE = 1_000_000
const KG = 1_000
const through = '2026-03-31' as Day
const sale = (fields: object) => Sale.parse({ externalId: 'x', at: '2025-10-01T10:00:00+09:00', ...fields })
const facts = { factor: () => null }
const lotId = '0198c0de-0000-7000-8000-000000000001'

describe('Waga-machi Carbon Credit NAGANO: 2 kg on each of 61 frozen foods', () => {
  const { terms, reserves } = unitAttachment.open(
    {
      products: [{ sku: 'frozen', name: '冷凍食品', massG: 2_000 as never }],
      reserve: { lotId, massG: TONNE as never },
    },
    facts,
  )
  const each = unitAttachment.valueSale(terms, sale({ sku: 'frozen', quantity: 61 }))

  test('122 kg are attached', () => {
    expect(each.units * each.gramsPerUnit).toBe(122 * KG)
    expect(reserves).toEqual([{ lotId, massG: TONNE }])
  })

  test('nothing is retired until a whole tonne is due', () => {
    const close = (openG: number) => unitAttachment.planClosing(terms, { through, openG, fundYen: 0, unitG: TONNE })
    expect(close(122 * KG).retireG).toBe(0)
    expect(close(TONNE - 1).retireG).toBe(0)
    expect(close(TONNE + 122 * KG).retireG).toBe(TONNE)
  })
})

describe('Nichinan roadside station: 1 yen an item', () => {
  const ask = { yenPerItem: 1, buysFrom: { listingId: lotId }, closing: 'fiscal-year' as const }
  const { terms } = perItemFund.open(ask, facts)
  const offer = { priceYenPerTonne: 15_000, taxIncluded: true, availableG: 100 * TONNE }

  test('12,345 items buy 823 kg at 15,000 yen a tonne, and nothing is left over', () => {
    const { units, yenPerUnit } = perItemFund.valueSale(terms, sale({ quantity: 12_345 }))
    const fundYen = units * yenPerUnit
    const plan = perItemFund.planClosing(terms, { through, openG: 0, fundYen, unitG: KG, offer })
    expect(plan).toEqual({ retireG: 823 * KG, spentYen: 12_345, releaseRest: false })
    expect(fundYen - plan.spentYen).toBe(0)
  })

  test('what does not reach another unit is carried', () => {
    const plan = perItemFund.planClosing(terms, { through, openG: 0, fundYen: 12_345, unitG: TONNE / 10, offer })
    expect(plan).toMatchObject({ retireG: 800 * KG, spentYen: 12_000 })
  })

  test('a fund that returns have emptied buys nothing', () => {
    const close = (fundYen: number) =>
      perItemFund.planClosing(terms, { through, openG: 0, fundYen, unitG: KG, offer }).spentYen
    expect([close(0), close(-10), close(14)]).toEqual([0, 0, 0])
  })
})

describe('an event’s emission is rounded up', () => {
  test('232,900,001 g need 232,901 kg', () => {
    const event = { name: '試合', from: '2025-09-01' as Day, to: '2026-03-01' as Day, place: '浦安市' }
    const { terms } = eventOffset.open({ event, sources: [{ lotId, share: 1 }] }, facts)
    const plan = eventOffset.planClosing(terms, { through, openG: 232_900_001, fundYen: 0, unitG: KG })
    expect(plan.retireG).toBe(232_901 * KG)
  })
})

describe('Urayasu D-Rocks: nine matches', () => {
  // The published sums: nine matches of 232.9 t, 233 t retired, 117 t from paddies and 116 t from a forest. The figures of
  // the single matches are ours; only their sum and their number are known.
  const matches = [24.5, 25.6, 26.5, 25.6, 25.5, 26.6, 26.5, 26.6, 25.5].map((tonnes) => Math.round(tonnes * TONNE))

  test('pooled they need 233 t, match by match 237', () => {
    expect(matches).toHaveLength(9)
    expect(poolRounding(matches, TONNE)).toEqual({
      pooledG: 233 * TONNE,
      separatelyG: 237 * TONNE,
      savedG: 4 * TONNE,
    })
    // The four tonnes at the forest price of the day.
    expect(priceOf(4 * TONNE, { priceYenPerTonne: 10_000, taxIncluded: false }).totalYen).toBe(44_000)
  })

  test('half from the paddies and half from the forest are 117 t and 116 t', () => {
    expect(splitUnits(233 * TONNE, TONNE, [1, 1])).toEqual([117 * TONNE, 116 * TONNE])
  })

  test('the two families add up in every match and over all of them', () => {
    const rows = splitParts(matches, [117, 116])
    for (const [i, row] of rows.entries()) expect(row.reduce((sum, grams) => sum + grams, 0)).toBe(matches[i])
    const columns = [0, 1].map((source) => rows.reduce((sum, row) => sum + (row[source] ?? 0), 0))
    expect(columns).toEqual([116_949_785, 115_950_215])
    expect(columns.reduce((sum, grams) => sum + grams, 0)).toBe(232_900_000)
  })
})

describe('Nakashibetsu’s sales list', () => {
  // Seven sales of 2021. The town asks 10,000 yen a tonne; the list prints 11,000, and 10,450 for the one through an
  // intermediary: the same with tax.
  const list = [
    { tonnes: 10, price: 10_000 },
    { tonnes: 4, price: 9_500 },
    { tonnes: 2, price: 10_000 },
    { tonnes: 15, price: 10_000 },
    { tonnes: 5, price: 10_000 },
    { tonnes: 10, price: 10_000 },
    { tonnes: 10, price: 10_000 },
  ].map(({ tonnes, price }) => priceOf(tonnes * TONNE, { priceYenPerTonne: price, taxIncluded: false }))

  test('each line and the sums stand with tax and without', () => {
    expect(list.map(({ totalYen }) => totalYen)).toEqual([110_000, 41_800, 22_000, 165_000, 55_000, 110_000, 110_000])
    expect(list.reduce((sum, { amountYen }) => sum + amountYen, 0)).toBe(558_000)
    expect(list.reduce((sum, { totalYen }) => sum + totalYen, 0)).toBe(613_800)
  })

  test('a price with tax comes to the same sums', () => {
    const printed = [10, 2, 15, 5, 10, 10].map((tonnes) =>
      priceOf(tonnes * TONNE, { priceYenPerTonne: 11_000, taxIncluded: true }),
    )
    expect(printed.reduce((sum, { totalYen }) => sum + totalYen, 0) + 41_800).toBe(613_800)
  })
})
