import { z } from 'zod'
import { Day, Month, monthOf } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId, ShortCode } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Bilingual, Text } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Evidence } from '../methodology/evidence.ts'
import { TraceStep } from '../methodology/trace.ts'
import { Purpose } from './consent.ts'
import { Pool, ReductionStatus } from './reduction.ts'
import { Dispute, Reason, Revision } from './revision.ts'

/** A month, or a day that stands for its month. */
const MonthOrDay = z.union([Month, Day]).transform((value) => monthOf(value))

export { Dispute, Reason, Revision } from './revision.ts'

// ---- A person's own sums and records ----

const sums = {
  acts: z.int().min(0),
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
  contributedG: Grams,
}
export const ModeSum = z.strictObject({ mode: z.string(), pool: Pool, ...sums })
export const MonthSum = z.strictObject({ month: Month, ...sums })

export const MySummary = z.strictObject({
  emittedG: Grams,
  reducedShownG: SignedGrams.meta({ description: 'An estimate for people; never added to what is credited.' }),
  reducedCreditedG: Grams,
  contributedG: Grams.meta({ description: 'Of the credited: sold, so that the claim is somebody else’s now.' }),
  offsetG: Grams.meta({ description: 'Credits retired in this person’s name; never netted with the others.' }),
  byMode: z.array(ModeSum),
  byMonth: z.array(MonthSum),
})
export type MySummary = z.output<typeof MySummary>

export const MySummaryQuery = z.strictObject({ from: MonthOrDay.optional(), to: MonthOrDay.optional() })
export type MySummaryQuery = z.output<typeof MySummaryQuery>

export const mySummaryEndpoint = endpoint({
  method: 'GET',
  path: '/me/summary',
  summary: 'Emitted, reduced, contributed and offset: four sums that are never mixed',
  allow: ['person'],
  scope: 'reductions:read',
  query: MySummaryQuery,
  status: 200,
  reply: MySummary,
  refusals: ['identity.sign-in'],
})

export const Reduction = z.strictObject({
  id: ReductionId,
  pool: Pool,
  type: z.string(),
  mode: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  day: Day,
  quantity: z.int().min(0).meta({ description: 'Metres of a trip; pieces, grams or watt-hours otherwise.' }),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  provider: z.strictObject({ id: OrganisationId, name: z.string() }).nullable(),
  evidence: Evidence,
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
  status: ReductionStatus,
  reasons: z.array(Reason),
})
export type Reduction = z.infer<typeof Reduction>

export const myReductionsEndpoint = endpoint({
  method: 'GET',
  path: '/me/reductions',
  summary: 'What I did, the newest first',
  allow: ['person'],
  scope: 'reductions:read',
  query: PageQuery.extend({ pool: Pool.optional() }),
  status: 200,
  reply: pageOf(Reduction),
  refusals: ['identity.sign-in'],
})

/** What became of something a person logged. */
export const Logged = z.strictObject({
  id: ReductionId,
  status: ReductionStatus,
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
  evidence: Evidence,
  reasons: z.array(Reason),
})
export type Logged = z.infer<typeof Logged>

/** One step of where the grams are now; the public part of each has an address. */
export const JourneyStep = z.strictObject({
  step: z.string(),
  at: z.string(),
  text: Bilingual,
  publicUrl: z.string().optional(),
})
export type JourneyStep = z.infer<typeof JourneyStep>

/** Whether somebody is looking at an act, and what they ask its person. */
export const ReviewOfMine = z.strictObject({
  since: z.string(),
  dueAt: z.string(),
  overdue: z.boolean(),
  notes: z.array(z.strictObject({ act: z.enum(['release', 'reject', 'ask']), note: z.string(), at: z.string() })),
  open: z.boolean(),
})
export type ReviewOfMine = z.infer<typeof ReviewOfMine>

export const ReductionDetail = Reduction.extend({
  purpose: z.string().nullable(),
  placeRef: z.string().nullable(),
  note: z.string().nullable(),
  recordedAt: z.string(),
  duplicateOf: ReductionId.nullable(),
  method: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }),
  factorSet: z.string(),
  factorSetHash: z.string(),
  factors: z.array(z.string()),
  baseline: z.string(),
  coefficients: z.strictObject({ evidenceBp: z.int(), uncertaintyBp: z.int(), additionalityBp: z.int() }),
  trace: z.array(TraceStep),
  reproduced: z.boolean().meta({
    description: 'The stored grams were computed again just now from the pinned versions and came out the same.',
  }),
  journey: z.array(JourneyStep),
  disputes: z.array(Dispute),
  review: ReviewOfMine.nullable(),
  history: z.array(Revision),
})
export type ReductionDetail = z.infer<typeof ReductionDetail>

const ReductionParams = z.strictObject({ id: ReductionId })

export const myReductionEndpoint = endpoint({
  method: 'GET',
  path: '/me/reductions/{id}',
  summary: 'Why this number, and where it is now',
  allow: ['person'],
  scope: 'reductions:read',
  params: ReductionParams,
  status: 200,
  reply: ReductionDetail,
  refusals: ['identity.sign-in', 'reductions.missing'],
})

export const DisputeReduction = z.strictObject({ text: Text(1_000) })
export type DisputeReduction = z.output<typeof DisputeReduction>

export const disputeReductionEndpoint = endpoint({
  method: 'POST',
  path: '/me/reductions/{id}/dispute',
  summary: 'Say that a record is wrong; it is not issued before it was answered',
  allow: ['person'],
  params: ReductionParams,
  body: DisputeReduction,
  status: 201,
  reply: Dispute,
  refusals: ['identity.sign-in', 'reductions.missing', 'reductions.not-disputable'],
  idempotent: true,
})

// ---- Links and consent ----

export const LinkProvider = z
  .strictObject({
    provider: OrganisationId,
    memberNumber: Text(80).optional(),
    code: ShortCode.optional(),
    consents: z
      .array(Purpose)
      .max(2)
      .default([...Purpose.options])
      .meta({
        description: 'What the person agrees to with this link; both when nothing is said, as the page shows.',
      }),
  })
  .refine(({ memberNumber, code }) => (memberNumber === undefined) !== (code === undefined), {
    ...rule('memberNumber か code のどちらか一つを指定してください。', 'Give either memberNumber or code.'),
    path: ['memberNumber'],
  })
export type LinkProvider = z.output<typeof LinkProvider>

export const Link = z.strictObject({
  id: z.uuid(),
  provider: z.strictObject({ id: OrganisationId, name: z.string() }),
  subject: z.string().meta({ description: 'The provider’s pseudonym of this person, as it stands in its lines.' }),
  proof: z.enum(['member-number', 'code']),
  linkedAt: z.string(),
  revokedAt: z.string().nullable(),
})
export type Link = z.infer<typeof Link>

export const linkProviderEndpoint = endpoint({
  method: 'POST',
  path: '/me/links',
  summary: 'Link a provider’s member number to me and take up what waited for it',
  allow: ['person'],
  body: LinkProvider,
  status: 201,
  reply: Link.extend({
    takenUp: z.strictObject({ records: z.int(), shownG: SignedGrams, creditedG: Grams }),
  }),
  refusals: [
    'identity.sign-in',
    'reductions.provider-missing',
    'reductions.subject-taken',
    'reductions.code-unknown',
    'request.id-reused',
  ],
  idempotent: true,
})

export const myLinksEndpoint = endpoint({
  method: 'GET',
  path: '/me/links',
  summary: 'The providers that are linked to me',
  allow: ['person'],
  status: 200,
  reply: z.strictObject({ items: z.array(Link) }),
  refusals: ['identity.sign-in'],
})

export const revokeLinkEndpoint = endpoint({
  method: 'DELETE',
  path: '/me/links/{id}',
  summary: 'End a link: what comes later is no longer mine',
  allow: ['person'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: Link,
  refusals: ['identity.sign-in', 'reductions.link-missing'],
})

export const makeLinkCodeEndpoint = endpoint({
  method: 'POST',
  path: '/mobility/link-codes',
  summary: 'A one-time code that proves to us that its bearer is this subject: for counters and apps of providers',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  body: z.strictObject({ subject: Text(80) }),
  status: 201,
  reply: z.strictObject({ code: ShortCode, subject: z.string(), expiresAt: z.string() }),
  refusals: ['request.id-reused'],
  idempotent: true,
})

export const MyConsent = z.strictObject({
  purpose: Purpose,
  text: Bilingual,
  given: z.boolean(),
  givenAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type MyConsent = z.infer<typeof MyConsent>

export const myConsentsEndpoint = endpoint({
  method: 'GET',
  path: '/me/consents',
  summary: 'What I agreed to, per purpose',
  allow: ['person'],
  status: 200,
  reply: z.strictObject({ items: z.array(MyConsent) }),
  refusals: ['identity.sign-in'],
})

export const changeConsentEndpoint = endpoint({
  method: 'PUT',
  path: '/me/consents/{purpose}',
  summary: 'Give or revoke a consent; credits that are issued already stay issued',
  allow: ['person'],
  params: z.strictObject({ purpose: Purpose }),
  body: z.strictObject({ given: z.boolean() }),
  status: 200,
  reply: MyConsent,
  refusals: ['identity.sign-in'],
})

// ---- Everything of mine, and nothing of mine ----

export const exportMeEndpoint = endpoint({
  method: 'GET',
  path: '/me/export',
  summary: 'Everything that is stored about me, as a ZIP of JSON and CSV',
  allow: ['person'],
  status: 200,
  reply: z.undefined(),
  refusals: ['identity.sign-in'],
  produces: ['application/zip'],
})

export const eraseMeEndpoint = endpoint({
  method: 'DELETE',
  path: '/me',
  summary: 'Forget who I am; how much was reduced stays, without me',
  allow: ['person'],
  status: 200,
  reply: z.strictObject({ erasedAt: z.string(), recordsKept: z.int() }),
  refusals: ['identity.sign-in', 'reductions.sole-administrator'],
})

// ---- Imports of providers ----

export const ImportResult = z.strictObject({
  importId: z.uuid(),
  lines: z.int(),
  accepted: z.int().meta({ description: 'Recorded now, those that wait for a link included.' }),
  waiting: z
    .int()
    .meta({ description: 'Of the accepted: nobody is linked to the subject yet; earns nothing until then.' }),
  duplicate: z.int(),
  quarantined: z.int(),
  rejected: z.int(),
  shownG: SignedGrams,
  creditedG: Grams,
  rows: z.string(),
})
export type ImportResult = z.infer<typeof ImportResult>

export const IMPORT_LINE_LIMIT = 1_000_000
/** Lines of JSON go by several names; it has none that is registered. */
export const IMPORT_MEDIA_TYPES = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'text/csv',
] as const

export const LineStatus = z.enum(['duplicate', 'quarantined', 'rejected'])
export type LineStatus = z.infer<typeof LineStatus>

export const ImportRow = z.strictObject({
  line: z.int(),
  externalId: z.string().nullable(),
  status: LineStatus,
  code: z.string(),
  detail: z.string(),
  messages: Bilingual,
})
export type ImportRow = z.infer<typeof ImportRow>

const ImportParams = z.strictObject({ id: z.uuid() })

export const importRowsEndpoint = endpoint({
  method: 'GET',
  path: '/imports/{id}/rows',
  summary: 'The lines of an import that were not simply recorded',
  description: 'With `Accept: text/csv` all of them as one file, to correct and send again.',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  params: ImportParams,
  query: PageQuery.extend({ status: LineStatus.optional() }),
  status: 200,
  reply: pageOf(ImportRow),
  refusals: ['reductions.import-missing'],
  produces: ['text/csv'],
})

export const Import = ImportResult.extend({
  pool: Pool,
  startedAt: z.string(),
  finishedAt: z
    .string()
    .nullable()
    .meta({ description: 'Null when the connection broke: send the same upload again.' }),
})
export type Import = z.infer<typeof Import>

export const importEndpoint = endpoint({
  method: 'GET',
  path: '/imports/{id}',
  summary: 'What became of an upload',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  params: ImportParams,
  status: 200,
  reply: Import,
  refusals: ['reductions.import-missing'],
})

export const importsEndpoint = endpoint({
  method: 'GET',
  path: '/imports',
  summary: 'My organisation’s uploads, the newest first',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  query: PageQuery,
  status: 200,
  reply: pageOf(Import),
  refusals: [],
})
