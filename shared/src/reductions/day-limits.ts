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
  const creditedG = withinActive(totals, act)
  const after = withAct(totals, { mode: act.mode, quantity: act.quantity, creditedG }, 1)
  if (reachesTooFar(totals, after)) return { kind: 'review', code: 'reductions.daily-distance' }
  // An act without credit changes nothing that a buyer could be sold.
  if (creditedG > 0 && after.creditedG > REVIEW_G_A_DAY) return { kind: 'review', code: 'reductions.daily-total' }
  return { kind: 'counts', creditedG, isCapped: creditedG < act.creditedG }
}

function withinActive({ activeG }: Readonly<DayTotals>, { mode, creditedG }: Limited): number {
  const isActive = mode !== null && ACTIVE_MODES.has(mode)
  return isActive ? Math.min(creditedG, Math.max(0, ACTIVE_G_A_DAY - activeG)) : creditedG
}

/** Whether an act takes a day too far. What does not travel that way is not held against a day that is too long already. */
function reachesTooFar(before: Readonly<DayTotals>, after: Readonly<DayTotals>): boolean {
  return (
    (after.railM > before.railM && after.railM > RAIL_M_A_DAY) ||
    (after.groundM > before.groundM && after.groundM > GROUND_M_A_DAY)
  )
}

/**
 * What of an act may be credited in a day after somebody has looked at it. That somebody looks is all that is asked above
 * 50 kg; what walking is credited, and how far a day reaches, no reviewer can widen: an act beyond it happened and is
 * shown, and is credited nothing.
 * @returns with the code of the limit that lowered it.
 */
export function limitReleased(
  totals: Readonly<DayTotals>,
  act: Limited,
): { creditedG: number; code: RefusalCode | null } {
  if (reachesTooFar(totals, withAct(totals, act, 1))) {
    return { creditedG: 0, code: act.creditedG > 0 ? 'reductions.daily-reach' : null }
  }
  const creditedG = withinActive(totals, act)
  return { creditedG, code: creditedG < act.creditedG ? 'reductions.daily-active-cap' : null }
}
