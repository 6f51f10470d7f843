import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { erasePerson, forgetDetails, soleAdministrations } from './erase-store.ts'
import { ownParticipant } from './own-participant.ts'

/**
 * Forgets who somebody is. Their acts stay under a pseudonym that now leads to nobody, without notes and coordinates,
 * because credits that were issued from them must stay provable.
 */
export function eraseMe({ db, now }: Deps, actor: Actor): Promise<{ erasedAt: string; recordsKept: number }> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    const [alone] = await soleAdministrations(tx, personId)
    if (alone) return refuse('reductions.sole-administrator', { name: alone.name })
    const recordsKept = await forgetDetails(tx, participantId)
    await erasePerson(tx, personId)
    return { erasedAt: now(), recordsKept }
  })
}
