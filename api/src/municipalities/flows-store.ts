import { Day, Month } from '@morinowa/shared/kernel/calendar.ts'
import { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// Reads what was published by day, by destination and for prefectures; like sums-store.ts, nothing else.

const figures = { acts: z.int(), shownG: z.int(), creditedG: z.int(), emittedG: z.int() }

const DayRow = z.object({ day: Day, ...figures })

/** Published days of a municipality's month. */
export function publishedDays(db: Queryable, code: string, ask: { from: string; to: string; pool: Pool | null }) {
  return db.many(rows(DayRow)`
    select day, sum(acts)::bigint as acts, sum(shown_g)::bigint as "shownG", sum(credited_g)::bigint as "creditedG",
           sum(emitted_g)::bigint as "emittedG"
      from area_day_published
     where municipality_code = ${code} and day between ${ask.from} and ${ask.to}
       and (${ask.pool}::text is null or pool = ${ask.pool})
     group by day
     order by day
     limit 31`)
}

const FlowRow = z.object({ from: z.string(), to: z.string(), mode: z.string(), ...figures })
export type FlowRow = z.infer<typeof FlowRow>

const MOST_FLOWS = 50_000

/** Published trips from a municipality and to it, by both ends and mode. */
export function publishedFlows(db: Queryable, code: string, { from, to }: { from: string; to: string }) {
  return db.many(rows(FlowRow)`
    select from_municipality as "from", to_municipality as "to", mode, sum(acts)::bigint as acts,
           sum(shown_g)::bigint as "shownG", sum(credited_g)::bigint as "creditedG", sum(emitted_g)::bigint as "emittedG"
      from (select * from flow_published where from_municipality = ${code} and month between ${from} and ${to}
            union all
            select * from flow_published
             where to_municipality = ${code} and from_municipality <> ${code} and month between ${from} and ${to}) f
     group by 1, 2, 3
     order by 1, 2, 3
     limit ${MOST_FLOWS}`)
}

/** A month of published trips that began in a prefecture. */
export function publishedPrefectureFlows(db: Queryable, prefecture: string, month: string) {
  return db.many(rows(FlowRow)`
    select from_municipality as "from", to_municipality as "to", mode, acts, shown_g as "shownG",
           credited_g as "creditedG", emitted_g as "emittedG"
      from flow_published
     where from_municipality between ${prefecture} and ${`${prefecture}999`} and month = ${month}
     order by 1, 2, 3
     limit ${MOST_FLOWS}`)
}

const MeshRow = z.object({ fromMesh: z.string(), toMesh: z.string(), mode: z.string(), ...figures })
export type MeshRow = z.infer<typeof MeshRow>

/** A month of published trips that began in a municipality, by squares of the grid. */
export function publishedMeshFlows(db: Queryable, code: string, month: string) {
  return db.many(rows(MeshRow)`
    select from_mesh as "fromMesh", to_mesh as "toMesh", mode, acts, shown_g as "shownG", credited_g as "creditedG",
           emitted_g as "emittedG"
      from mesh_flow_published
     where from_municipality = ${code} and month = ${month}
     order by 1, 2, 3
     limit ${MOST_FLOWS}`)
}

const PrefectureSum = z.object({
  code: z.string().nullable(),
  month: Month.nullable(),
  pool: Pool.nullable(),
  mode: z.string().nullable(),
  ...figures,
  contributedG: z.int(),
})
export type PrefectureSum = z.infer<typeof PrefectureSum>

/**
 * What was published in a prefecture, by its municipalities' cells and those in its own name (two digits), added up three
 * ways: a row for each code, one for each month, one for each pool and mode. What comes back grows with the answer, not
 * with the cells behind it.
 */
export function publishedInPrefecture(
  db: Queryable,
  prefecture: string,
  { from, to, pool }: { from: string; to: string; pool: Pool | null },
) {
  return db.many(rows(PrefectureSum)`
    select municipality_code as code, month, pool, mode, sum(acts)::bigint as acts, sum(shown_g)::bigint as "shownG",
           sum(credited_g)::bigint as "creditedG", sum(emitted_g)::bigint as "emittedG",
           sum(contributed_g)::bigint as "contributedG"
      from area_published
     where municipality_code between ${prefecture} and ${`${prefecture}999`} and month between ${from} and ${to}
       and (${pool}::text is null or pool = ${pool})
     group by grouping sets ((municipality_code), (month), (pool, mode))
     order by "creditedG" desc, 1, 2, 3, 4
     limit 10000`)
}

const PrefectureCellRow = z.object({
  code: z.string(),
  name: Bilingual,
  acts: z.int().nullable(),
  shownG: z.int().nullable(),
  creditedG: z.int().nullable(),
  contributedG: z.int().nullable(),
})

/** One month of every prefecture. */
export function publishedPrefectures(db: Queryable, month: string, pool: Pool | null) {
  return db.many(rows(PrefectureCellRow)`
    select p.code, json_build_object('ja', p.name_ja, 'en', p.name_en) as name, s.acts, s.shown_g as "shownG",
           s.credited_g as "creditedG", s.contributed_g as "contributedG"
      from prefecture p
      left join (select left(municipality_code, 2) as code, sum(acts)::bigint as acts, sum(shown_g)::bigint as shown_g,
                        sum(credited_g)::bigint as credited_g, sum(contributed_g)::bigint as contributed_g
                   from area_published
                  where month = ${month} and (${pool}::text is null or pool = ${pool})
                  group by 1) s on s.code = p.code
     order by p.code
     limit 47`)
}

const NamedPlace = z.object({
  code: z.string(),
  name: Bilingual,
  lat: z.number().nullable(),
  lon: z.number().nullable(),
})
export type NamedPlace = z.infer<typeof NamedPlace>

/** Names and town halls of municipalities. */
export async function placesNamed(db: Queryable, codes: readonly string[]): Promise<Map<string, NamedPlace>> {
  const found = await db.many(rows(NamedPlace)`
    select code, json_build_object('ja', name_ja, 'en', name_en) as name, office_lat as lat, office_lon as lon
      from municipality where code = any(${codes}::text[])`)
  return new Map(found.map((one) => [one.code, one]))
}
