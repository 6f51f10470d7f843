import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { EndOrder, Order, OrderId, RefundOrder } from '@morinowa/shared/marketplace/contract.ts'
import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import { reserve, transfer } from '../credits/ledger.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { creditCards } from './cards/credit-cards.ts'
import { undoDivision } from './divide-money.ts'
import { giveBack } from './expire-orders.ts'
import { lockListing, recordStock, returnSold } from './listing-store.ts'
import { lockOrder, recordEnded, recordKept } from './order-store.ts'
import { showOrder } from './show-orders.ts'

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
 * Undoes a delivered order or a part of it: the credits go back to their seller and, while the listing is open, on sale
 * again. Grams that the buyer has retired or passed on cannot come back, and then nothing happens at all. Who got a part
 * of the money gives back what came of these grams; a card is credited by the worker.
 */
export function refundOrder(deps: Deps, actor: Actor, ask: RefundOrder & { id: OrderId }): Promise<Order> {
  const { newId } = deps
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.state !== 'settled' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    const massG = ask.massG ?? order.keptG
    if (massG % order.minG !== 0) refuse('marketplace.step', { minG: order.minG, massG }, '/massG')
    if (massG > order.keptG) refuse('marketplace.not-enough', { wantedG: massG, availableG: order.keptG }, '/massG')
    const leftG = order.keptG - massG
    const left = { massG: leftG, ...priceOf(leftG, order) }
    await lockListing(tx, order.listingId)
    await transfer(tx, {
      key: newId(),
      fromOrganisationId: order.buyerId,
      toOrganisationId: order.sellerId,
      lotId: order.lotId,
      massG,
    })
    const { open } = await returnSold(tx, order.listingId, massG)
    if (open) {
      const { reservationId } = await reserve(tx, {
        key: newId(),
        organisationId: order.sellerId,
        lotId: order.lotId,
        massG,
        purpose: `listing ${order.listingId}`,
        expiresAt: null,
        use: 'transfer',
      })
      await recordStock(tx, order.listingId, reservationId, massG)
    }
    if (order.state === 'settled') await undoDivision(tx, deps, order, left)
    if (leftG === 0) await recordEnded(tx, order.id, 'refunded', deps.now(), ask.reason ?? null)
    else await recordKept(tx, order.id, left)
    await creditCards(tx, deps, order.id)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.refund',
      subject: order.id,
      facts: { massG, totalYen: order.keptTotalYen - left.totalYen, reason: ask.reason ?? null },
    })
    return showOrder(tx, order.id)
  })
}
