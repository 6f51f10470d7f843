import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalize } from 'json-canonicalize'
import { z } from 'zod'
import { Instant } from '../kernel/calendar.ts'
import { shareOut } from '../kernel/rounding.ts'
import { Grams } from '../kernel/units.ts'

// Sealed tenders by the rules that sellers of credits publish. Japan's blue-carbon sales: the higher price first, of
// equal prices the earlier bid, the last winner gets what is left, each pays their own price
// (blueeconomy.jp/archives/youkou-conventional). The government's sales: up to five bids a bidder
// (japancredit.go.jp/tender/05), earlier ones at one price for all (teitanso.or.jp/credit_top). Miyagi: nobody takes more
// than a published mass (pref.miyagi.jp, みやぎスマエネ倶楽部).

/** How bids are turned into sales; published with the tender and never changed. */
export const TenderTerms = z.strictObject({
  closesAt: Instant.meta({ description: 'Until then bids are taken; from then on they can be opened.' }),
  capG: Grams.min(1).nullable().default(null).meta({ description: 'What one bidder may win in all, in grams.' }),
  bidsPerBuyer: z.int().min(1).max(20).default(5),
  pricing: z.enum(['pay-as-bid', 'uniform']).default('pay-as-bid').meta({
    description: 'pay-as-bid: winners pay what they bid. uniform: all pay the lowest winning price.',
  }),
  ties: z.enum(['first-come', 'pro-rata']).default('first-come').meta({
    description: 'Of equal prices that cannot all be served: the earlier bid, or each its share in whole steps.',
  }),
  namesWinners: z.boolean().default(false).meta({ description: 'Winners are published by name.' }),
})
export type TenderTerms = z.output<typeof TenderTerms>

/** What a bid says. The nonce is the bidder's own; without it nobody can try out what stands behind a commitment. */
export type BidContent = { massG: number; priceYenPerTonne: number; nonce: string }

/**
 * The commitment of a bid, in hex: SHA-256 of its canonical JSON (RFC 8785), numbers as decimal strings. Shown from the
 * first moment; once a bid is opened anybody can calculate it again.
 */
export function commitmentOf(listingId: string, { massG, priceYenPerTonne, nonce }: BidContent): string {
  const said = { listingId, massG: String(massG), nonce, priceYenPerTonne: String(priceYenPerTonne) }
  return hex(sha256(ascii(canonicalize(said))))
}

/** The seal after one more bid: SHA-256 of the seal before and the commitment. */
export function nextSeal(before: string, commitment: string): string {
  return hex(sha256(Uint8Array.from([...bytes(before), ...bytes(commitment)])))
}

/** The seal of a tender without bids. */
export const FIRST_SEAL = '00'.repeat(32)

export type OpenBid = { number: number; buyerId: string; massG: number; priceYenPerTonne: number }

export type AllocationRule = Pick<TenderTerms, 'ties' | 'pricing'> & {
  massG: number
  capG: number | null
  /** Masses are whole steps. */
  stepG: number
  leastYenPerTonne: number
}

export type Allocation = {
  /** Grams won, by number of bid; losers are missing. */
  won: Map<number, number>
  /** What the winners pay a tonne when it is one price for all. */
  clearingYen: number | null
}

/**
 * Who gets how much. The higher price first; of equal prices that cannot all be served the published tie rule decides; a
 * bidder's bids together win no more than the cap, the higher price first, then the earlier bid.
 */
export function allocate(bids: readonly OpenBid[], rule: AllocationRule): Allocation {
  const won = new Map<number, number>()
  const wonBy = new Map<string, number>()
  let left = Math.floor(rule.massG / rule.stepG)
  let lowest: number | null = null

  const sound = bids.filter(
    ({ massG, priceYenPerTonne }) => massG > 0 && massG % rule.stepG === 0 && priceYenPerTonne >= rule.leastYenPerTonne,
  )
  for (const price of [...new Set(sound.map((bid) => bid.priceYenPerTonne))].toSorted((a, b) => b - a)) {
    if (left === 0) break
    const equal = sound.filter((bid) => bid.priceYenPerTonne === price).toSorted((a, b) => a.number - b.number)
    const wanted = wantedWithin(equal, rule, wonBy)
    const given = served(wanted, left, rule.ties)
    for (const [index, { number, buyerId }] of equal.entries()) {
      const steps = given[index] ?? 0
      if (steps === 0) continue
      won.set(number, steps * rule.stepG)
      wonBy.set(buyerId, (wonBy.get(buyerId) ?? 0) + steps)
      left -= steps
      lowest = price
    }
  }
  return { won, clearingYen: rule.pricing === 'uniform' ? lowest : null }
}

/** What each of some bids at one price may have, in steps, once its bidder's cap is kept. */
function wantedWithin(equal: readonly OpenBid[], rule: AllocationRule, wonBy: ReadonlyMap<string, number>): number[] {
  const mostSteps = rule.capG === null ? Number.POSITIVE_INFINITY : Math.floor(rule.capG / rule.stepG)
  const taken = new Map(wonBy)
  return equal.map(({ buyerId, massG }) => {
    const before = taken.get(buyerId) ?? 0
    const steps = Math.min(massG / rule.stepG, Math.max(0, mostSteps - before))
    taken.set(buyerId, before + steps)
    return steps
  })
}

function served(wanted: readonly number[], left: number, ties: TenderTerms['ties']): number[] {
  const sum = wanted.reduce((total, steps) => total + steps, 0)
  if (sum <= left) return [...wanted]
  if (ties === 'pro-rata') return shareOut(BigInt(left), wanted.map(BigInt)).map(Number)
  let rest = left
  return wanted.map((steps) => {
    const given = Math.min(steps, rest)
    rest -= given
    return given
  })
}

function hex(raw: Uint8Array): string {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A commitment's text is ids, digits and hex: one byte a character. */
function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
