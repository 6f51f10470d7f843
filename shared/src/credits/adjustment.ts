// How much the reserve gives for grams that were issued and turned out not to exist.

export type ReserveOfLot = { lotId: string; leftG: number }
export type Cover = { lotId: string; massG: number }

/**
 * Takes what is missing from the reserves of the lots that hold the grams, in their order, and only then from the other
 * reserves: each lot answers for itself first, and all of them for each other.
 * @returns what each gives, and what nobody could give.
 */
export function coverMissing(
  missingG: number,
  own: readonly ReserveOfLot[],
  others: readonly ReserveOfLot[],
): { covers: Cover[]; openG: number } {
  const covers: Cover[] = []
  let openG = missingG
  for (const { lotId, leftG } of [...own, ...others]) {
    const massG = Math.min(openG, leftG)
    if (massG > 0) covers.push({ lotId, massG })
    openG -= Math.max(0, massG)
    if (openG === 0) break
  }
  return { covers, openG }
}
