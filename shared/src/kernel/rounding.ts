// Every rounding in the system is one of these, so that each has a name.

/** Rounds a ratio down: what somebody receives. `b` must be positive. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

/** Rounds a ratio up: what somebody owes. `b` must be positive. */
export function ceilDiv(a: bigint, b: bigint): bigint {
  return -floorDiv(-a, b)
}

/** Rounds half away from zero: what a screen shows. `b` must be positive. */
export function halfUpDiv(a: bigint, b: bigint): bigint {
  const magnitude = a < 0n ? -a : a
  const rounded = (2n * magnitude + b) / (2n * b)
  return a < 0n ? -rounded : rounded
}

/**
 * Divides a whole among parties by weight so that the parts sum to the whole.
 * Each gets the floor of its share; what is left goes one by one to the largest remainders, earlier parties first.
 */
export function shareOut(whole: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n) return weights.map(() => 0n)
  const parts = weights.map((weight) => (whole * weight) / total)
  let left = whole - parts.reduce((sum, part) => sum + part, 0n)
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % total }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder) {
    if (left === 0n) break
    parts[index] = (parts[index] ?? 0n) + 1n
    left -= 1n
  }
  return parts
}

/** Japanese consumption tax on a price without tax, rounded down to the yen as invoices usually do. */
export function taxOn(yenWithoutTax: bigint, rateBasisPoints = 1_000n): bigint {
  return floorDiv(yenWithoutTax * rateBasisPoints, 10_000n)
}
