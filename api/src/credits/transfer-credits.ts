import type { TransferCredits } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { type Transfer, transfer } from './ledger.ts'

/** Moves credits of the acting organisation to another one. */
export function transferCredits({ db, newId }: Deps, actor: Actor, ask: TransferCredits): Promise<Transfer> {
  const fromOrganisationId = actingOrganisation(actor)
  const key = newId()
  return db.transaction((tx) => transfer(tx, { ...ask, key, fromOrganisationId }))
}
