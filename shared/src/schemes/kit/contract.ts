import { z } from 'zod'
import { CertificateId } from '../../credits/ids.ts'
import { Day, Instant, Month } from '../../kernel/calendar.ts'
import { endpoint } from '../../kernel/endpoint.ts'
import { Text } from '../../kernel/text.ts'
import { Grams, SignedGrams, Yen } from '../../kernel/units.ts'
import { Claim, SchemeId } from '../contract.ts'

// What a shop shows and keeps: things to print, the month's statement, what pooling saves, and claims that people keep.

const SchemeParams = z.strictObject({ id: SchemeId })
const Language = z.enum(['ja', 'en']).default('ja')

/** Things to print. */
export const KitPiece = z.enum(['poster', 'shelf-tag', 'badge'])
export type KitPiece = z.infer<typeof KitPiece>

export const kitEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/kit/{piece}',
  summary: 'A poster (A4), shelf tags (A4, eight to cut out) or a badge (A6) with today’s figures, ready to print',
  description: 'A tagged PDF with its font embedded. It shows nothing that the public tally does not.',
  allow: ['public'],
  params: z.strictObject({ id: SchemeId, piece: KitPiece }),
  query: z.strictObject({
    lang: Language,
    sku: Text(60).optional().meta({ description: 'Shelf tags of this product; the first one when left out.' }),
  }),
  status: 200,
  reply: z.unknown(),
  refusals: ['schemes.missing', 'schemes.sku-unknown'],
  produces: ['application/pdf'],
})

const Sums = z.strictObject({
  items: z.int(),
  massG: SignedGrams,
  yen: z.int(),
})

export const Statement = z.strictObject({
  schemeId: SchemeId,
  schemeName: z.string(),
  organisationName: z.string(),
  place: z.string(),
  month: Month,
  from: Day,
  to: Day,
  madeAt: Instant,
  before: z
    .strictObject({ fundYen: z.int(), waitingG: SignedGrams })
    .meta({ description: 'Carried into the month: yen in the fund, grams attached and not retired.' }),
  days: z.array(Sums.extend({ day: Day })),
  sums: Sums,
  returns: z
    .strictObject({ count: z.int(), items: z.int(), massG: Grams, yen: Yen })
    .meta({ description: 'What came back; the days and sums are less these already.' }),
  onPaper: z.int().meta({ description: 'Items of the month that were counted on paper.' }),
  closings: z.array(
    z.strictObject({
      through: Day,
      spentYen: Yen,
      boughtG: Grams.meta({ description: 'Of what was retired, bought with the fund and attached to nothing.' }),
      retiredG: Grams,
      certificateIds: z.array(CertificateId),
    }),
  ),
  after: z.strictObject({ fundYen: z.int(), waitingG: SignedGrams }),
})
export type Statement = z.infer<typeof Statement>

export const statementEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/statements/{month}',
  summary: 'The statement of a month: carried in, day by day, returns, closings, carried on',
  description: 'before + sums − closings = after, in yen and in grams. As JSON, PDF or CSV.',
  allow: ['organisation'],
  scope: 'credits:read',
  params: z.strictObject({ id: SchemeId, month: Month }),
  query: z.strictObject({ lang: Language, format: z.enum(['json', 'pdf', 'csv']).default('json') }),
  status: 200,
  reply: Statement,
  refusals: ['schemes.missing'],
  produces: ['application/pdf', 'text/csv'],
})

export const MOST_PARTS = 1_000

export const Pooling = z.strictObject({
  unitG: Grams.meta({ description: 'What the registry retires in one piece at least.' }),
  parts: z.array(
    z.strictObject({
      externalId: z.string(),
      day: Day,
      emittedG: Grams.meta({ description: 'Before measures.' }),
      measuresG: Grams,
      massG: Grams,
      split: z.array(Grams).meta({ description: 'From each source, in the order of `sources`; they sum to massG.' }),
    }),
  ),
  more: z.boolean().meta({ description: 'Whether there are further parts than are listed; the sums hold them all.' }),
  sources: z.array(
    z.strictObject({ lotId: z.uuid(), family: z.string(), share: z.int(), massG: Grams, retiredG: Grams }),
  ),
  massG: Grams,
  pooledG: Grams.meta({ description: 'Whole units for the sum.' }),
  separatelyG: Grams.meta({ description: 'Whole units for each part by itself, summed.' }),
  savedG: Grams,
  savedYen: Yen.nullable().meta({ description: 'At the lowest price on offer, tax included; null without one.' }),
  priceYenPerTonne: Yen.nullable(),
})
export type Pooling = z.infer<typeof Pooling>

export const poolingEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/pooling',
  summary: 'The parts of a scheme, how each is divided among its sources, and what rounding once saves',
  allow: ['organisation'],
  scope: 'credits:read',
  params: SchemeParams,
  status: 200,
  reply: Pooling,
  refusals: ['schemes.missing'],
})

const OwnClaim = Claim.omit({ firstLook: true, warning: true }).extend({ addedAt: Instant })
export type OwnClaim = z.infer<typeof OwnClaim>

export const keepClaimEndpoint = endpoint({
  method: 'POST',
  path: '/claims/{code}/keep',
  summary: 'Add a claim to one’s own account; a code belongs to one account only',
  allow: ['person'],
  params: z.strictObject({ code: Text(20) }),
  status: 200,
  reply: OwnClaim,
  refusals: ['schemes.claim-missing', 'schemes.claim-kept', 'schemes.claim-returned', 'identity.sign-in'],
})

export const ownClaimsEndpoint = endpoint({
  method: 'GET',
  path: '/me/claims',
  summary: 'Claims that were added to one’s own account, newest first',
  allow: ['person'],
  status: 200,
  reply: z.strictObject({ items: z.array(OwnClaim), massG: Grams }),
  refusals: ['identity.sign-in'],
})
