import { z } from 'zod'
import { endpoint, PageQuery, pageOf, plainJson } from '../kernel/endpoint.ts'
import { Bilingual } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Ask, ASK_TYPES } from './ask.ts'
import { Factor, FactorSet } from './factor.ts'
import { TraceStep } from './trace.ts'

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
  hash: z.string(),
  family: z.enum(['mobility', 'stay', 'food-and-shop']),
  title: Bilingual,
  unit: Bilingual,
  formula: Bilingual,
  baseline: Bilingual,
  conditions: z.array(Bilingual),
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

export const methodEndpoint = endpoint({
  method: 'GET',
  path: '/methods/{id}/versions/{version}',
  summary: 'One version of a method, as the engine executes it',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(80), version: z.string().max(20) }),
  status: 200,
  reply: MethodDetail,
  refusals: ['methodology.method-unknown'],
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
