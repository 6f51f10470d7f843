import { z } from 'zod'
import { CertificateId, RetirementId } from '../credits/ids.ts'
import { Portion } from '../forest/official-contract.ts'
import { Day, Instant, Month } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Bilingual, PrintedText, Text } from '../kernel/text.ts'
import { Grams, SignedGrams, Yen } from '../kernel/units.ts'
import { EventOffsetAsk } from './event-offset.ts'
import { PerItemFundAsk } from './per-item-fund.ts'
import { ResidualOffsetAsk } from './residual-offset.ts'
import { Sale } from './scheme-rule.ts'
import { SchemeKind } from './scheme-rules.ts'
import { StayOffsetAsk } from './stay-offset.ts'
import { ReserveAsk, UnitAttachmentAsk } from './unit-attachment.ts'

export const SchemeId = z.uuid().brand<'SchemeId'>()
export type SchemeId = z.infer<typeof SchemeId>

const SignedYen = z.int().meta({ description: 'Whole yen, may be negative: returns after a closing.' })

const common = {
  name: PrintedText(80),
  place: PrintedText(120).meta({ description: 'Where people meet it: the shop, the hotel, the stadium.' }),
  municipalityCode: MunicipalityCode,
  beneficiary: PrintedText(120)
    .optional()
    .meta({ description: 'In whose name closings retire; the organisation if left out.' }),
}

export const CreateScheme = z.discriminatedUnion('kind', [
  PerItemFundAsk.extend({ kind: z.literal('per-item-fund'), ...common }),
  UnitAttachmentAsk.extend({ kind: z.literal('unit-attachment'), ...common }),
  StayOffsetAsk.extend({ kind: z.literal('stay-offset'), ...common }),
  EventOffsetAsk.extend({ kind: z.literal('event-offset'), ...common }),
  ResidualOffsetAsk.extend({ kind: z.literal('residual-offset'), ...common }),
])
export type CreateScheme = z.output<typeof CreateScheme>

/** What stands in the till now. */
const Stock = {
  items: z.int().meta({ description: 'Units sold, less what came back.' }),
  fundYen: SignedYen.meta({ description: 'In the fund now: carried over and come in since.' }),
  attachedG: SignedGrams.meta({ description: 'Attached to what was sold so far, less what came back.' }),
  retiredG: Grams,
  reservedG: Grams.meta({ description: 'Set aside in the ledger and not retired yet.' }),
  availableG: SignedGrams.meta({ description: 'Set aside and not attached yet: what can still be sold.' }),
}

export const Scheme = z.strictObject({
  id: SchemeId,
  kind: SchemeKind,
  name: z.string(),
  place: z.string(),
  municipalityCode: z.string(),
  organisationId: OrganisationId,
  beneficiary: z.string(),
  state: z.enum(['open', 'ended']),
  terms: z.record(z.string(), z.unknown()),
  closedThrough: Day.nullable(),
  createdAt: Instant,
  publicUrl: z.string(),
  serialsDueG: Grams.meta({
    description:
      'Of retiredG, what still waits to be given to the sales it was retired for; 0 when nothing is under way.',
  }),
  warnings: z
    .array(Bilingual)
    .meta({ description: 'What its owner should look at, such as another event at the same place and time.' }),
  ...Stock,
})
export type Scheme = z.infer<typeof Scheme>

const refusalsOfReserve = ['credits.not-enough', 'schemes.lot-missing'] as const

export const createSchemeEndpoint = endpoint({
  method: 'POST',
  path: '/schemes',
  summary: 'Open a scheme: one yen an item, grams attached, offset stays or an event',
  allow: ['organisation'],
  scope: 'credits:write',
  body: CreateScheme,
  status: 201,
  reply: Scheme,
  refusals: [
    'schemes.one-source',
    'schemes.sku-twice',
    'schemes.source-twice',
    'schemes.factor-unfit',
    'schemes.guest-price',
    ...refusalsOfReserve,
  ],
  idempotent: true,
})

export const listSchemesEndpoint = endpoint({
  method: 'GET',
  path: '/schemes',
  summary: 'The schemes of the organisation, newest first',
  allow: ['organisation'],
  scope: 'credits:read',
  query: PageQuery,
  status: 200,
  reply: pageOf(Scheme),
  refusals: [],
})

const SchemeParams = z.strictObject({ id: SchemeId })

export const getSchemeEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}',
  summary: 'One scheme of the organisation',
  allow: ['organisation'],
  scope: 'credits:read',
  params: SchemeParams,
  status: 200,
  reply: Scheme,
  refusals: ['schemes.missing'],
})

export const MOST_SALES = 10_000

const SaleRow = z.strictObject({
  externalId: z.string(),
  status: z.enum(['accepted', 'duplicate', 'refused']),
  code: z.string().nullable(),
  messages: Bilingual.nullable(),
})
export type SaleRow = z.infer<typeof SaleRow>

export const ClaimLink = z.strictObject({ code: z.string(), url: z.string(), externalId: z.string() })
export type ClaimLink = z.infer<typeof ClaimLink>

export const SalesAnswer = z.strictObject({
  accepted: z.int(),
  duplicate: z.int(),
  refused: z.int(),
  fundYen: SignedYen,
  attachedG: SignedGrams,
  availableG: SignedGrams,
  claims: z.array(ClaimLink).meta({
    description: 'Codes of the sales, for stickers and receipts; a repeat is given those of the first time again.',
  }),
  rows: z.array(SaleRow).meta({ description: 'Every line that was not newly accepted, with the reason.' }),
})
export type SalesAnswer = z.infer<typeof SalesAnswer>

export const recordSalesEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/sales',
  summary: 'Record one sale or up to 10,000',
  description:
    'An externalId counts once, however often it is sent. In a list, what the stock still covers is accepted in the ' +
    'order given and the other lines are refused one by one; a single sale that is not covered is refused as a whole.',
  allow: ['organisation'],
  scope: 'sales:write',
  params: SchemeParams,
  body: z.union([Sale, z.array(Sale).min(1).max(MOST_SALES)]),
  status: 200,
  reply: SalesAnswer,
  refusals: [
    'schemes.missing',
    'schemes.ended',
    'schemes.not-enough',
    'schemes.sku-unknown',
    'schemes.mass-missing',
    'schemes.measures-missing',
    'schemes.nothing-left',
    'schemes.sale-differs',
    'schemes.sale-in-future',
    'schemes.sale-too-large',
  ],
  idempotent: true,
})

export const ReturnSale = z.strictObject({
  externalId: Text(120),
  quantity: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Items (for stays guest-nights) that came back; all that is left when it is left out.' }),
  returnId: Text(120).optional().meta({ description: 'Unique in the scheme: the same id again changes nothing.' }),
})
export type ReturnSale = z.output<typeof ReturnSale>

export const ReturnAnswer = z.strictObject({
  externalId: z.string(),
  returned: z.int().meta({ description: 'Units that this return took back.' }),
  leftUnits: z.int(),
  releasedG: Grams,
  releasedYen: Yen,
  duplicate: z.boolean(),
  fundYen: SignedYen,
  attachedG: SignedGrams,
  availableG: SignedGrams,
})
export type ReturnAnswer = z.infer<typeof ReturnAnswer>

export const returnSaleEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/returns',
  summary: 'Take a sale or a part of it back; its grams and yen are released',
  description: 'A return after a closing reduces the new period: what has been retired or spent stays so.',
  allow: ['organisation'],
  scope: 'sales:write',
  params: SchemeParams,
  body: ReturnSale,
  status: 200,
  reply: ReturnAnswer,
  refusals: ['schemes.missing', 'schemes.sale-missing', 'schemes.return-too-many', 'schemes.return-reused'],
  idempotent: true,
})

/** About 4.5 MB of picture. */
const MOST_PHOTO_CHARACTERS = 6_000_000

export const RecordTally = z.strictObject({
  month: Month,
  items: z.int().min(1).max(1_000_000),
  sku: Text(60).optional(),
  photo: z
    .string()
    .max(MOST_PHOTO_CHARACTERS)
    .meta({ description: 'The tally sheet as a JPEG, PNG or WebP image in base 64; a data: address will do.' }),
})
export type RecordTally = z.output<typeof RecordTally>

export const recordTallyEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/tallies',
  summary: 'Record a month counted on paper, with a photo of the sheet',
  description: 'It counts like sales and is always shown apart, as counted on paper.',
  allow: ['organisation'],
  scope: 'sales:write',
  params: SchemeParams,
  body: RecordTally,
  status: 200,
  reply: SalesAnswer,
  refusals: [
    'schemes.missing',
    'schemes.ended',
    'schemes.not-enough',
    'schemes.sku-unknown',
    'schemes.mass-missing',
    'schemes.sale-in-future',
    'schemes.tally-known',
    'schemes.photo-unreadable',
  ],
  idempotent: true,
})

export const addReserveEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/reserves',
  summary: 'Set more grams aside for the scheme',
  allow: ['organisation'],
  scope: 'credits:write',
  params: SchemeParams,
  body: ReserveAsk,
  status: 201,
  reply: Scheme,
  refusals: [
    'schemes.missing',
    'schemes.ended',
    'schemes.no-reserve',
    'schemes.reserve-family',
    'schemes.other-forest',
    ...refusalsOfReserve,
  ],
  idempotent: true,
})

export const endSchemeEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/end',
  summary: 'End a scheme: nothing more is sold, and grams that no item carries go back to the holding',
  allow: ['organisation'],
  scope: 'credits:write',
  params: SchemeParams,
  status: 200,
  reply: Scheme,
  refusals: ['schemes.missing', 'schemes.ended'],
  idempotent: true,
})

export const ClosedRetirement = z.strictObject({
  lotId: z.uuid(),
  massG: Grams,
  retirementId: RetirementId,
  certificateId: CertificateId,
})

export const Closing = z.strictObject({
  number: z.int(),
  through: Day,
  fundYen: SignedYen.meta({ description: 'Carried in and come in; always spentYen + carriedYen.' }),
  boughtG: Grams,
  spentYen: Yen,
  carriedYen: SignedYen,
  retiredG: Grams,
  carriedG: SignedGrams.meta({ description: 'Attached and waiting for a whole unit; negative when more is retired.' }),
  releasedG: Grams.meta({ description: 'Given back of what had been set aside: the estimate less what was needed.' }),
  orderId: z.uuid().nullable(),
  retirementId: RetirementId.nullable(),
  certificateId: CertificateId.nullable(),
  retirements: z.array(ClosedRetirement),
  closedAt: Instant,
})
export type Closing = z.infer<typeof Closing>

export const closeSchemeEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/closings',
  summary: 'Close a period: buy what the fund can pay, retire whole units, carry the rest',
  allow: ['organisation'],
  scope: 'credits:write',
  params: SchemeParams,
  body: z.strictObject({ through: Day }),
  status: 201,
  reply: Closing,
  refusals: [
    'schemes.missing',
    'schemes.closing-in-future',
    'schemes.closed-through',
    'schemes.price-missing',
    'credits.not-enough',
  ],
  idempotent: true,
})

export const listClosingsEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/closings',
  summary: 'The closings of a scheme, newest first',
  allow: ['organisation'],
  scope: 'credits:read',
  params: SchemeParams,
  status: 200,
  reply: z.strictObject({ items: z.array(Closing) }),
  refusals: ['schemes.missing'],
})

export const CheckWording = z.strictObject({
  text: Text(2_000),
  markets: z
    .array(z.enum(['JP', 'EU']))
    .min(1)
    .max(2)
    .default(['JP'])
    .meta({
      description: 'Where the words will be read.',
    }),
})
export type CheckWording = z.output<typeof CheckWording>

export const checkWordingEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/wording-checks',
  summary: 'Look at words for a tag, a poster or a page of the scheme, with the rule beside each finding',
  description: 'An assistant and no legal advice. The sentence it offers is true of the scheme as of now.',
  allow: ['organisation'],
  scope: 'credits:read',
  params: SchemeParams,
  body: CheckWording,
  status: 200,
  reply: z.strictObject({
    verdict: z.enum(['stop', 'mind', 'clear']),
    findings: z.array(
      z.strictObject({
        rule: z.string(),
        severity: z.enum(['stop', 'mind']),
        found: z.string(),
        why: Bilingual,
        basis: Bilingual,
      }),
    ),
    safe: Bilingual,
  }),
  refusals: ['schemes.missing'],
})

const Origin = z.strictObject({
  lotId: z.uuid(),
  family: z.string(),
  projectId: z.uuid().nullable(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
})

export const PublicScheme = z.strictObject({
  id: SchemeId,
  kind: SchemeKind,
  name: z.string(),
  place: z.string(),
  municipalityCode: z.string(),
  organisationName: z.string(),
  state: z.enum(['open', 'ended']),
  closedThrough: Day.nullable(),
  ...Stock,
  itemsOnPaper: z.int().meta({ description: 'Of the items, those counted on paper: lower evidence (E1).' }),
  perUnit: z
    .strictObject({ massG: Grams, basis: z.enum(['own', 'factor', 'default']), factorId: z.string().nullable() })
    .nullable()
    .meta({ description: 'Grams of a guest and night and where the figure comes from; only of stays.' }),
  spentYen: Yen,
  origins: z.array(Origin).meta({ description: 'Where the credits come from.' }),
  days: z.array(z.strictObject({ day: Day, items: z.int(), massG: SignedGrams, yen: SignedYen })),
  closings: z.array(
    z.strictObject({
      through: Day,
      retiredG: Grams,
      spentYen: Yen,
      carriedYen: SignedYen,
      certificateId: CertificateId.nullable(),
    }),
  ),
  wording: Bilingual.meta({ description: 'A sentence that the scheme may say about itself, true as of now.' }),
})
export type PublicScheme = z.infer<typeof PublicScheme>

export const publicSchemeEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/public',
  summary: 'The tally that the poster and the badge show',
  allow: ['public'],
  params: SchemeParams,
  status: 200,
  reply: PublicScheme,
  refusals: ['schemes.missing'],
})

const ClaimRetirement = z.strictObject({
  retirementId: RetirementId,
  certificateId: CertificateId,
  serials: z.string().meta({ description: 'The grams of this claim alone.' }),
  massG: Grams,
  wholeG: Grams.meta({ description: 'Of the retirement, which is the shop’s for many sales together.' }),
  retiredAt: Instant,
  official: z.array(Portion).meta({
    description: 'Where these grams are at their own registry; empty for credits that no outside registry knows.',
  }),
})
export type ClaimRetirement = z.infer<typeof ClaimRetirement>

export const Claim = z.strictObject({
  code: z.string(),
  schemeId: SchemeId,
  schemeName: z.string(),
  place: z.string(),
  organisationName: z.string(),
  massG: Grams,
  soldOn: Day,
  state: z.enum(['attached', 'retired', 'returned']).meta({
    description:
      'attached: set aside for this item and waiting to be retired, as a whole or in part. retired: every gram of it. ' +
      'returned: no longer valid.',
  }),
  retiredG: Grams.meta({ description: 'Of massG, what is retired already.' }),
  retirements: z.array(ClaimRetirement),
  serialsDue: z.boolean().meta({
    description: 'Its period is closed, and sales before it are being given their serials; it is next within minutes.',
  }),
  waitsG: Grams.nullable().meta({
    description: 'What the scheme still has to sell until the registry’s unit is full; null when nothing waits for it.',
  }),
  certificateId: CertificateId.nullable(),
  origins: z.array(Origin),
  looks: z.int().meta({ description: 'How often this code has been looked up, this time included.' }),
  firstLook: z.boolean(),
  firstSeenAt: Instant,
  warning: Bilingual.nullable(),
})
export type Claim = z.infer<typeof Claim>

export const claimEndpoint = endpoint({
  method: 'GET',
  path: '/claims/{code}',
  summary: 'What one sticker or receipt stands for',
  description:
    'The first look is remembered: every later one is told when it was, so that copies give themselves away.',
  allow: ['public'],
  params: z.strictObject({ code: Text(20) }),
  status: 200,
  reply: Claim,
  refusals: ['schemes.claim-missing'],
})
