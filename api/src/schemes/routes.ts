import {
  addReserveEndpoint,
  checkWordingEndpoint,
  claimEndpoint,
  closeSchemeEndpoint,
  createSchemeEndpoint,
  endSchemeEndpoint,
  getSchemeEndpoint,
  listClosingsEndpoint,
  listSchemesEndpoint,
  publicSchemeEndpoint,
  recordSalesEndpoint,
  recordTallyEndpoint,
  returnSaleEndpoint,
} from '@morinowa/shared/schemes/contract.ts'
import type { FastifyInstance } from 'fastify'
import { cursorId } from '../credits/paging.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { addReserve } from './add-reserve.ts'
import { checkSchemeWording } from './check-wording.ts'
import { closeScheme } from './close-scheme.ts'
import { createScheme } from './create-scheme.ts'
import { asScheme, asSchemes, ownScheme } from './describe-scheme.ts'
import { endScheme } from './end-scheme.ts'
import { recordSales } from './record-sales.ts'
import { recordTally } from './record-tally.ts'
import { returnSale } from './return-sale.ts'
import { showClaim } from './show-claim.ts'
import { showPublicScheme } from './show-public.ts'
import { closingsOf } from './closing-store.ts'
import { schemesOf } from './store.ts'

export function schemeRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, createSchemeEndpoint, ({ deps, actor, body }) => createScheme(deps, actor, body))
  route(app, deps, listSchemesEndpoint, async ({ actor, query }) => {
    const { cursor, limit } = query
    const before = cursorId(cursor)
    const found = await schemesOf(deps.db, { organisationId: actingFor(actor).id, before, limit: limit + 1 })
    const items = await asSchemes(deps, deps.db, found.slice(0, limit))
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
  route(app, deps, getSchemeEndpoint, async ({ actor, params }) =>
    asScheme(deps, deps.db, await ownScheme(deps.db, actingFor(actor), params.id)),
  )
  route(app, deps, recordSalesEndpoint, ({ deps, actor, params, body }) =>
    recordSales(deps, actor, { id: params.id, sales: body }),
  )
  route(app, deps, returnSaleEndpoint, ({ deps, actor, params, body }) =>
    returnSale(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, recordTallyEndpoint, ({ deps, actor, params, body }) =>
    recordTally(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, addReserveEndpoint, ({ deps, actor, params, body }) =>
    addReserve(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, closeSchemeEndpoint, ({ deps, actor, params, body }) =>
    closeScheme(deps, actor, { id: params.id, through: body.through }),
  )
  route(app, deps, endSchemeEndpoint, ({ deps, actor, params }) => endScheme(deps, actor, params.id))
  route(app, deps, listClosingsEndpoint, async ({ actor, params }) => {
    await ownScheme(deps.db, actingFor(actor), params.id)
    return { items: await closingsOf(deps.db, params.id) }
  })
  route(app, deps, checkWordingEndpoint, ({ actor, params, body }) =>
    checkSchemeWording(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, publicSchemeEndpoint, ({ params }) => showPublicScheme(deps, params.id))
  route(app, deps, claimEndpoint, async ({ params, reply }) => {
    // Every look counts, so no cache may answer for us.
    reply.header('cache-control', 'no-store')
    return showClaim(deps, params.code)
  })
}
