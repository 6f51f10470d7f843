import type { Batch, CreateBatch } from '@morinowa/shared/credits/contract.ts'
import { BatchId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { gatherForBatch } from '../reductions/gather-batch.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { batchById } from './batch-steps.ts'
import { organisationExists, recordBatch } from './batch-store.ts'

/** Gathers the eligible reductions of a month, area, pool and method; each is in one batch ever. */
export function createBatch({ db, newId }: Deps, actor: Actor, ask: CreateBatch): Promise<Batch> {
  const { month, pool, methodId, municipalityCode = null } = ask
  const organisationId = actingOrganisation(actor)
  const ownerId = ask.ownerOrganisationId ?? organisationId
  const id = BatchId.parse(newId())
  return db.transaction(async (tx) => {
    if (!(await organisationExists(tx, ownerId))) refuse('credits.owner-missing', {}, '/ownerOrganisationId')
    const { reductions, creditedG } = await gatherForBatch(tx, { batchId: id, month, municipalityCode, pool, methodId })
    if (reductions === 0) refuse('credits.batch-empty')
    const createdBy = askingPerson(actor).personId
    await recordBatch(tx, {
      id,
      month,
      municipalityCode,
      pool,
      methodId,
      ownerId,
      gathered: reductions,
      gatheredG: creditedG,
      createdBy,
    })
    const facts = { month, pool, methodId, reductions, creditedG }
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'batch.create', subject: id, facts })
    return batchById(tx, id)
  })
}
