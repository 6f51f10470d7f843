import type { JourneyStep } from '@morinowa/shared/reductions/contract.ts'
import type { Queryable } from '../platform/db.ts'
import { lotsOfAct, type Passage, passagesOf } from './follow-store.ts'

/** Where the grams of an issued act are now: the lots they became, and each sale and retirement that took some. */
export async function followReduction(
  db: Queryable,
  act: { participantId: string; reductionId: string },
): Promise<{ status: 'sold' | 'retired' | null; steps: JourneyStep[] }> {
  const [lots, passages] = await Promise.all([lotsOfAct(db, act), passagesOf(db, act)])
  const becameG = lots.reduce((sum, { massG }) => sum + massG, 0)
  const retiredG = passages.reduce((sum, { kind, massG }) => sum + (kind === 'retire' ? massG : 0), 0)
  const steps = passages.map(stepOf)
  if (becameG > 0 && retiredG >= becameG) return { status: 'retired', steps }
  return { status: passages.length > 0 ? 'sold' : null, steps }
}

function stepOf({ kind, at, lotId, certificateId, retirementId, massG }: Passage): JourneyStep {
  if (kind === 'transfer') {
    return {
      step: 'sold',
      at,
      text: {
        ja: `うち ${massG} g が譲渡されました。この分の主張は譲り先のものです。`,
        en: `${massG} g of it changed hands; the claim to them went along.`,
      },
      publicUrl: `/registry/lots/${lotId}`,
    }
  }
  return {
    step: 'retired',
    at,
    text: {
      ja: `うち ${massG} g が無効化されました。もう使われることはありません。`,
      en: `${massG} g of it were retired, for good.`,
    },
    publicUrl: certificateId === null ? `/registry/retirements/${retirementId}` : `/certificates/${certificateId}`,
  }
}
