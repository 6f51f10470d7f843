import { Family } from '@morinowa/shared/credits/families.ts'
import { Instant, Month } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { ListingId, OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { type OpenStanding, RunOutcome, StandingId } from '@morinowa/shared/marketplace/standing-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const StandingRow = z.object({
  id: StandingId,
  buyerId: OrganisationId,
  state: z.enum(['active', 'stopped']),
  stoppedWhy: z
    .enum(['out-of-stock', 'out-of-budget', 'nothing-fits', 'not-allowed', 'last-month-over', 'by-hand'])
    .nullable(),
  stoppedAt: Instant.nullable(),
  listingId: ListingId.nullable(),
  family: Family.nullable(),
  prefecture: z.string().nullable(),
  massG: Grams.nullable(),
  budgetYen: Yen.nullable(),
  mostYenPerTonne: Yen.nullable(),
  allYen: Yen.nullable(),
  dayOfMonth: z.int(),
  firstMonth: Month,
  lastMonth: Month.nullable(),
  publicName: z.boolean(),
  spentYen: Yen,
  createdAt: Instant,
  runs: z.array(
    z.object({
      month: Month,
      outcome: RunOutcome,
      orderId: OrderId.nullable(),
      totalYen: Yen.nullable(),
      ranAt: z.string().transform((text) => new Date(text).toISOString() as Instant),
    }),
  ),
})
export type StandingRow = z.infer<typeof StandingRow>

/** Standing orders, newest first, each with what came of its months. */
export function standingOf(
  db: Queryable,
  { buyerId = null, id = null }: { buyerId?: OrganisationId | null; id?: StandingId | null },
): Promise<StandingRow[]> {
  return db.many(rows(StandingRow)`
    select s.id, s.buyer_id as "buyerId", s.state, s.stopped_why as "stoppedWhy", s.stopped_at as "stoppedAt",
           s.listing_id as "listingId", s.family, s.prefecture, s.mass_g as "massG", s.budget_yen as "budgetYen",
           s.most_yen_per_tonne as "mostYenPerTonne", s.all_yen as "allYen", s.day_of_month as "dayOfMonth",
           s.first_month as "firstMonth", s.last_month as "lastMonth", s.public_name as "publicName",
           s.spent_yen as "spentYen", s.created_at as "createdAt",
           coalesce((select jsonb_agg(jsonb_build_object('month', r.month, 'outcome', r.outcome, 'orderId', r.order_id,
                                                         'totalYen', m.total_yen, 'ranAt', r.ran_at) order by r.month desc)
                       from standing_run r left join market_order m on m.id = r.order_id where r.standing_id = s.id),
                    '[]') as runs
      from standing_order s
     where (${buyerId}::uuid is null or s.buyer_id = ${buyerId}) and (${id}::uuid is null or s.id = ${id})
     order by s.id desc limit 200`)
}

export async function lockStanding(tx: Tx, id: StandingId): Promise<StandingRow | null> {
  await tx.run(sql`select from standing_order where id = ${id} for update`)
  const [standing] = await standingOf(tx, { id })
  return standing ?? null
}

export async function recordStanding(
  tx: Tx,
  s: OpenStanding & { id: StandingId; buyerId: OrganisationId; firstMonth: string; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into standing_order (id, buyer_id, listing_id, family, prefecture, mass_g, budget_yen, most_yen_per_tonne,
                                all_yen, day_of_month, first_month, last_month, public_name, created_at)
    values (${s.id}, ${s.buyerId}, ${s.listingId}, ${s.family}, ${s.prefecture}, ${s.massG}, ${s.budgetYen},
            ${s.mostYenPerTonne}, ${s.allYen}, ${s.dayOfMonth}, ${s.firstMonth}, ${s.lastMonth}, ${s.publicName},
            ${s.at})`)
}

export async function recordStopped(tx: Tx, id: StandingId, why: string, at: string): Promise<void> {
  await tx.run(sql`
    update standing_order set state = 'stopped', stopped_why = ${why}, stopped_at = ${at}
     where id = ${id} and state = 'active'`)
}

export async function recordRun(
  tx: Tx,
  run: { id: StandingId; month: string; orderId: string | null; outcome: string; spentYen: number; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into standing_run (standing_id, month, order_id, outcome, ran_at)
    values (${run.id}, ${run.month}, ${run.orderId}, ${run.outcome}, ${run.at})`)
  await tx.run(sql`update standing_order set spent_yen = spent_yen + ${run.spentYen} where id = ${run.id}`)
}

const Due = z.object({ id: StandingId })

/** Active standing orders whose day of this month has come and whose month has not been tried. */
export function dueStanding(db: Queryable, month: string, day: number): Promise<{ id: StandingId }[]> {
  return db.many(rows(Due)`
    select id from standing_order s
     where state = 'active' and first_month <= ${month} and day_of_month <= ${day}
       and not exists (select from standing_run r where r.standing_id = s.id and r.month = ${month})
     order by id limit 500`)
}

const Fitting = z.object({ id: ListingId, lotId: z.uuid() })

/** Open listings that fit, the cheapest with tax first, then the oldest. */
export function fittingListings(db: Queryable, s: StandingRow): Promise<z.infer<typeof Fitting>[]> {
  return db.many(rows(Fitting)`
    select id, lot_id as "lotId" from listing
     where state = 'open' and kind = 'fixed' and organisation_id <> ${s.buyerId}
       and (${s.listingId}::uuid is null or id = ${s.listingId})
       and (${s.family}::text is null or family = ${s.family})
       and (${s.prefecture}::text is null or left(municipality_code, 2) = ${s.prefecture})
       and (${s.mostYenPerTonne}::bigint is null or ${s.mostYenPerTonne} >=
            case when tax_included then price_yen_per_tonne else price_yen_per_tonne + price_yen_per_tonne / 10 end)
       and mass_g - ordered_g - sold_g - withdrawn_g >= coalesce(${s.massG}::bigint, min_g)
       and coalesce(${s.massG}::bigint, 0) % min_g = 0
     order by case when tax_included then price_yen_per_tonne else price_yen_per_tonne + price_yen_per_tonne / 10 end, id
     limit 20`)
}

const Existing = z.object({ fits: z.boolean() })

/** Whether the wishes meet anything at all that is on sale, stock or not. */
export async function wishesMeet(db: Queryable, s: StandingRow): Promise<boolean> {
  const { fits } = await db.one(rows(Existing)`
    select exists (select from listing
      where kind = 'fixed' and organisation_id <> ${s.buyerId}
        and (${s.listingId}::uuid is null or id = ${s.listingId})
        and (${s.family}::text is null or family = ${s.family})
        and (${s.prefecture}::text is null or left(municipality_code, 2) = ${s.prefecture})
        and (${s.mostYenPerTonne}::bigint is null or ${s.mostYenPerTonne} >=
             case when tax_included then price_yen_per_tonne else price_yen_per_tonne + price_yen_per_tonne / 10 end)
    ) as fits`)
  return fits
}
