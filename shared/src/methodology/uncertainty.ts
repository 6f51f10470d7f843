import { squareRootFloor } from './exact.ts'

/** Upper end of each step and its coefficient, both in basis points. Above the last step nothing is credited. */
export const UNCERTAINTY_LADDER: readonly { upToBp: number; coefficientBp: number }[] = [
  { upToBp: 1_000, coefficientBp: 9_800 },
  { upToBp: 3_000, coefficientBp: 9_400 },
  { upToBp: 5_000, coefficientBp: 8_900 },
  { upToBp: 10_000, coefficientBp: 8_200 },
]

/**
 * Coefficient for a difference whose squared error is known. Roots are avoided: the ladder compares squares.
 * @param squaredError sum of squares of the errors, each an amount times basis points.
 * @param difference baseline minus actual in the same amounts; zero or less earns 0.
 */
export function uncertaintyCoefficientBp(squaredError: bigint, difference: bigint): number {
  if (difference <= 0n) return 0
  for (const { upToBp, coefficientBp } of UNCERTAINTY_LADDER) {
    const limit = difference * BigInt(upToBp)
    if (squaredError <= limit * limit) return coefficientBp
  }
  return 0
}

/** Relative error of a difference in basis points, rounded half up: for reading, never for deciding. */
export function relativeErrorBp(squaredError: bigint, difference: bigint): number | null {
  if (difference <= 0n) return null
  // Half up of a root: floor((2·root + 1) / 2) on the root of four times the square.
  const doubled = squareRootFloor((4n * squaredError) / (difference * difference))
  return Number((doubled + 1n) / 2n)
}
