import {
  giveShareEndpoint,
  makeShareTermsEndpoint,
  sharesOfActEndpoint,
  shareTermsEndpoint,
} from '@morinowa/shared/reductions/shares-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { giveShare, makeShareTerms, sharesOfMine } from './share-acts.ts'
import { shareTerms } from './share-store.ts'

export function shareRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, shareTermsEndpoint, async ({ query }) => ({
    items: await shareTerms(deps.db, query.providerId ?? null),
  }))
  route(app, deps, makeShareTermsEndpoint, ({ deps, actor, body }) => makeShareTerms(deps, actor, body))
  route(app, deps, sharesOfActEndpoint, ({ actor, params }) => sharesOfMine(deps, actor, params.id))
  route(app, deps, giveShareEndpoint, ({ deps, actor, params, body }) =>
    giveShare(deps, actor, { ...body, id: params.id }),
  )
}
