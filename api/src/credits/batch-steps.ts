import type { Batch, BatchStatus } from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { batchesWhere, belongsTo, type LockedBatch, lockBatch } from './batch-store.ts'

// What the steps of a batch have in common: who may take them, and that each is taken once.

export async function batchById(db: Queryable, id: BatchId): Promise<Batch> {
  const [batch] = await batchesWhere(db, { id, limit: 1 })
  return batch ?? refuse('credits.batch-missing')
}

/** Locks a batch that must be in one of these states. */
export async function lockBatchIn(tx: Tx, id: BatchId, needed: readonly BatchStatus[]): Promise<LockedBatch> {
  const batch = await lockBatch(tx, id)
  if (!batch) return refuse('credits.batch-missing')
  if (!needed.includes(batch.status)) {
    return refuse('credits.batch-state', { status: batch.status, needed: needed.join(', ') })
  }
  return batch
}

/**
 * The person who verifies for an organisation: neither the organisation nor the person may own, have gathered or belong
 * to whoever owns the batch.
 */
export async function requireNoPart(tx: Tx, actor: Actor, batch: LockedBatch): Promise<PersonId> {
  const { personId } = askingPerson(actor)
  const partial =
    actingOrganisation(actor) === batch.ownerId ||
    personId === batch.createdBy ||
    (await belongsTo(tx, personId, batch.ownerId))
  return partial ? refuse('credits.verifier-has-part') : personId
}
