import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Order, OrderId, SettleOrder } from '@morinowa/shared/marketplace/contract.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { deliverStock } from './move-stock.ts'
import { requireInTime } from './pay-order.ts'
import { showOrder } from './show-orders.ts'
import { lockListing, lockOrder, recordSettled, sellOrdered } from './store.ts'

/** The money has arrived: the credits move to the buyer, or a delivered order's invoice is paid. Once. */
export function settleOrder(deps: Deps, actor: Actor, ask: SettleOrder & { id: OrderId }): Promise<Order> {
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.state !== 'awaiting-payment' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    const now = deps.now()
    const paidAt = ask.paidOn ? `${ask.paidOn}T00:00:00+09:00` : now
    if (order.state === 'awaiting-payment') {
      requireInTime(order, now)
      const [facts] = await lotFacts(tx, [order.lotId])
      if (facts?.proof === 'refused') refuse('marketplace.lot-refused')
      await lockListing(tx, order.listingId)
      await sellOrdered(tx, order.listingId, order.massG)
      await deliverStock(tx, deps, order.listingId, order.massG, order.buyerId)
    }
    const deliveredAt = order.deliveredAt ?? now
    await recordSettled(tx, order.id, { deliveredAt, paidAt, reference: ask.reference ?? null })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.settle',
      subject: order.id,
      facts: { totalYen: order.totalYen, paidAt, reference: ask.reference ?? null },
    })
    return showOrder(tx, order.id)
  })
}
