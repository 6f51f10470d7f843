// Two records of one person that lie too far apart for the time between them.

/** Nothing that carries people is faster, km/h. */
const FASTEST_KMH = 1_000
/** Places are known by their town hall; the largest municipalities reach 30 km from theirs, at both ends. */
const PLACE_SLACK_M = 60_000
const ROUNDING_MS = 120_000
const HOUR_MS = 3_600_000

/** How far before and after an act others must be looked for: Japan from end to end at that speed, rounded up. */
export const TELEPORT_REACH_MS = 3 * HOUR_MS

/**
 * Whether nobody can have come from the end of one record to the beginning of the next.
 * @param distanceM between the two places, as the crow flies.
 * @param gapMs from the end of the one to the beginning of the other, never negative.
 */
export function isTeleport(distanceM: number, gapMs: number): boolean {
  const reachableM = PLACE_SLACK_M + ((gapMs + ROUNDING_MS) * FASTEST_KMH * 1_000) / HOUR_MS
  return distanceM > reachableM
}
