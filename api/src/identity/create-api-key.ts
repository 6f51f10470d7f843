import { randomBytes } from 'node:crypto'
import type { ApiKeyCreated, CreateApiKey } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { auditName, requireAdministrator } from './asking-person.ts'
import { hashOfKey } from './recognise-actor.ts'
import { recordApiKey, recordAudit } from './store.ts'

/** Makes a machine's key. The answer is the only place where the key itself ever stands. */
export function createApiKey(
  { db, newId }: Deps,
  actor: Actor,
  ask: CreateApiKey & { organisationId: OrganisationId },
): Promise<ApiKeyCreated> {
  return db.transaction(async (tx) => {
    await requireAdministrator(tx, actor, ask.organisationId)
    const key = `mw_${randomBytes(32).toString('base64url')}`
    const created = { id: newId(), name: ask.name, key, last4: key.slice(-4), scopes: ask.scopes }
    await recordApiKey(tx, { ...created, organisationId: ask.organisationId, hash: hashOfKey(key) })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: ask.organisationId,
      act: 'api-key.create',
      subject: created.id,
      facts: { scopes: ask.scopes.join(' ') },
    })
    return created
  })
}
