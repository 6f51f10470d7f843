import type { OwnRetirement } from '@morinowa/shared/credits/contract.ts'
import type { RetirementId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { recordNote, retirementsOf } from './retirement-store.ts'

/** Says something beside one's own retirement. What was said when it happened is not touched. */
export function addRetirementNote(
  { db }: Deps,
  actor: Actor,
  ask: { retirementId: RetirementId; text: string },
): Promise<OwnRetirement> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    await ownRetirement(tx, organisationId, ask.retirementId)
    await recordNote(tx, ask.retirementId, organisationId, ask.text)
    return ownRetirement(tx, organisationId, ask.retirementId)
  })
}

/** An organisation's own retirement; another's does not exist for it. */
export async function ownRetirement(
  db: Queryable,
  organisationId: OrganisationId,
  id: RetirementId,
): Promise<OwnRetirement> {
  const [found] = await retirementsOf(db, organisationId, { id, limit: 1 })
  return found ?? refuse('credits.retirement-missing')
}
