import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import {
  ListingId,
  type Order,
  OrderId,
  Order as OrderSchema,
  OrderState,
} from '@morinowa/shared/marketplace/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of orders. Lock order: order, then listing, then what the ledger locks.

const TakenRow = z.object({ takenG: Grams, municipalityCode: z.string().nullable(), boughtThisYear: z.boolean() })

/**
 * What a buyer has taken from a listing so far, where the buyer is, and whether the listing's seller has sold to them since
 * a day.
 */
export function takenBy(
  tx: Tx,
  id: ListingId,
  buyerId: OrganisationId,
  since: string = '0001-01-01',
): Promise<z.infer<typeof TakenRow>> {
  return tx.one(rows(TakenRow)`
    select coalesce(sum(t.mass_g), 0)::bigint as "takenG", o.municipality_code as "municipalityCode",
           exists (select from market_order e join listing l on l.organisation_id = e.seller_id
                    where l.id = ${id} and e.buyer_id = ${buyerId} and e.ordered_at >= ${since}::timestamptz
                      and e.state in ('awaiting-payment', 'delivered', 'settled')) as "boughtThisYear"
      from organisation o
      left join market_order t on t.buyer_id = o.id and t.listing_id = ${id}
                              and t.state in ('awaiting-payment', 'delivered', 'settled')
     where o.id = ${buyerId} group by o.id`)
}

export type NewOrder = Pick<
  Order,
  | 'id'
  | 'state'
  | 'listingId'
  | 'lotId'
  | 'sellerId'
  | 'buyerId'
  | 'massG'
  | 'amountYen'
  | 'taxYen'
  | 'totalYen'
  | 'invoiceNumber'
  | 'paymentMethod'
  | 'publicName'
  | 'note'
  | 'orderedAt'
  | 'expiresAt'
  | 'deliveredAt'
  | 'throughId'
  | 'boughtFor'
> & { priceYenPerTonne: number; taxIncluded: boolean; taxRateBp: number }

export async function recordOrder(tx: Tx, o: NewOrder): Promise<void> {
  await tx.run(sql`
    insert into market_order (id, state, listing_id, lot_id, seller_id, buyer_id, mass_g, price_yen_per_tonne, tax_included,
                              tax_rate_bp, amount_yen, tax_yen, total_yen, invoice_number, payment_method, public_name,
                              note, ordered_at, expires_at, delivered_at, through_id, bought_for, kept_g, kept_amount_yen,
                              kept_total_yen)
    values (${o.id}, ${o.state}, ${o.listingId}, ${o.lotId}, ${o.sellerId}, ${o.buyerId}, ${o.massG},
            ${o.priceYenPerTonne}, ${o.taxIncluded}, ${o.taxRateBp}, ${o.amountYen}, ${o.taxYen}, ${o.totalYen},
            ${o.invoiceNumber}, ${o.paymentMethod}, ${o.publicName}, ${o.note}, ${o.orderedAt}, ${o.expiresAt},
            ${o.deliveredAt}, ${o.throughId}, ${o.boughtFor === null ? null : JSON.stringify(o.boughtFor)}::jsonb,
            ${o.deliveredAt === null ? 0 : o.massG}, ${o.deliveredAt === null ? 0 : o.amountYen},
            ${o.deliveredAt === null ? 0 : o.totalYen})`)
}

const OrderRow = OrderSchema.extend({
  priceYenPerTonne: Yen,
  taxIncluded: z.boolean(),
  minG: Grams,
  projectId: z.uuid().nullable(),
  returnedYen: Yen,
  keptAmountYen: Yen,
})
/** An order with the price it was made at. */
export type OrderRow = z.infer<typeof OrderRow>

export type OrderFilter = {
  id?: OrderId | undefined
  buyerId?: OrganisationId | undefined
  sellerId?: OrganisationId | undefined
  /** Buyer or seller. */
  partyId?: OrganisationId | undefined
  state?: OrderState | undefined
  /** Whether money is due back. */
  owed?: boolean | undefined
  before?: string | undefined
  limit: number
}

/** Orders, newest first. */
export function ordersOf(db: Queryable, f: OrderFilter): Promise<OrderRow[]> {
  const { id = null, buyerId = null, sellerId = null, partyId = null, state = null, owed = null, before = null } = f
  return db.many(rows(OrderRow)`
    select t.id, t.state, t.listing_id as "listingId", t.lot_id as "lotId", l.family, l.project_name as "projectName",
           t.seller_id as "sellerId", s.name as "sellerName", t.buyer_id as "buyerId", b.name as "buyerName",
           t.mass_g as "massG", t.amount_yen as "amountYen", t.tax_yen as "taxYen", t.total_yen as "totalYen",
           t.invoice_number as "invoiceNumber", t.payment_method as "paymentMethod", t.public_name as "publicName", t.note,
           t.ordered_at as "orderedAt", t.expires_at as "expiresAt", t.delivered_at as "deliveredAt",
           t.paid_at as "paidAt", t.ended_at as "endedAt", t.price_yen_per_tonne as "priceYenPerTonne",
           t.tax_included as "taxIncluded", l.min_g as "minG", l.project_id as "projectId",
           t.received_yen as "receivedYen", t.returned_yen as "returnedYen", t.kept_g as "keptG",
           t.kept_amount_yen as "keptAmountYen", t.kept_total_yen as "keptTotalYen", t.through_id as "throughId",
           a.name as "throughName",
           t.bought_for as "boughtFor",
           greatest(0, t.received_yen - t.returned_yen
                       - case when t.state = 'awaiting-payment' then t.total_yen else t.kept_total_yen end) as "dueBackYen"
      from market_order t
      join listing l on l.id = t.listing_id
      join organisation s on s.id = t.seller_id
      join organisation b on b.id = t.buyer_id
      left join organisation a on a.id = t.through_id
     where (${id}::uuid is null or t.id = ${id})
       and (${buyerId}::uuid is null or t.buyer_id = ${buyerId})
       and (${sellerId}::uuid is null or t.seller_id = ${sellerId})
       and (${partyId}::uuid is null or ${partyId} in (t.buyer_id, t.seller_id))
       and (${state}::text is null or t.state = ${state})
       and (${before}::uuid is null or t.id < ${before})
       and (${owed}::boolean is null
            or ${owed} = (t.received_yen - t.returned_yen
                          > case when t.state = 'awaiting-payment' then t.total_yen else t.kept_total_yen end))
     order by t.id desc
     limit ${f.limit}`)
}

/** An order that nobody else changes until the transaction ends. */
export async function lockOrder(tx: Tx, id: OrderId): Promise<OrderRow> {
  await tx.run(sql`select from market_order where id = ${id} for no key update`)
  const [order] = await ordersOf(tx, { id, limit: 1 })
  return order ?? refuse('marketplace.order-missing')
}

export async function recordMethod(tx: Tx, id: OrderId, method: 'invoice' | 'card'): Promise<void> {
  await tx.run(sql`update market_order set payment_method = ${method} where id = ${id}`)
}

export async function recordSettled(
  tx: Tx,
  id: OrderId,
  said: { deliveredAt: string; paidAt: string; reference: string | null; method: 'invoice' | 'card'; kept: Kept },
): Promise<void> {
  await tx.run(sql`
    update market_order
       set state = 'settled', delivered_at = ${said.deliveredAt}, paid_at = ${said.paidAt},
           paid_reference = ${said.reference}, ended_at = null, end_reason = null,
           payment_method = case when payment_method = 'account' then 'account' else ${said.method} end,
           kept_g = ${said.kept.massG}, kept_amount_yen = ${said.kept.amountYen}, kept_total_yen = ${said.kept.totalYen}
     where id = ${id}`)
}

/** What of an order the buyer has, with its price without and with tax. */
export type Kept = { massG: number; amountYen: number; totalYen: number }

export async function recordKept(tx: Tx, id: OrderId, kept: Kept): Promise<void> {
  await tx.run(sql`
    update market_order
       set kept_g = ${kept.massG}, kept_amount_yen = ${kept.amountYen}, kept_total_yen = ${kept.totalYen}
     where id = ${id}`)
}

export async function recordEnded(
  tx: Tx,
  id: OrderId,
  state: 'expired' | 'cancelled' | 'refunded',
  at: string,
  reason: string | null,
): Promise<void> {
  await tx.run(sql`
    update market_order
       set state = ${state}, ended_at = ${at}, end_reason = ${reason}, kept_g = 0, kept_amount_yen = 0, kept_total_yen = 0
     where id = ${id}`)
  // What was promised besides the credits is promised no more; what is on its way arrives.
  await tx.run(sql`
    update order_benefit set state = 'cancelled', changed_at = ${at}
     where order_id = ${id} and state in ('promised', 'prepared')`)
}

const OverdueRow = z.object({ id: OrderId, listingId: ListingId, massG: Grams, receivedYen: Yen })
export type Overdue = z.infer<typeof OverdueRow>

/** Unpaid orders past their time, locked; orders that somebody is settling right now are left to them. */
export function overdueOrders(tx: Tx, at: string, limit: number, listingId?: ListingId): Promise<Overdue[]> {
  return tx.many(rows(OverdueRow)`
    select id, listing_id as "listingId", mass_g as "massG", received_yen as "receivedYen" from market_order
     where state = 'awaiting-payment' and expires_at <= ${at}
       and (${listingId ?? null}::uuid is null or listing_id = ${listingId ?? null})
     order by listing_id, id limit ${limit} for no key update skip locked`)
}
