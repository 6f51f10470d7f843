import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  cancelOrderEndpoint,
  closeListingEndpoint,
  createListingEndpoint,
  getInvoiceEndpoint,
  getListingEndpoint,
  getOrderEndpoint,
  getSellerEndpoint,
  listListingsEndpoint,
  listOrdersEndpoint,
  listSalesEndpoint,
  payOrderEndpoint,
  placeOrderEndpoint,
  refundOrderEndpoint,
  setSellerEndpoint,
  settleOrderEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import type { FastifyInstance } from 'fastify'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { closeListing } from './close-listing.ts'
import { createListing } from './create-listing.ts'
import { cancelOrder, refundOrder } from './end-order.ts'
import { payOrder } from './pay-order.ts'
import { placeOrder } from './place-order.ts'
import { recordSeller, salesOf, salesSums, sellerProfile } from './seller-store.ts'
import { settleOrder } from './settle-order.ts'
import { findListings, showListing } from './show-listings.ts'
import { listOrders, orderFor, showInvoice, withoutTerms } from './show-orders.ts'

const MOST_SALES = 1_000

export function marketplaceRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, createListingEndpoint, ({ deps, actor, body }) => createListing(deps, actor, body))
  route(app, deps, listListingsEndpoint, ({ query }) => findListings(deps, query))
  route(app, deps, getListingEndpoint, ({ params }) => showListing(deps.db, params.id))
  route(app, deps, closeListingEndpoint, ({ deps, actor, params }) => closeListing(deps, actor, params.id))

  route(app, deps, placeOrderEndpoint, ({ deps, actor, body }) => placeOrder(deps, actor, body))
  route(app, deps, listOrdersEndpoint, ({ actor, query }) => listOrders(deps, actor, query))
  route(app, deps, getOrderEndpoint, async ({ actor, params }) =>
    withoutTerms(await orderFor(deps.db, actingFor(actor), params.id)),
  )
  route(app, deps, getInvoiceEndpoint, ({ actor, params }) => showInvoice(deps, actor, params.id))
  route(app, deps, payOrderEndpoint, ({ deps, actor, params, body }) =>
    payOrder(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, settleOrderEndpoint, ({ deps, actor, params, body }) =>
    settleOrder(deps, actor, { endRest: false, ...body, id: params.id }),
  )
  route(app, deps, cancelOrderEndpoint, ({ deps, actor, params, body }) =>
    cancelOrder(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, refundOrderEndpoint, ({ deps, actor, params, body }) =>
    refundOrder(deps, actor, { ...body, id: params.id }),
  )

  route(app, deps, getSellerEndpoint, ({ actor }) => sellerProfile(deps.db, actingFor(actor).id))
  route(app, deps, setSellerEndpoint, ({ actor, body }) =>
    deps.db.transaction(async (tx) => {
      const { id } = actingFor(actor)
      const before = await sellerProfile(tx, id)
      const profile = {
        registrationNumber: body.registrationNumber === undefined ? before.registrationNumber : body.registrationNumber,
        paymentDetails: body.paymentDetails === undefined ? before.paymentDetails : body.paymentDetails,
      }
      await recordSeller(tx, id, profile)
      return profile
    }),
  )
  route(app, deps, listSalesEndpoint, async ({ params }) => {
    const sums = await salesSums(deps.db, params.id)
    if (!sums) return refuse('identity.organisation-missing')
    const items = (await salesOf(deps.db, params.id, MOST_SALES)).map(
      ({ soldAt, priceYenPerTonne, taxIncluded, ...sale }) => ({
        ...sale,
        soldOn: dayOf(soldAt),
        pricePerTonne: pricePerTonne({ priceYenPerTonne, taxIncluded }),
      }),
    )
    return { sellerId: params.id, ...sums, items }
  })
}
