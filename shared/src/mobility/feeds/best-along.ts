/** Stops of a pattern by number, with the metres from its first. */
export type Along = { stops: readonly number[]; alongM: readonly number[] }

/**
 * The fewest metres between a call at one of some stops and a later call at one of others; undefined when a trip of this
 * pattern does not go from the one to the other. A line that passes a stop twice is taken at its nearest.
 */
export function bestAlong(
  { stops, alongM }: Along,
  from: readonly number[],
  to: readonly number[],
): number | undefined {
  let boarded: number | undefined
  let best: number | undefined
  for (let i = 0; i < stops.length; i++) {
    const stop = stops[i] as number
    if (boarded !== undefined && to.includes(stop)) {
      const metres = (alongM[i] as number) - boarded
      if (best === undefined || metres < best) best = metres
    }
    if (from.includes(stop)) boarded = alongM[i] as number
  }
  return best
}
