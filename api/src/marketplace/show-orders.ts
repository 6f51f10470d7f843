import type { ActingFor, Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ListOrders, Order, OrderId } from '@morinowa/shared/marketplace/contract.ts'
import { type Invoice, invoiceOf } from '@morinowa/shared/marketplace/invoice.ts'
import { cursorId } from '../credits/paging.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type OrderRow, ordersOf } from './order-store.ts'
import { sellerProfile } from './seller-store.ts'

/** One order, as its parties see it. */
export async function showOrder(db: Queryable, id: OrderId): Promise<Order> {
  const [order] = await ordersOf(db, { id, limit: 1 })
  return order ? withoutTerms(order) : refuse('marketplace.order-missing')
}

/** An order for somebody who is its buyer, its seller or the operator; for others there is none. */
export async function orderFor(db: Queryable, acting: ActingFor, id: OrderId): Promise<OrderRow> {
  const partyId = acting.kind === 'operator' ? undefined : acting.id
  const [order] = await ordersOf(db, { id, partyId, limit: 1 })
  return order ?? refuse('marketplace.order-missing')
}

export async function listOrders(
  { db }: Deps,
  actor: Actor,
  { cursor, limit, side, state, owed }: ListOrders,
): Promise<{ items: Order[]; next: string | null }> {
  const acting = actingFor(actor)
  const own = acting.kind === 'operator' ? {} : side === 'buyer' ? { buyerId: acting.id } : { sellerId: acting.id }
  const found = await ordersOf(db, { ...own, state, owed, before: cursorId(cursor), limit: limit + 1 })
  const items = found.slice(0, limit).map(withoutTerms)
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** The invoice of an order, with what the seller says about itself now. */
export async function showInvoice({ db }: Deps, actor: Actor, id: OrderId): Promise<Invoice> {
  const order = await orderFor(db, actingFor(actor), id)
  return invoiceOf({ order, seller: await sellerProfile(db, order.sellerId) })
}

export function withoutTerms({
  priceYenPerTonne: _price,
  taxIncluded: _tax,
  minG: _step,
  projectId: _project,
  returnedYen: _returned,
  keptAmountYen: _kept,
  ...order
}: OrderRow): Order {
  return order
}
