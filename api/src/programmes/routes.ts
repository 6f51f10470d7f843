import {
  claimRewardsEndpoint,
  depositToFundEndpoint,
  getFundEndpoint,
  listFundsEndpoint,
  openFundEndpoint,
  ownRewardsEndpoint,
} from '@morinowa/shared/programmes/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { claimRewards, depositToFund, listFunds, openFund, ownRewards, showFund } from './reward-funds.ts'

export function programmeRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, openFundEndpoint, ({ deps, actor, body }) => openFund(deps, actor, body))
  route(app, deps, listFundsEndpoint, ({ query }) => listFunds(deps, query))
  route(app, deps, getFundEndpoint, ({ params }) => showFund(deps.db, deps, params.id))
  route(app, deps, depositToFundEndpoint, ({ deps, actor, params, body }) =>
    depositToFund(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, claimRewardsEndpoint, ({ deps, actor, params }) => claimRewards(deps, actor, params.id))
  route(app, deps, ownRewardsEndpoint, ({ actor, query }) => ownRewards(deps, actor, query))
}
