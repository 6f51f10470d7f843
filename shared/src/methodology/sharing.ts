import { refuse } from '../kernel/refusal.ts'
import { shareOut } from '../kernel/rounding.ts'

/** A party's part of one event, basis points. */
export type Share = { party: string; shareBp: number }

/**
 * Divides one event among those who have a contract about it; the parts sum to the event. Without a contract all of it
 * is the traveller's.
 */
export function divideEvent(eventG: number, shares: readonly Share[]): { party: string; grams: number }[] {
  if (shares.length === 0) return [{ party: 'traveller', grams: eventG }]
  const sum = shares.reduce((total, { shareBp }) => total + shareBp, 0)
  if (sum !== 10_000) refuse('methodology.shares-sum', { field: 'shares', given: sum }, '/shares')
  const parts = shareOut(
    BigInt(eventG),
    shares.map(({ shareBp }) => BigInt(shareBp)),
  )
  return shares.map(({ party }, index) => ({ party, grams: Number(parts[index] ?? 0n) }))
}
