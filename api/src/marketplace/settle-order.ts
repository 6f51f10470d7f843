import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Order, OrderId, SettleOrder } from '@morinowa/shared/marketplace/contract.ts'
import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { requireInTime } from './pay-order.ts'
import { settlePart } from './settle-part.ts'
import { showOrder } from './show-orders.ts'
import { lockOrder } from './order-store.ts'
import { takeMoney } from './take-money.ts'

/**
 * Money has arrived at the bank, all that was open or a part. What completes the price moves the credits to the buyer, or
 * pays a delivered order's invoice. Once.
 */
export function settleOrder(deps: Deps, actor: Actor, ask: SettleOrder & { id: OrderId }): Promise<Order> {
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.state !== 'awaiting-payment' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    const now = deps.now()
    requireInTime(order, now)
    const dueYen = order.state === 'delivered' ? order.keptTotalYen : order.totalYen
    const openYen = dueYen - order.receivedYen + order.returnedYen
    const amountYen = ask.amountYen ?? openYen
    if (amountYen > openYen) refuse('marketplace.too-much-money', { openYen })
    const reference = ask.reference ?? null
    const at = ask.paidOn ? `${ask.paidOn}T00:00:00+09:00` : now
    const became = await takeMoney(tx, deps, order, { method: 'bank', amountYen, reference, at })
    if (became === 'part' && ask.endRest) {
      if (order.state === 'delivered') refuse('marketplace.order-state', { state: order.state })
      const paid = await lockOrder(tx, order.id)
      if (!(await settlePart(tx, deps, paid))) {
        const leastYen = priceOf(order.minG, order).totalYen
        refuse('marketplace.part-too-small', { receivedYen: paid.receivedYen, leastYen })
      }
    }
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.settle',
      subject: order.id,
      facts: { amountYen, paidAt: at, reference },
    })
    return showOrder(tx, order.id)
  })
}
