import { floorDiv } from '../kernel/rounding.ts'

/** What is known of the way between two places. */
export type PairKnowledge = {
  /** Metres of every way that was travelled or published between the two, over all modes. */
  knownM: readonly number[]
  /** Great-circle metres, whole. */
  straightM: number
  /** The `od.circuity` row, thousandths. */
  circuityMilli: number
}

/**
 * Distance that belongs to a pair of places: the shortest way known, else the straight line times the circuity, rounded
 * down. Never more than the distance travelled; the engine sees to that.
 */
export function pairDistanceM({ knownM, straightM, circuityMilli }: PairKnowledge): number {
  if (knownM.length > 0) return knownM.reduce((shortest, metres) => Math.min(shortest, metres))
  return Number(floorDiv(BigInt(straightM) * BigInt(circuityMilli), 1_000n))
}
