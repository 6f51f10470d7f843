import type { DecideOrganisation, Organisation } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { auditName } from './asking-person.ts'
import { decideStanding, lockOrganisation, recordAudit } from './store.ts'

/** Lets an organisation act, or says that it may not. */
export function decideOrganisation(
  { db }: Deps,
  actor: Actor,
  ask: DecideOrganisation & { organisationId: OrganisationId },
): Promise<Organisation> {
  const { organisationId, standing, note } = ask
  return db.transaction(async (tx) => {
    if (!(await lockOrganisation(tx, organisationId))) refuse('identity.organisation-missing')
    const decided = await decideStanding(tx, organisationId, ask)
    if (!decided) return refuse('identity.decided')
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: `organisation.${standing}`,
      subject: organisationId,
      facts: { note: note ?? null },
    })
    return decided
  })
}
