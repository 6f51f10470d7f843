import { MIN_PEOPLE, MIXED } from '@morinowa/shared/reductions/k-anonymity.ts'
import { Month } from '@morinowa/shared/kernel/calendar.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { plainArray, textArray } from './sql-text.ts'
import type { AreaDelta, Figures, PersonDelta, Presence, SumDeltas } from './sum-deltas.ts'

// The sums beside the rows, changed in the transaction that changes the rows. Rows of a sum are locked in one order,
// or two transactions would wait for each other; the most wanted rows, those of areas, come last and are held shortest.

/** Adds to every sum that a set of acts changes, and publishes what may be published. */
export async function addToSums(tx: Tx, deltas: SumDeltas): Promise<void> {
  if (deltas.persons.size > 0) await addToPersons(tx, ordered(deltas.persons))
  if (deltas.presences.size > 0) await addPresences(tx, ordered(deltas.presences))
  if (deltas.areas.size > 0) await addToAreas(tx, ordered(deltas.areas))
}

function ordered<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

/** One property of many as an array of SQL; every value here is a number or a name of ours. */
const column = <T, K extends keyof T>(items: readonly T[], key: K): string =>
  plainArray(items.map((item) => item[key] as string | number))

async function addToPersons(tx: Tx, deltas: readonly PersonDelta[]): Promise<void> {
  await tx.run(sql`
    insert into person_sum as s
           (participant_id, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
    select * from unnest(${column(deltas, 'participantId')}::uuid[], ${column(deltas, 'month')}::text[],
                         ${column(deltas, 'pool')}::text[], ${column(deltas, 'mode')}::text[],
                         ${column(deltas, 'acts')}::bigint[], ${column(deltas, 'shownG')}::bigint[],
                         ${column(deltas, 'creditedG')}::bigint[], ${column(deltas, 'emittedG')}::bigint[],
                         ${column(deltas, 'contributedG')}::bigint[])
    on conflict (participant_id, month, pool, mode) do update
       set acts = s.acts + excluded.acts,
           shown_g = s.shown_g + excluded.shown_g,
           credited_g = s.credited_g + excluded.credited_g,
           emitted_g = s.emitted_g + excluded.emitted_g,
           contributed_g = s.contributed_g + excluded.contributed_g`)
}

/** Counts each person of a municipality's month once, and once in each pool. */
async function addPresences(tx: Tx, presences: readonly Presence[]): Promise<void> {
  await tx.run(sql`
    with touched as (
      insert into area_person as a (participant_id, month, municipality_code, pools)
      select * from unnest(${column(presences, 'participantId')}::uuid[], ${column(presences, 'month')}::text[],
                           ${column(presences, 'code')}::text[], ${column(presences, 'pools')}::smallint[])
      on conflict (participant_id, month, municipality_code) do update
         set pools = a.pools | excluded.pools
       where a.pools <> a.pools | excluded.pools
      returning new.municipality_code as code, new.month as month, coalesce(old.pools, 0) as before, new.pools as after
    )
    insert into area_people as p (municipality_code, month, pool, people)
    select t.code, t.month, v.pool, count(*)
      from touched t
     cross join lateral (values ('all', t.before = 0),
                                ('mobility', (t.after & ~t.before & 1) <> 0),
                                ('destinations', (t.after & ~t.before & 2) <> 0)) as v (pool, fresh)
     where v.fresh
     group by 1, 2, 3
     order by 1, 2, 3
    on conflict (municipality_code, month, pool) do update set people = p.people + excluded.people`)
}

async function addToAreas(tx: Tx, deltas: readonly AreaDelta[]): Promise<void> {
  const keys = [
    column(deltas, 'code'),
    column(deltas, 'month'),
    column(deltas, 'pool'),
    column(deltas, 'mode'),
  ] as const
  const [codes, months, pools, modes] = keys
  const figures = figureColumns(deltas)
  await tx.run(sql`
    insert into area_sum as s
           (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
    select * from unnest(${codes}::text[], ${months}::text[], ${pools}::text[], ${modes}::text[],
                         ${figures.acts}::bigint[], ${figures.shownG}::bigint[], ${figures.creditedG}::bigint[],
                         ${figures.emittedG}::bigint[], ${figures.contributedG}::bigint[])
    on conflict (municipality_code, month, pool, mode) do update
       set acts = s.acts + excluded.acts,
           shown_g = s.shown_g + excluded.shown_g,
           credited_g = s.credited_g + excluded.credited_g,
           emitted_g = s.emitted_g + excluded.emitted_g,
           contributed_g = s.contributed_g + excluded.contributed_g`)
  // Ten are enough to know that there are ten, so no more names than that are kept or sent.
  const people = textArray(deltas.map((delta) => plainArray([...delta.people].slice(0, MIN_PEOPLE))))
  await tx.run(sql`
    insert into area_pending as p
           (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g, people)
    select d.code, d.month, d.pool, d.mode, d.acts, d.shown_g, d.credited_g, d.emitted_g, d.contributed_g,
           d.people::uuid[]
      from unnest(${codes}::text[], ${months}::text[], ${pools}::text[], ${modes}::text[],
                  ${figures.acts}::bigint[], ${figures.shownG}::bigint[], ${figures.creditedG}::bigint[],
                  ${figures.emittedG}::bigint[], ${figures.contributedG}::bigint[], ${people}::text[])
           as d (code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g, people)
    on conflict (municipality_code, month, pool, mode) do update
       set acts = p.acts + excluded.acts,
           shown_g = p.shown_g + excluded.shown_g,
           credited_g = p.credited_g + excluded.credited_g,
           emitted_g = p.emitted_g + excluded.emitted_g,
           contributed_g = p.contributed_g + excluded.contributed_g,
           people = array(select distinct unnest(p.people || excluded.people))`)
  await tx.run(sql`
    with increments as (
      delete from area_pending p
       using unnest(${codes}::text[], ${months}::text[], ${pools}::text[], ${modes}::text[]) as d (code, month, pool, mode)
       where (p.municipality_code, p.month, p.pool, p.mode) = (d.code, d.month, d.pool, d.mode)
         and cardinality(p.people) >= ${MIN_PEOPLE}
      returning p.*
    ), published as (
      insert into area_published as a
             (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
      select municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g
        from increments
       order by municipality_code, month, pool, mode
      on conflict (municipality_code, month, pool, mode) do update
         set acts = a.acts + excluded.acts,
             shown_g = a.shown_g + excluded.shown_g,
             credited_g = a.credited_g + excluded.credited_g,
             emitted_g = a.emitted_g + excluded.emitted_g,
             contributed_g = a.contributed_g + excluded.contributed_g
    )
    update area_people p set published = p.people
      from (select distinct municipality_code, month, pool from increments) i
     where p.municipality_code = i.municipality_code and p.month = i.month and p.pool in ('all', i.pool)`)
}

function figureColumns(deltas: readonly Figures[]) {
  return {
    acts: column(deltas, 'acts'),
    shownG: column(deltas, 'shownG'),
    creditedG: column(deltas, 'creditedG'),
    emittedG: column(deltas, 'emittedG'),
    contributedG: column(deltas, 'contributedG'),
  }
}

/**
 * Publishes what is left of months that are over, all modes of a pool together, wherever ten people stand behind it.
 * @returns how many rows of people it brought up to date.
 */
export async function publishRemainders(tx: Tx, before: Month): Promise<number> {
  // Counting and taking must see the same rows; writers wait for the moment this takes.
  await tx.run(sql`lock table area_pending in exclusive mode`)
  return tx.run(sql`
    with groups as (
      select p.municipality_code, p.month, p.pool
        from area_pending p cross join lateral unnest(p.people) as person
       where p.month < ${before}
       group by 1, 2, 3
      having count(distinct person) >= ${MIN_PEOPLE}
    ), increments as (
      delete from area_pending p using groups g
       where (p.municipality_code, p.month, p.pool) = (g.municipality_code, g.month, g.pool)
      returning p.*
    ), published as (
      insert into area_published as a
             (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
      select municipality_code, month, pool, ${MIXED}, sum(acts), sum(shown_g), sum(credited_g), sum(emitted_g),
             sum(contributed_g)
        from increments
       group by 1, 2, 3
       order by 1, 2, 3
      on conflict (municipality_code, month, pool, mode) do update
         set acts = a.acts + excluded.acts,
             shown_g = a.shown_g + excluded.shown_g,
             credited_g = a.credited_g + excluded.credited_g,
             emitted_g = a.emitted_g + excluded.emitted_g,
             contributed_g = a.contributed_g + excluded.contributed_g
    )
    update area_people p set published = p.people
      from groups g
     where p.municipality_code = g.municipality_code and p.month = g.month and p.pool in ('all', g.pool)`)
}

const PersonSum = z.object({
  month: Month,
  pool: Pool,
  mode: z.string(),
  acts: z.int(),
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  contributedG: z.int(),
})
export type PersonSum = z.infer<typeof PersonSum>

/** A person's sums by month and mode: a few dozen rows a year. */
export function personSumsOf(db: Queryable, participantId: string, from: string, to: string): Promise<PersonSum[]> {
  return db.many(rows(PersonSum)`
    select month, pool, mode, acts, shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG",
           contributed_g as "contributedG"
      from person_sum
     where participant_id = ${participantId} and month between ${from} and ${to}
     order by month, pool, mode
     limit 20000`)
}
