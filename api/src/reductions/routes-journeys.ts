import {
  joinJourneyEndpoint,
  journeyEndpoint,
  journeysEndpoint,
  splitJourneyEndpoint,
} from '@morinowa/shared/reductions/journeys-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { joinJourney, myJourney, myJourneys, splitJourney } from './my-journeys.ts'

export function journeyRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, journeysEndpoint, ({ actor, query }) => myJourneys(deps, actor, query))
  route(app, deps, journeyEndpoint, ({ actor, params }) => myJourney(deps, actor, params.id))
  route(app, deps, joinJourneyEndpoint, ({ deps, actor, params, body }) =>
    joinJourney(deps, actor, { ...params, ...body }),
  )
  route(app, deps, splitJourneyEndpoint, ({ deps, actor, params }) => splitJourney(deps, actor, params))
}
