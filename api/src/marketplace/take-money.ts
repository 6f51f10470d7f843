import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { divideMoney } from './divide-money.ts'
import { lockListing, sellOrdered } from './listing-store.ts'
import { recordMovement } from './money-store.ts'
import { deliverStock } from './move-stock.ts'
import { type OrderRow, recordSettled } from './order-store.ts'

export type Money = { method: 'bank' | 'card'; amountYen: number; reference: string | null; at: string }

/** Writes that money came in for a locked order, and settles it when that completes the price. Answers which. */
export async function takeMoney(tx: Tx, deps: Deps, order: OrderRow, money: Money): Promise<'settled' | 'part'> {
  if (money.amountYen > 0) {
    await recordMovement(tx, { id: deps.newId(), orderId: order.id, kind: 'received', ...money })
  }
  const dueYen = order.state === 'delivered' ? order.keptTotalYen : order.totalYen
  if (order.receivedYen - order.returnedYen + money.amountYen < dueYen) return 'part'
  if (order.state === 'awaiting-payment') await deliverAll(tx, deps, order)
  const kept =
    order.state === 'delivered'
      ? { massG: order.keptG, amountYen: order.keptAmountYen, totalYen: order.keptTotalYen }
      : { massG: order.massG, amountYen: order.amountYen, totalYen: order.totalYen }
  await recordSettled(tx, order.id, {
    deliveredAt: order.deliveredAt ?? deps.now(),
    paidAt: money.at,
    reference: money.reference,
    method: money.method === 'card' ? 'card' : 'invoice',
    kept,
  })
  await divideMoney(tx, deps, order, kept)
  return 'settled'
}

async function deliverAll(tx: Tx, deps: Deps, order: OrderRow): Promise<void> {
  const [facts] = await lotFacts(tx, [order.lotId])
  if (facts?.proof === 'refused') refuse('marketplace.lot-refused')
  await lockListing(tx, order.listingId)
  await sellOrdered(tx, order.listingId, order.massG)
  await deliverStock(tx, deps, order.listingId, order.massG, order.buyerId)
}
