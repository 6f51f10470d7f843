import type { AddMember, Member } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { auditName, requireAdministrator } from './asking-person.ts'
import { requireAdministratorLeft } from './remove-member.ts'
import { lockOrganisation, personByEmail, recordAudit, recordMember } from './store.ts'

/** Gives a person a role in an organisation, or changes it. */
export function addMember(
  { db }: Deps,
  actor: Actor,
  ask: AddMember & { organisationId: OrganisationId },
): Promise<Member> {
  return db.transaction(async (tx) => {
    await lockOrganisation(tx, ask.organisationId)
    await requireAdministrator(tx, actor, ask.organisationId)
    const person = await personByEmail(tx, ask.email)
    if (!person) return refuse('identity.person-missing', {}, '/email')
    const member = await recordMember(tx, ask.organisationId, person.id, ask.role)
    await requireAdministratorLeft(tx, ask.organisationId)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: ask.organisationId,
      act: 'organisation.member',
      subject: person.id,
      facts: { role: ask.role },
    })
    return member
  })
}
