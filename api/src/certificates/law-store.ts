import { Law } from '@morinowa/shared/certificates/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const LawRow = Law.omit({ text: true, ok: true })
export type LawRow = z.infer<typeof LawRow>

/** Every law of the ledger, added up over everything. */
export function lawsNow(db: Queryable): Promise<LawRow[]> {
  return db.many(rows(LawRow)`
    select id, unit, left_g as "leftG", right_g as "rightG", broken from ledger_laws()
    union all
    select id, unit, left_g, right_g, broken from registered_laws()
    union all
    select id, unit, left_g, right_g, broken from serial_laws()`)
}

const Seen = z.object({ seen: z.int(), checkedAt: z.string() })

/** When it is, and up to which act a check that begins now sees everything. */
export function seenNow(db: Queryable): Promise<z.infer<typeof Seen>> {
  return db.one(rows(Seen)`select ledger_seen() as seen, clock_timestamp() as "checkedAt"`)
}

const Check = z.object({ ...Seen.shape, tookMs: z.int(), ageMs: z.number(), laws: z.array(LawRow) })

/** The last time that everything was added up, and how long ago that was by the database's clock. */
export function lastCheck(db: Queryable): Promise<z.infer<typeof Check> | null> {
  return db.maybe(rows(Check)`
    select operation_id as seen, checked_at as "checkedAt", took_ms as "tookMs", laws,
           extract(epoch from clock_timestamp() - checked_at)::float8 * 1000 as "ageMs"
      from law_check`)
}

export type MadeCheck = Omit<z.infer<typeof Check>, 'ageMs'>

/** Keeps a check, unless a later one is kept already. */
export async function recordCheck(tx: Tx, { seen, checkedAt, tookMs, laws }: MadeCheck): Promise<void> {
  await tx.run(sql`
    insert into law_check (checked_at, took_ms, operation_id, laws)
    values (${checkedAt}, ${tookMs}, ${seen}, ${JSON.stringify(laws)}::jsonb)
    on conflict (id) do update
      set checked_at = excluded.checked_at, took_ms = excluded.took_ms, operation_id = excluded.operation_id,
          laws = excluded.laws
      where law_check.checked_at < excluded.checked_at`)
}

const Since = z.object({ acts: z.int(), broken: z.int(), checkedAt: z.string() })

/** The newest acts after one, at most so many, and how often they break a law. */
export function lawsSince(db: Queryable, seen: number, most: number): Promise<z.infer<typeof Since>> {
  return db.one(rows(Since)`
    select acts, broken, clock_timestamp() as "checkedAt" from ledger_laws_since(${seen}, ${most})`)
}
