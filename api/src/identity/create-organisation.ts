import { type CreateOrganisation, type Organisation, VOUCHED_KINDS } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { askingPerson, auditName } from './asking-person.ts'
import { recordAudit, recordMember, recordOrganisation } from './store.ts'

/**
 * Founds an organisation with the asking person as its administrator. In production the kinds that others rely on wait
 * for the operator; elsewhere nobody's trust is at stake, and everything can be tried at once.
 */
export function createOrganisation(
  { db, newId, settings }: Deps,
  actor: Actor,
  ask: CreateOrganisation,
): Promise<Organisation> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const organisation: Organisation = {
      id: OrganisationId.parse(newId()),
      name: ask.name,
      kind: ask.kind,
      municipalityCode: ask.municipalityCode ?? null,
      corporateNumber: ask.corporateNumber ?? null,
      standing: settings.production && VOUCHED_KINDS.includes(ask.kind) ? 'waiting' : 'approved',
      standingNote: null,
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
