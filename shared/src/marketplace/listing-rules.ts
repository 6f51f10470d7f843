import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { GRAMS_PER_TONNE, Grams, Yen } from '../kernel/units.ts'

/** A condition that the seller sets on who buys and how much; the refusal quotes it. */
export const ListingRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('most-per-buyer'),
    massG: Grams.min(1).meta({ description: 'What one buyer may take from this listing in all.' }),
  }),
  z.strictObject({
    kind: z.literal('buyer-prefecture'),
    prefecture: z
      .string()
      .regex(/^\d{2}$/)
      .meta({ description: 'Only buyers of this prefecture (two digits of JIS X 0401).' }),
  }),
  z.strictObject({
    kind: z.literal('most-yen-per-buyer'),
    yen: Yen.min(1).meta({
      description:
        'One buyer takes at most the whole tonnes that this sum buys, tax included, as Miyagi sells in order of arrival.',
    }),
  }),
  z.strictObject({
    kind: z.literal('once-a-fiscal-year'),
  }),
])
export type ListingRule = z.infer<typeof ListingRule>

/** What the rules look at. */
export type RuleFacts = {
  massG: number
  /** What this buyer has taken from the listing so far: ordered, not expired, not refunded. */
  takenG: number
  buyerMunicipality: string | null
  /** A tonne with tax. */
  tonneWithTaxYen: number
  /** Whether the buyer has another living order with this seller in the fiscal year. */
  boughtThisYear: boolean
}

/** Stops an order that one of the seller's rules forbids. */
export function requireRules(rules: readonly ListingRule[], facts: RuleFacts): void {
  for (const rule of rules) {
    if (rule.kind === 'most-per-buyer' && facts.takenG + facts.massG > rule.massG) {
      refuse('marketplace.most-per-buyer', { mostG: rule.massG, leftG: Math.max(0, rule.massG - facts.takenG) })
    }
    if (rule.kind === 'most-yen-per-buyer') {
      const mostG = Math.floor(rule.yen / facts.tonneWithTaxYen) * GRAMS_PER_TONNE
      if (facts.takenG + facts.massG > mostG) {
        refuse('marketplace.most-yen-per-buyer', {
          yen: rule.yen,
          mostG,
          leftG: Math.max(0, mostG - facts.takenG),
        })
      }
    }
    if (rule.kind === 'once-a-fiscal-year' && facts.boughtThisYear) refuse('marketplace.once-a-fiscal-year')
    if (rule.kind === 'buyer-prefecture' && facts.buyerMunicipality?.slice(0, 2) !== rule.prefecture) {
      refuse('marketplace.buyer-prefecture', { prefecture: rule.prefecture })
    }
  }
}
