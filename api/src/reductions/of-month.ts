import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { addedToMonth } from '@morinowa/shared/reductions/month-count.ts'
import { askOfPieces, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import type { Arrival } from './arrival.ts'

/** What a count is worth after the month's earlier pieces; the question keeps how many there were. */
export function ofMonth(
  type: PieceType,
  quantity: number,
  day: Day,
  evidence: Evidence,
  registry: Registry,
): NonNullable<Arrival['ofMonth']> {
  const figuresOf = (count: number) => compute(askOfPieces(type, count, day, evidence), registry)
  return (before) => ({
    ...addedToMonth(figuresOf, before, quantity),
    input: before === 0 ? null : { ask: askOfPieces(type, quantity, day, evidence), before },
  })
}
