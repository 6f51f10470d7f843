import { ceilDiv, floorDiv, shareOut } from '../kernel/rounding.ts'

// Registries retire whole units. Rounding every sale or match by itself costs a unit each; pooled, it costs one at most.

/** The whole units in a mass, in grams: what may be said to be retired for it. Nothing below one unit. */
export function wholeUnitsDown(massG: number, unitG: number): number {
  return massG <= 0 ? 0 : Number(floorDiv(BigInt(massG), BigInt(unitG))) * unitG
}

/** The whole units that cover a mass, in grams: what must be retired for it. */
export function wholeUnitsUp(massG: number, unitG: number): number {
  return massG <= 0 ? 0 : Number(ceilDiv(BigInt(massG), BigInt(unitG))) * unitG
}

/** Divides whole units among sources by their shares; the parts are whole units and sum to the whole. */
export function splitUnits(massG: number, unitG: number, shares: readonly number[]): number[] {
  const units = BigInt(massG) / BigInt(unitG)
  return shareOut(
    units,
    shares.map((share) => BigInt(share)),
  ).map((part) => Number(part) * unitG)
}

/** What pooling saves: the units for the sum against the sum of the units for each part. */
export function poolRounding(
  parts: readonly number[],
  unitG: number,
): { pooledG: number; separatelyG: number; savedG: number } {
  const pooledG = wholeUnitsUp(
    parts.reduce((sum, part) => sum + part, 0),
    unitG,
  )
  const separatelyG = parts.reduce((sum, part) => sum + wholeUnitsUp(part, unitG), 0)
  return { pooledG, separatelyG, savedG: separatelyG - pooledG }
}

/**
 * Tells how much of each part came from each source, when the sources together are divided by share. Every row sums to
 * its part, no cell is negative, and every column follows its share of the running total, so that the rows never drift
 * away from what was retired.
 */
export function splitParts(parts: readonly number[], shares: readonly number[]): number[][] {
  const [share, ...others] = shares
  if (share === undefined) return parts.map(() => [])
  if (others.length === 0) return parts.map((part) => [part])
  const own = firstShareOf(parts, share, share + others.reduce((sum, one) => sum + one, 0))
  const rest = splitParts(
    parts.map((part, i) => part - (own[i] ?? 0)),
    others,
  )
  return rest.map((row, i) => [own[i] ?? 0, ...row])
}

/** One source against all others: its running total is its share rounded down, which never falls. */
function firstShareOf(parts: readonly number[], share: number, whole: number): number[] {
  let total = 0n
  let given = 0n
  return parts.map((part) => {
    total += BigInt(part)
    const due = (total * BigInt(share)) / BigInt(whole)
    const now = due - given
    given = due
    return Number(now)
  })
}
