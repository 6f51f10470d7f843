import { z } from 'zod'
import { type Day, Instant } from '../kernel/calendar.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import type { UnitPrice } from '../marketplace/price.ts'
import { Emission, type OpeningFacts } from './emission.ts'

// One engine runs every kind of scheme. A kind is a rule: what its owner must say, what one sale is worth, and what a
// closing does with the grams and yen that have come together. A further kind is one more file beside these, and its
// line in scheme-rules.ts.

/** One line of a till, a booking system or a tally sheet. */
export const Sale = z.strictObject({
  externalId: Text(120).meta({ description: 'Unique in the scheme: the same id again changes nothing.' }),
  at: Instant,
  sku: Text(60).optional(),
  quantity: z.int().min(1).max(1_000_000).default(1),
  nights: z.int().min(1).max(366).optional(),
  guests: z.int().min(1).max(10_000).optional(),
  massG: Grams.min(1).optional().meta({ description: 'Measured emission of this part of an event, rounded up.' }),
  emission: Emission.optional().meta({
    description: 'The same part counted: travel, energy, and measures taken first.',
  }),
  channel: Text(40).optional(),
})
export type Sale = z.output<typeof Sale>

/** A sale as a number of equal units, so that any part of it can be returned exactly. */
export type SaleValue = { units: number; gramsPerUnit: number; yenPerUnit: number }

/** Grams to be set aside in a lot when the scheme begins. */
export type Reserve = { lotId: string; massG: number }

/** A lot and the part of the scheme's grams that is retired from it. */
export type Source = { lotId: string; share: number }

/** The grams and yen that a closing finds. Both may be negative: returns after an earlier closing. */
export type Position = {
  /** The last day that this closing covers. */
  through: Day
  /** Grams that sales have used up to the day of closing and that no closing has retired. */
  openG: number
  /** Yen that sales have brought and that no closing has spent. */
  fundYen: number
  /** What is retired in one piece at least: the registry's unit, or the step of the listing that is bought from. */
  unitG: number
  /** What the fund may buy, when the scheme has one. */
  offer?: UnitPrice & { availableG: number }
}

/** What a closing does: retires grams and spends yen. What is left of either stays for the next one. */
export type ClosingPlan = {
  retireG: number
  spentYen: number
  /** Whether what is still set aside afterwards goes back to the holder. */
  releaseRest: boolean
}

/** What the owner's words become when the scheme opens. */
export type Opening<Terms> = { terms: Terms; reserves: Reserve[]; sources: Source[] }

export type SchemeRule<Ask = unknown, Terms = unknown> = {
  /** The part of `POST /schemes` that only this kind has. */
  ask: z.ZodType<Ask>
  /** What the scheme keeps; parsed again whenever it is read. */
  terms: z.ZodType<Terms>
  /** Whether a sale is refused when the reserve no longer covers it. */
  guarded: boolean
  /** What carries a code that the customer can look up: each item, each sale (a stay), or nothing. */
  claims: 'item' | 'sale' | 'none'
  /** Where a closing takes its credits: grams set aside, or a purchase with the fund's money. */
  settles: 'reserve' | 'purchase'
  /** Whether all its credits come from one project, whichever lots of it. */
  bound?: boolean
  open(ask: Ask, facts: OpeningFacts): Opening<Terms>
  valueSale(terms: Terms, sale: Sale): SaleValue
  planClosing(terms: Terms, position: Position): ClosingPlan
}

/** Keeps the types of a rule while giving it the shape the engine knows. */
export function schemeRule<Ask, Terms>(rule: SchemeRule<Ask, Terms>): SchemeRule<Ask, Terms> {
  return rule
}
