import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import type { FindListings, Listing, ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type ListingRow, listingById, openListings } from './listing-store.ts'

/** A page of what is on sale. Lots whose proof was refused are not. */
export async function findListings(
  { db }: Deps,
  { cursor, near, limit, ...filter }: FindListings,
): Promise<{ items: Listing[]; next: string | null }> {
  const found = await openListings(db, {
    ...filter,
    near: near === undefined ? null : pointOf(near),
    after: cursor === undefined ? null : cursorOf(cursor),
    limit: limit + 1,
  })
  const last = found[limit - 1]
  const items = await withProof(db, found.slice(0, limit))
  return {
    items: items.filter(({ proof }) => proof !== 'refused'),
    next: found.length > limit && last ? `${last.distanceM ?? ''}~${last.id}` : null,
  }
}

/** One listing as anybody may see it. */
export async function showListing(db: Queryable, id: ListingId): Promise<Listing> {
  const listing = await listingById(db, id)
  if (!listing) return refuse('marketplace.listing-missing')
  const [shown] = await withProof(db, [listing])
  return shown ?? refuse('marketplace.listing-missing')
}

async function withProof(db: Queryable, listings: ListingRow[]): Promise<Listing[]> {
  const facts = await lotFacts(
    db,
    listings.map(({ lotId }) => lotId),
  )
  const proofs = new Map(facts.map(({ lotId, proof }) => [lotId, proof]))
  return listings.map((listing) => {
    const proof = proofs.get(listing.lotId) ?? null
    const sellable = proof !== 'refused' && listing.state === 'open'
    return {
      ...listing,
      availableG: sellable ? listing.availableG : grams(0),
      proof,
      pricePerTonne: pricePerTonne(listing),
    }
  })
}

function pointOf(near: string): { lat: number; lon: number } {
  const [lat = 0, lon = 0] = near.split(',').map(Number)
  return { lat, lon }
}

function cursorOf(cursor: string): { distanceM: number | null; id: string } {
  const [, distance, id] = /^(\d*)~([0-9a-f-]{36})$/.exec(cursor) ?? refuse('request.cursor', {}, '/query/cursor')
  return { distanceM: distance ? Number(distance) : null, id: id ?? '' }
}
