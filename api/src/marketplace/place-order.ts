import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, dayOf, fiscalYearOf } from '@morinowa/shared/kernel/calendar.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  type BoughtFor,
  type ListingId,
  type Order,
  OrderId,
  type PlaceOrder,
} from '@morinowa/shared/marketplace/contract.ts'
import { requireRules } from '@morinowa/shared/marketplace/listing-rules.ts'
import { mostWithin, priceOf, pricePerTonne, TAX_RATE_BP } from '@morinowa/shared/marketplace/price.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { actingFor } from '../identity/asking-person.ts'
import { estimateAct } from '../methodology/estimate-act.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { requireAgent } from './agents-store.ts'
import { expireOverdue } from './expire-orders.ts'
import { type ListingRow, listingById, takeStock } from './listing-store.ts'
import { recordOrder, takenBy } from './order-store.ts'
import { nextInvoiceNumber } from './seller-store.ts'
import { showOrder } from './show-orders.ts'

/** How long stock waits for the money, in days; the day in Japan counts to its end. */
const PAY_WITHIN_DAYS = 14

/** Orders by mass or by budget. The stock is the buyer's until the invoice is due. */
export function placeOrder(deps: Deps, actor: Actor, ask: PlaceOrder): Promise<Order> {
  const buyer = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const listing = await listingForSale(tx, ask.listingId, buyer.id)
    const throughId = ask.throughId ? await requireAgent(tx, listing.sellerId, ask.throughId) : null
    const boughtFor = ask.estimate ? await estimated(deps, actor, ask.estimate) : null
    const massG = massFor(listing, ask, boughtFor)
    await requireStock(tx, deps, listing, massG)
    return orderTaken(tx, deps, listing, massG, {
      buyerId: buyer.id,
      publicName: ask.publicName,
      note: ask.note ?? null,
      state: 'awaiting-payment',
      throughId,
      boughtFor,
    })
  })
}

/** A listing that this buyer may order from. */
export async function listingForSale(tx: Tx, id: ListingId, buyerId: OrganisationId): Promise<ListingRow> {
  const listing = await listingById(tx, id)
  if (!listing) return refuse('marketplace.listing-missing', {}, '/listingId')
  if (listing.state === 'closed') refuse('marketplace.listing-closed')
  if (listing.kind === 'tender') refuse('marketplace.tender-only-bids')
  if (listing.sellerId === buyerId) refuse('marketplace.own-listing')
  const [facts] = await lotFacts(tx, [listing.lotId])
  if (facts?.proof === 'refused') refuse('marketplace.lot-refused')
  return listing
}

export type OrderTerms = {
  buyerId: OrganisationId
  publicName: boolean
  note: string | null
  state: 'awaiting-payment' | 'delivered'
  throughId?: OrganisationId | null
  boughtFor?: BoughtFor | null
}

/** Writes the order and its invoice number for stock that has been taken from the listing. */
export async function orderTaken(
  tx: Tx,
  { now, newId }: Deps,
  listing: ListingRow,
  massG: number,
  { buyerId, publicName, note, state, throughId = null, boughtFor = null }: OrderTerms,
): Promise<Order> {
  // Read after the stock was taken: a second order of the same buyer waits there and then counts the first one.
  const at = now()
  const { takenG, municipalityCode, boughtThisYear } = await takenBy(tx, listing.id, buyerId, fiscalYearBegan(at))
  requireRules(listing.rules, {
    massG,
    takenG,
    buyerMunicipality: municipalityCode,
    tonneWithTaxYen: pricePerTonne(listing).withTaxYen,
    boughtThisYear,
  })

  const id = OrderId.parse(newId())
  await recordOrder(tx, {
    id,
    state,
    listingId: listing.id,
    lotId: listing.lotId,
    sellerId: listing.sellerId,
    buyerId,
    massG: massG as ListingRow['massG'],
    ...priceOf(massG, listing),
    priceYenPerTonne: listing.priceYenPerTonne,
    taxIncluded: listing.taxIncluded,
    taxRateBp: TAX_RATE_BP,
    invoiceNumber: await nextInvoiceNumber(tx, listing.sellerId),
    paymentMethod: state === 'delivered' ? 'account' : null,
    publicName,
    note,
    orderedAt: at as Order['orderedAt'],
    expiresAt: `${addDays(dayOf(at), PAY_WITHIN_DAYS)}T23:59:59+09:00` as Order['orderedAt'],
    deliveredAt: state === 'delivered' ? (at as Order['orderedAt']) : null,
    throughId,
    boughtFor,
  })
  return showOrder(tx, id)
}

function fiscalYearBegan(at: string): string {
  return `${fiscalYearOf(dayOf(at))}-04-01T00:00:00+09:00`
}

/** What an estimate emits is what has to be bought for it. */
async function estimated(deps: Deps, actor: Actor, ask: NonNullable<PlaceOrder['estimate']>): Promise<BoughtFor> {
  const { emittedG, method } = await estimateAct(deps, actor, ask)
  if (emittedG <= 0) refuse('marketplace.estimate-nothing')
  return { type: ask.type, emittedG, method: method.id, version: method.version }
}

export function massFor(
  listing: ListingRow,
  { massG, budgetYen }: { massG?: number | undefined; budgetYen?: number | undefined },
  boughtFor: BoughtFor | null = null,
): number {
  const { minG, availableG } = listing
  // A duty is rounded up.
  if (boughtFor) return Math.ceil(boughtFor.emittedG / minG) * minG
  if (massG !== undefined) {
    if (massG % minG !== 0) refuse('marketplace.step', { minG, massG }, '/massG')
    return massG
  }
  const affordable = mostWithin(budgetYen ?? 0, listing, minG, Math.max(availableG, minG))
  if (affordable === 0) {
    const leastYen = priceOf(minG, listing).totalYen
    refuse('marketplace.budget-too-small', { budgetYen, leastYen }, '/budgetYen')
  }
  return affordable
}

export async function requireStock(tx: Tx, deps: Deps, listing: ListingRow, massG: number): Promise<void> {
  if (await takeStock(tx, listing.id, massG)) return
  // Orders that nobody paid may still hold what is missing.
  if ((await expireOverdue(tx, deps, listing.id)) > 0 && (await takeStock(tx, listing.id, massG))) return
  const now = await listingById(tx, listing.id)
  if (now?.state === 'closed') refuse('marketplace.listing-closed')
  refuse('marketplace.not-enough', { wantedG: massG, availableG: now?.availableG ?? 0 }, '/massG')
}
