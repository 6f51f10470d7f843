import type { CreateScheme, Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'

/** What has been said so far about a scheme to be; NaN and '' stand for nothing yet. */
export type SchemeDraft = {
  kind: SchemeKind
  name: string
  place: string
  municipalityCode: string | null
  beneficiary: string
  yenPerItem: number
  source: 'family' | 'listing'
  family: string
  listingId: string
  closing: 'month' | 'fiscal-year'
  products: { key: number; name: string; sku: string; kg: number }[]
  lotId: string | null
  reserveKg: number
  nightKg: number
  payer: 'guest' | 'hotel'
  eventName: string
  eventFrom: string
  eventTo: string
  estimateKg: number
  visitorKg: number
  subject: 'goods-transport' | 'public-building'
}

export const emptyDraft: SchemeDraft = {
  kind: 'per-item-fund',
  name: '',
  place: '',
  municipalityCode: null,
  beneficiary: '',
  yenPerItem: 1,
  source: 'family',
  family: 'j-credit',
  listingId: '',
  closing: 'fiscal-year',
  products: [{ key: 1, name: '', sku: '', kg: 2 }],
  lotId: null,
  reserveKg: Number.NaN,
  nightKg: Number.NaN,
  payer: 'hotel',
  eventName: '',
  eventFrom: '',
  eventTo: '',
  estimateKg: Number.NaN,
  visitorKg: Number.NaN,
  subject: 'goods-transport',
}

const GRAMS_PER_KG = 1_000
const gramsOf = (kg: number): number => Math.round(kg * GRAMS_PER_KG)

/** The draft as the contract wants it. What is missing is left out, and the server says which field lacks it. */
export function askOf(draft: SchemeDraft): CreateScheme {
  const common = {
    name: draft.name.trim(),
    place: draft.place.trim(),
    municipalityCode: draft.municipalityCode ?? '',
    ...(draft.beneficiary.trim() !== '' && { beneficiary: draft.beneficiary.trim() }),
  }
  return { kind: draft.kind, ...common, ...ownPart(draft) } as unknown as CreateScheme
}

function ownPart(draft: SchemeDraft): object {
  const reserve = { lotId: draft.lotId, massG: gramsOf(draft.reserveKg) }
  switch (draft.kind) {
    case 'per-item-fund':
      return {
        yenPerItem: draft.yenPerItem,
        buysFrom: draft.source === 'family' ? { family: draft.family } : { listingId: draft.listingId },
        closing: draft.closing,
      }
    case 'unit-attachment':
      return { products: productsOf(draft), reserve }
    case 'stay-offset':
      return {
        ...(!Number.isNaN(draft.nightKg) && { gPerGuestNight: gramsOf(draft.nightKg) }),
        payer: draft.payer,
        reserve,
      }
    case 'event-offset':
      return {
        event: {
          name: draft.eventName.trim(),
          from: draft.eventFrom,
          to: draft.eventTo,
          place: draft.place.trim(),
        },
        sources: [{ lotId: draft.lotId, share: 1 }],
        ...(!Number.isNaN(draft.estimateKg) && { estimateG: gramsOf(draft.estimateKg) }),
        ...(!Number.isNaN(draft.visitorKg) && { gPerVisitor: gramsOf(draft.visitorKg) }),
      }
    case 'residual-offset':
      return {
        subject: draft.subject,
        period: { from: draft.eventFrom, to: draft.eventTo },
        sources: [{ lotId: draft.lotId, share: 1 }],
        ...(!Number.isNaN(draft.estimateKg) && { estimateG: gramsOf(draft.estimateKg) }),
      }
  }
}

/** Products with a code each: the shop's own, or one made from their place in the list. */
export function productsOf({ products }: SchemeDraft): { sku: string; name: string; massG: number }[] {
  return products.map(({ name, sku, kg }, index) => ({
    sku: sku.trim() || `P${String(index + 1).padStart(2, '0')}`,
    name: name.trim(),
    massG: gramsOf(kg),
  }))
}

/** The grams of a guest and night that the ministry's database quotes, for the preview of a hotel without its own. */
const DEFAULT_NIGHT_G = 15_000

/** The scheme as it will look once it exists, for the preview. */
export function previewOf(draft: SchemeDraft): Pick<Scheme, 'kind' | 'terms'> {
  const { kind } = draft
  switch (kind) {
    case 'per-item-fund':
      return { kind, terms: ownPart(draft) as Scheme['terms'] }
    case 'unit-attachment':
      return { kind, terms: { products: productsOf(draft) } }
    case 'stay-offset': {
      const own = !Number.isNaN(draft.nightKg)
      return {
        kind,
        terms: {
          gPerGuestNight: own ? gramsOf(draft.nightKg) : DEFAULT_NIGHT_G,
          basis: own ? 'own' : 'default',
          factorId: null,
          payer: draft.payer,
        },
      }
    }
    case 'residual-offset':
    case 'event-offset': {
      const { sources: _, ...terms } = ownPart(draft) as { sources: unknown }
      return { kind, terms }
    }
  }
}
