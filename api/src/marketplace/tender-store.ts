import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { ListingId, OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { ListingRule } from '@morinowa/shared/marketplace/listing-rules.ts'
import type { TenderTerms } from '@morinowa/shared/marketplace/tender.ts'
import { BidId } from '@morinowa/shared/marketplace/tender-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Lock order: tender, then listing, then what the ledger locks.

export async function recordTender(tx: Tx, id: ListingId, terms: TenderTerms): Promise<void> {
  await tx.run(sql`
    insert into tender (listing_id, closes_at, cap_g, bids_per_buyer, pricing, ties, names_winners)
    values (${id}, ${terms.closesAt}, ${terms.capG}, ${terms.bidsPerBuyer}, ${terms.pricing}, ${terms.ties},
            ${terms.namesWinners})`)
}

const Hex = z.instanceof(Buffer).transform((raw) => raw.toString('hex'))

const TenderRow = z.object({
  listingId: ListingId,
  lotId: LotId,
  sellerId: OrganisationId,
  sellerName: z.string(),
  projectName: z.string(),
  family: Family,
  massG: Grams,
  minG: Grams,
  priceYenPerTonne: Yen,
  taxIncluded: z.boolean(),
  rules: z.array(ListingRule),
  closesAt: Instant,
  capG: Grams.nullable(),
  bidsPerBuyer: z.int(),
  pricing: z.enum(['pay-as-bid', 'uniform']),
  ties: z.enum(['first-come', 'pro-rata']),
  namesWinners: z.boolean(),
  bids: z.int(),
  seal: Hex,
  openedAt: Instant.nullable(),
  clearingYen: Yen.nullable(),
})
export type TenderRow = z.infer<typeof TenderRow>

/** Tenders, newest first; one of them when it is named. */
export function tendersOf(
  db: Queryable,
  { id = null, before = null, limit }: { id?: ListingId | null; before?: string | null; limit: number },
): Promise<TenderRow[]> {
  return db.many(rows(TenderRow)`
    select t.listing_id as "listingId", l.lot_id as "lotId", l.organisation_id as "sellerId", o.name as "sellerName",
           l.project_name as "projectName", l.family, l.mass_g as "massG", l.min_g as "minG",
           l.price_yen_per_tonne as "priceYenPerTonne", l.tax_included as "taxIncluded", l.rules,
           t.closes_at as "closesAt", t.cap_g as "capG", t.bids_per_buyer as "bidsPerBuyer", t.pricing, t.ties,
           t.names_winners as "namesWinners", t.bids, t.seal, t.opened_at as "openedAt", t.clearing_yen as "clearingYen"
      from tender t join listing l on l.id = t.listing_id join organisation o on o.id = l.organisation_id
     where (${id}::uuid is null or t.listing_id = ${id}) and (${before}::uuid is null or t.listing_id < ${before})
     order by t.listing_id desc
     limit ${limit}`)
}

/** A tender whose bids nobody else changes until the transaction ends. */
export async function lockTender(tx: Tx, id: ListingId): Promise<TenderRow | null> {
  await tx.run(sql`select from tender where listing_id = ${id} for update`)
  const [tender] = await tendersOf(tx, { id, limit: 1 })
  return tender ?? null
}

const BidRow = z.object({
  id: BidId,
  number: z.int(),
  buyerId: OrganisationId,
  buyerName: z.string(),
  commitment: Hex,
  sealed: z.instanceof(Buffer),
  publicName: z.boolean(),
  placedAt: Instant,
  withdrawnAt: Instant.nullable(),
  massG: Grams.nullable(),
  priceYenPerTonne: Yen.nullable(),
  nonce: z.string().nullable(),
  wonG: Grams.nullable(),
  orderId: OrderId.nullable(),
  totalYen: Yen.nullable(),
  amountYen: Yen.nullable(),
})
export type BidRow = z.infer<typeof BidRow>

/** The bids of a tender in the order in which they came, of one bidder when it is named. */
export function bidsOf(db: Queryable, listingId: ListingId, buyerId: OrganisationId | null = null): Promise<BidRow[]> {
  return db.many(rows(BidRow)`
    select b.id, b.number, b.buyer_id as "buyerId", o.name as "buyerName", b.commitment, b.sealed,
           b.public_name as "publicName", b.placed_at as "placedAt", b.withdrawn_at as "withdrawnAt", b.mass_g as "massG",
           b.price_yen_per_tonne as "priceYenPerTonne", b.nonce, b.won_g as "wonG", b.order_id as "orderId",
           m.total_yen as "totalYen", m.amount_yen as "amountYen"
      from tender_bid b join organisation o on o.id = b.buyer_id left join market_order m on m.id = b.order_id
     where b.listing_id = ${listingId} and (${buyerId}::uuid is null or b.buyer_id = ${buyerId})
     order by b.number
     limit 20000`)
}

export type NewBid = {
  id: BidId
  listingId: ListingId
  number: number
  buyerId: OrganisationId
  commitment: string
  sealed: Buffer
  publicName: boolean
  placedAt: string
}

/** Writes a bid and moves the tender's seal over it; the tender is locked. */
export async function recordBid(tx: Tx, bid: NewBid, seal: string): Promise<void> {
  await tx.run(sql`
    insert into tender_bid (id, listing_id, number, buyer_id, commitment, sealed, public_name, placed_at)
    values (${bid.id}, ${bid.listingId}, ${bid.number}, ${bid.buyerId}, ${Buffer.from(bid.commitment, 'hex')},
            ${bid.sealed}, ${bid.publicName}, ${bid.placedAt})`)
  await tx.run(sql`
    update tender set bids = ${bid.number}, seal = ${Buffer.from(seal, 'hex')} where listing_id = ${bid.listingId}`)
}

export async function recordWithdrawn(tx: Tx, id: BidId, at: string): Promise<void> {
  await tx.run(sql`update tender_bid set withdrawn_at = ${at} where id = ${id} and withdrawn_at is null`)
}

export type OpenedBid = {
  id: BidId
  massG: number
  priceYenPerTonne: number
  nonce: string
  wonG: number
  orderId: OrderId | null
}

export async function recordOpened(
  tx: Tx,
  listingId: ListingId,
  opened: readonly OpenedBid[],
  result: { at: string; clearingYen: number | null },
): Promise<void> {
  await tx.run(sql`
    update tender_bid b
       set mass_g = o."massG", price_yen_per_tonne = o."priceYenPerTonne", nonce = o.nonce, won_g = o."wonG",
           order_id = o."orderId"
      from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb)
             as o (id uuid, "massG" bigint, "priceYenPerTonne" bigint, nonce text, "wonG" bigint, "orderId" uuid)
     where b.id = o.id`)
  await tx.run(sql`
    update tender set opened_at = ${result.at}, clearing_yen = ${result.clearingYen} where listing_id = ${listingId}`)
}

const Due = z.object({ id: ListingId })

/** Tenders that are over and not opened, the longest waiting first. */
export function dueTenders(db: Queryable, at: string, limit: number): Promise<{ id: ListingId }[]> {
  return db.many(rows(Due)`
    select listing_id as id from tender where opened_at is null and closes_at <= ${at} order by closes_at limit ${limit}`)
}
