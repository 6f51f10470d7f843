import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { ACTIVE_MODES, OFF_GROUND_MODES, RAIL_MODES } from '@morinowa/shared/reductions/day-limits.ts'
import { Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows, type Tx } from '../platform/db.ts'
import { instantText, plainArray, textArray } from './sql-text.ts'
import { SQUARES, Squares } from './squares.ts'

// What people have that counts, as it is asked before something is added to it.

export const Neighbour = z.object({
  participantId: z.string(),
  id: z.string(),
  pool: Pool,
  providerId: z.string().nullable(),
  type: z.string(),
  mode: z.string().nullable(),
  day: Day,
  quantity: z.int(),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  ...Squares,
  shared: z.boolean(),
  startMs: z.number(),
  endMs: z.number(),
  evidence: Evidence,
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  status: RowStatus,
})
export type Neighbour = z.infer<typeof Neighbour>

const Found = z.object({ found: z.int() })

/**
 * Holds people as they are until the transaction ends: what one of them has is read, judged and added to by one
 * transaction at a time. Everybody locks in one order. Pseudonyms that wait are nobody's and need no lock.
 */
export async function lockPeople(tx: Tx, participantIds: readonly string[]): Promise<void> {
  if (participantIds.length === 0) return
  await tx.one(rows(Found)`
    with held as materialized (
      select 1 from person where participant_id = any(${plainArray(participantIds)}::uuid[])
       order by participant_id for no key update
    )
    select count(*) as found from held`)
}

/** A person's day, and where around it to look for others of the same person's acts. Milliseconds since 1970. */
export type DaySpan = {
  participantId: string
  day: string
  dayFromMs: number
  /** Reports of the same act lie in here. */
  fromMs: number
  toMs: number
  /** Reports that are too far away to be true lie in here. */
  farFromMs: number
  farToMs: number
  /** The one town that the acts in question stay in; `*` when there are several, null when it is unknown. */
  town: string | null
}

const SpanTotals = z.object({
  index: z.int(),
  creditedG: z.int(),
  activeG: z.int(),
  railM: z.int(),
  groundM: z.int(),
  near: z.int(),
})

/** What counts in people's days, and how many acts of a pool near enough to be judged together; nothing is left out. */
export function dayTotalsOf(
  db: Queryable,
  pool: Pool,
  spans: readonly DaySpan[],
): Promise<z.infer<typeof SpanTotals>[]> {
  // Seconds as floating point, exact to the microsecond: dividing whole numbers in SQL takes longer than finding the rows.
  const instant = (key: 'dayFromMs' | 'fromMs' | 'toMs' | 'farFromMs' | 'farToMs') =>
    plainArray(spans.map((span) => span[key] / 1_000))
  return db.many(rows(SpanTotals)`
    select (w.n - 1)::integer as index, t.*
      from unnest(${plainArray(spans.map((span) => span.participantId))}::uuid[], ${instant('dayFromMs')}::float8[],
                  ${instant('fromMs')}::float8[], ${instant('toMs')}::float8[], ${instant('farFromMs')}::float8[],
                  ${instant('farToMs')}::float8[], ${textArray(spans.map((span) => span.town))}::text[])
           with ordinality as w (participant_id, day, lo, hi, far_lo, far_hi, town, n)
     cross join lateral (
       select coalesce(sum(r.credited_g) filter (where d.same), 0)::bigint as "creditedG",
              coalesce(sum(r.credited_g) filter (where d.same and r.mode = any(${ACTIVE})), 0)::bigint as "activeG",
              coalesce(sum(r.quantity) filter (where d.same and r.mode = any(${RAIL})), 0)::bigint as "railM",
              coalesce(sum(r.quantity) filter (where d.same and r.mode <> all(${NOT_ROAD})), 0)::bigint as "groundM",
              count(*) filter (where r.pool = ${pool} and (
                (r.ended_at >= to_timestamp(w.lo) and r.started_at <= to_timestamp(w.hi))
                or ((w.town = '*' or r.from_municipality <> w.town or r.to_municipality <> w.town)
                    and r.ended_at >= to_timestamp(w.far_lo) and r.started_at <= to_timestamp(w.far_hi)))) as near
         from reduction r
        cross join lateral (select r.started_at >= to_timestamp(w.day)
                               and r.started_at < to_timestamp(w.day + 86400) as same) d
        where r.participant_id = w.participant_id
          and r.started_at >= to_timestamp(least(w.day, w.far_lo - 176400))
          and r.started_at <= to_timestamp(greatest(w.day + 86400, w.far_hi))
          and r.status in ('waiting', 'recorded', 'pooled')
       having count(*) > 0
     ) t`)
}

const MonthCount = z.object({ key: z.string(), pieces: z.int() })
type MonthAsk = { participantId: string; month: string; type: string; basisId: number }

/** Pieces that count in people's months, by `participant month type basis`. */
export async function monthCountsOf(tx: Tx, asked: readonly MonthAsk[]): Promise<Map<string, number>> {
  const found = await tx.many(rows(MonthCount)`
    select m.participant_id || ' ' || m.month || ' ' || m.type || ' ' || m.basis_id as key, sum(r.quantity)::bigint as pieces
      from (select distinct * from unnest(${plainArray(asked.map((m) => m.participantId))}::uuid[],
                                          ${plainArray(asked.map((m) => m.month))}::text[],
                                          ${plainArray(asked.map((m) => m.type))}::text[],
                                          ${plainArray(asked.map((m) => m.basisId))}::integer[])
              as m (participant_id, month, type, basis_id)) m
      join reduction r
        on r.participant_id = m.participant_id
       and r.started_at >= (m.month || '-01T00:00:00+09:00')::timestamptz
       and r.started_at < (m.month || '-01T00:00:00+09:00')::timestamptz + interval '1 month 1 day'
       and r.day >= (m.month || '-01')::date and r.day < ((m.month || '-01')::date + interval '1 month')
       and r.type = m.type and r.basis_id = m.basis_id
     where r.status in ('waiting', 'recorded', 'pooled')
     group by 1`)
  return new Map(found.map(({ key, pieces }) => [key, pieces]))
}

const ACTIVE = [...ACTIVE_MODES]
const RAIL = [...RAIL_MODES]
const NOT_ROAD = [...RAIL_MODES, ...OFF_GROUND_MODES]

/** Where to look for acts of the same person. */
export type Window = { participantId: string; fromMs: number; toMs: number }

/** Acts in a pool that count and lie in any of the windows. No trip lasts longer than two days. */
export async function neighboursIn(tx: Tx, pool: Pool, windows: readonly Window[]): Promise<Neighbour[]> {
  const found = await tx.many(rows(Neighbour)`
    select r.participant_id as "participantId", r.id, r.pool, r.provider_id as "providerId", r.type, r.mode, r.day,
           r.quantity, r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", ${SQUARES}, r.shared,
           (extract(epoch from r.started_at) * 1000)::bigint as "startMs",
           (extract(epoch from r.ended_at) * 1000)::bigint as "endMs",
           r.evidence, r.shown_g as "shownG", r.credited_g as "creditedG", r.emitted_g as "emittedG", r.status
      from unnest(${plainArray(windows.map((w) => w.participantId))}::uuid[],
                  ${plainArray(windows.map((w) => instantText(w.fromMs)))}::timestamptz[],
                  ${plainArray(windows.map((w) => instantText(w.toMs)))}::timestamptz[]) as w (participant_id, lo, hi)
      join reduction r
        on r.participant_id = w.participant_id
       and r.started_at < w.hi
       and r.started_at > w.lo - interval '49 hours'
     where r.ended_at >= w.lo and r.pool = ${pool} and r.status in ('waiting', 'recorded', 'pooled')`)
  // Windows of one person may overlap, and then find the same act twice.
  return [...new Map(found.map((one) => [one.id, one])).values()]
}
