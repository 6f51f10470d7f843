import { halfUpDiv } from '../kernel/rounding.ts'
import type { DecayConvention } from './coefficients.ts'

// First-order decay of wood in use, without floating point. Wood arrives through a year, so at its end
// f = (1 - e^-k) / k of it is left, k = ln 2 / half-life; every further year multiplies by e^-k = 2^(-1/half-life).
// The published table counts year n to the end of the year before (f x e^(-k(n-1))), except for its column of 60 years,
// which goes one year further (f x e^(-kn)).

/** Forty decimal places, far more than three rounded ones need after 200 multiplications. */
const ONE = 10n ** 40n

/**
 * What is left of wood products after a number of years.
 * @returns thousandths, half up.
 */
export function firstOrderShareMilli(halfLifeYears: number, year: number, convention: DecayConvention): number {
  const yearly = halfPower(halfLifeYears)
  // f = (1 - yearly) / (ln 2 / h).
  let left = ((ONE - yearly) * BigInt(halfLifeYears) * ONE) / naturalLogOfTwo()
  const steps = convention === 'end-of-year' ? year : year - 1
  for (let step = 0; step < steps; step++) left = (left * yearly) / ONE
  return Number(halfUpDiv(left * 1_000n, ONE))
}

/** 2^(-1/h) times `ONE`: the whole h-th root of ONE^h / 2. */
function halfPower(h: number): bigint {
  const n = BigInt(h)
  const target = ONE ** n / 2n
  let high = ONE
  let low = ONE / 2n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle ** n <= target) low = middle
    else high = middle
  }
  return low
}

/** ln 2 times `ONE`: the sum of 1 / (i x 2^i). */
function naturalLogOfTwo(): bigint {
  let sum = 0n
  let power = ONE
  for (let i = 1n; power > 0n; i += 1n) {
    power /= 2n
    sum += power / i
  }
  return sum
}
