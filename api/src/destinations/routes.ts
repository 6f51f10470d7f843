import type { Readable } from 'node:stream'
import {
  importActsEndpoint,
  logPurchaseEndpoint,
  logStayEndpoint,
  myDestinationActsEndpoint,
} from '@morinowa/shared/destinations/contract.ts'
import { salesMixesEndpoint } from '@morinowa/shared/destinations/sales-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { listReductions } from '../reductions/list-reductions.ts'
import { importActs } from './import-acts.ts'
import { logPurchase, logStay } from './log-acts.ts'
import { readMixes } from './read-mixes.ts'

export function destinationRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, logStayEndpoint, ({ deps, actor, body }) => logStay(deps, actor, body))
  route(app, deps, logPurchaseEndpoint, ({ deps, actor, body }) => logPurchase(deps, actor, body))
  route(app, deps, myDestinationActsEndpoint, ({ actor, query }) =>
    listReductions(deps, actor, { ...query, pool: 'destinations' }),
  )
  route(app, deps, salesMixesEndpoint, ({ actor }) => readMixes(deps, actor))
  route(app, deps, importActsEndpoint, ({ actor, body, request }) =>
    importActs(deps, actor, { stream: body as Readable, contentType: request.headers['content-type'] ?? '' }),
  )
}
