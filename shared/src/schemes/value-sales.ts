import { type Day, dayOf } from '../kernel/calendar.ts'
import { Refusal, type RefusalCode, type RefusalFacts, refuse } from '../kernel/refusal.ts'
import type { Sale, SaleValue, SchemeRule } from './scheme-rule.ts'

/** A line of a till that its scheme's rule has looked at: what it is worth, or why it is not taken. */
export type ValuedSale = { sale: Sale; day: Day } & (
  | { value: SaleValue }
  | { refused: { code: RefusalCode; facts: RefusalFacts } }
)

/** One sale may not move more than this: sums of a scheme stay far below 2^53. */
const MOST_PER_SALE = 1e12

/** Tills' clocks are seldom right to the minute. */
const CLOCK_SLACK_MS = 24 * 3_600_000

/** Looks at each line by itself, so that one bad line spoils no other. */
export function valueSales(rule: SchemeRule, terms: unknown, sales: readonly Sale[], now: string): ValuedSale[] {
  return sales.map((sale) => {
    const day = dayOf(sale.at)
    try {
      if (Date.parse(sale.at) > Date.parse(now) + CLOCK_SLACK_MS)
        refuse('schemes.sale-in-future', { at: sale.at }, '/at')
      const value = rule.valueSale(terms, sale)
      if (value.units * Math.max(value.gramsPerUnit, value.yenPerUnit, 1) > MOST_PER_SALE)
        refuse('schemes.sale-too-large')
      return { sale, day, value }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { sale, day, refused: { code: error.code, facts: error.facts } }
    }
  })
}

/** A sale as a text that is the same exactly when the sale is. */
export function saleText(sale: Sale): string {
  const { externalId, at, sku, quantity, nights, guests, massG, channel, emission } = sale
  const text = [externalId, Date.parse(at), sku, quantity, nights, guests, massG, channel]
  return JSON.stringify(emission === undefined ? text : [...text, emission])
}
