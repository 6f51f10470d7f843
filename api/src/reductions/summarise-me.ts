import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { MySummary, type MySummaryQuery } from '@morinowa/shared/reductions/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import type { Elsewhere } from './elsewhere.ts'
import { ownParticipant } from './own-participant.ts'
import { personSumsOf } from './sums-store.ts'

const FIRST_MONTH = '0000-01'
const LAST_MONTH = '9999-12'
const NONE = { acts: 0, shownG: 0, creditedG: 0, emittedG: 0, contributedG: 0 }
type Sum = typeof NONE

/** A person's four sums, read from rows that are kept as sums: the cost does not grow with what they did. */
export async function summariseMe(
  { db }: Deps,
  actor: Actor,
  { from = FIRST_MONTH as never, to = LAST_MONTH as never }: MySummaryQuery,
  elsewhere: Elsewhere,
): Promise<MySummary> {
  const { personId } = askingPerson(actor)
  const { participantId } = await ownParticipant(db, personId)
  const [sums, offsetG] = await Promise.all([
    personSumsOf(db, participantId, from, to),
    elsewhere.offsetG?.(db, personId, { from, to }) ?? 0,
  ])
  const byMode = new Map<string, Sum & { mode: string; pool: string }>()
  const byMonth = new Map<string, Sum & { month: string }>()
  const whole = { ...NONE }
  for (const { month, pool, mode, ...sum } of sums) {
    plus(whole, sum)
    plus(entry(byMode, `${pool} ${mode}`, { mode, pool, ...NONE }), sum)
    plus(entry(byMonth, month, { month, ...NONE }), sum)
  }
  return MySummary.parse({
    emittedG: whole.emittedG,
    reducedShownG: whole.shownG,
    reducedCreditedG: whole.creditedG,
    contributedG: whole.contributedG,
    offsetG,
    byMode: [...byMode.values()].toSorted((a, b) => b.shownG - a.shownG),
    byMonth: [...byMonth.values()],
  })
}

function entry<T>(map: Map<string, T>, key: string, fresh: T): T {
  const found = map.get(key) ?? fresh
  map.set(key, found)
  return found
}

function plus(sum: Sum, by: Sum): void {
  sum.acts += by.acts
  sum.shownG += by.shownG
  sum.creditedG += by.creditedG
  sum.emittedG += by.emittedG
  sum.contributedG += by.contributedG
}
