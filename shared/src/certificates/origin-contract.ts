import { z } from 'zod'
import { LotId } from '../credits/ids.ts'
import { endpoint, PageQuery } from '../kernel/endpoint.ts'
import { Grams } from '../kernel/units.ts'

// From any gram back to the acts that it is made of: to everybody without a person, to a person with their own.

/** Below this many people nothing is told apart: an act of a few could be somebody's. */
export const FEWEST_PEOPLE = 10

export const OriginSlice = z.strictObject({
  from: z.int(),
  to: z.int(),
  massG: Grams,
  serials: z.string(),
  handle: z.string().meta({
    description: 'Names the act inside this lot and nowhere else; it cannot be turned back into a person.',
  }),
  ownReductionId: z.string().nullable().meta({ description: 'The act, when it is the reader’s own.' }),
})
export type OriginSlice = z.infer<typeof OriginSlice>

export const LotOrigin = z.strictObject({
  lotId: LotId,
  from: z.int(),
  to: z.int(),
  massG: Grams,
  batch: z
    .strictObject({
      id: z.uuid(),
      month: z.string(),
      pool: z.string(),
      municipalityCode: z.string().nullable(),
      methodId: z.string(),
      acts: z.int(),
      verifier: z.string().nullable(),
    })
    .nullable()
    .meta({ description: 'Null for credits that another registry issued: they were not made of acts here.' }),
  withheld: z.boolean().meta({ description: 'Whether too few people are behind the lot to tell acts apart.' }),
  ownG: Grams.meta({ description: 'How much of the range is the reader’s own.' }),
  items: z.array(OriginSlice),
  next: z.string().nullable(),
})
export type LotOrigin = z.infer<typeof LotOrigin>

const gram = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const lotOriginEndpoint = endpoint({
  method: 'GET',
  path: '/registry/lots/{id}/reductions',
  summary: 'The acts behind the grams [from, to) of a lot: anonymous, and one’s own by their id',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(40) }),
  query: PageQuery.extend({ from: gram.default(0), to: gram.optional() }),
  status: 200,
  reply: LotOrigin,
  refusals: ['certificates.lot-missing'],
})
