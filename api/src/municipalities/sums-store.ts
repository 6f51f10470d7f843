import { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { Month } from '@morinowa/shared/kernel/calendar.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// Reads what was published, and only that: the exact sums and those that wait are no business of this word.

const Published = z.object({
  month: Month,
  pool: Pool,
  mode: z.string(),
  acts: z.int(),
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  contributedG: z.int(),
})
export type Published = z.infer<typeof Published>

/** Published cells of a municipality: at most its months times pools times modes, however many acts there were. */
export function publishedOf(
  db: Queryable,
  code: string,
  { from, to, pool }: { from: string; to: string; pool: Pool | null },
): Promise<Published[]> {
  return db.many(rows(Published)`
    select month, pool, mode, acts, shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG",
           contributed_g as "contributedG"
      from area_published
     where municipality_code = ${code} and month between ${from} and ${to}
       and (${pool}::text is null or pool = ${pool})
     order by month, pool, mode
     limit 10000`)
}

const MonthPeople = z.object({ month: Month, people: z.int() })

/**
 * People of each month as they stood when ten more had come. Of both pools the larger number: who counts everybody once
 * can subtract one pool, and has those who are in the other alone.
 */
export function publishedPeopleOf(
  db: Queryable,
  code: string,
  { from, to, pool }: { from: string; to: string; pool: Pool | null },
) {
  return db.many(rows(MonthPeople)`
    select month, max(published) as people
      from area_people
     where municipality_code = ${code} and month between ${from} and ${to}
       and pool = any(${pool === null ? [...Pool.options] : [pool]}::text[])
     group by month
     limit 1000`)
}

const Cell = z.object({
  code: z.string(),
  creditedG: z.int().nullable(),
  shownG: z.int().nullable(),
  contributedG: z.int().nullable(),
  people: z.int(),
})

/** One month of every municipality. */
export function publishedMonth(db: Queryable, month: string, pool: Pool | null) {
  return db.many(rows(Cell)`
    select m.code, s.credited_g as "creditedG", s.shown_g as "shownG", s.contributed_g as "contributedG",
           coalesce(p.published, 0) as people
      from municipality m
      left join (select municipality_code, sum(credited_g)::bigint as credited_g, sum(shown_g)::bigint as shown_g,
                        sum(contributed_g)::bigint as contributed_g
                   from area_published
                  where month = ${month} and (${pool}::text is null or pool = ${pool})
                  group by municipality_code) s on s.municipality_code = m.code
      left join (select municipality_code, max(published) as published
                   from area_people
                  where month = ${month} and pool = any(${pool === null ? [...Pool.options] : [pool]}::text[])
                  group by municipality_code) p on p.municipality_code = m.code
     order by m.code
     limit 5000`)
}

const Name = z.object({ name: Bilingual })

export async function nameOf(db: Queryable, code: string): Promise<Bilingual | null> {
  const found = await db.maybe(rows(Name)`
    select json_build_object('ja', name_ja, 'en', name_en) as name from municipality where code = ${code}`)
  return found?.name ?? null
}
