import { monthOf } from '../kernel/calendar.ts'
import { type AskOf, type AskType, MOST_PIECES } from './ask.ts'

/** Acts so small that one alone is worth nothing: they are counted for the month and computed once. */
export const TINY_ACTS = ['shop.e-receipt', 'shop.bag'] as const satisfies readonly AskType[]
export type TinyAsk = AskOf<(typeof TINY_ACTS)[number]>

/**
 * One ask for each month of acts that are alike, dated by the last of them. Nothing is lost: counts add up, and a month
 * larger than one ask may hold becomes several.
 */
export function countMonthly(acts: readonly TinyAsk[]): TinyAsk[] {
  const months = new Map<string, TinyAsk[]>()
  for (const act of acts) {
    const { occurredOn, count: _, ...alike } = act
    const key = `${monthOf(occurredOn)} ${JSON.stringify(Object.entries(alike).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`
    const same = months.get(key)
    if (same) same.push(act)
    else months.set(key, [act])
  }
  return [...months.values()].flatMap((same) => {
    const last = same.reduce((latest, act) => (act.occurredOn > latest.occurredOn ? act : latest))
    const asks: TinyAsk[] = []
    for (let left = same.reduce((sum, { count }) => sum + count, 0); left > 0; left -= MOST_PIECES) {
      asks.push({ ...last, count: Math.min(left, MOST_PIECES) })
    }
    return asks
  })
}
