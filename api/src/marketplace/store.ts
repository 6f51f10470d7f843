import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import {
  type FindListings,
  ListingId,
  type Order,
  OrderId,
  Order as OrderSchema,
  OrderState,
  SellerProfile,
} from '@morinowa/shared/marketplace/contract.ts'
import { invoiceNumber } from '@morinowa/shared/marketplace/invoice.ts'
import { ListingRule } from '@morinowa/shared/marketplace/listing-rules.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Lock order: order, then listing, then what the ledger locks. Nobody who holds a listing waits for an order.

export type NewListing = {
  id: ListingId
  organisationId: OrganisationId
  lotId: LotId
  kind: 'fixed' | 'tender'
  family: Family
  projectId: string | null
  projectName: string
  scheme: string
  methodology: string
  municipalityCode: string | null
  vintage: number
  point: { lat: number; lon: number } | null
  priceYenPerTonne: number
  taxIncluded: boolean
  minG: number
  massG: number
  rules: readonly ListingRule[]
}

/** Writes a listing; without a point of its own it lies where its municipality's office is. */
export async function recordListing(tx: Tx, l: NewListing): Promise<void> {
  await tx.run(sql`
    insert into listing (id, kind, organisation_id, lot_id, family, project_id, project_name, scheme, methodology,
                         municipality_code, vintage, latitude, longitude, price_yen_per_tonne, tax_included, min_g, mass_g,
                         rules)
    select ${l.id}, ${l.kind}, ${l.organisationId}, ${l.lotId}, ${l.family}, ${l.projectId}, ${l.projectName}, ${l.scheme},
           ${l.methodology}, ${l.municipalityCode}::text, ${l.vintage},
           coalesce(${l.point?.lat ?? null}::float8, m.office_lat), coalesce(${l.point?.lon ?? null}::float8, m.office_lon),
           ${l.priceYenPerTonne}, ${l.taxIncluded}, ${l.minG}, ${l.massG}, ${JSON.stringify(l.rules)}::jsonb
      from (select) as here left join municipality m on m.code = ${l.municipalityCode}`)
}

export async function recordStock(tx: Tx, id: ListingId, reservationId: ReservationId, massG: number): Promise<void> {
  await tx.run(sql`
    insert into listing_stock (reservation_id, listing_id, mass_g, left_g)
    values (${reservationId}, ${id}, ${massG}, ${massG})`)
}

const ListingRow = z.object({
  id: ListingId,
  state: z.enum(['open', 'closed']),
  kind: z.enum(['fixed', 'tender']),
  sellerId: OrganisationId,
  sellerName: z.string(),
  lotId: LotId,
  family: Family,
  projectId: z.uuid().nullable(),
  projectName: z.string(),
  scheme: z.string(),
  methodology: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  priceYenPerTonne: Yen,
  taxIncluded: z.boolean(),
  minG: Grams,
  rules: z.array(ListingRule),
  massG: Grams,
  orderedG: Grams,
  soldG: Grams,
  availableG: Grams,
  distanceM: z.int().nullable(),
  createdAt: Instant,
})
export type ListingRow = z.infer<typeof ListingRow>

export function listingById(db: Queryable, id: ListingId): Promise<ListingRow | null> {
  return db.maybe(rows(ListingRow)`
    select l.id, l.state, l.kind, l.organisation_id as "sellerId", o.name as "sellerName", l.lot_id as "lotId", l.family,
           l.project_id as "projectId", l.project_name as "projectName", l.scheme, l.methodology,
           l.municipality_code as "municipalityCode", l.vintage, l.price_yen_per_tonne as "priceYenPerTonne",
           l.tax_included as "taxIncluded", l.min_g as "minG", l.rules, l.mass_g as "massG", l.ordered_g as "orderedG",
           l.sold_g as "soldG", l.mass_g - l.ordered_g - l.sold_g - l.withdrawn_g as "availableG",
           null::bigint as "distanceM", l.created_at as "createdAt"
      from listing l join organisation o on o.id = l.organisation_id
     where l.id = ${id}`)
}

/** A listing that nobody else changes until the transaction ends. */
export async function lockListing(tx: Tx, id: ListingId): Promise<ListingRow | null> {
  await tx.run(sql`select from listing where id = ${id} for no key update`)
  return listingById(tx, id)
}

export type ListingFilter = Omit<FindListings, 'cursor' | 'near'> & {
  near: { lat: number; lon: number } | null
  after: { distanceM: number | null; id: string } | null
}

/** Farther than anything in Japan: where listings without a place stand in the order. */
const NOWHERE_M = 1_000_000_000

/** Open listings: the nearest first when a place is given, else the newest. */
export function openListings(db: Queryable, f: ListingFilter): Promise<ListingRow[]> {
  const lat = f.near?.lat ?? null
  const lon = f.near?.lon ?? null
  return db.many(rows(ListingRow)`
    with found as (
      select l.*,
             case when ${lat}::float8 is not null and l.latitude is not null then
               round(2 * 6371009 * asin(least(1, sqrt(
                 power(sin(radians(l.latitude - ${lat}) / 2), 2)
                 + cos(radians(${lat})) * cos(radians(l.latitude))
                   * power(sin(radians(l.longitude - ${lon}::float8) / 2), 2)))))::bigint
             end as distance_m
        from listing l
       where l.state = 'open'
         and (${f.family ?? null}::text is null or l.family = ${f.family ?? null})
         and (${f.prefecture ?? null}::text is null or left(l.municipality_code, 2) = ${f.prefecture ?? null})
         and (${f.vintage ?? null}::int is null or l.vintage = ${f.vintage ?? null})
         and (${f.sellerId ?? null}::uuid is null or l.organisation_id = ${f.sellerId ?? null})
         and (${f.projectId ?? null}::uuid is null or l.project_id = ${f.projectId ?? null})
         and (${f.lotId ?? null}::uuid is null or l.lot_id = ${f.lotId ?? null})
         and (${f.maxPrice ?? null}::bigint is null or ${f.maxPrice ?? null} >=
              case when l.tax_included then l.price_yen_per_tonne
                   else l.price_yen_per_tonne + l.price_yen_per_tonne / 10 end))
    select l.id, l.state, l.kind, l.organisation_id as "sellerId", o.name as "sellerName", l.lot_id as "lotId", l.family,
           l.project_id as "projectId", l.project_name as "projectName", l.scheme, l.methodology,
           l.municipality_code as "municipalityCode", l.vintage, l.price_yen_per_tonne as "priceYenPerTonne",
           l.tax_included as "taxIncluded", l.min_g as "minG", l.rules, l.mass_g as "massG", l.ordered_g as "orderedG",
           l.sold_g as "soldG", l.mass_g - l.ordered_g - l.sold_g - l.withdrawn_g as "availableG",
           l.distance_m as "distanceM", l.created_at as "createdAt"
      from found l join organisation o on o.id = l.organisation_id
     where ${f.after?.id ?? null}::uuid is null
        or case when ${lat}::float8 is null then l.id < ${f.after?.id ?? null}
                else (coalesce(l.distance_m, ${NOWHERE_M}::bigint), l.id)
                     > (${f.after?.distanceM ?? NOWHERE_M}::bigint, ${f.after?.id ?? null}::uuid) end
     order by case when ${lat}::float8 is not null then coalesce(l.distance_m, ${NOWHERE_M}::bigint) end,
              case when ${lat}::float8 is not null then l.id end, l.id desc
     limit ${f.limit}`)
}

/**
 * The cheapest open listing with at least one step left, of a lot or a family, and not the buyer's own. The price with
 * tax decides, then the older listing.
 */
export function cheapestListing(
  db: Queryable,
  source: { lotId?: string | undefined; family?: string | undefined },
  buyerId: OrganisationId,
  not: readonly string[],
): Promise<{ id: ListingId } | null> {
  return db.maybe(rows(z.object({ id: ListingId }))`
    select id from listing
     where state = 'open' and kind = 'fixed' and organisation_id <> ${buyerId} and not (lot_id = any (${not}::uuid[]))
       and mass_g - ordered_g - sold_g - withdrawn_g >= min_g
       and (${source.lotId ?? null}::uuid is null or lot_id = ${source.lotId ?? null})
       and (${source.family ?? null}::text is null or family = ${source.family ?? null})
     order by case when tax_included then price_yen_per_tonne else price_yen_per_tonne + price_yen_per_tonne / 10 end, id
     limit 1`)
}

/** Takes grams of an open listing for an order: one conditional statement, so a crowd cannot take more than there is. */
export async function takeStock(tx: Tx, id: ListingId, massG: number): Promise<boolean> {
  const taken = await tx.run(sql`
    update listing set ordered_g = ordered_g + ${massG}
     where id = ${id} and state = 'open' and mass_g - ordered_g - sold_g - withdrawn_g >= ${massG}`)
  return taken === 1
}

const GivenBack = z.object({ state: z.enum(['open', 'closed']) })

/** Ordered grams that nobody pays for: on sale again, or withdrawn when the listing is closed by now. */
export async function returnOrdered(tx: Tx, id: ListingId, massG: number): Promise<{ open: boolean }> {
  const { state } = await tx.one(rows(GivenBack)`
    update listing
       set ordered_g = ordered_g - ${massG},
           withdrawn_g = withdrawn_g + case when state = 'closed' then ${massG}::bigint else 0 end
     where id = ${id} returning state`)
  return { open: state === 'open' }
}

export async function sellOrdered(tx: Tx, id: ListingId, massG: number): Promise<void> {
  await tx.run(sql`
    update listing set ordered_g = ordered_g - ${massG}, sold_g = sold_g + ${massG} where id = ${id}`)
}

/** Sold grams that came back: on sale again, or withdrawn when the listing is closed by now. */
export async function returnSold(tx: Tx, id: ListingId, massG: number): Promise<{ open: boolean }> {
  const { state } = await tx.one(rows(GivenBack)`
    update listing
       set sold_g = sold_g - ${massG},
           withdrawn_g = withdrawn_g + case when state = 'closed' then ${massG}::bigint else 0 end
     where id = ${id} returning state`)
  return { open: state === 'open' }
}

export async function recordClosed(tx: Tx, id: ListingId, withdrawnG: number, at: string): Promise<void> {
  await tx.run(sql`
    update listing set state = 'closed', closed_at = ${at}, withdrawn_g = withdrawn_g + ${withdrawnG} where id = ${id}`)
}

const StockRow = z.object({ reservationId: ReservationId, leftG: Grams })

/** The listing's reservations with grams left, oldest first; the listing is locked. */
export function stockOf(tx: Tx, id: ListingId): Promise<z.infer<typeof StockRow>[]> {
  return tx.many(rows(StockRow)`
    select reservation_id as "reservationId", left_g as "leftG" from listing_stock
     where listing_id = ${id} and left_g > 0 order by reservation_id for update`)
}

export async function drawStock(tx: Tx, reservationId: ReservationId, massG: number): Promise<void> {
  await tx.run(sql`update listing_stock set left_g = left_g - ${massG} where reservation_id = ${reservationId}`)
}

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

const Numbered = z.object({ number: z.int(), last: z.int() })

/** The seller's next invoice number. Orders of one seller wait for each other here, so that no number is left out. */
export async function nextInvoiceNumber(tx: Tx, sellerId: OrganisationId): Promise<string> {
  const { number, last } = await tx.one(rows(Numbered)`
    insert into seller as s (organisation_id, last_invoice) values (${sellerId}, 1)
    on conflict (organisation_id) do update set last_invoice = s.last_invoice + 1
    returning number, last_invoice as last`)
  return invoiceNumber(number, last)
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
  before?: string | undefined
  limit: number
}

/** Orders, newest first. */
export function ordersOf(db: Queryable, f: OrderFilter): Promise<OrderRow[]> {
  const { id = null, buyerId = null, sellerId = null, partyId = null, state = null, before = null } = f
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
           t.bought_for as "boughtFor",
           greatest(0, t.received_yen - t.returned_yen
                       - case when t.state = 'awaiting-payment' then t.total_yen else t.kept_total_yen end) as "dueBackYen"
      from market_order t
      join listing l on l.id = t.listing_id
      join organisation s on s.id = t.seller_id
      join organisation b on b.id = t.buyer_id
     where (${id}::uuid is null or t.id = ${id})
       and (${buyerId}::uuid is null or t.buyer_id = ${buyerId})
       and (${sellerId}::uuid is null or t.seller_id = ${sellerId})
       and (${partyId}::uuid is null or ${partyId} in (t.buyer_id, t.seller_id))
       and (${state}::text is null or t.state = ${state})
       and (${before}::uuid is null or t.id < ${before})
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

export async function recordSeller(tx: Tx, id: OrganisationId, profile: SellerProfile): Promise<void> {
  await tx.run(sql`
    insert into seller (organisation_id, registration_number, payment_details)
    values (${id}, ${profile.registrationNumber}, ${profile.paymentDetails})
    on conflict (organisation_id) do update
      set registration_number = excluded.registration_number, payment_details = excluded.payment_details`)
}

export async function sellerProfile(db: Queryable, id: OrganisationId): Promise<SellerProfile> {
  const found = await db.maybe(rows(SellerProfile)`
    select registration_number as "registrationNumber", payment_details as "paymentDetails"
      from seller where organisation_id = ${id}`)
  return found ?? { registrationNumber: null, paymentDetails: null }
}

const SaleRow = z.object({
  number: z.int(),
  soldAt: z.string(),
  buyer: z.string().nullable(),
  note: z.string().nullable(),
  massG: Grams,
  priceYenPerTonne: Yen,
  taxIncluded: z.boolean(),
  totalYen: Yen,
})

/** What a seller has delivered, newest first, numbered from the first; names only of buyers who agreed. */
export function salesOf(db: Queryable, sellerId: OrganisationId, limit: number): Promise<z.infer<typeof SaleRow>[]> {
  return db.many(rows(SaleRow)`
    select row_number() over (order by t.delivered_at, t.id)::int as number, t.delivered_at as "soldAt",
           case when t.public_name then b.name end as buyer, case when t.public_name then t.note end as note,
           t.kept_g as "massG", t.price_yen_per_tonne as "priceYenPerTonne", t.tax_included as "taxIncluded",
           t.kept_total_yen as "totalYen"
      from market_order t join organisation b on b.id = t.buyer_id
     where t.seller_id = ${sellerId} and t.state in ('delivered', 'settled')
     order by t.delivered_at desc, t.id desc
     limit ${limit}`)
}

const SumsRow = z.object({
  sellerName: z.string(),
  sales: z.int(),
  massG: Grams,
  amountYen: Yen,
  totalYen: Yen,
  leftG: Grams,
})

export function salesSums(db: Queryable, sellerId: OrganisationId): Promise<z.infer<typeof SumsRow> | null> {
  return db.maybe(rows(SumsRow)`
    select o.name as "sellerName", t.sales, t.mass as "massG", t.amount as "amountYen", t.total as "totalYen",
           l.left_g as "leftG"
      from organisation o,
           lateral (select count(*)::int as sales, coalesce(sum(kept_g), 0)::bigint as mass,
                           coalesce(sum(kept_amount_yen), 0)::bigint as amount,
                           coalesce(sum(kept_total_yen), 0)::bigint as total
                      from market_order where seller_id = o.id and state in ('delivered', 'settled')) t,
           lateral (select coalesce(sum(mass_g - ordered_g - sold_g - withdrawn_g), 0)::bigint as left_g
                      from listing where organisation_id = o.id and state = 'open') l
     where o.id = ${sellerId}`)
}

const OpenOfLot = z.object({ id: ListingId })

/** A seller's open shelves of a lot, the newest first; tenders keep what their bidders were promised. */
export function openListingsOfLot(db: Queryable, lotId: LotId, sellerId: OrganisationId): Promise<{ id: ListingId }[]> {
  return db.many(rows(OpenOfLot)`
    select id from listing
     where lot_id = ${lotId} and organisation_id = ${sellerId} and state = 'open' and kind = 'fixed'
     order by id desc limit 1000`)
}

/** Grams that leave a locked, open listing for good. */
export async function recordTakenOut(tx: Tx, id: ListingId, massG: number): Promise<void> {
  await tx.run(sql`update listing set withdrawn_g = withdrawn_g + ${massG} where id = ${id}`)
}
