import { lotFacts } from '../forest/lot-facts.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockListing, takeStock } from './listing-store.ts'
import { recordMovement } from './money-store.ts'
import type { OrderRow } from './order-store.ts'
import { type Money, takeMoney } from './take-money.ts'

/**
 * Takes money for a locked order whatever has become of it. An order that is over is taken up again when the money
 * completes its price and its grams are still on sale; otherwise the money is recorded and is due back. No yen that
 * arrived is without an order.
 */
export async function takeLateMoney(
  tx: Tx,
  deps: Deps,
  order: OrderRow,
  money: Money,
): Promise<'settled' | 'part' | 'to-be-returned'> {
  const open = await takenUp(tx, order, money.amountYen)
  if (open) return takeMoney(tx, deps, open, money)
  await recordMovement(tx, { id: deps.newId(), orderId: order.id, kind: 'received', ...money })
  return 'to-be-returned'
}

/** The order as it takes this money: as it stands, or with its grams set aside anew; null when it cannot take any. */
async function takenUp(tx: Tx, order: OrderRow, amountYen: number): Promise<OrderRow | null> {
  if (order.state === 'settled' || order.state === 'refunded') return null
  if (order.state === 'delivered') return order
  const [facts] = await lotFacts(tx, [order.lotId])
  if (facts?.proof === 'refused') return null
  if (order.state === 'awaiting-payment') return order
  if (order.receivedYen - order.returnedYen + amountYen < order.totalYen) return null
  const listing = await lockListing(tx, order.listingId)
  const isThere = listing?.state === 'open' && (await takeStock(tx, order.listingId, order.massG))
  return isThere ? { ...order, state: 'awaiting-payment' } : null
}
