import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ListingId } from '@morinowa/shared/marketplace/ids.ts'
import { commitmentOf, nextSeal } from '@morinowa/shared/marketplace/tender.ts'
import { BidId, type BidReceipt, type PlaceBid } from '@morinowa/shared/marketplace/tender-contract.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { takenBy } from './order-store.ts'
import { sealBid } from './seal-bid.ts'
import { bidsOf, lockTender, recordBid, recordWithdrawn, type TenderRow } from './tender-store.ts'

/**
 * Takes a sealed bid. The answer names the commitment and no word of the bid, because answers are kept for repeats and
 * whatever is kept could be read.
 */
export function placeBid(deps: Deps, actor: Actor, ask: PlaceBid & { id: ListingId }): Promise<BidReceipt> {
  const buyer = actingFor(actor)
  const { now, newId, settings } = deps
  return deps.db.transaction(async (tx) => {
    const tender = await tenderTakingBids(tx, ask.id, now())
    if (tender.sellerId === buyer.id) refuse('marketplace.own-listing')
    await requireBid(tx, tender, ask, buyer.id)

    const number = tender.bids + 1
    const place = { listingId: tender.listingId, number, buyerId: buyer.id }
    const commitment = commitmentOf(tender.listingId, ask)
    const seal = nextSeal(tender.seal, commitment)
    const placedAt = now() as BidReceipt['placedAt']
    const id = BidId.parse(newId())
    const sealed = sealBid(settings, place, ask)
    await recordBid(tx, { id, ...place, commitment, sealed, publicName: ask.publicName, placedAt }, seal)
    return { id, number, commitment, seal, placedAt }
  })
}

/** Takes a bid back. It keeps its number and its place in the seal, so that the chain still shows every bid there was. */
export function withdrawBid(deps: Deps, actor: Actor, ask: { id: ListingId; bidId: BidId }) {
  const buyer = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const tender = await tenderTakingBids(tx, ask.id, deps.now())
    const bid = (await bidsOf(tx, tender.listingId, buyer.id)).find(({ id }) => id === ask.bidId)
    if (!bid) return refuse('marketplace.bid-missing')
    await recordWithdrawn(tx, bid.id, deps.now())
    return { id: bid.id, number: bid.number, commitment: bid.commitment, placedAt: bid.placedAt, withdrawn: true }
  })
}

async function tenderTakingBids(tx: Tx, id: ListingId, now: string): Promise<TenderRow> {
  const tender = await lockTender(tx, id)
  if (!tender) return refuse('marketplace.tender-missing')
  if (Date.parse(tender.closesAt) <= Date.parse(now)) {
    refuse('marketplace.tender-closed', { closesAt: tender.closesAt })
  }
  return tender
}

async function requireBid(tx: Tx, tender: TenderRow, ask: PlaceBid, buyerId: BidBuyer): Promise<void> {
  const { minG, massG: allG, capG, priceYenPerTonne: leastYen } = tender
  const [facts] = await lotFacts(tx, [tender.lotId])
  if (facts?.proof === 'refused') refuse('marketplace.lot-refused')
  if (ask.massG % minG !== 0) refuse('marketplace.step', { minG, massG: ask.massG }, '/massG')
  const mostG = Math.min(allG, capG ?? allG)
  if (ask.massG > mostG) refuse('marketplace.bid-too-large', { mostG }, '/massG')
  if (ask.priceYenPerTonne < leastYen) refuse('marketplace.bid-below-least', { leastYen }, '/priceYenPerTonne')
  for (const rule of tender.rules) {
    if (rule.kind !== 'buyer-prefecture') continue
    const { municipalityCode } = await takenBy(tx, tender.listingId, buyerId)
    if (municipalityCode?.slice(0, 2) !== rule.prefecture) {
      refuse('marketplace.buyer-prefecture', { prefecture: rule.prefecture })
    }
  }
  const own = await bidsOf(tx, tender.listingId, buyerId)
  if (own.length >= tender.bidsPerBuyer) refuse('marketplace.bids-per-buyer', { most: tender.bidsPerBuyer })
}

type BidBuyer = TenderRow['sellerId']
