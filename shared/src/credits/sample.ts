/**
 * The reductions that a seed draws: those whose SHA-256 of `seed:reductionId` is smallest, in that order. Anyone with the
 * seed and the list draws the same ones, and nobody can choose them without choosing the seed, which is published.
 */
export function drawSample(
  seed: string,
  size: number,
  reductionIds: readonly string[],
  sha256Hex: (text: string) => string,
): string[] {
  return reductionIds
    .map((id) => ({ id, rank: sha256Hex(`${seed}:${id}`) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .slice(0, size)
    .map(({ id }) => id)
}
