import type { Evidence } from './evidence.ts'
import type { Factor } from './factor.ts'
import type { ReasonCode } from './reasons.ts'

/**
 * Emissions per unit as an exact ratio: `num / den` milligrams per kilometre, kilogram, kilowatt-hour or piece.
 * `error` is the absolute error of `num` times 10,000, so that errors of means add up without rounding.
 */
export type Rate = {
  num: bigint
  den: bigint
  error: bigint
  scopeClass: string
  verified: boolean
  /** The rows it was made from: one, except for a mean. */
  factors: readonly Factor[]
  name: { ja: string; en: string }
}

export type QuantityUnit = 'km' | 'kg' | 'kWh' | 'piece' | 'room-night'

/** A quantity at a rate. */
export type Amount = {
  /** Thousandths of the unit: metres, grams, watt-hours, thousandths of a piece. */
  milli: bigint
  unit: QuantityUnit
  rate: Rate
  /** How many people share it. */
  sharedBy: number
}

/** A line of calculation, whatever the activity: what would have been emitted, what was, and how far it is believed. */
export type Line = {
  evidence: Evidence
  /** What the credited number is measured against. */
  credited: Amount
  /** What the shown number is measured against. */
  shown: Amount
  actual: readonly Amount[]
  /** Subtracted as they are: detours, operations, the platform's own power. */
  addOnsMg: bigint
  additionality: { bp: number; factor: Factor | undefined }
  /** Any of these keeps the line from being credited. */
  shownOnly: readonly ReasonCode[]
  /** Any of these makes the saving nothing, on screens too: a habit, a loop. */
  nothing: readonly ReasonCode[]
  /** Said beside the result without changing it. */
  remarks: readonly ReasonCode[]
  /** Replaces the actual side's own errors, basis points: see `routeErrorBp`. */
  actualErrorBp: number | undefined
}

/** The rate of one row. Rows never change, so each is turned into a rate once. */
export function rateOf(factor: Factor): Rate {
  const kept = rates.get(factor)
  if (kept) return kept
  const num = BigInt(factor.valueMg)
  const rate: Rate = {
    num,
    den: 1n,
    error: num * BigInt(factor.uncertaintyBp ?? 0),
    scopeClass: factor.scopeClass,
    verified: factor.verified,
    factors: [factor],
    name: factor.name,
  }
  rates.set(factor, rate)
  return rate
}

const rates = new WeakMap<Factor, Rate>()

/** A rate somebody measured, in grams per unit, with its error. */
export function measuredRate(grams: number, errorBp: number, scopeClass: string, name: Rate['name']): Rate {
  const num = BigInt(grams) * 1_000n
  return { num, den: 1n, error: num * BigInt(errorBp), scopeClass, verified: true, factors: [], name }
}

/** The mean of rates by weight. Errors are taken as fully shared, the safe side. */
export function meanRate(parts: readonly { rate: Rate; weight: number }[], name: Rate['name']): Rate {
  let num = 0n
  let error = 0n
  let den = 0n
  for (const { rate, weight } of parts) {
    if (rate.den !== 1n) throw new Error('means are made of whole rates')
    num += rate.num * BigInt(weight)
    error += rate.error * BigInt(weight)
    den += BigInt(weight)
  }
  return {
    num,
    den,
    error,
    scopeClass: parts[0]?.rate.scopeClass ?? 'NA',
    verified: parts.every(({ rate }) => rate.verified),
    factors: parts.flatMap(({ rate }) => rate.factors),
    name,
  }
}

/** No emissions: what an avoided thing is compared with. */
export const NO_RATE: Rate = {
  num: 0n,
  den: 1n,
  error: 0n,
  scopeClass: 'NA',
  verified: true,
  factors: [],
  name: { ja: 'なし', en: 'none' },
}

/** The lower of two rates; the first of equals. */
export function lowerRate(first: Rate, second: Rate): Rate {
  return second.num * first.den < first.num * second.den ? second : first
}
