import { z } from 'zod'
import { Month } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId } from '../kernel/ids.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Text } from '../kernel/text.ts'
import { BasisPoints, Grams } from '../kernel/units.ts'
import { ReductionDetail } from '../reductions/contract.ts'
import { Family } from './families.ts'
import { BatchId, CertificateId, LotId, RetirementId } from './ids.ts'
import { LotRule } from './lot-rules.ts'
import { RetirementStatement } from './retirement-statement.ts'

// Ranges of serials are half-open in JSON, [from, to), so that to - from is the mass; `text` prints both ends inclusive.

export const Serials = z.strictObject({ lotId: LotId, from: z.int(), to: z.int(), text: z.string() })
export type Serials = z.infer<typeof Serials>

const movable = Grams.min(1)

/** Where grams are taken from; without either the one family held, and a refusal when it is several. */
const source = { lotId: LotId.optional(), family: Family.optional() }

// Lots and holdings ------------------------------------------------------------------------------------------------------

export const PublicLot = z.strictObject({
  id: LotId,
  code: z.string().meta({ description: 'The lot’s name inside printed serials.' }),
  family: Family,
  ownerId: OrganisationId,
  ownerName: z.string(),
  scheme: z.string(),
  methodology: z.string(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  serialFrom: z.int(),
  serialTo: z.int(),
  serials: z.string(),
  registrySerials: z.array(z.string()),
  unitG: Grams,
  massG: Grams,
  bufferG: Grams,
  /** What was left over for the next batch; 0 for lots registered elsewhere. */
  carriedG: Grams,
  retiredG: Grams,
  cancelledG: Grams,
  leftG: Grams,
  reservedG: Grams,
  rules: z.array(LotRule),
  batchId: BatchId.nullable(),
  issuedAt: z.string(),
})
export type PublicLot = z.infer<typeof PublicLot>

export const lotsEndpoint = endpoint({
  method: 'GET',
  path: '/credits/lots',
  summary: 'Every lot ever issued, newest first',
  allow: ['public'],
  query: PageQuery.extend({
    family: Family.optional(),
    municipalityCode: MunicipalityCode.optional(),
    vintage: z.coerce.number().int().min(1990).max(2200).optional(),
  }),
  status: 200,
  reply: pageOf(PublicLot),
  refusals: [],
})

export const lotEndpoint = endpoint({
  method: 'GET',
  path: '/credits/lots/{id}',
  summary: 'One lot with what became of it',
  allow: ['public'],
  params: z.strictObject({ id: LotId }),
  status: 200,
  reply: PublicLot,
  refusals: ['credits.lot-missing'],
})

export const OwnHolding = z.strictObject({
  lotId: LotId,
  code: z.string(),
  family: Family,
  vintage: z.int(),
  projectName: z.string(),
  massG: Grams,
  reservedG: Grams,
  availableG: Grams,
})
export type OwnHolding = z.infer<typeof OwnHolding>

export const holdingsEndpoint = endpoint({
  method: 'GET',
  path: '/credits/holdings',
  summary: 'What the acting organisation holds of each lot',
  allow: ['organisation'],
  scope: 'credits:read',
  query: PageQuery,
  status: 200,
  reply: pageOf(OwnHolding),
  refusals: [],
})

// Moving and retiring ----------------------------------------------------------------------------------------------------

export const TransferCredits = z.strictObject({ ...source, massG: movable, toOrganisationId: OrganisationId })
export type TransferCredits = z.output<typeof TransferCredits>

export const transferCreditsEndpoint = endpoint({
  method: 'POST',
  path: '/credits/transfers',
  summary: 'Transfer credits to another organisation, all that is wanted or nothing',
  allow: ['organisation'],
  scope: 'credits:write',
  body: TransferCredits,
  status: 201,
  reply: z.strictObject({ massG: Grams, transferredAt: z.string(), serials: z.array(Serials) }),
  refusals: [
    'credits.not-enough',
    'credits.lot-missing',
    'credits.family-mixed',
    'credits.receiver-missing',
    'credits.receiver-same',
    'credits.rule-no-resale',
    'credits.rule-use-by',
    'request.id-reused',
  ],
  idempotent: true,
})

export const RetireCredits = RetirementStatement.extend({ ...source, massG: movable })
export type RetireCredits = z.output<typeof RetireCredits>

export const Retired = z.strictObject({
  id: RetirementId,
  family: Family,
  massG: Grams,
  retiredAt: z.string(),
  serials: z.array(Serials),
  certificateId: CertificateId,
})
export type Retired = z.infer<typeof Retired>

const retirementRefusals = [
  'credits.not-enough',
  'credits.lot-missing',
  'credits.family-mixed',
  'credits.rule-use-by',
  'credits.rule-in-prefecture',
  'credits.rule-not-at-origin',
  'credits.rule-once-a-year',
  'credits.period-reversed',
] as const

export const retireCreditsEndpoint = endpoint({
  method: 'POST',
  path: '/credits/retirements',
  summary: 'Retire credits for good in a beneficiary’s name; the certificate exists with it',
  allow: ['organisation'],
  scope: 'credits:write',
  body: RetireCredits,
  status: 201,
  reply: Retired,
  refusals: [...retirementRefusals, 'request.id-reused'],
  idempotent: true,
})

export const previewRetirementEndpoint = endpoint({
  method: 'POST',
  path: '/credits/retirement-previews',
  summary: 'Which grams a retirement would take now, or why it would be refused; changes nothing',
  allow: ['organisation'],
  scope: 'credits:write',
  body: RetireCredits,
  status: 200,
  reply: z.strictObject({ family: Family, massG: Grams, serials: z.array(Serials) }),
  refusals: [...retirementRefusals],
})

export const NameReview = z.enum(['private', 'pending', 'approved', 'rejected'])
export type NameReview = z.infer<typeof NameReview>

export const OwnRetirement = z.strictObject({
  ...Retired.shape,
  beneficiary: z.string().nullable().meta({ description: 'Null once it was erased.' }),
  purpose: z.string(),
  place: z.string().nullable(),
  placeCode: z.string().nullable(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  note: z.string().nullable(),
  nameReview: NameReview,
  notes: z.array(z.strictObject({ text: z.string(), notedAt: z.string() })),
})
export type OwnRetirement = z.infer<typeof OwnRetirement>

export const ownRetirementsEndpoint = endpoint({
  method: 'GET',
  path: '/credits/retirements',
  summary: 'The acting organisation’s retirements, newest first',
  allow: ['organisation'],
  scope: 'credits:read',
  query: PageQuery,
  status: 200,
  reply: pageOf(OwnRetirement),
  refusals: [],
})

const RetirementParams = z.strictObject({ id: RetirementId })

export const ownRetirementEndpoint = endpoint({
  method: 'GET',
  path: '/credits/retirements/{id}',
  summary: 'One of the acting organisation’s retirements',
  allow: ['organisation'],
  scope: 'credits:read',
  params: RetirementParams,
  status: 200,
  reply: OwnRetirement,
  refusals: ['credits.retirement-missing'],
})

export const addRetirementNoteEndpoint = endpoint({
  method: 'POST',
  path: '/credits/retirements/{id}/notes',
  summary: 'Say something beside a retirement; what was said then stays',
  allow: ['organisation'],
  scope: 'credits:write',
  params: RetirementParams,
  body: z.strictObject({ text: Text(500) }),
  status: 201,
  reply: OwnRetirement,
  refusals: ['credits.retirement-missing', 'request.id-reused'],
  idempotent: true,
})

export const ReviewName = z.strictObject({ decision: z.enum(['approved', 'rejected']), reason: Text(300).optional() })
export type ReviewName = z.output<typeof ReviewName>

export const ReviewedName = z.strictObject({
  retirementId: RetirementId,
  certificateId: CertificateId,
  beneficiary: z.string().nullable(),
  retiredAt: z.string(),
  nameReview: NameReview,
})
export type ReviewedName = z.infer<typeof ReviewedName>

export const reviewNameEndpoint = endpoint({
  method: 'POST',
  path: '/credits/retirements/{id}/name-review',
  summary: 'Decide whether the public may read a beneficiary’s name',
  allow: ['operator'],
  params: RetirementParams,
  body: ReviewName,
  status: 201,
  reply: ReviewedName,
  refusals: ['credits.retirement-missing', 'credits.name-private', 'request.id-reused'],
  idempotent: true,
})

export const pendingNamesEndpoint = endpoint({
  method: 'GET',
  path: '/credits/name-reviews',
  summary: 'Beneficiaries’ names that wait to be reviewed, oldest first',
  allow: ['operator'],
  query: PageQuery,
  status: 200,
  reply: pageOf(ReviewedName),
  refusals: [],
})

export const eraseNameEndpoint = endpoint({
  method: 'POST',
  path: '/credits/retirements/{id}/erasure',
  summary: 'Erase a beneficiary’s name for good; the retirement and its grams stay',
  allow: ['operator'],
  params: RetirementParams,
  status: 201,
  reply: ReviewedName,
  refusals: ['credits.retirement-missing', 'request.id-reused'],
  idempotent: true,
})

export const CancelCredits = z.strictObject({
  lotId: LotId,
  massG: movable,
  reason: Text(300),
  reductionId: ReductionId.optional(),
})
export type CancelCredits = z.output<typeof CancelCredits>

export const cancelCreditsEndpoint = endpoint({
  method: 'POST',
  path: '/credits/cancellations',
  summary: 'Cancel grams of a lot’s buffer, because issued grams turned out not to exist',
  allow: ['operator'],
  body: CancelCredits,
  status: 201,
  reply: z.strictObject({ massG: Grams, cancelledAt: z.string(), serials: z.array(Serials) }),
  refusals: ['credits.not-enough', 'credits.lot-missing', 'request.id-reused'],
  idempotent: true,
})

// From reductions to a lot -----------------------------------------------------------------------------------------------

export const Pool = z.enum(['mobility', 'destinations'])
export type Pool = z.infer<typeof Pool>

export const CreateBatch = z.strictObject({
  month: Month,
  municipalityCode: MunicipalityCode.optional(),
  pool: Pool,
  methodId: z.string().min(1).max(120),
  ownerOrganisationId: OrganisationId.optional().meta({
    description: 'Whose credits they become; the operator’s own organisation when left out.',
  }),
})
export type CreateBatch = z.output<typeof CreateBatch>

export const BatchStatus = z.enum(['gathered', 'sampled', 'signed', 'issued', 'carried'])
export type BatchStatus = z.infer<typeof BatchStatus>

export const Batch = z.strictObject({
  id: BatchId,
  month: z.string(),
  municipalityCode: z.string().nullable(),
  pool: Pool,
  methodId: z.string(),
  ownerId: OrganisationId,
  ownerName: z.string(),
  status: BatchStatus,
  reductions: z.int(),
  creditedG: Grams,
  createdAt: z.string(),
  seed: z.string().nullable(),
  sampleSize: z.int().nullable(),
  verifiedReductions: z.int().nullable(),
  verifiedG: Grams.nullable(),
  deductionBp: BasisPoints.nullable(),
  sourceDigest: z.string().nullable(),
  verifierName: z.string().nullable(),
  signedAt: z.string().nullable(),
  carriedInG: Grams.nullable(),
  deductedG: Grams.nullable(),
  carriedG: Grams.nullable(),
  issuedAt: z.string().nullable(),
  lotId: LotId.nullable(),
})
export type Batch = z.infer<typeof Batch>

export const createBatchEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches',
  summary: 'Gather the eligible reductions of a month, area, pool and method, each into one batch ever',
  allow: ['operator'],
  body: CreateBatch,
  status: 201,
  reply: Batch,
  refusals: ['credits.batch-empty', 'credits.owner-missing', 'request.id-reused'],
  idempotent: true,
})

export const batchesEndpoint = endpoint({
  method: 'GET',
  path: '/credits/batches',
  summary: 'Batches, newest first',
  allow: ['operator', 'verifier'],
  query: PageQuery.extend({ status: BatchStatus.optional() }),
  status: 200,
  reply: pageOf(Batch),
  refusals: [],
})

const BatchParams = z.strictObject({ id: BatchId })

export const batchEndpoint = endpoint({
  method: 'GET',
  path: '/credits/batches/{id}',
  summary: 'One batch',
  allow: ['operator', 'verifier'],
  params: BatchParams,
  status: 200,
  reply: Batch,
  refusals: ['credits.batch-missing'],
})

export const SampledReduction = z.strictObject({
  reductionId: ReductionId,
  rank: z.int(),
  creditedG: Grams,
  evidence: z.string(),
  pass: z.boolean().nullable(),
  note: z.string().nullable(),
})
export type SampledReduction = z.infer<typeof SampledReduction>

export const BatchSample = z.strictObject({ batchId: BatchId, seed: z.string(), items: z.array(SampledReduction) })
export type BatchSample = z.infer<typeof BatchSample>

/** Whoever draws by dice or by a lottery's result has a number. */
const Seed = z.union([Text(120), z.int().transform(String)])

export const drawSampleEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches/{id}/sample',
  summary: 'Draw the sample of a seed; the same seed draws the same sample',
  description: 'The reductions with the smallest SHA-256 of `seed:reductionId`, as hexadecimal text, in that order.',
  allow: ['verifier'],
  params: BatchParams,
  body: z.strictObject({ seed: Seed, size: z.int().min(1).max(1_000) }),
  status: 201,
  reply: BatchSample,
  refusals: ['credits.batch-missing', 'credits.batch-state', 'credits.verifier-has-part'],
  idempotent: true,
})

export const sampleEndpoint = endpoint({
  method: 'GET',
  path: '/credits/batches/{id}/sample',
  summary: 'The sample that was drawn, with what was found',
  allow: ['operator', 'verifier'],
  params: BatchParams,
  status: 200,
  reply: BatchSample,
  refusals: ['credits.batch-missing', 'credits.batch-state'],
})

/** A record as a verifier sees it: everything that made its number, and nothing that says whose it is. */
export const SampledRecord = ReductionDetail.omit({
  status: true,
  note: true,
  duplicateOf: true,
  journey: true,
  disputes: true,
  review: true,
}).extend({ externalId: z.string().nullable().meta({ description: 'What its provider calls the record.' }) })
export type SampledRecord = z.infer<typeof SampledRecord>

export const sampledRecordEndpoint = endpoint({
  method: 'GET',
  path: '/credits/batches/{id}/sample/{reductionId}',
  summary: 'A sampled record with the trace of its number, computed again just now',
  allow: ['operator', 'verifier'],
  params: BatchParams.extend({ reductionId: ReductionId }),
  status: 200,
  reply: SampledRecord,
  refusals: ['credits.not-sampled', 'reductions.missing'],
})

export const RecordFinding = z.strictObject({
  reductionId: ReductionId,
  pass: z.boolean(),
  note: z
    .union([Text(500), z.literal('')])
    .nullish()
    .transform((note) => note || undefined),
})
export type RecordFinding = z.output<typeof RecordFinding>

export const recordFindingEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches/{id}/findings',
  summary: 'Say whether a sampled reduction holds; of two findings on one the later counts',
  allow: ['verifier'],
  params: BatchParams,
  body: RecordFinding,
  status: 201,
  reply: SampledReduction,
  refusals: ['credits.batch-missing', 'credits.batch-state', 'credits.not-sampled', 'credits.verifier-has-part'],
  idempotent: true,
})

export const SignBatch = z.strictObject({
  deductionBp: BasisPoints.default(0 as BasisPoints).meta({
    description: 'What the verifier takes off out of caution, in parts of 10,000 of the verified grams.',
  }),
})
export type SignBatch = z.output<typeof SignBatch>

export const signBatchEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches/{id}/sign',
  summary: 'Sign a batch as its verifier: what failed drops out, what is left is fixed',
  allow: ['verifier'],
  params: BatchParams,
  body: SignBatch.nullish(),
  status: 201,
  reply: Batch,
  refusals: ['credits.batch-missing', 'credits.batch-state', 'credits.findings-open', 'credits.verifier-has-part'],
  idempotent: true,
})

export const issueBatchEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches/{id}/issue',
  summary: 'Issue a signed batch as a lot of whole kilograms, once however often it is asked',
  allow: ['operator'],
  params: BatchParams,
  status: 201,
  reply: PublicLot,
  refusals: ['credits.batch-missing', 'credits.batch-state', 'credits.issuer-signed', 'credits.batch-below-kilogram'],
  idempotent: true,
})

export const carryBatchEndpoint = endpoint({
  method: 'POST',
  path: '/credits/batches/{id}/carry',
  summary: 'Close a signed batch that is below a kilogram; all its grams go to the next one of its line',
  allow: ['operator'],
  params: BatchParams,
  status: 201,
  reply: Batch,
  refusals: ['credits.batch-missing', 'credits.batch-state', 'credits.issuer-signed', 'credits.batch-not-small'],
  idempotent: true,
})

export const PlatformEnergy = z.strictObject({
  month: Month,
  wh: z.int().min(0),
  g: Grams,
  source: Text(200).meta({ description: 'The meter or bill, and the factor with its year.' }),
})
export type PlatformEnergy = z.output<typeof PlatformEnergy>

export const recordEnergyEndpoint = endpoint({
  method: 'POST',
  path: '/credits/platform-energy',
  summary: 'Record what the platform itself burnt in a month; it is taken off before anything of that month is issued',
  allow: ['operator'],
  body: PlatformEnergy,
  status: 201,
  reply: PlatformEnergy,
  refusals: ['credits.energy-recorded', 'request.id-reused'],
  idempotent: true,
})
