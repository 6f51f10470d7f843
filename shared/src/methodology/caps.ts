import { ceilDiv } from '../kernel/rounding.ts'
import { ACTIVE_MODES, type Mode } from './mode.ts'

/** Grams a person may be credited in a day for walking and cycling. */
export const ACTIVE_CAP_G = 300
/** Above this much in a day, somebody looks at it. */
export const REVIEW_TOTAL_G = 50_000
/** Farther than this in a day, a person's travel is looked at by somebody. */
export const REVIEW_GROUND_M = 1_500_000
export const REVIEW_RAIL_M = 2_500_000

/**
 * Cuts the credits of one person's day to the active cap, in the order given: earlier acts keep what they have.
 * @param acts grams credited to each act, and how much of that came from walking and cycling.
 * @returns what each act keeps, in the same order.
 */
export function applyDailyCap(acts: readonly { creditedG: number; activeG: number }[], alreadyActiveG = 0): number[] {
  let room = Math.max(0, ACTIVE_CAP_G - alreadyActiveG)
  return acts.map(({ creditedG, activeG }) => {
    const kept = Math.min(activeG, room)
    room -= kept
    return creditedG - activeG + kept
  })
}

/** Part of a trip's credit that its active legs earned, by distance, rounded up so that the cap errs low. */
export function activePartG(creditedG: number, legs: readonly { mode: Mode; distanceM: number }[]): number {
  let active = 0
  let all = 0
  for (const { mode, distanceM } of legs) {
    all += distanceM
    if (ACTIVE_MODES.has(mode)) active += distanceM
  }
  return all === 0 ? 0 : Number(ceilDiv(BigInt(creditedG) * BigInt(active), BigInt(all)))
}

export type DayTotals = { groundM: number; railM: number; creditedG: number }

/** Why a person's day goes to review; empty when it does not. */
export function reviewReasons({
  groundM,
  railM,
  creditedG,
}: DayTotals): ('ground-distance' | 'rail-distance' | 'daily-total')[] {
  return [
    ...(groundM > REVIEW_GROUND_M ? (['ground-distance'] as const) : []),
    ...(railM > REVIEW_RAIL_M ? (['rail-distance'] as const) : []),
    ...(creditedG > REVIEW_TOTAL_G ? (['daily-total'] as const) : []),
  ]
}

/** Fastest believable mean speed of a leg, km/h. Our policy. */
export const FASTEST_KMH: Readonly<Record<Mode, number>> = {
  walk: 12,
  bicycle: 45,
  eBike: 45,
  eScooter: 35,
  sharedBike: 40,
  sharedScooter: 35,
  rail: 160,
  shinkansen: 330,
  metro: 110,
  tram: 60,
  bus: 100,
  coach: 110,
  ferry: 90,
  car: 140,
  carpool: 140,
  carShare: 140,
  ev: 140,
  taxi: 140,
  plane: 1_000,
}

/** Whether a leg could have been travelled in this time. */
export function isSpeedPlausible(mode: Mode, distanceM: number, seconds: number): boolean {
  return seconds > 0 && distanceM * 3_600 <= FASTEST_KMH[mode] * 1_000 * seconds
}
