import type { Member } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { askingPerson, auditName, requireAdministrator } from './asking-person.ts'
import { administratorsOf, lockOrganisation, recordAudit, removeMember as removeMemberRow, roleIn } from './store.ts'

/** Takes a person out of an organisation. Administrators may do so to anybody, everybody to themselves. */
export function removeMember(
  { db }: Deps,
  actor: Actor,
  { organisationId, personId }: { organisationId: OrganisationId; personId: PersonId },
): Promise<Member> {
  const asking = askingPerson(actor)
  return db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    if (asking.personId !== personId) await requireAdministrator(tx, actor, organisationId)
    else if ((await roleIn(tx, organisationId, personId)) === null) refuse('identity.organisation-missing')
    const gone = await removeMemberRow(tx, organisationId, personId)
    if (!gone) return refuse('identity.member-missing')
    await requireAdministratorLeft(tx, organisationId)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: 'organisation.member-gone',
      subject: personId,
    })
    return gone
  })
}

/** An organisation keeps somebody who can let others in. */
export async function requireAdministratorLeft(tx: Tx, organisationId: OrganisationId): Promise<void> {
  if ((await administratorsOf(tx, organisationId)) === 0) refuse('identity.last-administrator', {}, '/role')
}
