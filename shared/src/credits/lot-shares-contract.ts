import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { Grams } from '../kernel/units.ts'
import { LotId } from './ids.ts'

export const lotSharesEndpoint = endpoint({
  method: 'GET',
  path: '/credits/lots/{id}/shares',
  summary: 'Whose a lot’s grams were when it was issued, by kind of party; the parts are the whole lot',
  allow: ['public'],
  params: z.strictObject({ id: LotId }),
  status: 200,
  reply: z.strictObject({
    items: z.array(
      z.strictObject({ party: z.enum(['traveller', 'operator', 'hotel', 'town', 'nobody']), massG: Grams }),
    ),
  }),
  refusals: [],
})
