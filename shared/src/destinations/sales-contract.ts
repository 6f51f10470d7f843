import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { Meal } from '../methodology/ask.ts'

// What a restaurant's meals are compared with, as the restaurant reads it.

const Sold = z.strictObject({
  meal: Meal,
  meals: z.int(),
  shareBp: z.int().nullable().meta({ description: 'Its part of the mix, in basis points; null until there is one.' }),
})

export const SalesMix = z.strictObject({
  placeRef: z.string().meta({ description: 'The restaurant; empty when the organisation is one place.' }),
  meals: z.int(),
  days: z.int().meta({ description: 'Days on which anything was sold.' }),
  isEnough: z.boolean().meta({ description: 'Whether meals are compared with it: 200 meals on 28 days.' }),
  sold: z.array(Sold),
})
export type SalesMix = z.infer<typeof SalesMix>

export const salesMixesEndpoint = endpoint({
  method: 'GET',
  path: '/destinations/sales-mixes',
  summary: 'What meals of today are compared with: each restaurant’s own sales of the ninety days before',
  allow: ['provider', 'merchant'],
  scope: 'destinations:write',
  status: 200,
  reply: z.strictObject({ day: Day, items: z.array(SalesMix) }),
  refusals: [],
})
