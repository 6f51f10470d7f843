import { z } from 'zod'
import { NameReview, Serials } from '../credits/contract.ts'
import { Family } from '../credits/families.ts'
import { CertificateId, LotId, RetirementId } from '../credits/ids.ts'
import { LotRule } from '../credits/lot-rules.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { Bilingual } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { RetirementRecord } from './record.ts'

// Certificates -----------------------------------------------------------------------------------------------------------

/** A certificate as the page shows it: the record, and what its holder may do. */
export const Certificate = z.strictObject({
  record: RetirementRecord,
  nameReview: NameReview,
  beneficiaryText: Bilingual.meta({ description: 'The name, or the words for one that is not published.' }),
  digest: z.string().meta({ description: 'SHA-256 of the signed JSON in canonical form.' }),
  own: z.boolean().meta({ description: 'Whether the reader’s organisation retired it, and so sees the name.' }),
  claim: Bilingual,
})
export type Certificate = z.infer<typeof Certificate>

export const CertificateView = z.enum(['full', 'public'])
export const Language = z.enum(['ja', 'en'])
export type Language = z.infer<typeof Language>

export const certificateEndpoint = endpoint({
  method: 'GET',
  path: '/certificates/{id}',
  summary: 'A certificate as signed JSON, PDF or page, by suffix (.json, .pdf, .svg) or Accept',
  description:
    'The signed JSON is a W3C verifiable credential (eddsa-jcs-2022). The PDF carries it as an attachment. Without either ' +
    'the page of the certificate answers. Whoever retired the credits gets the beneficiary’s name; everybody else gets it ' +
    'once it was reviewed.',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(40) }),
  query: z.strictObject({ lang: Language.optional(), view: CertificateView.optional() }),
  status: 200,
  reply: z.looseObject({}),
  produces: ['application/pdf', 'application/vc+json', 'image/svg+xml', 'text/html'],
  refusals: ['certificates.missing'],
})

export const certificateRecordEndpoint = endpoint({
  method: 'GET',
  path: '/certificates/{id}/record',
  summary: 'The record behind a certificate, for its page',
  allow: ['public'],
  params: z.strictObject({ id: CertificateId }),
  query: z.strictObject({ view: CertificateView.optional() }),
  status: 200,
  reply: Certificate,
  refusals: ['certificates.missing'],
})

export const CheckResult = z.strictObject({ id: z.string(), ok: z.boolean(), text: Bilingual })

export const verifyCertificateEndpoint = endpoint({
  method: 'POST',
  path: '/certificates/verify',
  summary: 'Is this certificate real? A signed JSON or a PDF, up to 5 MB',
  allow: ['public'],
  streams: [
    'application/json',
    'application/vc+json',
    'application/ld+json',
    'application/pdf',
    'application/octet-stream',
    'multipart/form-data',
  ],
  status: 200,
  reply: z.strictObject({
    valid: z.boolean(),
    certificateId: CertificateId.nullable(),
    checks: z.array(CheckResult),
  }),
  refusals: ['certificates.too-large'],
})

export const SigningKey = z.strictObject({
  id: z.string(),
  publicKeyMultibase: z.string(),
  createdAt: z.string(),
  retiredAt: z.string().nullable(),
})
export type SigningKey = z.infer<typeof SigningKey>

export const rotateKeyEndpoint = endpoint({
  method: 'POST',
  path: '/certificates/keys',
  summary: 'Sign with a new key from now on; what older keys signed stays good',
  allow: ['operator'],
  status: 201,
  reply: SigningKey,
  refusals: ['request.id-reused'],
  idempotent: true,
})

export const signingKeysEndpoint = endpoint({
  method: 'GET',
  path: '/certificates/keys',
  summary: 'Every key that ever signed certificates or checkpoints',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({ items: z.array(SigningKey) }),
  refusals: [],
})

// The public register ----------------------------------------------------------------------------------------------------

export const PublicRetirement = z.strictObject({
  ...RetirementRecord.omit({ salt: true }).shape,
  nameReview: NameReview,
  beneficiaryText: Bilingual,
})
export type PublicRetirement = z.infer<typeof PublicRetirement>

export const RegisterLot = z.strictObject({
  id: LotId,
  code: z.string(),
  family: Family,
  projectName: z.string(),
  ownerName: z.string(),
  vintage: z.int(),
  massG: Grams,
  serials: z.string(),
})
export type RegisterLot = z.infer<typeof RegisterLot>

/** Where the gram of a serial is. */
export const GramPlace = z.strictObject({
  serial: z.string(),
  lot: RegisterLot,
  state: z.enum(['held', 'buffer', 'retired', 'cancelled']),
  holder: z.string(),
  transfers: z.int(),
  retirementId: RetirementId.nullable(),
  certificateId: CertificateId.nullable(),
})
export type GramPlace = z.infer<typeof GramPlace>

export const registrySearchEndpoint = endpoint({
  method: 'GET',
  path: '/registry/search',
  summary: 'Find a serial (any gram inside a range), a project, a holder or a certificate',
  allow: ['public'],
  query: z.strictObject({ q: z.string().trim().normalize('NFKC').min(1).max(120) }),
  status: 200,
  reply: z.strictObject({
    gram: GramPlace.nullable(),
    lots: z.array(RegisterLot),
    retirements: z.array(PublicRetirement),
  }),
  refusals: [],
})

export const publicRetirementsEndpoint = endpoint({
  method: 'GET',
  path: '/registry/retirements',
  summary: 'Every retirement, newest first; as CSV with Accept: text/csv',
  allow: ['public'],
  query: PageQuery.extend({ family: Family.optional(), lotId: LotId.optional() }),
  status: 200,
  reply: pageOf(PublicRetirement),
  produces: ['text/csv'],
  refusals: [],
})

export const publicRetirementEndpoint = endpoint({
  method: 'GET',
  path: '/registry/retirements/{serialOrId}',
  summary: 'One retirement, by its id, its certificate’s number or any serial in it',
  allow: ['public'],
  params: z.strictObject({ serialOrId: z.string().min(1).max(160) }),
  status: 200,
  reply: PublicRetirement,
  refusals: ['certificates.retirement-missing', 'certificates.serial-unreadable'],
})

export const LifeStep = z.strictObject({
  step: z.enum(['gathered', 'sampled', 'verified', 'issued', 'transferred', 'retired', 'cancelled']),
  at: z.string(),
  massG: Grams.nullable(),
  serials: Serials.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  retirementId: RetirementId.nullable(),
  certificateId: CertificateId.nullable(),
})
export type LifeStep = z.infer<typeof LifeStep>

export const lotLifeEndpoint = endpoint({
  method: 'GET',
  path: '/registry/lots/{id}/life',
  summary: 'What became of a lot, step by step, oldest first; by its id or its code',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(40) }),
  query: PageQuery,
  status: 200,
  reply: z.strictObject({ lot: RegisterLot, rules: z.array(LotRule), ...pageOf(LifeStep).shape }),
  refusals: ['certificates.lot-missing'],
})

export const Law = z.strictObject({
  id: z.string(),
  text: Bilingual,
  unit: z.enum(['g', 'count']),
  leftG: z.int(),
  rightG: z.int(),
  broken: z.int().meta({ description: 'How many rows break it.' }),
  ok: z.boolean(),
})
export type Law = z.infer<typeof Law>

export const invariantsEndpoint = endpoint({
  method: 'GET',
  path: '/registry/invariants',
  summary: 'What must always hold: both sides of each law over everything, and what happened since',
  description:
    'Over a long history the sums take a while, so they are kept with the time at which they were made. The newest acts since then are checked one by one when you ask.',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({
    checkedAt: z.string().meta({ description: 'When everything was added up.' }),
    tookMs: z.int(),
    ok: z.boolean(),
    items: z.array(Law),
    since: z.strictObject({
      checkedAt: z.string(),
      acts: z.int().meta({ description: 'Transfers, retirements and cancellations, the newest 10,000 at most.' }),
      broken: z.int(),
    }),
  }),
  refusals: [],
})

export const PublicCheckpoint = z.strictObject({
  size: z.int(),
  root: z.string(),
  signedAt: z.string(),
  keyId: z.string(),
  note: z.string().meta({ description: 'The signed note (C2SP), as it was signed.' }),
})
export type PublicCheckpoint = z.infer<typeof PublicCheckpoint>

export const checkpointsEndpoint = endpoint({
  method: 'GET',
  path: '/registry/checkpoints',
  summary: 'Signed heads of the public log, newest first',
  allow: ['public'],
  query: PageQuery,
  status: 200,
  reply: pageOf(PublicCheckpoint),
  refusals: [],
})

export const proofEndpoint = endpoint({
  method: 'GET',
  path: '/registry/proofs/{entry}',
  summary: 'The proof that an entry is in the public log (RFC 6962)',
  allow: ['public'],
  params: z.strictObject({ entry: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  status: 200,
  reply: z.strictObject({
    entry: z.int(),
    index: z.int(),
    leaf: z.string().meta({ description: 'The canonical JSON that was hashed.' }),
    leafHash: z.string(),
    path: z.array(z.string()),
    checkpoint: PublicCheckpoint,
  }),
  refusals: ['certificates.entry-unlogged'],
})

const size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

export const consistencyEndpoint = endpoint({
  method: 'GET',
  path: '/registry/consistency',
  summary: 'The proof that the log of one size is the beginning of the log of another (RFC 6962)',
  allow: ['public'],
  query: z.strictObject({ from: size, to: size }),
  status: 200,
  reply: z.strictObject({ from: z.int(), to: z.int(), path: z.array(z.string()) }),
  refusals: ['certificates.not-a-checkpoint'],
})

export const exportEndpoint = endpoint({
  method: 'GET',
  path: '/registry/export',
  summary: 'The whole public log: checkpoints, keys and every entry, a JSON value a line',
  description: 'Enough to recompute every balance, law and proof without this server.',
  allow: ['public'],
  status: 200,
  reply: z.looseObject({}),
  produces: ['application/x-ndjson'],
  refusals: [],
})
