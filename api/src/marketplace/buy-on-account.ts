import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ListingId, Order } from '@morinowa/shared/marketplace/contract.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { cheapestListing, lockListing, sellOrdered, takeStock } from './listing-store.ts'
import { deliverStock } from './move-stock.ts'
import { listingForSale, orderTaken } from './place-order.ts'

// A scheme's closing buys with money that its shop has already taken in: the credits are delivered at once, and the
// invoice stays open until the shop has passed the money on.

export type Offer = {
  listingId: ListingId
  lotId: string
  priceYenPerTonne: number
  taxIncluded: boolean
  minG: number
  availableG: number
}

/** What somebody may buy from a listing, the cheapest of a lot or the cheapest of a family; locked, null without one. */
export async function offerFor(
  tx: Tx,
  source: { listingId?: string | undefined; lotId?: string | undefined; family?: string | undefined },
  buyerId: OrganisationId,
): Promise<Offer | null> {
  const id = source.listingId ? (source.listingId as ListingId) : await cheapestOf(tx, source, buyerId)
  if (!id) return null
  await lockListing(tx, id)
  const { lotId, priceYenPerTonne, taxIncluded, minG, availableG } = await listingForSale(tx, id, buyerId)
  return { listingId: id, lotId, priceYenPerTonne, taxIncluded, minG, availableG }
}

/** Buys from an offer that is locked; the credits are the buyer's when the transaction ends. */
export async function buyOnAccount(
  tx: Tx,
  deps: Deps,
  ask: { listingId: ListingId; buyerId: OrganisationId; massG: number; note: string },
): Promise<Order> {
  const { listingId, buyerId, massG, note } = ask
  const listing = await listingForSale(tx, listingId, buyerId)
  if (!(await takeStock(tx, listingId, massG))) {
    refuse('marketplace.not-enough', { wantedG: massG, availableG: listing.availableG })
  }
  const order = await orderTaken(tx, deps, listing, massG, { buyerId, publicName: true, note, state: 'delivered' })
  await sellOrdered(tx, listingId, massG)
  await deliverStock(tx, deps, listingId, massG, buyerId)
  return order
}

/** The cheapest listing whose lot has not been refused. */
async function cheapestOf(
  tx: Tx,
  source: { lotId?: string | undefined; family?: string | undefined },
  buyerId: OrganisationId,
): Promise<ListingId | null> {
  for (const refused: string[] = []; ; ) {
    const found = await cheapestListing(tx, source, buyerId, refused)
    if (!found) return null
    const { lotId } = await listingLot(tx, found.id)
    const [facts] = await lotFacts(tx, [lotId])
    if (facts?.proof !== 'refused') return found.id
    refused.push(lotId)
  }
}

async function listingLot(tx: Tx, id: ListingId): Promise<{ lotId: string }> {
  return (await lockListing(tx, id)) ?? refuse('marketplace.listing-missing')
}
