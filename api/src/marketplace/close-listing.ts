import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Listing, ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockListing, recordClosed } from './listing-store.ts'
import { releaseStock } from './move-stock.ts'
import { showListing } from './show-listings.ts'
import { tendersOf } from './tender-store.ts'

/** Ends a listing. What is ordered stays set aside for its buyer; the rest goes back to the seller's holding. */
export function closeListing(deps: Deps, actor: Actor, id: ListingId): Promise<Listing> {
  const seller = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const listing = await lockListing(tx, id)
    if (listing?.sellerId !== seller.id) return refuse('marketplace.listing-missing')
    if (listing.state === 'closed') refuse('marketplace.listing-closed')
    if (listing.kind === 'tender') refuse('marketplace.tender-runs', await closingTime(tx, id))
    await recordClosed(tx, id, listing.availableG, deps.now())
    if (listing.availableG > 0) await releaseStock(tx, deps, id, listing.availableG)
    return showListing(tx, id)
  })
}

/** Who called for bids waits for them. */
async function closingTime(tx: Tx, id: ListingId): Promise<{ closesAt: string }> {
  const [tender] = await tendersOf(tx, { id, limit: 1 })
  return { closesAt: tender?.closesAt ?? '' }
}
