import {
  decideSharesEndpoint,
  proposeSharesEndpoint,
  shareProposalsEndpoint,
} from '@morinowa/shared/reductions/share-proposals-contract.ts'
import {
  giveShareEndpoint,
  makeShareTermsEndpoint,
  sharesOfActEndpoint,
  shareTermsEndpoint,
} from '@morinowa/shared/reductions/shares-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { decideShares, listProposals, proposeShares } from './propose-shares.ts'
import { giveShare, makeShareTerms, sharesOfMine } from './share-acts.ts'
import { shareTerms } from './share-store.ts'

export function shareRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, shareTermsEndpoint, async ({ query }) => ({
    items: await shareTerms(deps.db, query.providerId ?? null),
  }))
  route(app, deps, makeShareTermsEndpoint, ({ deps, actor, body }) => makeShareTerms(deps, actor, body))
  route(app, deps, proposeSharesEndpoint, ({ deps, actor, body }) => proposeShares(deps, actor, body))
  route(app, deps, shareProposalsEndpoint, async ({ actor }) => ({ items: await listProposals(deps, actor) }))
  route(app, deps, decideSharesEndpoint, ({ deps, actor, params, body }) =>
    decideShares(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, sharesOfActEndpoint, ({ actor, params }) => sharesOfMine(deps, actor, params.id))
  route(app, deps, giveShareEndpoint, ({ deps, actor, params, body }) =>
    giveShare(deps, actor, { ...body, id: params.id }),
  )
}
