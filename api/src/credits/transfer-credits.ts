import type { TransferCredits } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../platform/deps.ts'
import { keyOf } from '../platform/once.ts'
import type { Together } from './act-together.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { transferAct, transferOf } from './acts.ts'
import { type Transfer, transfer } from './ledger.ts'

/** Moves credits of the acting organisation to another one, together with whatever else is asked at this moment. */
export async function transferCredits(
  { db, newId }: Deps,
  { together }: { together: Together },
  actor: Actor,
  ask: TransferCredits,
): Promise<Transfer> {
  const fromOrganisationId = actingOrganisation(actor)
  const key = db.once ? keyOf(db.once) : newId()
  const wanted = { ...ask, key, fromOrganisationId }
  const taken = await together(transferAct(wanted, db.once))
  return taken ? transferOf(taken) : db.transaction((tx) => transfer(tx, wanted))
}
