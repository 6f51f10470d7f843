import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { MIX_DAYS } from '@morinowa/shared/destinations/sales-mix.ts'
import { Meal } from '@morinowa/shared/methodology/ask.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

/** A restaurant on a day; a provider that is one place has no name for it. */
export type MealDay = { placeRef: string; day: string }

const Sold = z.object({ placeRef: z.string(), day: Day, meal: Meal.nullable(), meals: z.int(), days: z.int() })

/**
 * What restaurants sold in the ninety days before each day, as far as it was told before today: a row for each meal, and
 * one without a meal, which says on how many days anything was sold.
 */
export function salesBefore(db: Queryable, providerId: string, asked: readonly MealDay[], today: string) {
  return db.many(rows(Sold)`
    with sold as (
      select a.place_ref, a.day, s.meal, s.day as sold_on, sum(s.meals) as meals
        from unnest(${asked.map((one) => one.placeRef)}::text[], ${asked.map((one) => one.day)}::date[])
               as a (place_ref, day)
        join meal_sale s
          on s.provider_id = ${providerId} and s.place_ref = a.place_ref
         and s.day >= a.day - ${MIX_DAYS}::int and s.day < a.day and s.told_on < ${today}::date
       group by 1, 2, 3, 4
      having sum(s.meals) > 0)
    select place_ref as "placeRef", day, meal, sum(meals)::bigint as meals, count(distinct sold_on) as days
      from sold
     group by grouping sets ((place_ref, day, meal), (place_ref, day))`)
}

const Restaurant = z.object({ placeRef: z.string() })

/** Restaurants of a provider that sold anything in the ninety days before a day. */
export function restaurantsOf(db: Queryable, providerId: string, day: string) {
  return db.many(rows(Restaurant)`
    select distinct place_ref as "placeRef" from meal_sale
     where provider_id = ${providerId} and day >= ${day}::date - ${MIX_DAYS}::int and day < ${day}::date
     order by 1
     limit 1000`)
}

export type Told = MealDay & { meal: Meal; meals: number }

/** Adds what was sold to what was told today. Rows are touched in one order, so that two uploads never wait in a ring. */
export async function recordSales(tx: Tx, providerId: string, told: readonly Told[], today: string): Promise<void> {
  if (told.length === 0) return
  await tx.run(sql`
    insert into meal_sale as m (provider_id, place_ref, day, meal, told_on, meals)
    select ${providerId}, t.place_ref, t.day, t.meal, ${today}, sum(t.meals)
      from unnest(${told.map((one) => one.placeRef)}::text[], ${told.map((one) => one.day)}::date[],
                  ${told.map((one) => one.meal)}::text[], ${told.map((one) => one.meals)}::bigint[])
             as t (place_ref, day, meal, meals)
     group by t.place_ref, t.day, t.meal
     order by t.place_ref, t.day, t.meal
    on conflict (provider_id, place_ref, day, meal, told_on) do update set meals = m.meals + excluded.meals`)
}
