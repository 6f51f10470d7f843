import type { Readable } from 'node:stream'
import { importRidesEndpoint, logTripEndpoint, myTripsEndpoint } from '@morinowa/shared/mobility/contract.ts'
import { feedEndpoint, feedsEndpoint, importFeedEndpoint } from '@morinowa/shared/mobility/feeds-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { listReductions } from '../reductions/list-reductions.ts'
import { importFeed } from './feeds/import-feed.ts'
import { showFeed, showFeeds } from './feeds/show-feeds.ts'
import { importRides } from './import-rides.ts'
import { logTrip, type MunicipalityAt } from './log-trip.ts'

/** @param areas which municipality a point lies in; loaded when the first trip with coordinates comes. */
export function mobilityRoutes(
  app: FastifyInstance,
  deps: Deps,
  areas: () => Promise<{ municipalityAt: MunicipalityAt }>,
): void {
  route(app, deps, logTripEndpoint, ({ deps, actor, body }) => logTrip(deps, actor, body, areas))
  route(app, deps, myTripsEndpoint, ({ actor, query }) => listReductions(deps, actor, { ...query, pool: 'mobility' }))
  route(app, deps, importRidesEndpoint, ({ actor, body, request }) =>
    importRides(deps, actor, { stream: body as Readable, contentType: request.headers['content-type'] ?? '' }),
  )
  route(app, deps, importFeedEndpoint, ({ actor, query, body }) =>
    importFeed(deps, actor, { code: query.feed, stream: body as Readable }),
  )
  route(app, deps, feedsEndpoint, ({ actor }) => showFeeds(deps, actor))
  route(app, deps, feedEndpoint, ({ actor, params, query }) => showFeed(deps, actor, { ...params, ...query }))
}
