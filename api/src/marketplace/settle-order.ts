import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Order, OrderId, SettleOrder } from '@morinowa/shared/marketplace/contract.ts'
import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockOrder, type OrderRow } from './order-store.ts'
import { settlePart } from './settle-part.ts'
import { showOrder } from './show-orders.ts'
import { takeLateMoney } from './take-late-money.ts'
import { takeMoney } from './take-money.ts'

const unpaid: readonly Order['state'][] = ['awaiting-payment', 'delivered']

/**
 * Money has arrived at the bank, all that was open or a part. What completes the price moves the credits to the buyer, or
 * pays a delivered order's invoice. Once. Money for an order that is over is taken all the same: see takeLateMoney.
 */
export function settleOrder(deps: Deps, actor: Actor, ask: SettleOrder & { id: OrderId }): Promise<Order> {
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    const now = deps.now()
    const amountYen = amountOf(order, ask)
    const reference = ask.reference ?? null
    const at = ask.paidOn ? `${ask.paidOn}T00:00:00+09:00` : now
    const money = { method: 'bank' as const, amountYen, reference, at }
    const isOver = !unpaid.includes(order.state)
    const became = isOver ? await takeLateMoney(tx, deps, order, money) : await takeMoney(tx, deps, order, money)
    if (became === 'part' && ask.endRest) await endRest(tx, deps, order)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.settle',
      subject: order.id,
      facts: { amountYen, paidAt: at, reference, was: order.state, became },
    })
    return showOrder(tx, order.id)
  })
}

/** What arrived: as it was said, or all that was open. Beyond the price only money for an order that is over is taken. */
function amountOf(order: OrderRow, { amountYen }: SettleOrder): number {
  const { state } = order
  const dueYen = state === 'delivered' || state === 'settled' ? order.keptTotalYen : order.totalYen
  const openYen = state === 'refunded' ? 0 : dueYen - order.receivedYen + order.returnedYen
  const isOver = !unpaid.includes(state)
  // Nothing is open in an order that is over and paid: without an amount this is a repeat, not a second transfer.
  if (isOver && (amountYen ?? openYen) <= 0) refuse('marketplace.order-state', { state })
  if (!isOver && amountYen !== undefined && amountYen > openYen) refuse('marketplace.too-much-money', { openYen })
  return amountYen ?? openYen
}

/** Delivers the whole steps that the money pays for. */
async function endRest(tx: Tx, deps: Deps, order: OrderRow): Promise<void> {
  if (order.state === 'delivered') refuse('marketplace.order-state', { state: order.state })
  const paid = await lockOrder(tx, order.id)
  const became = await settlePart(tx, deps, paid)
  if (became === 'settled') return
  if (became === 'lot-refused') refuse('marketplace.lot-refused')
  const leastYen = priceOf(order.minG, order).totalYen
  refuse('marketplace.part-too-small', { receivedYen: paid.receivedYen, leastYen })
}
