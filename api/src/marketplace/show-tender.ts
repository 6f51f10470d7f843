import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { ceilDiv } from '@morinowa/shared/kernel/rounding.ts'
import { grams, yen } from '@morinowa/shared/kernel/units.ts'
import type { ListingId } from '@morinowa/shared/marketplace/ids.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import type { PublicBid, Tender } from '@morinowa/shared/marketplace/tender-contract.ts'
import { cursorId } from '../credits/paging.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type BidRow, bidsOf, type TenderRow, tendersOf } from './tender-store.ts'

/** A tender as everybody may see it. */
export async function showTender(db: Queryable, deps: Deps, id: ListingId): Promise<Tender> {
  const [tender] = await tendersOf(db, { id, limit: 1 })
  if (!tender) return refuse('marketplace.tender-missing')
  const bids = await bidsOf(db, id)
  const { closesAt, capG, bidsPerBuyer, pricing, ties, namesWinners } = tender
  return {
    ...summaryOf(tender, deps.now()),
    terms: { closesAt, capG, bidsPerBuyer, pricing, ties, namesWinners },
    seal: tender.seal,
    bids: bids.map((bid) => publicBid(bid, namesWinners)),
    result: tender.openedAt === null ? null : resultOf(tender, bids),
  }
}

export async function listTenders(deps: Deps, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const found = await tendersOf(deps.db, { before: cursorId(cursor) ?? null, limit: limit + 1 })
  const items = found.slice(0, limit).map((tender) => ({ ...summaryOf(tender, deps.now()), closesAt: tender.closesAt }))
  return { items, next: found.length > limit ? (items.at(-1)?.listingId ?? null) : null }
}

function summaryOf(tender: TenderRow, now: string) {
  const { listingId, projectName, sellerName, family, massG, minG, priceYenPerTonne, taxIncluded, openedAt } = tender
  const isOver = Date.parse(tender.closesAt) <= Date.parse(now)
  const state: Tender['state'] = openedAt ? 'opened' : isOver ? 'closed' : 'taking-bids'
  return {
    listingId,
    state,
    projectName,
    sellerName,
    family,
    massG,
    minG,
    leastYenPerTonne: priceYenPerTonne,
    taxIncluded,
    openedAt,
  }
}

function publicBid(bid: BidRow, namesWinners: boolean): PublicBid {
  const { number, commitment, placedAt, withdrawnAt, massG, priceYenPerTonne, nonce, wonG } = bid
  const isNamed = (wonG ?? 0) > 0 && (namesWinners || bid.publicName)
  return {
    number,
    commitment,
    placedAt,
    withdrawn: withdrawnAt !== null,
    opened:
      massG === null || priceYenPerTonne === null || nonce === null || wonG === null
        ? null
        : { massG, priceYenPerTonne, nonce, wonG, winner: isNamed ? bid.buyerName : null },
  }
}

function resultOf(tender: TenderRow, bids: readonly BidRow[]): Tender['result'] {
  const winning = bids.filter(({ wonG }) => (wonG ?? 0) > 0)
  const sum = (field: 'wonG' | 'amountYen' | 'totalYen') => winning.reduce((all, bid) => all + (bid[field] ?? 0), 0)
  const wonG = sum('wonG')
  const worth = winning.reduce(
    (all, { wonG: won, priceYenPerTonne }) =>
      all + BigInt(won ?? 0) * BigInt(tender.clearingYen ?? priceYenPerTonne ?? 0),
    0n,
  )
  const average = wonG === 0 ? null : Number(ceilDiv(worth, BigInt(wonG)))
  return {
    wonG: grams(wonG),
    leftG: grams(tender.massG - wonG),
    winners: new Set(winning.map(({ buyerId }) => buyerId)).size,
    clearingYenPerTonne: tender.clearingYen,
    averagePerTonne:
      average === null ? null : pricePerTonne({ priceYenPerTonne: average, taxIncluded: tender.taxIncluded }),
    amountYen: yen(sum('amountYen')),
    totalYen: yen(sum('totalYen')),
  }
}
