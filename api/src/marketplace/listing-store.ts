import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { type FindListings, ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { ListingRule } from '@morinowa/shared/marketplace/listing-rules.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of what stands on the market. Nobody who holds a listing waits for an order.

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
