import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { captureAsTransfer, release } from '../credits/ledger.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { drawStock, stockOf } from './listing-store.ts'

// A listing's grams may lie in more than one reservation, since refunds come back in reservations of their own.

/** Hands grams of a locked listing to their buyer. */
export function deliverStock(
  tx: Tx,
  { newId }: Deps,
  id: ListingId,
  massG: number,
  toOrganisationId: OrganisationId,
): Promise<void> {
  return draw(tx, id, massG, async (reservationId, part) => {
    await captureAsTransfer(tx, { key: newId(), reservationId, massG: part, toOrganisationId })
  })
}

/** Gives grams of a locked listing back to the seller's holding. */
export function releaseStock(tx: Tx, { newId }: Deps, id: ListingId, massG: number): Promise<void> {
  return draw(tx, id, massG, async (reservationId, part) => {
    await release(tx, { key: newId(), reservationId, massG: part })
  })
}

type StockReservation = Awaited<ReturnType<typeof stockOf>>[number]['reservationId']

async function draw(
  tx: Tx,
  id: ListingId,
  massG: number,
  use: (reservationId: StockReservation, part: number) => Promise<void>,
): Promise<void> {
  let missing = massG
  for (const { reservationId, leftG } of await stockOf(tx, id)) {
    if (missing === 0) break
    const part = Math.min(leftG, missing)
    await use(reservationId, part)
    await drawStock(tx, reservationId, part)
    missing -= part
  }
  if (missing > 0) throw new Error(`listing ${id} counts ${missing} g more than it has set aside`)
}
