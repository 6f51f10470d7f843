// Exact ratios. A result is a ratio of whole numbers until its one rounding; no fraction is ever stored.

/** A ratio of whole numbers; `den` is positive. */
export type Ratio = { num: bigint; den: bigint }

const magnitude = (a: bigint): bigint => (a < 0n ? -a : a)

/** Greatest common divisor of magnitudes; `gcd(0, b)` is `b`. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = magnitude(a)
  let y = magnitude(b)
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Least common multiple of two positive numbers. */
export function lcm(a: bigint, b: bigint): bigint {
  return a === b ? a : (a / gcd(a, b)) * b
}

/** The same ratio in lowest terms. */
export function reduce({ num, den }: Ratio): Ratio {
  const divisor = gcd(num, den)
  return divisor > 1n ? { num: num / divisor, den: den / divisor } : { num, den }
}

/** Largest whole number whose square is not above `n`. */
export function squareRootFloor(n: bigint): bigint {
  if (n < 2n) return n
  // A machine root is close; the whole numbers beside it decide.
  let root = BigInt(Math.floor(Math.sqrt(Number(n))))
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next === root || next === root + 1n) break
    root = next
  }
  while (root * root > n) root -= 1n
  while ((root + 1n) * (root + 1n) <= n) root += 1n
  return root
}

/**
 * A ratio prepared for being multiplied by many whole numbers.
 * JavaScript numbers hold whole numbers exactly below 2^53: products that stay below it are taken in machine words,
 * larger ones with bigint. Both give the same whole number, and a test compares them.
 */
export type Multiplier = { num: number; den: number; exact: Ratio }

/** Prepares a ratio; both parts in lowest terms. */
export function multiplierOf(ratio: Ratio): Multiplier {
  const exact = reduce(ratio)
  return { num: Number(exact.num), den: Number(exact.den), exact }
}

/** Largest factor for which the machine-word path of a multiplier is exact, rounding included. */
export function wordLimit({ num, den }: Multiplier): number {
  const room = (Number.MAX_SAFE_INTEGER - den) / 2
  return Number.isSafeInteger(num) && den < room ? Math.floor(room / Math.max(1, Math.abs(num))) : 0
}
