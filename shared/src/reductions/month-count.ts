import type { Computed } from '../methodology/basis.ts'
import type { PieceType } from './piece-ask.ts'

// Acts so small that each alone would round to nothing are counted for the month and calculated once (METHODOLOGY 3).
// A record earns what the month's count earns with it, less what it earned without: the records of a month add up to
// the month's count calculated once, in whatever pieces it was reported.

const SMALL: ReadonlySet<string> = new Set<PieceType>(['shop.bag', 'shop.e-receipt'])

/** Whether acts of this type are counted for the month. */
export const isCountedByMonth = (type: string): boolean => SMALL.has(type)

export type MonthFigures = Pick<Computed, 'shownG' | 'creditedG' | 'emittedG'>

/** What a count adds to a month that already has `before` pieces. */
export function addedToMonth(
  figuresOf: (count: number) => MonthFigures,
  before: number,
  quantity: number,
): MonthFigures {
  const after = figuresOf(before + quantity)
  if (before === 0) return { shownG: after.shownG, creditedG: after.creditedG, emittedG: after.emittedG }
  const without = figuresOf(before)
  return {
    shownG: after.shownG - without.shownG,
    creditedG: after.creditedG - without.creditedG,
    emittedG: after.emittedG - without.emittedG,
  }
}
