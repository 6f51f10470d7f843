import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { mostWithin, priceOf } from '../marketplace/price.ts'
import { schemeRule } from './scheme-rule.ts'

// A yen (or a few) of every item goes to a fund; the fund buys whole units when the period closes and carries the rest.
// Credits are bought with money that has come in, so nothing is set aside beforehand and no item claims any grams.

export const PerItemFundAsk = z.strictObject({
  yenPerItem: z.int().min(1).max(100_000),
  buysFrom: z.strictObject({
    listingId: z.uuid().optional(),
    lotId: z.uuid().optional(),
    family: z.enum(['behaviour', 'j-credit', 'j-ver', 'j-blue', 'local']).optional(),
  }),
  closing: z.enum(['month', 'fiscal-year']).default('fiscal-year'),
})
export type PerItemFundAsk = z.output<typeof PerItemFundAsk>

export const perItemFund = schemeRule<PerItemFundAsk, PerItemFundAsk>({
  ask: PerItemFundAsk,
  terms: PerItemFundAsk,
  guarded: false,
  claims: 'none',
  settles: 'purchase',

  open(ask) {
    const named = [ask.buysFrom.listingId, ask.buysFrom.lotId, ask.buysFrom.family].filter((one) => one !== undefined)
    if (named.length !== 1) refuse('schemes.one-source', {}, '/buysFrom')
    return { terms: ask, reserves: [], sources: [] }
  },

  valueSale: (terms, sale) => ({ units: sale.quantity, gramsPerUnit: 0, yenPerUnit: terms.yenPerItem }),

  planClosing(_terms, { fundYen, unitG, offer }) {
    if (!offer || fundYen <= 0) return { retireG: 0, spentYen: 0, releaseRest: false }
    const retireG = mostWithin(fundYen, offer, unitG, offer.availableG)
    return { retireG, spentYen: priceOf(retireG, offer).totalYen, releaseRest: false }
  },
})
