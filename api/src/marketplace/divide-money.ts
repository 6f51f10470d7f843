import { divideProceeds, undoProceeds } from '@morinowa/shared/marketplace/proceeds.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { chainAbove } from './agents-store.ts'
import { dividedOf, linesFor, recordDivision } from './money-store.ts'
import type { Kept, OrderRow } from './order-store.ts'

/** Divides what a settled order keeps among agents and parties; the order is locked. */
export async function divideMoney(tx: Tx, { now }: Deps, order: OrderRow, kept: Kept): Promise<void> {
  const agents = order.throughId === null ? [] : await chainAbove(tx, order.sellerId, order.throughId)
  const lines = [
    ...agents.map(({ agentId, agentName, role, bp }) => ({
      partyId: agentId,
      partyName: agentName,
      role,
      bp,
      weight: null,
    })),
    ...(await linesFor(tx, order.sellerId, order)),
  ]
  const sum = { amountYen: kept.amountYen, taxYen: kept.totalYen - kept.amountYen }
  const divided = divideProceeds(sum, { id: order.sellerId, name: order.sellerName }, lines)
  await recordDivision(tx, order.id, divided, now())
}

/** Takes back from each party what came of the grams that were given back. */
export async function undoDivision(tx: Tx, { now }: Deps, order: OrderRow, left: Kept): Promise<void> {
  const had = await dividedOf(tx, order.id)
  // Sold before proceeds were divided: there is nothing to take back.
  if (had.length === 0) return
  const amountYen = order.keptAmountYen - left.amountYen
  const taxYen = order.keptTotalYen - left.totalYen - amountYen
  await recordDivision(tx, order.id, undoProceeds({ amountYen, taxYen }, had), now())
}
