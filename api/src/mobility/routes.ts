import type { Readable } from 'node:stream'
import { importRidesEndpoint, logTripEndpoint, myTripsEndpoint } from '@morinowa/shared/mobility/contract.ts'
import { feedEndpoint, feedsEndpoint, importFeedEndpoint } from '@morinowa/shared/mobility/feeds-contract.ts'
import {
  airportsEndpoint,
  measureLegsEndpoint,
  stationsEndpoint,
  stopsEndpoint,
} from '@morinowa/shared/mobility/places-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { listReductions } from '../reductions/list-reductions.ts'
import { importFeed } from './feeds/import-feed.ts'
import { showFeed, showFeeds } from './feeds/show-feeds.ts'
import { importRides } from './import-rides.ts'
import { logTrip } from './log-trip.ts'
import type { Areas } from './places/areas.ts'
import { findAirports, findStations, findStops } from './places/find-places.ts'
import { measureLegs } from './places/measure-legs.ts'

/** @param areas which municipality a point lies in; loaded when the first trip with coordinates comes. */
export function mobilityRoutes(app: FastifyInstance, deps: Deps, areas: Areas): void {
  route(app, deps, logTripEndpoint, ({ deps, actor, body }) => logTrip(deps, actor, body, areas))
  route(app, deps, myTripsEndpoint, ({ actor, query }) => listReductions(deps, actor, { ...query, pool: 'mobility' }))
  route(app, deps, importRidesEndpoint, ({ actor, body, request }) =>
    importRides(deps, actor, { stream: body as Readable, contentType: request.headers['content-type'] ?? '' }, areas),
  )
  route(app, deps, importFeedEndpoint, ({ actor, query, body }) =>
    importFeed(deps, actor, { code: query.feed, stream: body as Readable }),
  )
  route(app, deps, feedsEndpoint, ({ actor }) => showFeeds(deps, actor))
  route(app, deps, feedEndpoint, ({ actor, params, query }) => showFeed(deps, actor, { ...params, ...query }))
  route(app, deps, stopsEndpoint, ({ actor, query }) => findStops(deps, actor, query, areas))
  route(app, deps, stationsEndpoint, ({ actor, query }) => findStations(deps, actor, query, areas))
  route(app, deps, airportsEndpoint, ({ actor, query }) => findAirports(deps, actor, query))
  route(app, deps, measureLegsEndpoint, ({ actor, body }) => measureLegs(deps, actor, body, areas))
}
