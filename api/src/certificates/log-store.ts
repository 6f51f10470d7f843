import { z } from 'zod'
import type { TreeNode } from '@morinowa/shared/certificates/merkle.ts'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// The public log's SQL. One follower at a time appends to it.

const Progress = z.object({ size: z.int(), floor: z.int() })

/** Where the log stands; null when another process is appending to it. */
export function lockProgress(tx: Tx): Promise<z.infer<typeof Progress> | null> {
  return tx.maybe(rows(Progress)`select size, floor from log_progress for no key update skip locked`)
}

const Leaf = z.object({
  entry: z.int(),
  operation: z.int(),
  act: z.string(),
  at: z.string(),
  kind: z.string(),
  holding: z.int(),
  account: z.string(),
  parent: z.int().nullable(),
  lot: z.string(),
  lo: z.int().nullable(),
  hi: z.int(),
  retirement: z.object({ id: z.string(), certificateId: z.string(), statementDigest: z.string() }).nullable(),
  issued: z
    .object({
      code: z.string(),
      family: z.string(),
      massG: z.int(),
      bufferG: z.int(),
      unitG: z.int(),
      vintage: z.int(),
      scheme: z.string(),
      methodology: z.string(),
      projectName: z.string(),
      municipalityCode: z.string().nullable(),
      registrySerials: z.array(z.string()),
      batch: z.string().nullable(),
    })
    .nullable(),
})
export type Leaf = z.infer<typeof Leaf>

/**
 * Entries that are not in the log yet and whose transaction is certainly finished: no transaction that could still write
 * one before them is running. Transaction numbers beyond every running one are of a database that was restored.
 */
export function unloggedEntries(tx: Tx, floor: number, limit: number): Promise<Leaf[]> {
  return tx.many(rows(Leaf)`
    select e.id as entry, e.operation_id as operation, o.kind as act, o.at, e.kind, e.holding_id as holding,
           h.account_id as account, h.parent_id as parent, e.lot_id as lot, e.lo, e.hi,
           case when r.id is not null then json_build_object(
             'id', r.id, 'certificateId', r.certificate_id, 'statementDigest', encode(r.statement_digest, 'hex')) end
             as retirement,
           case when e.kind = 'genesis' and h.parent_id is null then json_build_object(
             'code', l.code, 'family', l.family, 'massG', l.mass_g, 'bufferG', l.buffer_g, 'unitG', l.unit_g,
             'vintage', l.vintage, 'scheme', l.scheme, 'methodology', l.methodology, 'projectName', l.project_name,
             'municipalityCode', l.municipality_code, 'registrySerials', l.registry_serials, 'batch', l.batch_id) end as issued
      from ledger_entry e
      join ledger_operation o on o.id = e.operation_id
      join holding h on h.id = e.holding_id
      join lot l on l.id = e.lot_id
      left join retirement r on r.id = e.retirement_id
     where e.id > ${floor}
       and (e.xid < pg_snapshot_xmin(pg_current_snapshot()) or e.xid >= pg_snapshot_xmax(pg_current_snapshot()))
       and not exists (select from log_leaf f where f.entry_id = e.id)
       -- Nothing is taken up before what it stands on: whoever took a range after another entry wrote a later number, and
       -- saw that entry. So nothing behind the first entry that must wait is taken either.
       and e.id < coalesce((select min(w.id) from ledger_entry w
                             where w.id > ${floor} and w.xid >= pg_snapshot_xmin(pg_current_snapshot())
                               and w.xid < pg_snapshot_xmax(pg_current_snapshot())), 9223372036854775807)
     order by e.id
     limit ${limit}`)
}

export async function recordLeaves(
  tx: Tx,
  size: number,
  leaves: readonly { entry: number; text: string }[],
  nodes: readonly TreeNode[],
): Promise<void> {
  await tx.run(sql`
    insert into log_leaf (index, entry_id, leaf)
    select ${size} + n - 1, entry, leaf
      from unnest(${leaves.map(({ entry }) => entry)}::bigint[], ${leaves.map(({ text }) => text)}::text[])
             with ordinality as fresh (entry, leaf, n)`)
  await tx.run(sql`
    insert into log_node (level, index, hash)
    select * from unnest(${nodes.map(({ level }) => level)}::smallint[], ${nodes.map(({ index }) => index)}::bigint[],
                         ${nodes.map(({ hash }) => Buffer.from(hash))}::bytea[])`)
}

/**
 * Writes down the size, and moves the floor up to where it is known that nothing below can still appear: everything that
 * ran when the candidate was chosen has ended by now.
 */
export async function recordProgress(tx: Tx, size: number): Promise<void> {
  await tx.run(sql`
    update log_progress
       set size = ${size},
           floor = case when next_xid <= pg_snapshot_xmin(pg_current_snapshot()) then next_floor else floor end,
           next_floor = case when next_xid is null or next_xid <= pg_snapshot_xmin(pg_current_snapshot())
                                  or next_xid > pg_snapshot_xmax(pg_current_snapshot())
                             then coalesce((select max(entry_id) from log_leaf), 0) else next_floor end,
           next_xid = case when next_xid is null or next_xid <= pg_snapshot_xmin(pg_current_snapshot())
                                or next_xid > pg_snapshot_xmax(pg_current_snapshot())
                           then pg_snapshot_xmax(pg_current_snapshot()) else next_xid end`)
}

const NodeRow = z.object({ hash: z.instanceof(Buffer) })

export async function nodeOf(db: Queryable, level: number, index: number): Promise<Buffer> {
  const { hash } = await db.one(rows(NodeRow)`select hash from log_node where level = ${level} and index = ${index}`)
  return hash
}

const CheckpointRow = z.object({
  size: z.int(),
  root: z.instanceof(Buffer),
  note: z.string(),
  keyId: z.string(),
  signedAt: z.string(),
})
export type CheckpointRow = z.infer<typeof CheckpointRow>

/** Checkpoints below a size, newest first. */
export function checkpoints(db: Queryable, before: number | null, limit: number): Promise<CheckpointRow[]> {
  return db.many(rows(CheckpointRow)`
    select size, root, note, key_id as "keyId", signed_at as "signedAt"
      from log_checkpoint where ${before}::bigint is null or size < ${before} order by size desc limit ${limit}`)
}

export async function recordCheckpoint(tx: Tx, row: CheckpointRow): Promise<void> {
  await tx.run(sql`
    insert into log_checkpoint (size, root, note, key_id, signed_at)
    values (${row.size}, ${row.root}, ${row.note}, ${row.keyId}, ${row.signedAt})`)
}

const LeafRow = z.object({ index: z.int(), entry: z.int(), leaf: z.string() })

export function leafOfEntry(db: Queryable, entry: number) {
  return db.maybe(rows(LeafRow)`select index, entry_id as entry, leaf from log_leaf where entry_id = ${entry}`)
}

const ExportedLeaf = z.object({ index: z.int(), hash: z.string(), leaf: z.string() })

/** The leaves `[from, to)` with the hashes under which they were logged. */
export function exportedLeaves(db: Queryable, from: number, to: number) {
  return db.many(rows(ExportedLeaf)`
    select f.index, encode(n.hash, 'hex') as hash, f.leaf
      from log_leaf f join log_node n on n.level = 0 and n.index = f.index
     where f.index >= ${from} and f.index < ${to} order by f.index`)
}

const LoggedRetirement = z.object({
  id: z.string(),
  certificateId: z.string(),
  family: z.string(),
  massG: z.int(),
  statementDigest: z.string(),
})

/** Retirements, as the register has them, of which the first entry is one of the leaves `[from, to)`. */
export function loggedRetirements(db: Queryable, from: number, to: number) {
  return db.many(rows(LoggedRetirement)`
    select r.id, r.certificate_id as "certificateId", r.family, r.mass_g as "massG",
           encode(r.statement_digest, 'hex') as "statementDigest"
      from log_leaf f
      join ledger_entry e on e.id = f.entry_id
      join retirement r on r.operation_id = e.operation_id
     where f.index >= ${from} and f.index < ${to}
       and not exists (select from ledger_entry x where x.operation_id = e.operation_id and x.id < e.id)
     order by f.index`)
}

const Balances = z.object({
  at: z.string().nullable(),
  items: z.array(z.object({ account: z.string(), lot: z.string(), massG: z.int() })),
})

/**
 * What accounts held of the next `limit` lots when the log had `size` leaves: read from holdings and entries, and with the
 * leaves' word only for which of them count.
 */
export function loggedBalances(db: Queryable, after: string, size: number, limit: number) {
  return db.one(rows(Balances)`
    with lots as materialized (select id from lot where id > ${after} order by id limit ${limit}),
    standing as (
      select h.id, h.account_id, h.lot_id, h.hi - max(e.hi) as g
        from lots join holding h on h.lot_id = lots.id
        join ledger_entry e on e.holding_id = h.id
        join log_leaf f on f.entry_id = e.id and f.index < ${size}
       group by h.id),
    held as (
      select account_id as account, lot_id as lot, sum(g)::bigint as "massG"
        from standing where g <> 0 group by account_id, lot_id)
    select (select max(id::text) from lots) as at,
           (select coalesce(json_agg(held order by lot, account), '[]') from held) as items`)
}

const BatchSums = z.object({
  at: z.string().nullable(),
  items: z.array(
    z.object({
      id: z.string(),
      lot: z.string().nullable(),
      verifiedG: z.int(),
      carriedInG: z.int(),
      deductedG: z.int(),
      carriedG: z.int(),
      carriedInto: z.string().nullable(),
    }),
  ),
})

/** How the grams of the next finished batches add up. One whose lot is not logged yet waits. */
export function batchSums(db: Queryable, after: string, size: number, limit: number) {
  return db.one(rows(BatchSums)`
    with logged as (
      select b.*, l.id as lot_id
        from credit_batch b left join lot l on l.batch_id = b.id
       where b.status in ('issued', 'carried')
         and (l.id is null or exists (
           select from ledger_entry e join log_leaf f on f.entry_id = e.id
            where e.operation_id = l.operation_id and f.index < ${size}))),
    batches as materialized (select * from logged where id > ${after} order by id limit ${limit})
    select (select max(id::text) from batches) as at,
           (select coalesce(json_agg(json_build_object(
              'id', b.id, 'lot', b.lot_id, 'verifiedG', b.verified_g, 'carriedInG', b.carried_in_g,
              'deductedG', b.deducted_g, 'carriedG', b.carried_g, 'carriedInto', b.carried_into) order by b.id), '[]')
              from batches b) as items`)
}
