import { z } from 'zod'
import { Family } from '../credits/families.ts'
import { Instant, Month } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { rule } from '../kernel/rule.ts'
import { Grams, Yen } from '../kernel/units.ts'
import { ListingId, OrderId } from './ids.ts'

export const StandingId = z.uuid().brand<'StandingId'>()
export type StandingId = z.infer<typeof StandingId>

const wishes = {
  listingId: ListingId.nullable()
    .default(null)
    .meta({ description: 'Always from this listing; else the cheapest that fits.' }),
  family: Family.nullable().default(null),
  prefecture: z
    .string()
    .regex(/^\d{2}$/)
    .nullable()
    .default(null),
  massG: Grams.min(1).max(1e13).nullable().default(null),
  budgetYen: Yen.min(1).nullable().default(null).meta({ description: 'A month, tax included.' }),
  mostYenPerTonne: Yen.min(1)
    .nullable()
    .default(null)
    .meta({ description: 'Tax included; dearer ones are left alone.' }),
  allYen: Yen.min(1).nullable().default(null).meta({ description: 'All months together, tax included, never more.' }),
  dayOfMonth: z.int().min(1).max(28).default(1),
  firstMonth: Month.nullable().default(null).meta({ description: 'The current one without it.' }),
  lastMonth: Month.nullable().default(null),
  publicName: z.boolean().default(false),
}

export const OpenStanding = z
  .strictObject(wishes)
  .refine((ask) => (ask.massG === null) !== (ask.budgetYen === null), {
    ...rule('massG か budgetYen のどちらか一つを指定してください。', 'Give either massG or budgetYen.'),
    path: ['massG'],
  })
  .refine((ask) => ask.listingId === null || (ask.family === null && ask.prefecture === null), {
    ...rule('listingId と条件（family、prefecture）は同時に指定できません。', 'Give a listing or wishes, not both.'),
    path: ['listingId'],
  })
export type OpenStanding = z.output<typeof OpenStanding>

/** What came of a month. */
export const RunOutcome = z.enum([
  'ordered',
  'nothing-fits',
  'out-of-stock',
  'out-of-budget',
  'not-allowed',
  'last-month-over',
])
export type RunOutcome = z.infer<typeof RunOutcome>

export const Standing = z.strictObject({
  id: StandingId,
  state: z.enum(['active', 'stopped']),
  stoppedWhy: z
    .enum(['out-of-stock', 'out-of-budget', 'nothing-fits', 'not-allowed', 'last-month-over', 'by-hand'])
    .nullable(),
  stoppedAt: Instant.nullable(),
  ...wishes,
  listingId: ListingId.nullable(),
  family: Family.nullable(),
  prefecture: z.string().nullable(),
  massG: Grams.nullable(),
  budgetYen: Yen.nullable(),
  mostYenPerTonne: Yen.nullable(),
  allYen: Yen.nullable(),
  dayOfMonth: z.int(),
  firstMonth: Month,
  lastMonth: Month.nullable(),
  publicName: z.boolean(),
  spentYen: Yen,
  createdAt: Instant,
  runs: z.array(
    z.strictObject({
      month: Month,
      outcome: RunOutcome,
      orderId: OrderId.nullable(),
      totalYen: Yen.nullable(),
      ranAt: Instant,
    }),
  ),
})
export type Standing = z.infer<typeof Standing>

export const openStandingEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/standing-orders',
  summary:
    'Buy every month: a mass or a budget, once a month; stops and says why before it overspends or when nothing fits',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: OpenStanding,
  status: 201,
  reply: Standing,
  refusals: [
    'marketplace.listing-missing',
    'marketplace.own-listing',
    'marketplace.tender-only-bids',
    'marketplace.standing-months',
  ],
  idempotent: true,
})

export const listStandingEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/standing-orders',
  summary: 'The organisation’s standing orders, newest first, with what came of each month',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: z.strictObject({ items: z.array(Standing) }),
  refusals: [],
})

export const stopStandingEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/standing-orders/{id}/stop',
  summary: 'Stop buying every month; orders already placed stay',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ id: StandingId }),
  status: 200,
  reply: Standing,
  refusals: ['marketplace.standing-missing', 'marketplace.standing-stopped'],
  idempotent: true,
})
