import { z } from 'zod'
import { endpoint, PageQuery, pageOf, plainJson } from '../kernel/endpoint.ts'
import { Bilingual } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Ask, ASK_TYPES } from './ask.ts'
import { Factor, FactorSet } from './factor.ts'
import { TraceStep } from './trace.ts'
import { WorkedExample } from './worked-example.ts'

/** A method's version as results pin it. */
export const MethodReference = z.strictObject({ id: z.string(), version: z.string(), hash: z.string() })

export const Reason = z.strictObject({ code: z.string(), text: Bilingual })

export const FactorReference = z.strictObject({ id: z.string(), version: z.int() })

export const EstimateReply = plainJson(
  z.strictObject({
    shownG: SignedGrams,
    creditedG: Grams,
    emittedG: Grams,
    method: MethodReference,
    factorSet: z.string(),
    factorSetHash: z.string(),
    factors: z.array(FactorReference),
    coefficients: z.strictObject({
      evidenceBp: z.int(),
      uncertaintyBp: z.int(),
      additionalityBp: z.int(),
      relativeErrorBp: z.int().nullable(),
    }),
    trace: z.array(TraceStep),
    reasons: z.array(Reason),
    /** For a trip of one carpool leg: what each person aboard gets; sums to the car. */
    people: z.array(z.strictObject({ shownG: SignedGrams, creditedG: Grams, emittedG: Grams })).optional(),
  }),
)
export type EstimateReply = z.infer<typeof EstimateReply>

export const estimateEndpoint = endpoint({
  method: 'POST',
  path: '/estimates',
  summary: 'Calculate what one act saved, with every step',
  description: 'No account is needed and nothing is written. The same engine runs in the browser.',
  allow: ['public'],
  body: Ask,
  status: 200,
  reply: EstimateReply,
  refusals: [
    'methodology.date-outside',
    'methodology.set-unknown',
    'methodology.factor-unknown',
    'methodology.factor-unit',
    'methodology.scope-mixed',
    'methodology.mode-unknown',
    'methodology.mode-without-factor',
    'methodology.evidence-unknown',
    'methodology.type-unknown',
    'methodology.not-whole',
    'methodology.out-of-range',
    'methodology.legs-missing',
    'methodology.occupants-missing',
    'methodology.riders-mismatch',
    'methodology.shares-sum',
    'methodology.baseline-missing',
  ],
})

export const MethodDetail = z.strictObject({
  id: z.enum(ASK_TYPES as [string, ...string[]]),
  version: z.string(),
  hash: z.string().meta({ description: 'SHA-256 over the canonical JSON of `document`.' }),
  family: z.enum(['mobility', 'stay', 'food-and-shop']),
  title: Bilingual,
  unit: Bilingual,
  formula: Bilingual.meta({ description: 'With the numbers of the edition in force.' }),
  baseline: Bilingual,
  conditions: z.array(z.strictObject({ text: Bilingual, ours: z.boolean() })),
  factors: z.array(z.string()),
})
export type MethodDetail = z.infer<typeof MethodDetail>

export const methodsEndpoint = endpoint({
  method: 'GET',
  path: '/methods',
  summary: 'Every method in force and every version before it',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({
    items: z.array(
      MethodDetail.pick({ id: true, version: true, hash: true, family: true, title: true, formula: true }),
    ),
  }),
  refusals: [],
})

export const RecomputedExampleReply = z.strictObject({
  ...WorkedExample.shape,
  found: z.strictObject({ shownG: z.int(), creditedG: z.int(), emittedG: z.int() }),
  factors: z.array(FactorReference),
  trace: z.array(TraceStep),
  agrees: z.boolean().meta({ description: 'Whether the engine says what a person worked out.' }),
})

export const MethodSheet = z.strictObject({
  ...MethodDetail.shape,
  set: FactorSet,
  /** The rows it reads, as the edition in force has them. */
  rows: z.array(Factor),
  examples: z.array(RecomputedExampleReply),
  /** As it was published: what the hash is made from. */
  document: z.unknown(),
})
export type MethodSheet = z.infer<typeof MethodSheet>

export const methodEndpoint = endpoint({
  method: 'GET',
  path: '/methods/{id}/versions/{version}',
  summary: 'One version of a method, as the engine executes it, with its rows and examples calculated now',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(80), version: z.string().max(20) }),
  status: 200,
  reply: MethodSheet,
  refusals: ['methodology.method-unknown'],
})

export const Constant = z.strictObject({
  key: z.string(),
  name: Bilingual,
  value: z.int(),
  unit: z.enum(['bp', 'g', 'm', 'trips', 'lines']),
  standing: z.enum(['ours', 'partly-found']),
  note: Bilingual.nullable(),
})

export const constantsEndpoint = endpoint({
  method: 'GET',
  path: '/methods/constants',
  summary: 'Every number of the calculation that is no factor, from the tables the engine uses, and whose it is',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({ items: z.array(Constant) }),
  refusals: [],
})

export const registryEndpoint = endpoint({
  method: 'GET',
  path: '/methods/registry',
  summary: 'Everything the engine reads, in one piece, for whoever wants to calculate by themselves',
  description: 'All rows, editions and methods, and the worked examples. The web recomputes the examples with it.',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({
    factors: z.array(Factor),
    sets: z.array(z.strictObject({ ...FactorSet.shape, members: z.array(FactorReference) })),
    methods: z.array(MethodReference),
    examples: z.array(WorkedExample),
  }),
  refusals: [],
})

export const FactorQuery = z.strictObject({
  ...PageQuery.shape,
  set: z.string().max(40).optional().meta({ description: 'Rows of one edition, such as JP-OP-FY2024.' }),
  q: z.string().max(80).optional().meta({ description: 'Part of the id, a name, the source or the category.' }),
  category: z.string().max(40).optional(),
  verified: z.enum(['true', 'false']).optional(),
})

/** How a row differs from the one before it. */
export const FactorChange = z.strictObject({
  before: FactorReference,
  beforeMg: z.int(),
  /** Basis points of the earlier value, half up; null when it was zero. */
  changeBp: z.int().nullable(),
})

export const FactorDetail = z.strictObject({
  ...Factor.shape,
  change: FactorChange.nullable(),
  /** Every version of the same id, oldest first. */
  versions: z.array(z.strictObject({ version: z.int(), valueMg: z.int(), set: z.string(), publishedAt: z.string() })),
  /** Editions the row is a member of. */
  editions: z.array(z.string()),
})
export type FactorDetail = z.infer<typeof FactorDetail>

export const factorsEndpoint = endpoint({
  method: 'GET',
  path: '/factors',
  summary: 'The factor registry: values, sources, verified or not',
  allow: ['public'],
  query: FactorQuery,
  status: 200,
  reply: pageOf(Factor),
  refusals: [],
})

export const factorEndpoint = endpoint({
  method: 'GET',
  path: '/factors/{id}',
  summary: 'One factor, its versions and the difference to the version before',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(80) }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
  status: 200,
  reply: FactorDetail,
  refusals: ['methodology.factor-missing'],
})

export const factorSetsEndpoint = endpoint({
  method: 'GET',
  path: '/factor-sets',
  summary: 'The editions of the registry with their hashes',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({ items: z.array(z.strictObject({ ...FactorSet.shape, rows: z.int() })) }),
  refusals: [],
})
