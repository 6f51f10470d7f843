import type { CreateScheme, Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import { gramsOfKg } from '../ui/kg-field.tsx'
import { countOf, type EmissionDraft, emptyEmission } from './emission-draft.ts'

export type SourceDraft = { key: number; lotId: string | null; share: number }

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
  guestYen: number
  eventName: string
  eventFrom: string
  eventTo: string
  /** Lots and the part of the emission that is retired from each. */
  sources: SourceDraft[]
  /** Whether the estimate is a mass or is counted. */
  estimates: 'mass' | 'counted'
  estimateKg: number
  emission: EmissionDraft
  visitorKg: number
  subject: 'goods-transport' | 'public-building'
}

export type FieldsProps = { draft: SchemeDraft; onChange: (part: Partial<SchemeDraft>) => void }

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
  guestYen: Number.NaN,
  eventName: '',
  eventFrom: '',
  eventTo: '',
  sources: [{ key: 1, lotId: null, share: 1 }],
  estimates: 'mass',
  estimateKg: Number.NaN,
  emission: emptyEmission,
  visitorKg: Number.NaN,
  subject: 'goods-transport',
}

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
  const reserve = { lotId: draft.lotId, massG: gramsOfKg(draft.reserveKg) }
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
        ...(!Number.isNaN(draft.nightKg) && { gPerGuestNight: gramsOfKg(draft.nightKg) }),
        payer: draft.payer,
        ...(draft.payer === 'guest' && { yenPerGuestNight: draft.guestYen }),
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
        ...countedPart(draft),
        ...(!Number.isNaN(draft.visitorKg) && { gPerVisitor: gramsOfKg(draft.visitorKg) }),
      }
    case 'residual-offset':
      return {
        subject: draft.subject,
        period: { from: draft.eventFrom, to: draft.eventTo },
        ...countedPart(draft),
      }
  }
}

function countedPart({ sources, estimates, estimateKg, emission }: SchemeDraft): object {
  const mixed = { sources: sources.map(({ lotId, share }) => ({ lotId, share })) }
  if (estimates === 'counted') {
    const { massG, ...counted } = countOf(emission)
    return { ...mixed, estimate: counted.emission, ...(massG > 0 && { estimateG: massG }) }
  }
  return { ...mixed, ...(!Number.isNaN(estimateKg) && { estimateG: gramsOfKg(estimateKg) }) }
}

/** Products with a code each: the shop's own, or one made from their place in the list. */
export function productsOf({ products }: SchemeDraft): { sku: string; name: string; massG: number }[] {
  return products.map(({ name, sku, kg }, index) => ({
    sku: sku.trim() || `P${String(index + 1).padStart(2, '0')}`,
    name: name.trim(),
    massG: gramsOfKg(kg),
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
          gPerGuestNight: own ? gramsOfKg(draft.nightKg) : DEFAULT_NIGHT_G,
          basis: own ? 'own' : 'default',
          factorId: null,
          factorVersion: null,
          payer: draft.payer,
          yenPerGuestNight: draft.payer === 'guest' ? draft.guestYen || 0 : 0,
        },
      }
    }
    case 'residual-offset':
    case 'event-offset': {
      // A counted estimate has no mass before the server has counted it.
      const { sources: _, estimate: _counted, ...terms } = ownPart(draft) as { sources: unknown; estimate?: unknown }
      return { kind, terms }
    }
  }
}
