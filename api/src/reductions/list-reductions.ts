import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { PageQuery } from '@morinowa/shared/kernel/endpoint.ts'
import type { Reduction } from '@morinowa/shared/reductions/contract.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { reductionOf } from './describe-act.ts'
import { ownParticipant } from './own-participant.ts'
import { actsOf } from './act-store.ts'

/** A page of what a person did, the newest first. */
export async function listReductions(
  { db }: Deps,
  actor: Actor,
  { cursor, limit, pool }: PageQuery & { pool?: Pool | undefined },
): Promise<{ items: Reduction[]; next: string | null }> {
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  const acts = await actsOf(db, participantId, { pool: pool ?? null, before: readCursor(cursor), limit: limit + 1 })
  const page = acts.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(reductionOf),
    next: acts.length > limit && last ? cursorAfter(last.startedAt, last.id) : null,
  }
}
