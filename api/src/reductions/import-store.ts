import { LineStatus } from '@morinowa/shared/reductions/contract.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

export const ImportCounts = z.object({
  lines: z.int(),
  accepted: z.int(),
  waiting: z.int(),
  duplicate: z.int(),
  quarantined: z.int(),
  rejected: z.int(),
  shownG: z.int(),
  creditedG: z.int(),
})
export type ImportCounts = z.infer<typeof ImportCounts>

export async function recordImport(
  db: Queryable,
  { id, providerId, pool, at }: { id: string; providerId: string; pool: Pool; at: string },
): Promise<void> {
  await db.run(sql`
    insert into import (id, provider_id, pool, started_at) values (${id}, ${providerId}, ${pool}, ${at})`)
}

/** Adds a chunk's counts, in the transaction that recorded its lines. */
export async function addToImport(tx: Tx, id: string, counts: ImportCounts): Promise<void> {
  await tx.run(sql`
    update import
       set lines = lines + ${counts.lines}, accepted = accepted + ${counts.accepted},
           waiting = waiting + ${counts.waiting}, duplicate = duplicate + ${counts.duplicate},
           quarantined = quarantined + ${counts.quarantined}, rejected = rejected + ${counts.rejected},
           shown_g = shown_g + ${counts.shownG}, credited_g = credited_g + ${counts.creditedG}
     where id = ${id}`)
}

export function finishImport(db: Queryable, id: string, at: string): Promise<ImportCounts> {
  return db.one(rows(ImportCounts)`
    update import set finished_at = ${at} where id = ${id}
    returning lines, accepted, waiting, duplicate, quarantined, rejected, shown_g as "shownG",
              credited_g as "creditedG"`)
}

export type NewImportRow = {
  line: number
  externalId: string | null
  status: LineStatus
  code: string
  facts: object
}

export async function recordImportRows(tx: Tx, importId: string, lines: readonly NewImportRow[]): Promise<void> {
  await tx.run(sql`
    insert into import_row (import_id, line, external_id, status, code, facts)
    select ${importId}, * from unnest(${lines.map((l) => l.line)}::integer[],
                                      ${lines.map((l) => l.externalId)}::text[],
                                      ${lines.map((l) => l.status)}::text[], ${lines.map((l) => l.code)}::text[],
                                      ${lines.map((l) => JSON.stringify(l.facts))}::jsonb[])`)
}

export const ImportRead = ImportCounts.extend({
  importId: z.string(),
  pool: Pool,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type ImportRead = z.infer<typeof ImportRead>

/** A provider's own import. */
export function importOf(db: Queryable, id: string, providerId: string): Promise<ImportRead | null> {
  return db.maybe(rows(ImportRead)`
    select id as "importId", pool, started_at as "startedAt", finished_at as "finishedAt", lines, accepted, waiting,
           duplicate, quarantined, rejected, shown_g as "shownG", credited_g as "creditedG"
      from import where id = ${id} and provider_id = ${providerId}`)
}

/** A provider's imports, the newest first. */
export function importsOf(
  db: Queryable,
  providerId: string,
  before: { at: string; id: string } | null,
  limit: number,
): Promise<ImportRead[]> {
  return db.many(rows(ImportRead)`
    select id as "importId", pool, started_at as "startedAt", finished_at as "finishedAt", lines, accepted, waiting,
           duplicate, quarantined, rejected, shown_g as "shownG", credited_g as "creditedG"
      from import
     where provider_id = ${providerId}
       and (${before?.at ?? null}::timestamptz is null
            or (started_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
     order by started_at desc, id desc
     limit ${limit}`)
}

const ImportRowRead = z.object({
  line: z.int(),
  externalId: z.string().nullable(),
  status: LineStatus,
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
})
export type ImportRowRead = z.infer<typeof ImportRowRead>

/** Lines of an import from after a line on. */
export function importRowsOf(
  db: Queryable,
  importId: string,
  status: LineStatus | null,
  after: number,
  limit: number,
): Promise<ImportRowRead[]> {
  return db.many(rows(ImportRowRead)`
    select line, external_id as "externalId", status, code, facts
      from import_row
     where import_id = ${importId} and line > ${after} and (${status}::text is null or status = ${status})
     order by line
     limit ${limit}`)
}
