import { coverMissing } from '@morinowa/shared/credits/adjustment.ts'
import type { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { AdjustAsk, Adjusted } from '../reductions/elsewhere.ts'
import { lockFirstHoldings, lockReserve, lotsOfIssued, otherReserves, recordAdjustment } from './adjust-store.ts'
import { recordAdjustmentLot, soldOf } from './adjust-store.ts'
import { cancelFromBuffer } from './ledger.ts'

/**
 * Takes issued grams that turned out not to exist out of the reserve, in the caller's transaction: of the lots that hold
 * them, then of the others. What nobody can cover stays open and is shown.
 */
export async function adjustIssued(tx: Tx, { jobs, newId }: Deps, ask: AdjustAsk): Promise<Adjusted> {
  const { participantId, reductionId, kind, beforeG, afterG, at } = ask
  const act = { participantId, reductionId }
  await lockReserve(tx)
  await lockFirstHoldings(
    tx,
    (await lotsOfIssued(tx, act)).map(({ lotId }) => lotId),
  )
  const own = await lotsOfIssued(tx, act)
  const soldG = await soldOf(tx, act)
  const missingG = beforeG - afterG
  if (missingG <= 0) return { id: null, coveredG: 0, openG: 0, soldG }

  const ownG = own.reduce((sum, { leftG }) => sum + leftG, 0)
  const ids = own.map(({ lotId }) => lotId)
  const others = ownG >= missingG ? [] : await otherReserves(tx, ids, missingG - ownG)
  const { covers, openG } = coverMissing(missingG, own, others)
  const id = newId()
  await recordAdjustment(tx, { id, participantId, reductionId, kind, beforeG, afterG, coveredG: missingG - openG, at })
  const covered = new Map(covers.map(({ lotId, massG }) => [lotId, massG]))
  for (const lotId of new Set<string>([...ids, ...covered.keys()])) {
    const coveredG = covered.get(lotId) ?? 0
    const key = coveredG > 0 ? newId() : null
    if (key !== null) {
      await cancelFromBuffer(tx, { key, lotId: lotId as LotId, massG: coveredG, reason: kind, reductionId })
    }
    const issuedG = own.find((lot) => lot.lotId === lotId)?.issuedG ?? 0
    await recordAdjustmentLot(tx, { adjustmentId: id, lotId, issuedG, coveredG, key })
  }
  await jobs.enqueue(tx, 'certificates.adjustment', { adjustmentId: id })
  return { id, coveredG: missingG - openG, openG, soldG }
}
