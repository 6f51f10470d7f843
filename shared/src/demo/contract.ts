import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'

export const walkTourEndpoint = endpoint({
  method: 'POST',
  path: '/demo/tour',
  summary: 'Walk once round the loop with live requests; each step is a line as soon as it is done',
  description:
    'Lines are `TourStep`s; a last line `{"stopped": "…"}` says why a walk ended early. Only in the demo world.',
  allow: ['public'],
  status: 200,
  reply: z.undefined(),
  refusals: ['request.busy', 'request.not-found'],
  produces: ['application/x-ndjson'],
})
