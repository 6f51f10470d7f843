import { z } from 'zod'
import { LotId } from '../credits/ids.ts'
import type { Bilingual } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { didOf } from './credential.ts'
import type { Json, JsonObject } from './signature.ts'

// A record turned out wrong after its grams were issued. What the public reads of it: how many grams, of which lots, and
// what the reserve gave; not which record, and not whose.

export const AdjustmentKind = z.enum(['corrected', 'withdrawn'])
export type AdjustmentKind = z.infer<typeof AdjustmentKind>

export const AdjustedLot = z.strictObject({
  lotId: LotId,
  code: z.string(),
  issuedG: Grams.meta({ description: 'Of the record’s grams, in this lot; 0 where only the reserve helped out.' }),
  coveredG: Grams.meta({ description: 'Taken from the reserve of this lot.' }),
  operation: z.int().nullable().meta({ description: 'Number of the cancellation in the public ledger.' }),
  serials: z.array(z.strictObject({ from: z.int(), to: z.int(), text: z.string() })),
})
export type AdjustedLot = z.infer<typeof AdjustedLot>

export const Adjustment = z.strictObject({
  id: z.uuid(),
  kind: AdjustmentKind,
  at: z.string(),
  missingG: Grams.meta({ description: 'Issued, and not there after the correction.' }),
  coveredG: Grams,
  openG: Grams.meta({ description: 'What no reserve could cover; open for everybody to see.' }),
  lots: z.array(AdjustedLot),
})
export type Adjustment = z.infer<typeof Adjustment>

const KINDS: Readonly<Record<AdjustmentKind, Bilingual>> = {
  corrected: {
    ja: '発行後に、もとの記録が訂正されました。不足分はリザーブから取り消しました。',
    en: 'A record was corrected after issue; what is missing was cancelled from the reserve.',
  },
  withdrawn: {
    ja: '発行後に、もとの記録が取り下げられました。不足分はリザーブから取り消しました。',
    en: 'A record was withdrawn after issue; what is missing was cancelled from the reserve.',
  },
}

/** What an adjustment is, in words. */
export const sayAdjustment = (kind: AdjustmentKind): Bilingual => KINDS[kind]

/** An adjustment as a W3C verifiable credential, unsigned; masses and serials are decimal strings. */
export function adjustmentCredential(adjustment: Adjustment, publicUrl: string): JsonObject & { '@context': Json } {
  const { id, kind, at, missingG, coveredG, openG, lots } = adjustment
  const words = KINDS[kind]
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
    id: `${publicUrl}/api/v1/registry/adjustments/${id}`,
    type: ['VerifiableCredential', 'CreditAdjustment'],
    issuer: didOf(publicUrl),
    validFrom: at,
    credentialSubject: {
      id: `urn:uuid:${id}`,
      type: 'CreditAdjustment',
      kind,
      words: { ja: words.ja, en: words.en },
      missingG: String(missingG),
      coveredG: String(coveredG),
      openG: String(openG),
      lots: lots.map((lot) => ({
        lotId: lot.lotId,
        code: lot.code,
        issuedG: String(lot.issuedG),
        coveredG: String(lot.coveredG),
        ...(lot.operation !== null && { operation: String(lot.operation) }),
        serials: lot.serials.map(({ from, to, text }) => ({ from: String(from), to: String(to), text })),
      })),
    },
  }
}
