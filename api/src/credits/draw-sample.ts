import { createHash } from 'node:crypto'
import { type BatchSample, SampledRecord, type SampledReduction } from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import { drawSample } from '@morinowa/shared/credits/sample.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { explainAct } from '../reductions/explain-reduction.ts'
import { participantOfAct, reductionsOfBatch } from '../reductions/gather-batch.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { batchById, lockBatchIn, requireNoPart } from './batch-steps.ts'
import { isSampled, recordSample, sampleOf } from './batch-store.ts'

/** Draws a seed's sample. It is drawn once; asking again with the same seed and size shows it again. */
export function drawBatchSample(
  { db, now }: Deps,
  actor: Actor,
  ask: { batchId: BatchId; seed: string; size: number },
): Promise<BatchSample> {
  return db.transaction(async (tx) => {
    const { batchId, seed } = ask
    const batch = await lockBatchIn(tx, batchId, ['gathered', 'sampled'])
    const by = await requireNoPart(tx, actor, batch)
    if (batch.status === 'sampled') {
      const drawn = await showSample(tx, batchId)
      // A second draw with another seed would let the verifier look for a sample to their liking.
      const same = drawn.seed === seed && (await batchById(tx, batchId)).sampleSize === drawn.items.length
      return same ? drawn : refuse('credits.batch-state', { status: 'sampled', needed: 'gathered' })
    }
    const ids = (await reductionsOfBatch(tx, batchId)).map(({ id }) => id)
    const reductionIds = drawSample(seed, ask.size, ids, (text) => createHash('sha256').update(text).digest('hex'))
    await recordSample(tx, { batchId, seed, by, at: now(), reductionIds })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: actingOrganisation(actor),
      act: 'batch.sample',
      subject: batchId,
      facts: { seed, size: reductionIds.length },
    })
    return showSample(tx, batchId)
  })
}

/** The sample of a batch with what was found so far. */
export async function showSample(db: Queryable, batchId: BatchId): Promise<BatchSample> {
  const drawn = await sampleOf(db, batchId)
  const seed = drawn[0]?.seed
  if (seed === undefined) {
    const { status } = await batchById(db, batchId)
    return refuse('credits.batch-state', { status, needed: 'sampled' })
  }
  const known = new Map((await reductionsOfBatch(db, batchId)).map((reduction) => [String(reduction.id), reduction]))
  const items = drawn.map(({ reductionId, rank, pass, note }): SampledReduction => {
    // What failed and dropped out is no longer in the batch, and is worth nothing.
    const reduction = known.get(reductionId)
    return {
      reductionId,
      rank,
      pass,
      note,
      creditedG: (reduction?.creditedG ?? 0) as SampledReduction['creditedG'],
      evidence: reduction?.evidence ?? '',
    }
  })
  return { batchId, seed, items }
}

/** One record of the sample with the trace of its number, so that a finding rests on more than the number. */
export async function showSampledRecord(
  deps: Deps,
  ask: { batchId: BatchId; reductionId: ReductionId },
): Promise<SampledRecord> {
  const { batchId, reductionId } = ask
  if (!(await isSampled(deps.db, batchId, reductionId))) return refuse('credits.not-sampled', {}, '/params/reductionId')
  const participantId = await participantOfAct(deps.db, batchId, reductionId)
  return SampledRecord.parse(await explainAct(deps, { participantId, id: reductionId }))
}
