import type { CreateOrganisation, Organisation } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { askingPerson, auditName } from './asking-person.ts'
import { recordAudit, recordMember, recordOrganisation } from './store.ts'

/** Founds an organisation with the asking person as its administrator. */
export function createOrganisation({ db, newId }: Deps, actor: Actor, ask: CreateOrganisation): Promise<Organisation> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const organisation: Organisation = {
      id: OrganisationId.parse(newId()),
      name: ask.name,
      kind: ask.kind,
      municipalityCode: ask.municipalityCode ?? null,
      corporateNumber: ask.corporateNumber ?? null,
    }
    await recordOrganisation(tx, organisation)
    await recordMember(tx, organisation.id, personId, 'administrator')
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: organisation.id,
      act: 'organisation.found',
      subject: organisation.id,
    })
    return organisation
  })
}
