import { ceilDiv, floorDiv, halfUpDiv } from '../kernel/rounding.ts'
import { EVIDENCE } from './evidence.ts'
import { lcm, type Ratio } from './exact.ts'
import type { Amount, Line } from './line.ts'
import { uncertaintyCoefficientBp } from './uncertainty.ts'

// The one definition of the formula (METHODOLOGY section 4). Everything that answers a number comes through here:
// the full explanation, the fast path of bulk imports, the examples on the methods pages.

/** Micrograms in a gram: a thousandth of a unit at a rate in milligrams is a whole number of micrograms. */
const MICROGRAMS = 1_000_000n
/** Three coefficients in basis points. */
const COEFFICIENTS = 10_000n ** 3n

/** A line as exact ratios of grams, before any rounding. */
export type Exact = {
  shown: Ratio
  credited: Ratio
  emitted: Ratio
  /** Micrograms times `den`: the two sides and the differences, for the explanation. */
  parts: {
    den: bigint
    baselineCredited: bigint
    baselineShown: bigint
    actual: readonly bigint[]
    addOns: bigint
    grossCredited: bigint
    grossShown: bigint
    /** Sum of squared errors of the credited difference, in (micrograms × den × basis points)². */
    squaredError: bigint
  }
  evidenceBp: number
  uncertaintyBp: number
  additionalityBp: number
}

/** Whole grams of a line. */
export type Figures = { shownG: number; creditedG: number; emittedG: number }

/** The exact result of a line. */
export function exactly(line: Line): Exact {
  let den = lcm(denominatorOf(line.credited), denominatorOf(line.shown))
  for (const amount of line.actual) den = lcm(den, denominatorOf(amount))
  const scaled = (amount: Amount) => (den === 1n ? amount.milli : amount.milli * (den / denominatorOf(amount)))
  const micrograms = (amount: Amount) => scaled(amount) * amount.rate.num
  const errorOf = (amount: Amount) => scaled(amount) * amount.rate.error

  const baselineCredited = micrograms(line.credited)
  const baselineShown = line.shown.rate === line.credited.rate ? baselineCredited : micrograms(line.shown)
  const actual = line.actual.map(micrograms)
  const actualSum = actual.reduce((sum, part) => sum + part, 0n)
  const addOns = line.addOnsMg * 1_000n * den
  const grossCredited = baselineCredited - actualSum - addOns
  const grossShown = baselineShown - actualSum - addOns

  const { creditBp: evidenceBp, quantityErrorBp } = EVIDENCE[line.evidence]
  const actualError =
    line.actualErrorBp === undefined ? errorsByFactor(line.actual, errorOf) : [actualSum * BigInt(line.actualErrorBp)]
  let squaredError = square(errorOf(line.credited)) + square(grossCredited * BigInt(quantityErrorBp))
  for (const error of actualError) squaredError += square(error)
  const uncertaintyBp = uncertaintyCoefficientBp(squaredError, grossCredited)
  const additionalityBp = line.additionality.bp

  const unit = MICROGRAMS * den
  const nothing = line.nothing.length > 0
  const creditable = !nothing && line.shownOnly.length === 0 && grossCredited > 0n
  const discount = BigInt(evidenceBp) * BigInt(uncertaintyBp) * BigInt(additionalityBp)
  return {
    shown: { num: nothing ? 0n : grossShown, den: unit },
    credited: { num: creditable ? grossCredited * discount : 0n, den: unit * COEFFICIENTS },
    emitted: { num: actualSum + addOns, den: unit },
    parts: { den, baselineCredited, baselineShown, actual, addOns, grossCredited, grossShown, squaredError },
    evidenceBp,
    uncertaintyBp,
    additionalityBp,
  }
}

/** The three roundings: screens half up, credits down and never below zero, emissions up. */
export function rounded({ shown, credited, emitted }: Exact): Figures {
  return {
    shownG: Number(halfUpDiv(shown.num, shown.den)),
    creditedG: Number(floorDiv(credited.num, credited.den)),
    emittedG: Number(ceilDiv(emitted.num, emitted.den)),
  }
}

const square = (a: bigint): bigint => a * a

function denominatorOf({ rate, sharedBy }: Amount): bigint {
  return sharedBy === 1 ? rate.den : rate.den * BigInt(sharedBy)
}

/** Legs that use one row share its error, so a leg cut in two is as uncertain as the whole. */
function errorsByFactor(actual: readonly Amount[], errorOf: (amount: Amount) => bigint): bigint[] {
  if (actual.length === 1) return [errorOf(actual[0] as Amount)]
  const errors = new Map<string, bigint>()
  actual.forEach((amount, index) => {
    const key = amount.rate.factors[0]?.id ?? `measured ${index}`
    errors.set(key, (errors.get(key) ?? 0n) + errorOf(amount))
  })
  return [...errors.values()]
}
