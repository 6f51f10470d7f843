import { halfUpDiv } from '../kernel/rounding.ts'
import type { Factor } from './factor.ts'

// "Equal to", never "planted", and one at a time.

/** Days in which one tree takes up so many grams, half up. The row is per tree and year. */
export function treeDays(grams: number, perTreeYear: Factor): number {
  return Number(halfUpDiv(BigInt(grams) * 1_000n * 365n, BigInt(perTreeYear.valueMg)))
}

/** A count as a sentence says it: two digits, the rest zeros. */
export function twoDigits(count: number): number {
  if (count < 100) return count
  const size = 10 ** (String(count).length - 2)
  return Number(halfUpDiv(BigInt(count), BigInt(size))) * size
}
