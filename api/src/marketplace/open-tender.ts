import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ListingId } from '@morinowa/shared/marketplace/ids.ts'
import { allocate, commitmentOf, FIRST_SEAL, nextSeal } from '@morinowa/shared/marketplace/tender.ts'
import type { Tender } from '@morinowa/shared/marketplace/tender-contract.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockListing, recordClosed, takeStock } from './listing-store.ts'
import { releaseStock } from './move-stock.ts'
import { orderTaken } from './place-order.ts'
import { openBid } from './seal-bid.ts'
import { showTender } from './show-tender.ts'
import { type BidRow, bidsOf, dueTenders, lockTender, type OpenedBid, recordOpened } from './tender-store.ts'

/**
 * Opens a tender that is over: every bid is read, the published rules share the mass out, winners have an order and an
 * invoice, and what nobody won goes back to the seller. One transaction, one possible result.
 */
export function openTender(deps: Deps, id: ListingId): Promise<Tender> {
  return deps.db.transaction(async (tx) => {
    const tender = await lockTender(tx, id)
    if (!tender) return refuse('marketplace.tender-missing')
    if (tender.openedAt) refuse('marketplace.tender-opened')
    const at = deps.now()
    if (Date.parse(tender.closesAt) > Date.parse(at)) refuse('marketplace.tender-runs', { closesAt: tender.closesAt })

    const placed = await bidsOf(tx, id)
    requireUnbroken(placed, tender.seal)
    const bids = placed
      .filter(({ withdrawnAt }) => withdrawnAt === null)
      .map((bid) => ({ bid, says: contentOf(deps, id, bid) }))
    const { won, clearingYen } = allocate(
      bids.map(({ bid: { number, buyerId }, says }) => ({ number, buyerId, ...says })),
      { ...tender, stepG: tender.minG, leastYenPerTonne: tender.priceYenPerTonne },
    )
    const opened: OpenedBid[] = []
    for (const { bid, says } of bids) {
      const wonG = won.get(bid.number) ?? 0
      const yenPerTonne = clearingYen ?? says.priceYenPerTonne
      const orderId = wonG === 0 ? null : await orderFor(tx, deps, id, bid, wonG, yenPerTonne)
      opened.push({ id: bid.id, ...says, wonG, orderId })
    }
    await recordOpened(tx, id, opened, { at, clearingYen })
    await endListing(tx, deps, id)
    return showTender(tx, deps, id)
  })
}

/** Opens every tender that is over; what another process opens meanwhile is left to it. */
export async function openDueTenders(deps: Deps): Promise<number> {
  let opened = 0
  for (const { id } of await dueTenders(deps.db, deps.now(), 50)) {
    try {
      await openTender(deps, id)
      opened++
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'marketplace.tender-opened') throw error
    }
  }
  return opened
}

/** What was sealed is what was committed to, or nothing is opened at all. */
function contentOf(deps: Deps, listingId: ListingId, bid: BidRow) {
  const { number, buyerId } = bid
  const says = openBid(deps.settings, { listingId, number, buyerId }, bid.sealed)
  if (commitmentOf(listingId, says) !== bid.commitment) {
    throw new Error(`bid ${number} of tender ${listingId} is not what it committed to`)
  }
  return says
}

function requireUnbroken(bids: readonly BidRow[], seal: string): void {
  const recomputed = bids.reduce((before, { commitment }) => nextSeal(before, commitment), FIRST_SEAL)
  if (recomputed !== seal) throw new Error('the bids of a tender are not those in its seal')
}

async function orderFor(tx: Tx, deps: Deps, id: ListingId, bid: BidRow, wonG: number, yenPerTonne: number) {
  const listing = await lockListing(tx, id)
  if (!listing || !(await takeStock(tx, id, wonG))) throw new Error(`tender ${id} shares out more than it has`)
  const sold = { ...listing, priceYenPerTonne: yenPerTonne as typeof listing.priceYenPerTonne }
  const order = await orderTaken(tx, deps, sold, wonG, {
    buyerId: bid.buyerId,
    publicName: bid.publicName,
    note: null,
    state: 'awaiting-payment',
  })
  return order.id
}

async function endListing(tx: Tx, deps: Deps, id: ListingId): Promise<void> {
  const listing = await lockListing(tx, id)
  if (!listing || listing.state === 'closed') return
  await recordClosed(tx, id, listing.availableG, deps.now())
  if (listing.availableG > 0) await releaseStock(tx, deps, id, listing.availableG)
}
