import type { Readable } from 'node:stream'
import { correctActsEndpoint } from '@morinowa/shared/destinations/corrections-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import type { Elsewhere } from '../reductions/elsewhere.ts'
import { correctActs } from './correct-acts.ts'

/** @param elsewhere what becomes of grams that were issued. */
export function actCorrectionRoutes(app: FastifyInstance, deps: Deps, elsewhere: Pick<Elsewhere, 'adjust'>): void {
  route(app, deps, correctActsEndpoint, ({ actor, body, request }) => {
    const upload = { stream: body as Readable, contentType: request.headers['content-type'] ?? '' }
    return correctActs(deps, actor, upload, elsewhere)
  })
}
