import { z } from 'zod'

/** How well an act is proven: E0 self-declared, E1 picture or trace, E2 sensed, E3 the other party's record, E4 audited. */
export const Evidence = z.enum(['E0', 'E1', 'E2', 'E3', 'E4'])
export type Evidence = z.infer<typeof Evidence>

export type EvidenceRow = {
  /** Share of the difference that may be credited, basis points. */
  creditBp: number
  /** Error of the quantity, basis points. */
  quantityErrorBp: number
  text: { ja: string; en: string }
}

/** Our policy, not taken from a publication; measured failure rates replace it channel by channel. */
export const EVIDENCE: Readonly<Record<Evidence, EvidenceRow>> = {
  E0: { creditBp: 0, quantityErrorBp: 5_000, text: { ja: '自己申告', en: 'self-declared' } },
  E1: {
    creditBp: 3_000,
    quantityErrorBp: 3_000,
    text: { ja: '写真などを添えた申告', en: 'declared with a picture or trace' },
  },
  E2: {
    creditBp: 7_000,
    quantityErrorBp: 1_500,
    text: { ja: '端末や現地コードでの検知', en: 'sensed by the phone or a code at the place' },
  },
  E3: { creditBp: 9_500, quantityErrorBp: 500, text: { ja: '相手方の記録', en: 'record of the other party' } },
  E4: {
    creditBp: 10_000,
    quantityErrorBp: 300,
    text: { ja: '相手方の記録と第三者の抜取り確認', en: 'record plus independent sampling' },
  },
}

/** Position in the order of strength, 0 to 4; undefined for anything else. */
export function evidenceRank(evidence: string): number | undefined {
  const rank = evidence.charCodeAt(1) - 48
  return evidence.length === 2 && evidence[0] === 'E' && rank >= 0 && rank <= 4 ? rank : undefined
}

/** 95 % normal quantile squared, times a million: 1.959964^2. */
const Z_SQUARED_PPM = 3_841_459n
const MILLION = 1_000_000n

/** Audited lines a channel needs before measurement replaces the table. */
export const AUDITS_NEEDED = 200

/**
 * Evidence coefficient of a channel from its audits: 1 minus the upper 95 % Wilson bound of the failure rate, kept
 * between the rows of the table below and above. Fewer than 200 audits leave the table as it is.
 * @returns basis points, rounded down.
 */
export function measuredEvidenceBp(evidence: Evidence, audited: number, failed: number): number {
  const table = EVIDENCE[evidence].creditBp
  if (audited < AUDITS_NEEDED || evidence === 'E0') return table
  const rank = Number(evidence[1])
  const below = EVIDENCE[`E${rank - 1}` as Evidence].creditBp
  const above = EVIDENCE[`E${Math.min(4, rank + 1)}` as Evidence].creditBp
  const measured = 10_000 - wilsonUpperBp(BigInt(audited), BigInt(failed))
  return Math.min(above, Math.max(below, measured))
}

/** Upper end of the 95 % Wilson interval of a rate, basis points, rounded up. */
function wilsonUpperBp(n: bigint, failures: bigint): number {
  // (p + z²/2n + z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), multiplied through by 2n² and by a million.
  const z2 = Z_SQUARED_PPM
  const centre = 2n * failures * MILLION + z2
  // The root of z²(4·f·(n-f)/n + z²), kept to a millionth and rounded up so that the bound errs high.
  const inside = (z2 * (4n * failures * (n - failures) * MILLION + z2 * n)) / n + 1n
  const root = ceilSquareRoot(inside)
  const numerator = (centre + root) * 10_000n
  const denominator = 2n * (n * MILLION + z2)
  return Number((numerator + denominator - 1n) / denominator)
}

function ceilSquareRoot(n: bigint): bigint {
  let low = 0n
  let high = 1n << BigInt((n.toString(2).length >> 1) + 1)
  while (low < high) {
    const middle = (low + high) >> 1n
    if (middle * middle < n) low = middle + 1n
    else high = middle
  }
  return low
}
