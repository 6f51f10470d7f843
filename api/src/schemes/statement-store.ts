import { CertificateId } from '@morinowa/shared/credits/ids.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Grams, SignedGrams, Yen } from '@morinowa/shared/kernel/units.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// SQL of a month's statement, from the sums of days.

type Span = { from: string; to: string }

const DayRow = z.object({ day: Day, items: z.int(), massG: SignedGrams, yen: z.int() })

export function daysBetween(db: Queryable, id: SchemeId, { from, to }: Span): Promise<z.infer<typeof DayRow>[]> {
  return db.many(rows(DayRow)`
    select day, items, grams as "massG", yen from scheme_day
     where scheme_id = ${id} and day between ${from} and ${to} order by day`)
}

const Before = z.object({ fundYen: z.int(), waitingG: SignedGrams })

/** What days and closings before a day have left: yen in the fund, grams attached and not retired. */
export function standingBefore(db: Queryable, id: SchemeId, day: string): Promise<z.infer<typeof Before>> {
  return db.one(rows(Before)`
    with came as (
      select coalesce(sum(yen), 0) as yen, coalesce(sum(grams), 0) as g
        from scheme_day where scheme_id = ${id} and day < ${day}),
    -- Credits that a fund has bought were never attached to anything.
    went as (
      select coalesce(sum(spent_yen), 0) as yen, coalesce(sum(retired_g - bought_g), 0) as g
        from scheme_closing where scheme_id = ${id} and through < ${day})
    select (came.yen - went.yen)::bigint as "fundYen", (came.g - went.g)::bigint as "waitingG" from came, went`)
}

const Returns = z.object({ count: z.int(), items: z.int(), massG: Grams, yen: Yen })

export function returnsBetween(db: Queryable, id: SchemeId, { from, to }: Span): Promise<z.infer<typeof Returns>> {
  return db.one(rows(Returns)`
    select count(*)::int as count, coalesce(sum(units), 0)::bigint as items, coalesce(sum(grams), 0)::bigint as "massG",
           coalesce(sum(yen), 0)::bigint as yen
      from scheme_return where scheme_id = ${id} and booked_on between ${from} and ${to}`)
}

const Paper = z.object({ items: z.int() })

export async function paperBetween(db: Queryable, id: SchemeId, { from, to }: Span): Promise<number> {
  return (
    await db.one(rows(Paper)`
      select coalesce(sum(units - returned_units), 0)::bigint as items from scheme_sale
       where scheme_id = ${id} and on_paper and booked_on between ${from} and ${to}`)
  ).items
}

const ClosingRow = z.object({
  through: Day,
  spentYen: Yen,
  retiredG: Grams,
  boughtG: Grams,
  certificateIds: z.array(CertificateId),
})

export function closingsBetween(
  db: Queryable,
  id: SchemeId,
  { from, to }: Span,
): Promise<z.infer<typeof ClosingRow>[]> {
  return db.many(rows(ClosingRow)`
    select c.through, c.spent_yen as "spentYen", c.retired_g as "retiredG", c.bought_g as "boughtG",
           array(select distinct r.certificate_id from scheme_closing_retirement r
                  where r.scheme_id = c.scheme_id and r.number = c.number order by r.certificate_id) as "certificateIds"
      from scheme_closing c
     where c.scheme_id = ${id} and c.through between ${from} and ${to}
     order by c.through`)
}
