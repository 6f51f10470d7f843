import { createHash } from 'node:crypto'
import type { Batch, SignBatch } from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { dropFromBatch, markBatch, reductionsOfBatch } from '../reductions/gather-batch.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { batchById, lockBatchIn, requireNoPart } from './batch-steps.ts'
import { recordSignature, sampleOf } from './batch-store.ts'

/** The verifier's signature: what failed drops out, and the rest is fixed by a digest over every id and its grams. */
export function signBatch({ db, now }: Deps, actor: Actor, ask: SignBatch & { batchId: BatchId }): Promise<Batch> {
  const { batchId, deductionBp } = ask
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    const batch = await lockBatchIn(tx, batchId, ['sampled'])
    const by = await requireNoPart(tx, actor, batch)
    const sample = await sampleOf(tx, batchId)
    const open = sample.filter(({ pass }) => pass === null).length
    if (open > 0) refuse('credits.findings-open', { open })
    for (const { reductionId, pass, note } of sample) {
      if (pass === false) await dropFromBatch(tx, { batchId, reductionId, reason: note ?? 'verification' })
    }

    const left = await reductionsOfBatch(tx, batchId)
    const verifiedG = left.reduce((sum, { creditedG }) => sum + creditedG, 0)
    const sourceDigest = createHash('sha256')
    for (const { id, creditedG } of left) sourceDigest.update(`${id}:${creditedG}\n`)
    await recordSignature(tx, {
      batchId,
      verified: left.length,
      verifiedG,
      deductionBp,
      sourceDigest: sourceDigest.digest(),
      by,
      organisationId,
      at: now(),
    })
    await markBatch(tx, batchId, 'verified')
    const facts = { verifiedG, deductionBp, dropped: sample.filter(({ pass }) => pass === false).length }
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'batch.sign', subject: batchId, facts })
    return batchById(tx, batchId)
  })
}
