import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId } from '../kernel/ids.ts'
import { Text } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Evidence } from '../methodology/evidence.ts'
import { Pool, ReductionStatus } from './reduction.ts'
import { Dispute, Reason, Revision } from './revision.ts'

/** Why an act is in review: it was set aside when it came, or its person says that it is wrong. */
export const ReviewKind = z.enum(['quarantined', 'disputed'])
export type ReviewKind = z.infer<typeof ReviewKind>

/** `release`: it counts. `reject`: it does not. `ask`: not decided; somebody has to say more. */
export const Decision = z.enum(['release', 'reject', 'ask'])
export type Decision = z.infer<typeof Decision>

/** The act that another one met, repeated or gave way to; never whose. */
export const OtherAct = z.strictObject({
  id: ReductionId,
  provider: z.strictObject({ id: OrganisationId, name: z.string() }).nullable(),
  mode: z.string().nullable(),
  type: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  quantity: z.int().min(0),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  evidence: Evidence,
  status: ReductionStatus,
  creditedG: Grams,
})
export type OtherAct = z.infer<typeof OtherAct>

export const ReviewEntry = z.strictObject({
  id: z.uuid(),
  act: z.enum(['release', 'reject', 'ask', 'say']),
  note: z.string(),
  by: z.string().meta({ description: 'The organisation that said it.' }),
  at: z.string(),
})
export type ReviewEntry = z.infer<typeof ReviewEntry>

/** An act in review. It says what happened and never who: neither a name nor a pseudonym. */
export const Review = z.strictObject({
  id: ReductionId.meta({ description: 'Of the act.' }),
  kind: ReviewKind,
  open: z.boolean().meta({ description: 'False once it was decided and nobody disputes it.' }),
  since: z.string(),
  dueAt: z.string().meta({ description: '30 days after `since`; later it is overdue and counted in public.' }),
  overdue: z.boolean(),
  asked: z.boolean().meta({ description: 'The last word was a question of the reviewer.' }),
  linked: z.boolean().meta({ description: 'False while nobody is linked to its subject.' }),
  status: ReductionStatus,
  reasons: z.array(Reason),
  provider: z.strictObject({ id: OrganisationId, name: z.string() }).nullable(),
  externalId: z.string().nullable(),
  pool: Pool,
  type: z.string(),
  mode: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  day: Day,
  quantity: z.int().min(0),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  placeRef: z.string().nullable(),
  evidence: Evidence,
  shownG: SignedGrams,
  creditedG: Grams,
})
export type Review = z.infer<typeof Review>

export const ReviewDetail = Review.extend({
  worth: z
    .strictObject({ shownG: SignedGrams, creditedG: Grams, emittedG: Grams })
    .nullable()
    .meta({ description: 'What it would count with if it were released, from the edition it was calculated with.' }),
  other: OtherAct.nullable(),
  disputes: z.array(Dispute),
  entries: z.array(ReviewEntry),
  history: z.array(Revision),
})
export type ReviewDetail = z.infer<typeof ReviewDetail>

const ReviewQuery = PageQuery.extend({
  kind: ReviewKind.optional(),
  reason: z.string().max(80).optional().meta({ description: 'A reason’s code, such as `mobility.too-fast`.' }),
})
const params = z.strictObject({ id: ReductionId })

export const reviewsEndpoint = endpoint({
  method: 'GET',
  path: '/reviews',
  summary: 'Acts that were set aside or are disputed, the longest waiting first',
  allow: ['operator'],
  query: ReviewQuery,
  status: 200,
  reply: pageOf(Review),
  refusals: [],
})

export const reviewEndpoint = endpoint({
  method: 'GET',
  path: '/reviews/{id}',
  summary: 'One act in review: why, what it met, what was said, and what it would be worth',
  allow: ['operator'],
  params,
  status: 200,
  reply: ReviewDetail,
  refusals: ['reductions.review-missing'],
})

export const DecideReview = z.strictObject({
  decision: Decision,
  note: Text(1_000).meta({ description: 'Read by the person whose act it is, and by the provider.' }),
  replaces: z
    .boolean()
    .optional()
    .meta({ description: 'Releasing: acts in its way become its duplicates with 0 g. Without it they keep it out.' }),
})
export type DecideReview = z.output<typeof DecideReview>

export const decideReviewEndpoint = endpoint({
  method: 'POST',
  path: '/reviews/{id}/decisions',
  summary: 'Release an act, reject it, or ask; it answers the disputes about it',
  description:
    'Every sum changes in the same transaction. A batch that is not issued yet loses an act that is rejected; an act is decided once.',
  allow: ['operator'],
  params,
  body: DecideReview,
  status: 201,
  reply: ReviewDetail,
  refusals: [
    'reductions.review-missing',
    'reductions.review-decided',
    'reductions.review-met',
    'reductions.review-fixed',
    'reductions.issued',
    'request.id-reused',
  ],
  idempotent: true,
})

/** For a provider: its own records, without a word of the people or of what others recorded. */
export const OwnReview = Review.omit({ linked: true, creditedG: true, shownG: true }).extend({
  disputes: z.int().meta({ description: 'How many disputes are open; what was said in them stays with the operator.' }),
  entries: z.array(ReviewEntry),
})
export type OwnReview = z.infer<typeof OwnReview>

export const ownReviewsEndpoint = endpoint({
  method: 'GET',
  path: '/reviews/own',
  summary: 'My organisation’s records that are in review, the longest waiting first',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  query: ReviewQuery,
  status: 200,
  reply: pageOf(OwnReview),
  refusals: [],
})

export const sayInReviewEndpoint = endpoint({
  method: 'POST',
  path: '/reviews/{id}/statements',
  summary: 'Say something about a record of my organisation that is in review',
  allow: ['provider', 'merchant'],
  scope: ['mobility:write', 'destinations:write'],
  params,
  body: z.strictObject({ text: Text(1_000) }),
  status: 201,
  reply: ReviewEntry,
  refusals: ['reductions.review-missing', 'request.id-reused'],
  idempotent: true,
})

export const ReviewFigures = z.strictObject({
  open: z.int(),
  overdue: z.int(),
  disputes: z.int().meta({ description: 'Of the open ones: disputes of people.' }),
  oldestSince: z.string().nullable(),
  released: z.int().meta({ description: 'In the last 365 days.' }),
  rejected: z.int(),
  medianHours: z.int().nullable().meta({ description: 'From a dispute to its answer, over the last 365 days.' }),
})
export type ReviewFigures = z.infer<typeof ReviewFigures>

export const reviewFiguresEndpoint = endpoint({
  method: 'GET',
  path: '/reviews/figures',
  summary: 'How long people wait for an answer, and what the answers were',
  allow: ['public'],
  status: 200,
  reply: ReviewFigures,
  refusals: [],
})
