import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { EndOrder, Order, OrderId } from '@morinowa/shared/marketplace/contract.ts'
import { reserve, transfer } from '../credits/ledger.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { giveBack } from './expire-orders.ts'
import { showOrder } from './show-orders.ts'
import { lockListing, lockOrder, recordEnded, recordStock, returnSold } from './store.ts'

/** The buyer (or the operator) withdraws an order that is not paid. */
export function cancelOrder(deps: Deps, actor: Actor, ask: EndOrder & { id: OrderId }): Promise<Order> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.buyerId !== acting.id && acting.kind !== 'operator') refuse('marketplace.order-missing')
    if (order.state !== 'awaiting-payment') refuse('marketplace.order-state', { state: order.state })
    await giveBack(tx, deps, order)
    await recordEnded(tx, order.id, 'cancelled', deps.now(), ask.reason ?? null)
    return showOrder(tx, order.id)
  })
}

/**
 * Undoes a delivered order: the credits go back to their seller and, while the listing is open, on sale again. Grams
 * that the buyer has retired or passed on cannot come back, and then nothing happens at all.
 */
export function refundOrder(deps: Deps, actor: Actor, ask: EndOrder & { id: OrderId }): Promise<Order> {
  const { newId } = deps
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.state !== 'settled' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    await lockListing(tx, order.listingId)
    await transfer(tx, {
      key: newId(),
      fromOrganisationId: order.buyerId,
      toOrganisationId: order.sellerId,
      lotId: order.lotId,
      massG: order.massG,
    })
    const { open } = await returnSold(tx, order.listingId, order.massG)
    if (open) {
      const { reservationId } = await reserve(tx, {
        key: newId(),
        organisationId: order.sellerId,
        lotId: order.lotId,
        massG: order.massG,
        purpose: `listing ${order.listingId}`,
        expiresAt: null,
        use: 'transfer',
      })
      await recordStock(tx, order.listingId, reservationId, order.massG)
    }
    await recordEnded(tx, order.id, 'refunded', deps.now(), ask.reason ?? null)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.refund',
      subject: order.id,
      facts: { totalYen: order.totalYen, reason: ask.reason ?? null },
    })
    return showOrder(tx, order.id)
  })
}
