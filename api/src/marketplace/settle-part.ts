import { mostWithin, priceOf } from '@morinowa/shared/marketplace/price.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { divideMoney } from './divide-money.ts'
import { lockListing, returnOrdered, sellOrdered } from './listing-store.ts'
import { deliverStock, releaseStock } from './move-stock.ts'
import { type OrderRow, recordSettled } from './order-store.ts'

/**
 * Delivers the whole steps that the money of a locked, unpaid order buys and ends the rest; what is left of the money is due
 * back. Answers `too-small` when there is no whole step, and `lot-refused` when the lot's proof was refused meanwhile; then
 * nothing has happened.
 */
export async function settlePart(
  tx: Tx,
  deps: Deps,
  order: OrderRow,
): Promise<'settled' | 'too-small' | 'lot-refused'> {
  const [facts] = await lotFacts(tx, [order.lotId])
  if (facts?.proof === 'refused') return 'lot-refused'
  const paidYen = order.receivedYen - order.returnedYen
  const massG = mostWithin(paidYen, order, order.minG, order.massG)
  if (massG === 0) return 'too-small'
  const kept = { massG, ...priceOf(massG, order) }
  await lockListing(tx, order.listingId)
  await sellOrdered(tx, order.listingId, massG)
  await deliverStock(tx, deps, order.listingId, massG, order.buyerId)
  const restG = order.massG - massG
  if (restG > 0) {
    const { open } = await returnOrdered(tx, order.listingId, restG)
    if (!open) await releaseStock(tx, deps, order.listingId, restG)
  }
  const now = deps.now()
  const method = order.paymentMethod === 'card' ? 'card' : 'invoice'
  await recordSettled(tx, order.id, { deliveredAt: now, paidAt: now, reference: null, method, kept })
  await divideMoney(tx, deps, order, kept)
  return 'settled'
}
