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
             'municipalityCode', l.municipality_code, 'registrySerials', l.registry_serials) end as issued
      from ledger_entry e
      join ledger_operation o on o.id = e.operation_id
      join holding h on h.id = e.holding_id
      join lot l on l.id = e.lot_id
      left join retirement r on r.id = e.retirement_id
     where e.id > ${floor}
       and (e.xid < pg_snapshot_xmin(pg_current_snapshot()) or e.xid >= pg_snapshot_xmax(pg_current_snapshot()))
       and not exists (select from log_leaf f where f.entry_id = e.id)
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

/** Leaves in order, from an index on. */
export function leavesFrom(db: Queryable, index: number, limit: number) {
  return db.many(rows(LeafRow)`
    select index, entry_id as entry, leaf from log_leaf where index >= ${index} order by index limit ${limit}`)
}
