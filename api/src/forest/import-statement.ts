import { createHash } from 'node:crypto'
import type { ImportStatement, Statement } from '@morinowa/shared/forest/official-contract.ts'
import { readStatement, reconcile } from '@morinowa/shared/forest/reconcile.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { lockNewestStatement, recordStatement, statedLots, statements } from './statement-store.ts'

/** A registry's own statement beside our lots: what it shows becomes the lots' reserve, and every difference is named. */
export function importStatement({ db, now, newId }: Deps, actor: Actor, ask: ImportStatement): Promise<Statement> {
  const { id: organisationId } = actingFor(actor)
  const { issuedOn, holder, accountNumber = null } = ask
  if (issuedOn > dayOf(now())) refuse('forest.statement-dated', { issuedOn }, '/issuedOn')
  const lines = readStatement(ask.csv)
  if (!lines || lines.length === 0) return refuse('forest.statement-unreadable', {}, '/csv')
  return db.transaction(async (tx) => {
    const newest = await lockNewestStatement(tx, organisationId)
    if (newest !== null && issuedOn < newest) refuse('forest.statement-older', { newest }, '/issuedOn')
    const lots = await statedLots(tx, organisationId, issuedOn)
    if (lots.length === 0) refuse('forest.statement-no-lots')
    const { differences, held } = reconcile(lines, lots)
    const id = newId()
    const by = auditName(actor)
    await recordStatement(tx, {
      id,
      organisationId,
      issuedOn,
      holder,
      accountNumber,
      digest: createHash('sha256').update(ask.csv).digest(),
      lines: lines.length,
      differences,
      held,
      importedBy: by,
      importedAt: now(),
    })
    const facts = { lines: lines.length, differences: differences.length }
    await recordAudit(tx, { actor: by, organisationId, act: 'forest.statement', subject: id, facts })
    const [statement] = await statements(tx, { id, limit: 1 })
    if (!statement) throw new Error(`statement ${id} was imported and is not there`)
    return statement
  })
}
