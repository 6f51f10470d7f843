import { GRAMS_PER_KG } from '../kernel/units.ts'

/** Grams of one reduction on their way into a lot. */
export type SourceSlice = { participantId: string; reductionId: string; grams: number }

/** A slice at its place: `[lo, hi)` of the lot, or of the remainder. */
export type PlacedSlice = { participantId: string; reductionId: string; lo: number; hi: number }

export type IssuePlan = {
  /** Whole kilograms that become the lot, buffer included. */
  massG: number
  bufferG: number
  /** What is left over for the next batch. */
  carriedG: number
  deductedG: number
  lot: PlacedSlice[]
  carried: PlacedSlice[]
}

/** Every tenth gram of a lot is kept against reversals; the buffer never gets less than its part. */
export const BUFFER_BASIS_POINTS = 1_000

/**
 * Cuts verified grams into a lot of whole kilograms, a remainder and what is taken off. The parts sum to the whole, and
 * each part knows its reductions: what was carried in comes first and what is taken off comes from the end.
 */
export function planIssue(
  carriedIn: readonly SourceSlice[],
  verified: readonly SourceSlice[],
  deductG: number,
): IssuePlan {
  const slices = [...carriedIn, ...verified].filter(({ grams }) => grams > 0)
  const gross = slices.reduce((sum, { grams }) => sum + grams, 0)
  const deductedG = Math.min(gross, deductG)
  const net = gross - deductedG
  const massG = net - (net % GRAMS_PER_KG)
  return {
    massG,
    bufferG: Math.ceil((massG * BUFFER_BASIS_POINTS) / 10_000),
    carriedG: net - massG,
    deductedG,
    lot: between(slices, 0, massG),
    carried: between(slices, massG, net),
  }
}

/** The slices of a row of grams that lie in `[from, to)`, placed from 0. */
function between(slices: readonly SourceSlice[], from: number, to: number): PlacedSlice[] {
  const placed: PlacedSlice[] = []
  let start = 0
  for (const { participantId, reductionId, grams } of slices) {
    const [lo, hi] = [Math.max(start, from), Math.min(start + grams, to)]
    if (lo < hi) placed.push({ participantId, reductionId, lo: lo - from, hi: hi - from })
    start += grams
    if (start >= to) break
  }
  return placed
}

/** What the verifier's cautious share takes off, in whole grams and never too little. */
export function deductionOf(verifiedG: number, basisPoints: number): number {
  return Number((BigInt(verifiedG) * BigInt(basisPoints) + 9_999n) / 10_000n)
}
