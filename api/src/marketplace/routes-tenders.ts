import {
  getTenderEndpoint,
  listTendersEndpoint,
  openTenderEndpoint,
  ownBidsEndpoint,
  placeBidEndpoint,
  withdrawBidEndpoint,
} from '@morinowa/shared/marketplace/tender-contract.ts'
import type { FastifyInstance } from 'fastify'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { openTender } from './open-tender.ts'
import { placeBid, withdrawBid } from './place-bid.ts'
import { listTenders, showTender } from './show-tender.ts'
import { bidsOf } from './tender-store.ts'

export function tenderRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, listTendersEndpoint, ({ query }) => listTenders(deps, query))
  route(app, deps, getTenderEndpoint, ({ params }) => showTender(deps.db, deps, params.id))
  route(app, deps, placeBidEndpoint, ({ deps, actor, params, body }) =>
    placeBid(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, withdrawBidEndpoint, ({ deps, actor, params }) => withdrawBid(deps, actor, params))
  route(app, deps, openTenderEndpoint, ({ deps, params }) => openTender(deps, params.id))
  route(app, deps, ownBidsEndpoint, async ({ actor, params }) => {
    await showTender(deps.db, deps, params.id)
    const own = await bidsOf(deps.db, params.id, actingFor(actor).id)
    return {
      items: own.map(({ id, number, commitment, placedAt, withdrawnAt, wonG, orderId }) => ({
        id,
        number,
        commitment,
        placedAt,
        withdrawn: withdrawnAt !== null,
        wonG,
        orderId,
      })),
    }
  })
}
