import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { OrderId, Payment } from '@morinowa/shared/marketplace/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { lockOrder, recordMethod, sellerProfile } from './store.ts'

/** The buyer chooses how to pay and learns where to. */
export function payOrder(
  { db, now }: Deps,
  actor: Actor,
  ask: { id: OrderId; method: 'invoice' | 'card' },
): Promise<Payment> {
  const buyer = actingFor(actor)
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.buyerId !== buyer.id) refuse('marketplace.order-missing')
    if (order.state !== 'awaiting-payment' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    requireInTime(order, now())
    if (ask.method === 'card') refuse('marketplace.card-unavailable', {}, '/method')
    await recordMethod(tx, order.id, ask.method)
    const { paymentDetails } = await sellerProfile(tx, order.sellerId)
    return {
      orderId: order.id,
      method: ask.method,
      state: 'awaiting-transfer',
      totalYen: order.totalYen,
      invoiceNumber: order.invoiceNumber,
      payBy: order.expiresAt,
      paymentDetails,
    }
  })
}

/** An order past its time is over even before the sweep has come round. */
export function requireInTime(order: { state: string; expiresAt: string | null }, now: string): void {
  if (order.state !== 'awaiting-payment' || order.expiresAt === null) return
  if (Date.parse(order.expiresAt) <= Date.parse(now)) {
    refuse('marketplace.order-expired', { expiresAt: order.expiresAt })
  }
}
