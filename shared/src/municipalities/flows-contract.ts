import { z } from 'zod'
import { Day, Month } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Bilingual } from '../kernel/text.ts'
import { SignedGrams } from '../kernel/units.ts'
import { Pool } from '../reductions/reduction.ts'
import { AreaSummaryQuery, MonthOrDay } from './sums-contract.ts'

// Sums by day, by where to and by prefecture. All of them, and those by month, are sums of the same increments of at
// least ten people (reductions/release.ts), so that none says more beside another.

export const PrefectureCode = z
  .string()
  .regex(/^(0[1-9]|[1-3]\d|4[0-7])$/)
  .meta({ description: 'Two digits of JIS X 0401.' })

export const FlowFigures = z.strictObject({
  acts: z.int(),
  reducedShownG: SignedGrams,
  reducedCreditedG: SignedGrams,
  emittedG: SignedGrams,
})
export type FlowFigures = z.infer<typeof FlowFigures>
const flowFigures = FlowFigures.shape

const GEO_TYPES = ['text/csv', 'application/geo+json'] as const

// ---- Days ----

export const AreaDays = z.strictObject({
  code: z.string(),
  name: Bilingual,
  month: Month,
  pool: Pool.nullable(),
  days: z.array(z.strictObject({ day: Day, ...flowFigures })),
  undated: FlowFigures.meta({
    description: 'Published of this month without its day, because no ten people shared one; with the days the month.',
  }),
})
export type AreaDays = z.infer<typeof AreaDays>

export const areaDaysEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/{code}/days',
  summary: 'A month of a municipality day by day, as far as ten people stand behind each',
  description: 'With `Accept: text/csv` the same as a table.',
  allow: ['public'],
  params: z.strictObject({ code: MunicipalityCode }),
  query: z.strictObject({ month: MonthOrDay.optional(), pool: Pool.optional() }),
  status: 200,
  reply: AreaDays,
  refusals: ['request.not-found'],
  produces: ['text/csv'],
})

// ---- Flows between municipalities ----

const FlowEnd = z.strictObject({
  code: z.string(),
  name: Bilingual,
  ...flowFigures,
  byMode: z.array(z.strictObject({ mode: z.string(), ...flowFigures })),
})
export type FlowEnd = z.infer<typeof FlowEnd>

export const AreaFlows = z.strictObject({
  code: z.string(),
  name: Bilingual,
  from: Month,
  to: Month,
  within: FlowEnd.nullable().meta({ description: 'Trips that begin and end here.' }),
  leaving: z.array(FlowEnd).meta({ description: 'Trips from here, by where they ended; the most trips first.' }),
  arriving: z.array(FlowEnd).meta({ description: 'Trips that ended here, by where they began.' }),
  unplaced: FlowFigures.meta({
    description: 'Published trips from here of which it is not said where to: unknown, or fewer than ten people.',
  }),
})
export type AreaFlows = z.infer<typeof AreaFlows>

export const FlowsQuery = AreaSummaryQuery.omit({ pool: true })
export type FlowsQuery = z.output<typeof FlowsQuery>

export const areaFlowsEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/{code}/flows',
  summary: 'Trips from and to a municipality by the other end, as far as ten people stand behind each',
  description: 'With `Accept: text/csv` a table, with `application/geo+json` lines between the town halls.',
  allow: ['public'],
  params: z.strictObject({ code: MunicipalityCode }),
  query: FlowsQuery,
  status: 200,
  reply: AreaFlows,
  refusals: ['request.not-found', 'municipalities.range'],
  produces: GEO_TYPES,
})

export const MeshFlow = z.strictObject({
  fromMesh: z.string().meta({ description: 'Grid square of a kilometre, JIS X 0410, eight digits.' }),
  toMesh: z.string(),
  mode: z.string(),
  ...flowFigures,
})
export type MeshFlow = z.infer<typeof MeshFlow>

export const meshFlowsEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/{code}/mesh-flows',
  summary: 'Trips that began in a municipality, from one square kilometre to another, where ten people made them',
  description:
    'Only trips of which both ends are known as points. With `Accept: text/csv` a table, with `application/geo+json` lines between the middles of the squares.',
  allow: ['public'],
  params: z.strictObject({ code: MunicipalityCode }),
  query: z.strictObject({ month: MonthOrDay.optional() }),
  status: 200,
  reply: z.array(MeshFlow),
  refusals: ['request.not-found'],
  produces: GEO_TYPES,
})

// ---- Prefectures ----

export const PrefectureCell = z.strictObject({
  code: z.string(),
  name: Bilingual,
  acts: z.int().nullable(),
  reducedCreditedG: SignedGrams.nullable(),
  reducedShownG: SignedGrams.nullable(),
  contributedG: SignedGrams.nullable(),
})
export type PrefectureCell = z.infer<typeof PrefectureCell>

export const prefectureMapEndpoint = endpoint({
  method: 'GET',
  path: '/prefectures/map',
  summary: 'One month of all 47 prefectures; null where fewer than ten people stand behind it',
  description: 'With `Accept: text/csv` the same as a table.',
  allow: ['public'],
  query: z.strictObject({ month: MonthOrDay.optional(), pool: Pool.optional() }),
  status: 200,
  reply: z.array(PrefectureCell),
  refusals: [],
  produces: ['text/csv'],
})

const prefectureFigures = { ...flowFigures, contributedG: SignedGrams }

export const PrefectureSummary = z.strictObject({
  code: z.string(),
  name: Bilingual,
  from: Month,
  to: Month,
  pool: Pool.nullable(),
  ...prefectureFigures,
  byMode: z.array(z.strictObject({ mode: z.string(), pool: Pool, ...prefectureFigures })),
  byMonth: z.array(z.strictObject({ month: Month, ...prefectureFigures })),
  byMunicipality: z.array(z.strictObject({ code: z.string(), name: Bilingual, ...prefectureFigures })),
  unplaced: z.strictObject(prefectureFigures).meta({
    description: 'What was published in the name of the prefecture, because no municipality of it had ten people.',
  }),
})
export type PrefectureSummary = z.infer<typeof PrefectureSummary>

export const prefectureSummaryEndpoint = endpoint({
  method: 'GET',
  path: '/prefectures/{code}/summary',
  summary: 'What was reduced in a prefecture: the sum of its municipalities, and what none of them could show alone',
  description: 'With `Accept: text/csv` its municipalities as a table.',
  allow: ['public'],
  params: z.strictObject({ code: PrefectureCode }),
  query: AreaSummaryQuery,
  status: 200,
  reply: PrefectureSummary,
  refusals: ['municipalities.range'],
  produces: ['text/csv'],
})

export const PrefectureFlow = z.strictObject({
  from: z.string(),
  to: z.string(),
  fromName: Bilingual,
  toName: Bilingual,
  mode: z.string(),
  ...flowFigures,
})
export type PrefectureFlow = z.infer<typeof PrefectureFlow>

export const prefectureFlowsEndpoint = endpoint({
  method: 'GET',
  path: '/prefectures/{code}/flows',
  summary: 'A month of trips that began in a prefecture, municipality by municipality',
  description: 'With `Accept: text/csv` a table, with `application/geo+json` lines between the town halls.',
  allow: ['public'],
  params: z.strictObject({ code: PrefectureCode }),
  query: z.strictObject({ month: MonthOrDay.optional() }),
  status: 200,
  reply: z.array(PrefectureFlow),
  refusals: [],
  produces: GEO_TYPES,
})
