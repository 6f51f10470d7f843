import type { Readable } from 'node:stream'
import { correctRidesEndpoint } from '@morinowa/shared/mobility/corrections-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import type { Elsewhere } from '../reductions/elsewhere.ts'
import { correctRides } from './correct-rides.ts'
import type { Areas } from './places/areas.ts'

/**
 * @param elsewhere what becomes of grams that were issued.
 * @param areas which municipality a point lies in.
 */
export function rideCorrectionRoutes(
  app: FastifyInstance,
  deps: Deps,
  elsewhere: Pick<Elsewhere, 'adjust'>,
  areas: Areas,
): void {
  route(app, deps, correctRidesEndpoint, ({ actor, body, request }) => {
    const upload = { stream: body as Readable, contentType: request.headers['content-type'] ?? '' }
    return correctRides(deps, actor, upload, elsewhere, areas)
  })
}
