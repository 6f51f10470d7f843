import type { RefusalCode } from '../kernel/refusal.ts'
import type { Mode } from '../methodology/mode.ts'

// What one person can do and be credited for in a day (METHODOLOGY 10). The day is the Japanese day on which an act
// began.

/** Ways of moving by one's own strength. */
export const ACTIVE_MODES: ReadonlySet<string> = new Set<Mode>(['walk', 'bicycle', 'eBike', 'sharedBike'])
/** Trains reach farther in a day than roads do. */
export const RAIL_MODES: ReadonlySet<string> = new Set<Mode>(['rail', 'shinkansen', 'metro'])
/** Neither by rail nor by road. */
export const OFF_GROUND_MODES: ReadonlySet<string> = new Set<Mode>(['plane', 'ferry'])

/** Grams credited for active modes in a person's day. */
export const ACTIVE_G_A_DAY = 300
/** Grams credited in a person's day before somebody looks at it. */
export const REVIEW_G_A_DAY = 50_000
/** Metres by rail, and by everything else on the ground, in a person's day. */
export const RAIL_M_A_DAY = 2_500_000
export const GROUND_M_A_DAY = 1_500_000

/** What counts in a person's day so far. */
export type DayTotals = { creditedG: number; activeG: number; railM: number; groundM: number }

/** The part of an act that the limits look at. */
export type Limited = { mode: string | null; quantity: number; creditedG: number }

export const EMPTY_DAY: Readonly<DayTotals> = { creditedG: 0, activeG: 0, railM: 0, groundM: 0 }

/** A day with an act more (`sign` 1) or fewer (`sign` -1). */
export function withAct(totals: Readonly<DayTotals>, act: Limited, sign: 1 | -1): DayTotals {
  const { mode, quantity, creditedG } = act
  const onGround = mode !== null && !OFF_GROUND_MODES.has(mode)
  const isRail = onGround && RAIL_MODES.has(mode)
  return {
    creditedG: totals.creditedG + sign * creditedG,
    activeG: totals.activeG + (mode !== null && ACTIVE_MODES.has(mode) ? sign * creditedG : 0),
    railM: totals.railM + (isRail ? sign * quantity : 0),
    groundM: totals.groundM + (onGround && !isRail ? sign * quantity : 0),
  }
}

export type DayVerdict =
  | { kind: 'counts'; creditedG: number; isCapped: boolean }
  | { kind: 'review'; code: RefusalCode }

/** What of an act may still be credited in a day, or why somebody must look at it first. */
export function limitDay(totals: Readonly<DayTotals>, act: Limited): DayVerdict {
  const isActive = act.mode !== null && ACTIVE_MODES.has(act.mode)
  const left = Math.max(0, ACTIVE_G_A_DAY - totals.activeG)
  const creditedG = isActive ? Math.min(act.creditedG, left) : act.creditedG
  const after = withAct(totals, { ...act, creditedG }, 1)
  if (after.railM > RAIL_M_A_DAY || after.groundM > GROUND_M_A_DAY) {
    return { kind: 'review', code: 'reductions.daily-distance' }
  }
  // An act without credit changes nothing that a buyer could be sold.
  if (creditedG > 0 && after.creditedG > REVIEW_G_A_DAY) return { kind: 'review', code: 'reductions.daily-total' }
  return { kind: 'counts', creditedG, isCapped: creditedG < act.creditedG }
}
