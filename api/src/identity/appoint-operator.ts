import { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { lockOperators, recordAudit, recordMember, recordOrganisation } from './store.ts'

/**
 * Makes the person with the configured address the platform's first operator when they sign up.
 * Only as long as nobody operates the platform: afterwards operators appoint each other as members.
 */
export async function appointOperator(
  { db, newId, settings }: Pick<Deps, 'db' | 'newId' | 'settings'>,
  person: { id: string; email: string },
): Promise<void> {
  if (!settings.adminEmail || person.email.toLowerCase() !== settings.adminEmail.toLowerCase()) return
  await db.transaction(async (tx) => {
    const operators = await lockOperators(tx)
    if (operators.some(({ members }) => members > 0)) return
    const id = operators[0]?.id ?? OrganisationId.parse(newId())
    if (operators.length === 0) {
      const name = new URL(settings.publicUrl).hostname
      const plain = { municipalityCode: null, corporateNumber: null, standing: 'approved', standingNote: null } as const
      await recordOrganisation(tx, { id, name, kind: 'operator', ...plain })
    }
    await recordMember(tx, id, PersonId.parse(person.id), 'administrator')
    await recordAudit(tx, {
      actor: `person:${person.id}`,
      organisationId: id,
      act: 'operator.appoint',
      subject: person.id,
    })
  })
}
