import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Dispute, DisputeReduction } from '@morinowa/shared/reductions/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { ownParticipant } from './own-participant.ts'
import { dueAt } from '@morinowa/shared/reductions/review.ts'
import { holdAct } from './revision-store.ts'
import { recordDispute } from './dispute-store.ts'

/** Says that a record is wrong. Nothing of it is gathered before somebody has answered. */
export function disputeReduction(
  { db, now, newId }: Deps,
  actor: Actor,
  ask: DisputeReduction & { id: ReductionId },
): Promise<Dispute> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    // Held, so that its batch is not issued between looking and saying.
    const act = await holdAct(tx, participantId, ask.id)
    if (!act) return refuse('reductions.missing')
    if (act.batchState === 'issued') return refuse('reductions.not-disputable')
    const said = await recordDispute(tx, { participantId, id: newId(), reductionId: ask.id, said: ask.text, at: now() })
    return { ...said, dueAt: dueAt(said.saidAt), escalatedAt: null }
  })
}
