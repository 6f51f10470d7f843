import { type DayTotals, EMPTY_DAY, type Limited, withAct } from '@morinowa/shared/reductions/day-limits.ts'
import type { Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import type { Queryable } from '../platform/db.ts'
import { dayTotalsOf } from './standing-store.ts'

/** An act of somebody's day, as it counts there or does not. */
export type OfDay = Limited & { day: string; status: RowStatus }

const COUNTS: ReadonlySet<RowStatus> = new Set(['waiting', 'recorded', 'pooled'])

/**
 * What counts in the day of an act, for one that changes after it came in.
 * @param without acts that change or give way now: as far as they count in this day, they are taken out.
 */
export async function restOfDay(
  db: Queryable,
  { participantId, pool, day }: { participantId: string; pool: Pool; day: string },
  without: readonly OfDay[],
): Promise<DayTotals> {
  const dayFromMs = Date.parse(`${day}T00:00:00+09:00`)
  const around = { fromMs: dayFromMs, toMs: dayFromMs, farFromMs: dayFromMs, farToMs: dayFromMs, town: null }
  const [found = EMPTY_DAY] = await dayTotalsOf(db, pool, [{ participantId, day, dayFromMs, ...around }])
  const { creditedG, activeG, railM, groundM } = found
  return without
    .filter((act) => act.day === day && COUNTS.has(act.status))
    .reduce((totals, act) => withAct(totals, act, -1), { creditedG, activeG, railM, groundM })
}
