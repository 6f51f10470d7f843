import type { RecordFinding, SampledReduction } from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { lockBatchIn, requireNoPart } from './batch-steps.ts'
import { showSample } from './draw-sample.ts'
import { recordFinding } from './batch-store.ts'

/** Says whether a sampled reduction holds. */
export function recordBatchFinding(
  { db }: Deps,
  actor: Actor,
  ask: RecordFinding & { batchId: BatchId },
): Promise<SampledReduction> {
  const { batchId, reductionId, pass, note = null } = ask
  return db.transaction(async (tx) => {
    const batch = await lockBatchIn(tx, batchId, ['sampled'])
    const by = await requireNoPart(tx, actor, batch)
    const sampled = (await showSample(tx, batchId)).items.find((item) => item.reductionId === reductionId)
    if (!sampled) return refuse('credits.not-sampled', {}, '/reductionId')
    await recordFinding(tx, { batchId, reductionId, pass, note, by, organisationId: actingOrganisation(actor) })
    return { ...sampled, pass, note }
  })
}
