import type { ListingId } from '@morinowa/shared/marketplace/contract.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { returnOrdered } from './listing-store.ts'
import { releaseStock } from './move-stock.ts'
import { lockOrder, type Overdue, overdueOrders, recordEnded } from './order-store.ts'
import { settlePart } from './settle-part.ts'

const AT_ONCE = 200

/** Ends every order that was not paid in time and gives its stock back. Answers how many. */
export async function expireOrders(deps: Deps): Promise<number> {
  for (let total = 0; ; ) {
    const expired = await deps.db.transaction((tx) => expireOverdue(tx, deps))
    total += expired
    if (expired < AT_ONCE) return total
  }
}

/** The same inside an open transaction that holds no listing; for one listing when it is named. */
export async function expireOverdue(tx: Tx, deps: Deps, listingId?: ListingId): Promise<number> {
  const at = deps.now()
  const overdue = await overdueOrders(tx, at, AT_ONCE, listingId)
  for (const order of overdue) {
    // Who paid a part in time gets what it buys; the rest of the order is over.
    const hasPaid = order.receivedYen > 0
    if (hasPaid && (await settlePart(tx, deps, await lockOrder(tx, order.id))) === 'settled') continue
    await giveBack(tx, deps, order)
    await recordEnded(tx, order.id, 'expired', at, null)
  }
  return overdue.length
}

/** Unpaid grams go back on sale, or to the seller when the listing was closed meanwhile. */
export async function giveBack(
  tx: Tx,
  deps: Deps,
  { listingId, massG }: Pick<Overdue, 'listingId' | 'massG'>,
): Promise<void> {
  const { open } = await returnOrdered(tx, listingId, massG)
  if (!open) await releaseStock(tx, deps, listingId, massG)
}
