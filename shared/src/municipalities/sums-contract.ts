import { z } from 'zod'
import { Day, Month, monthOf } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Bilingual } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Pool } from '../reductions/reduction.ts'

/** People behind a figure; fewer than ten, nobody included, is said as `<10`. */
export const People = z.union([z.int().min(10), z.literal('<10')])

const figures = {
  acts: z.int(),
  reducedShownG: SignedGrams,
  reducedCreditedG: SignedGrams,
  emittedG: SignedGrams,
  contributedG: Grams.meta({ description: 'Sold as credit since; part of the credited, not on top of it.' }),
}

export const AreaSummary = z.strictObject({
  code: z.string(),
  name: Bilingual,
  from: Month,
  to: Month,
  pool: Pool.nullable(),
  ...figures,
  people: People.meta({ description: 'In the month of the range with the most people: nobody is counted twice.' }),
  byMode: z.array(z.strictObject({ mode: z.string(), pool: Pool, ...figures })),
  byMonth: z.array(z.strictObject({ month: Month, people: People, ...figures })),
  suppressed: z.array(z.strictObject({ month: Month, reason: z.literal('fewer-than-10') })).meta({
    description: 'Months with nothing to publish: nobody, or fewer than ten people. The two are not told apart.',
  }),
})
export type AreaSummary = z.infer<typeof AreaSummary>

/** A month, or a day that stands for its month. */
export const MonthOrDay = z.union([Month, Day]).transform((value) => monthOf(value))

export const AreaSummaryQuery = z.strictObject({
  from: MonthOrDay.optional().meta({
    description: 'A month, or a day that stands for its month. A year back without it.',
  }),
  to: MonthOrDay.optional(),
  pool: Pool.optional(),
})
export type AreaSummaryQuery = z.output<typeof AreaSummaryQuery>

/** Longer ranges are asked in parts. */
export const MOST_MONTHS = 120

export const areaSummaryEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/{code}/summary',
  summary: 'What was reduced in a municipality; never fewer than ten people together',
  description: 'With `Accept: text/csv` the same as a table.',
  allow: ['public'],
  params: z.strictObject({ code: MunicipalityCode }),
  query: AreaSummaryQuery,
  status: 200,
  reply: AreaSummary,
  refusals: ['request.not-found', 'municipalities.range'],
  produces: ['text/csv'],
})

export const AreaCell = z.strictObject({
  code: z.string(),
  reducedCreditedG: SignedGrams.nullable(),
  reducedShownG: SignedGrams.nullable(),
  contributedG: Grams.nullable(),
  people: People,
})
export type AreaCell = z.infer<typeof AreaCell>

export const areaMapEndpoint = endpoint({
  method: 'GET',
  path: '/municipalities/map',
  summary: 'One month of every municipality in one answer; null where fewer than ten people stand behind it',
  description: 'With `Accept: text/csv` the same as a table, with `application/geo+json` with the areas themselves.',
  allow: ['public'],
  query: z.strictObject({ month: MonthOrDay.optional(), pool: Pool.optional() }),
  status: 200,
  reply: z.array(AreaCell),
  refusals: [],
  produces: ['text/csv', 'application/geo+json'],
})
