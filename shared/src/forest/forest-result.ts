import type { Ratio } from '../methodology/exact.ts'
import type { TraceStep } from '../methodology/trace.ts'
import type { ForestReasonCode } from './estimate-reasons.ts'

/** A number about a forest with everything needed to follow it. */
export type ForestResult = {
  /** Half up; negative where cuts outweigh growth. */
  shownG: number
  /** Rounded down; 0 as long as anything it rests on is unverified. */
  creditableG: number
  trace: TraceStep[]
  reasons: ForestReasonCode[]
}

/** Grams as tonnes with six decimals, every gram of them. */
export function tonnesText(grams: bigint): string {
  const size = grams < 0n ? -grams : grams
  const fraction = `${size % 1_000_000n}`.padStart(6, '0').replace(/0+$/, '')
  return `${grams < 0n ? '-' : ''}${size / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`
}

/** A whole number of parts of `one` as a decimal: `decimalText(1_230n, 1_000n)` is `1.23`. */
export function decimalText(value: bigint, one: bigint): string {
  const digits = `${one}`.length - 1
  const fraction = `${value % one}`.padStart(digits, '0').replace(/0+$/, '')
  return fraction === '' ? `${value / one}` : `${value / one}.${fraction}`
}

/** The sum of exact ratios. */
export function sumOf(ratios: readonly Ratio[]): Ratio {
  return ratios.reduce((sum, { num, den }) => ({ num: sum.num * den + num * sum.den, den: sum.den * den }), {
    num: 0n,
    den: 1n,
  })
}
