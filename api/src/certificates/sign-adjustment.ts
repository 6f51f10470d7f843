import { type Adjustment, adjustmentCredential } from '@morinowa/shared/certificates/adjustment.ts'
import { didOf } from '@morinowa/shared/certificates/credential.ts'
import { withProof } from '@morinowa/shared/certificates/signature.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import { canonicalize } from 'json-canonicalize'
import { z } from 'zod'
import { type AdjustmentRow, adjustments } from '../credits/read-adjustments.ts'
import type { Deps } from '../platform/deps.ts'
import { recordSignedAdjustment, type SignedAdjustment, signedAdjustment } from './adjustment-store.ts'
import { activeSigner } from './keys.ts'

/** An adjustment as the public reads it. */
export function publicAdjustment({ id, kind, at, missingG, coveredG, lots }: AdjustmentRow): Adjustment {
  return {
    id,
    kind,
    at,
    missingG: grams(missingG),
    coveredG: grams(coveredG),
    openG: grams(missingG - coveredG),
    lots: lots.map(({ lotId, code, issuedG, coveredG: covered, operation, ranges }) => ({
      lotId,
      code,
      issuedG: grams(issuedG),
      coveredG: grams(covered),
      operation,
      serials: ranges.map((range) => ({ ...range, text: serialText('behaviour', code, range) })),
    })),
  }
}

/** An adjustment with its signature; it is signed once, by whoever comes first. */
export async function signAdjustment(deps: Deps, id: string): Promise<{ adjustment: Adjustment } & SignedAdjustment> {
  const { db, now, settings } = deps
  const [row] = await adjustments(db, { id, limit: 1 })
  if (!row) return refuse('credits.adjustment-missing')
  const adjustment = publicAdjustment(row)
  const known = await signedAdjustment(db, id)
  if (known) return { adjustment, ...known }
  const signer = await activeSigner(deps)
  const signedAt = now()
  const signed = withProof(
    adjustmentCredential(adjustment, settings.publicUrl),
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: signedAt,
      verificationMethod: `${didOf(settings.publicUrl)}#${signer.id}`,
      proofPurpose: 'assertionMethod',
    },
    signer.sign,
  )
  const document = { document: canonicalize(signed), keyId: signer.id, signedAt }
  await db.transaction((tx) => recordSignedAdjustment(tx, id, document))
  // Another process may have signed the same a moment ago; there is one document for one adjustment.
  return { adjustment, ...((await signedAdjustment(db, id)) ?? document) }
}

const Request = z.object({ adjustmentId: z.uuid() })

/** Signs what a job names. */
export async function signOnRequest(deps: Deps, data: unknown): Promise<void> {
  await signAdjustment(deps, Request.parse(data).adjustmentId)
}
