import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { SellerProfile } from '@morinowa/shared/marketplace/contract.ts'
import { invoiceNumber } from '@morinowa/shared/marketplace/invoice.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of sellers: their invoices' numbers, how they are paid, and the list of what they sold.

const Numbered = z.object({ number: z.int(), last: z.int() })

/** The seller's next invoice number. Orders of one seller wait for each other here, so that no number is left out. */
export async function nextInvoiceNumber(tx: Tx, sellerId: OrganisationId): Promise<string> {
  const { number, last } = await tx.one(rows(Numbered)`
    insert into seller as s (organisation_id, last_invoice) values (${sellerId}, 1)
    on conflict (organisation_id) do update set last_invoice = s.last_invoice + 1
    returning number, last_invoice as last`)
  return invoiceNumber(number, last)
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
