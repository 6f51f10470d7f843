import { allocate, commitmentOf, FIRST_SEAL, nextSeal } from '@morinowa/shared/marketplace/tender.ts'
import type { Tender } from '@morinowa/shared/marketplace/tender-contract.ts'

/**
 * Recomputes an opened tender in the reader's browser from what the page shows: every commitment, the chain over them and
 * who won how much. Bidders are not named, so masses within the cap of one bidder are checked by bid.
 */
export function isSoundTender(tender: Tender): boolean {
  const { bids, listingId, seal, terms, massG, minG, leastYenPerTonne, result } = tender
  const chained = bids.reduce((before, { commitment }) => nextSeal(before, commitment), FIRST_SEAL)
  const opened = bids.flatMap(({ number, commitment, opened: says }) => (says ? [{ number, commitment, ...says }] : []))
  const isCommitted = opened.every((bid) => commitmentOf(listingId, bid) === bid.commitment)
  const sum = opened.reduce((all, { wonG }) => all + wonG, 0)
  if (chained !== seal || !isCommitted || sum !== result?.wonG || sum > massG) return false
  // Without names a cap can bind in ways that only the house sees; without a cap every gram can be recomputed.
  if (terms.capG !== null) return opened.every(({ wonG }) => wonG <= (terms.capG ?? 0))
  const { won, clearingYen } = allocate(
    opened.map((bid) => ({ ...bid, buyerId: String(bid.number) })),
    { ...terms, massG, stepG: minG, leastYenPerTonne },
  )
  return (
    clearingYen === result.clearingYenPerTonne && opened.every(({ number, wonG }) => (won.get(number) ?? 0) === wonG)
  )
}
