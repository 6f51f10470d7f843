import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import type { RefusalCode } from '@morinowa/shared/kernel/refusal.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { ACTIVE_MODES, OFF_GROUND_MODES, RAIL_MODES } from '@morinowa/shared/reductions/day-limits.ts'
import { BatchState, Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { type Queryable, rows, sql, sqlState, type Tx } from '../platform/db.ts'
import type { Arrival } from './arrival.ts'
import { copyText, instantText, plainArray, textArray } from './sql-text.ts'

// ---- Writing acts ----

const Id = z.object({ id: z.string() })

/** One claim of an arrival. */
export type ClaimRow = {
  providerId: string
  kind: string
  claim: string
  participantId: string
  reductionId: string
  content: Buffer
}

const UNIQUE_VIOLATION = '23505'

/**
 * Claims what nobody has claimed; answers `kind id` of those that are now ours. Looking first and copying is twice as
 * fast as asking about each; if somebody claims one of them in between, each is asked about after all. The order is
 * the same for everybody, so that two uploads never wait for each other.
 */
export async function recordClaims(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const sorted = claims
    .map((row) => ({ row, key: `${row.providerId} ${row.claim} ${row.kind}` }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  if (sorted.length < COPY_FROM_ROWS)
    return insertClaims(
      tx,
      sorted.map(({ row }) => row),
    )

  const taken = await claimed(tx, claims)
  // Of two equal claims in one call the first is the act, the second its repetition.
  const fresh = sorted.flatMap(({ row, key }, at) => (taken.has(key) || sorted[at - 1]?.key === key ? [] : [row]))
  if (fresh.length === 0) return new Set()
  await tx.client.query('savepoint claiming')
  try {
    const text = fresh.map(
      (c) =>
        `${c.providerId}\t${c.kind}\t${copyText(c.claim)}\t${c.participantId}\t${c.reductionId}\t\\\\x${c.content.toString('hex')}\n`,
    )
    await copy(tx, 'act_claim (provider_id, kind, claim, participant_id, reduction_id, content)', text)
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    await tx.client.query('rollback to savepoint claiming')
    return insertClaims(tx, fresh)
  }
  await tx.client.query('release savepoint claiming')
  return new Set(fresh.map(({ kind, reductionId }) => `${kind} ${reductionId}`))
}

const Key = z.object({ key: z.string() })

async function claimed(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const found = await tx.many(rows(Key)`
    select c.provider_id || ' ' || c.claim || ' ' || c.kind as key
      from unnest(${plainArray(claims.map((c) => c.providerId))}::uuid[],
                  ${textArray(claims.map((c) => c.claim))}::text[], ${plainArray(claims.map((c) => c.kind))}::text[])
           as asked (provider_id, claim, kind)
      join act_claim c using (provider_id, claim, kind)`)
  return new Set(found.map(({ key }) => key))
}

async function insertClaims(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const made = await tx.many(rows(Id)`
    insert into act_claim (provider_id, kind, claim, participant_id, reduction_id, content)
    select * from unnest(${plainArray(claims.map((c) => c.providerId))}::uuid[],
                         ${plainArray(claims.map((c) => c.kind))}::text[],
                         ${textArray(claims.map((c) => c.claim))}::text[],
                         ${plainArray(claims.map((c) => c.participantId))}::uuid[],
                         ${plainArray(claims.map((c) => c.reductionId))}::uuid[],
                         ${claims.map((c) => c.content)}::bytea[])
    on conflict do nothing
    returning kind || ' ' || reduction_id as id`)
  return new Set(made.map(({ id }) => id))
}

/** Copies lines in PostgreSQL's text format into a table. */
async function copy(tx: Tx, into: string, lines: readonly string[]): Promise<void> {
  await pipeline(Readable.from([lines.join('')]), tx.client.query(copyFrom(`copy ${into} from stdin`)))
}

const ClaimContent = z.object({ claim: z.string(), content: z.instanceof(Buffer) })

/** What was said with records that are claimed already, by external id. */
export async function contentsOf(
  tx: Tx,
  providerId: string,
  externalIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const found = await tx.many(rows(ClaimContent)`
    select claim, content from act_claim
     where provider_id = ${providerId} and kind = 'record' and claim = any(${textArray(externalIds)}::text[])`)
  return new Map(found.map(({ claim, content }) => [claim, content]))
}

/** Gives claims back of acts that are not recorded after all. */
export async function releaseClaims(tx: Tx, providerId: string, reductionIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from act_claim where provider_id = ${providerId} and reduction_id = any(${reductionIds}::uuid[])`)
}

const Neighbour = z.object({
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
export function dayTotalsOf(tx: Tx, pool: Pool, spans: readonly DaySpan[]): Promise<z.infer<typeof SpanTotals>[]> {
  const ms = (key: 'dayFromMs' | 'fromMs' | 'toMs' | 'farFromMs' | 'farToMs') =>
    plainArray(spans.map((span) => span[key]))
  return tx.many(rows(SpanTotals)`
    select (w.n - 1)::integer as index, t.*
      from unnest(${plainArray(spans.map((span) => span.participantId))}::uuid[], ${ms('dayFromMs')}::bigint[],
                  ${ms('fromMs')}::bigint[], ${ms('toMs')}::bigint[], ${ms('farFromMs')}::bigint[],
                  ${ms('farToMs')}::bigint[], ${textArray(spans.map((span) => span.town))}::text[])
           with ordinality as w (participant_id, day, lo, hi, far_lo, far_hi, town, n)
     cross join lateral (
       select coalesce(sum(r.credited_g) filter (where d.same), 0)::bigint as "creditedG",
              coalesce(sum(r.credited_g) filter (where d.same and r.mode = any(${ACTIVE})), 0)::bigint as "activeG",
              coalesce(sum(r.quantity) filter (where d.same and r.mode = any(${RAIL})), 0)::bigint as "railM",
              coalesce(sum(r.quantity) filter (where d.same and r.mode <> all(${NOT_ROAD})), 0)::bigint as "groundM",
              count(*) filter (where r.pool = ${pool} and (
                (r.ended_at >= to_timestamp(w.lo / 1000.0) and r.started_at <= to_timestamp(w.hi / 1000.0))
                or ((w.town = '*' or r.from_municipality <> w.town or r.to_municipality <> w.town)
                    and r.ended_at >= to_timestamp(w.far_lo / 1000.0)
                    and r.started_at <= to_timestamp(w.far_hi / 1000.0)))) as near
         from reduction r
        cross join lateral (select r.started_at >= to_timestamp(w.day / 1000.0)
                               and r.started_at < to_timestamp((w.day + 86400000) / 1000.0) as same) d
        where r.participant_id = w.participant_id
          and r.started_at >= to_timestamp(least(w.day, w.far_lo - 176400000) / 1000.0)
          and r.started_at <= to_timestamp(greatest(w.day + 86400000, w.far_hi) / 1000.0)
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
           r.quantity, r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", r.shared,
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

/** How a row is written, beyond what arrived. */
export type Written = {
  arrival: Arrival
  basisId: number
  status: z.infer<typeof RowStatus>
  reasons: readonly RefusalCode[]
  duplicateOf: string | null
  /** What it is worth as it is recorded. */
  shownG: number
  creditedG: number
}

// More rows than this are copied; a few are cheaper as prepared statements.
const COPY_FROM_ROWS = 30

/** Writes new rows. */
export async function recordRows(tx: Tx, written: readonly Written[]): Promise<void> {
  if (written.length >= COPY_FROM_ROWS) {
    // One person's rows lie together in every index: sorted, they touch each page once.
    const sorted = written.toSorted((a, b) => (a.arrival.participantId < b.arrival.participantId ? -1 : 1))
    return copy(tx, `reduction (${COLUMNS.join(', ')})`, sorted.map(copyLine))
  }
  for (const row of written) {
    await tx.client.query({
      name: 'record-reduction',
      text: INSERT_ONE,
      values: [...decided(row), ...known(row.arrival)],
    })
  }
}

const DECIDED = [
  'participant_id',
  'id',
  'pool',
  'provider_id',
  'basis_id',
  'shown_g',
  'credited_g',
  'status',
  'reasons',
  'duplicate_of',
  'shared',
] as const
const KNOWN = [
  'external_id',
  'type',
  'mode',
  'started_at',
  'ended_at',
  'day',
  'quantity',
  'from_municipality',
  'to_municipality',
  'place_ref',
  'purpose',
  'evidence',
  'emitted_g',
  'input',
  'note',
] as const
const COLUMNS = [...DECIDED, ...KNOWN]
const INSERT_ONE = `insert into reduction (${COLUMNS.join(', ')}) values (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`

type Value = string | number | boolean | null

/** Columns that are decided when the act is recorded. */
function decided({ arrival: a, basisId, status, reasons, duplicateOf, shownG, creditedG }: Written): Value[] {
  const list = reasons.length === 0 ? '{}' : plainArray(reasons)
  return [a.participantId, a.id, a.pool, a.providerId, basisId, shownG, creditedG, status, list, duplicateOf, a.shared]
}

type Known = Omit<Arrival, 'participantId' | 'linked' | 'shared' | 'id' | 'pool' | 'providerId'>

/** Columns that are known when the line is read. */
function known(a: Known): Value[] {
  return [
    a.externalId,
    a.type,
    a.mode,
    instantText(a.startMs),
    instantText(a.endMs),
    a.day,
    a.quantity,
    a.fromMunicipality,
    a.toMunicipality,
    a.placeRef,
    a.purpose,
    a.evidence,
    a.emittedG,
    a.input === null ? null : JSON.stringify(a.input),
    a.note,
  ]
}

const column = (value: Value): string =>
  value === null ? '\\N' : typeof value === 'string' ? copyText(value) : String(value)

/** The known columns as COPY takes them: made while the database is busy with the lines before. */
export function encodeKnown(act: Known): string {
  return known(act).map(column).join('\t')
}

function copyLine(row: Written): string {
  let line = ''
  for (const value of decided(row)) line += `${value === null ? '\\N' : value}\t`
  return `${line}${row.arrival.encoded ?? encodeKnown(row.arrival)}\n`
}

/** How a row gives way, to which act, why, and how it stood when that was decided. */
export type Displacement = {
  participantId: string
  id: string
  status: 'duplicate' | 'quarantined'
  code: RefusalCode
  of: string | null
  was: Pick<Neighbour, 'status' | 'shownG' | 'creditedG'>
}

/**
 * Takes the worth from rows that gave way to better reports. A row that changed since it was read (it was gathered,
 * corrected, or gave way to another one) would leave the sums wrong: then the transaction is tried again.
 */
export async function displaceRows(tx: Tx, displaced: readonly Displacement[]): Promise<void> {
  const touched = await tx.run(sql`
    update reduction r
       set status = d.status, shown_g = 0, credited_g = 0, duplicate_of = d.of, reasons = r.reasons || d.code
      from unnest(${displaced.map((d) => d.participantId)}::uuid[], ${displaced.map((d) => d.id)}::uuid[],
                  ${displaced.map((d) => d.status)}::text[], ${displaced.map((d) => d.code)}::text[],
                  ${displaced.map((d) => d.of)}::uuid[], ${displaced.map((d) => d.was.status)}::text[],
                  ${displaced.map((d) => d.was.shownG)}::bigint[], ${displaced.map((d) => d.was.creditedG)}::bigint[])
           as d (participant_id, id, status, code, of, was_status, was_shown_g, was_credited_g)
     where r.participant_id = d.participant_id and r.id = d.id
       and (r.status, r.shown_g, r.credited_g) = (d.was_status, d.was_shown_g, d.was_credited_g)`)
  if (touched !== displaced.length)
    throw Object.assign(new Error('an act changed while it gave way'), { code: '40001' })
}

/** Everything under a pseudonym that waits: acts to be taken up, and those that were set aside. */
export function waitingRows(tx: Tx, waitingId: string): Promise<Neighbour[]> {
  return tx.many(rows(Neighbour)`
    select participant_id as "participantId", id, pool, provider_id as "providerId", type, mode, day,
           quantity, from_municipality as "fromMunicipality", to_municipality as "toMunicipality", shared,
           (extract(epoch from started_at) * 1000)::bigint as "startMs",
           (extract(epoch from ended_at) * 1000)::bigint as "endMs",
           evidence, shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG", status
      from reduction
     where participant_id = ${waitingId} and status <> 'rejected'
     order by started_at, id
       for update`)
}

export type Moved = { id: string; status: RowStatus; of: string | null; code: RefusalCode | null; creditedG: number }

/** Gives rows to the person they belong to, with the status they have there, and their claims with them. */
export async function moveRows(
  tx: Tx,
  { providerId, from, to, shared }: { providerId: string; from: string; to: string; shared: boolean },
  moved: readonly Moved[],
): Promise<void> {
  await tx.run(sql`
    update reduction r
       set participant_id = ${to}, shared = ${shared}, status = m.status,
           shown_g = case when m.status = 'recorded' then r.shown_g else 0 end,
           credited_g = case when m.status = 'recorded' then m.credited_g else 0 end,
           duplicate_of = coalesce(m.of, r.duplicate_of),
           reasons = case when m.code is null then r.reasons else r.reasons || m.code end
      from unnest(${moved.map((m) => m.id)}::uuid[], ${moved.map((m) => m.status)}::text[],
                  ${moved.map((m) => m.of)}::uuid[], ${moved.map((m) => m.code)}::text[],
                  ${moved.map((m) => m.creditedG)}::bigint[]) as m (id, status, of, code, credited_g)
     where r.participant_id = ${from} and r.id = m.id`)
  await tx.run(sql`
    update act_claim c set participant_id = ${to}
      from reduction r
     where r.participant_id = ${to} and r.provider_id = ${providerId} and c.provider_id = r.provider_id
       and c.claim = r.external_id and c.kind = 'record' and c.reduction_id = r.id and c.participant_id = ${from}`)
}

// ---- What results stand on ----

const BasisId = z.object({ id: z.int() })

export type BasisRow = {
  key: Buffer
  methodId: string
  methodVersion: string
  methodHash: string
  factorSet: string
  factorSetHash: string
  factors: readonly string[]
  baseline: string
  evidenceBp: number
  uncertaintyBp: number
  additionalityBp: number
  reasons: readonly string[]
}

/** The number of a basis; it is written at its first use. */
export async function basisIdOf(db: Queryable, basis: BasisRow): Promise<number> {
  const find = () => db.maybe(rows(BasisId)`select id from basis where key = ${basis.key}`)
  const known = await find()
  if (known) return known.id
  await db.run(sql`
    insert into basis (key, method_id, method_version, method_hash, factor_set, factor_set_hash, factors, baseline,
                       evidence_bp, uncertainty_bp, additionality_bp, reasons)
    values (${basis.key}, ${basis.methodId}, ${basis.methodVersion}, ${basis.methodHash}, ${basis.factorSet},
            ${basis.factorSetHash}, ${basis.factors}, ${basis.baseline}, ${basis.evidenceBp}, ${basis.uncertaintyBp},
            ${basis.additionalityBp}, ${basis.reasons})
    on conflict do nothing`)
  const written = await find()
  if (!written) throw new Error('a basis was neither written nor found')
  return written.id
}

// ---- Reading acts ----

export const ActRow = z.object({
  participantId: z.string(),
  id: z.string(),
  pool: Pool,
  providerId: z.string().nullable(),
  providerName: z.string().nullable(),
  externalId: z.string().nullable(),
  type: z.string(),
  mode: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  day: Day,
  quantity: z.int(),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  placeRef: z.string().nullable(),
  purpose: z.string().nullable(),
  evidence: Evidence,
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  status: RowStatus,
  batchId: z.string().nullable(),
  batchState: BatchState.nullable(),
  reasons: z.array(z.string()),
  duplicateOf: z.string().nullable(),
  shared: z.boolean(),
  input: z.unknown(),
  note: z.string().nullable(),
  recordedAt: z.string(),
  basisId: z.int(),
  basisReasons: z.array(z.string()),
})
export type ActRow = z.infer<typeof ActRow>

export type ActsAsk = { pool: string | null; before: { at: string; id: string } | null; limit: number }

/** A person's acts, the newest first; what waits for a link is nobody's and is not among them. */
export function actsOf(db: Queryable, participantId: string, { pool, before, limit }: ActsAsk): Promise<ActRow[]> {
  return db.many(rows(ActRow)`
    select r.participant_id as "participantId", r.id, r.pool, r.provider_id as "providerId", o.name as "providerName",
           r.external_id as "externalId", r.type, r.mode, r.started_at as "startedAt", r.ended_at as "endedAt", r.day,
           r.quantity, r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality",
           r.place_ref as "placeRef", r.purpose, r.evidence, r.shown_g as "shownG", r.credited_g as "creditedG",
           r.emitted_g as "emittedG", r.status, r.batch_id as "batchId", b.state as "batchState", r.reasons,
           r.duplicate_of as "duplicateOf", r.shared, r.input, r.note, r.recorded_at as "recordedAt",
           r.basis_id as "basisId", basis.reasons as "basisReasons"
      from reduction r
      join basis on basis.id = r.basis_id
      left join organisation o on o.id = r.provider_id
      left join reduction_batch b on b.id = r.batch_id
     where r.participant_id = ${participantId}
       and (${pool}::text is null or r.pool = ${pool})
       and (${before?.at ?? null}::timestamptz is null
            or r.started_at < ${before?.at ?? null}
            or (r.started_at = ${before?.at ?? null} and r.id > ${before?.id ?? null}::uuid))
     order by r.started_at desc, r.id
     limit ${limit}`)
}

/** One act of a person. */
export function actOf(db: Queryable, participantId: string, id: string): Promise<ActRow | null> {
  return db.maybe(rows(ActRow)`
    select r.participant_id as "participantId", r.id, r.pool, r.provider_id as "providerId", o.name as "providerName",
           r.external_id as "externalId", r.type, r.mode, r.started_at as "startedAt", r.ended_at as "endedAt", r.day,
           r.quantity, r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality",
           r.place_ref as "placeRef", r.purpose, r.evidence, r.shown_g as "shownG", r.credited_g as "creditedG",
           r.emitted_g as "emittedG", r.status, r.batch_id as "batchId", b.state as "batchState", r.reasons,
           r.duplicate_of as "duplicateOf", r.shared, r.input, r.note, r.recorded_at as "recordedAt",
           r.basis_id as "basisId", basis.reasons as "basisReasons"
      from reduction r
      join basis on basis.id = r.basis_id
      left join organisation o on o.id = r.provider_id
      left join reduction_batch b on b.id = r.batch_id
     where r.participant_id = ${participantId} and r.id = ${id}`)
}

const BasisRead = z.object({
  methodId: z.string(),
  methodVersion: z.string(),
  methodHash: z.string(),
  factorSet: z.string(),
  factorSetHash: z.string(),
  factors: z.array(z.string()),
  baseline: z.string(),
  evidenceBp: z.int(),
  uncertaintyBp: z.int(),
  additionalityBp: z.int(),
})
export type BasisRead = z.infer<typeof BasisRead>

export function basisOf(db: Queryable, id: number): Promise<BasisRead> {
  return db.one(rows(BasisRead)`
    select method_id as "methodId", method_version as "methodVersion", method_hash as "methodHash",
           factor_set as "factorSet", factor_set_hash as "factorSetHash", factors, baseline,
           evidence_bp as "evidenceBp", uncertainty_bp as "uncertaintyBp", additionality_bp as "additionalityBp"
      from basis where id = ${id}`)
}

// ---- Batches ----

const Gathered = z.object({ reductions: z.int(), creditedG: z.int() })
export type Gathered = z.infer<typeof Gathered>

export type GatherAsk = {
  batchId: string
  pool: Pool
  month: string
  from: string
  to: string
  municipalityCode: string | null
  methodId: string
}

/** Takes every row that may be credited into a batch. A row that another batch takes meanwhile is no longer ours. */
export async function gatherRows(tx: Tx, ask: GatherAsk): Promise<Gathered> {
  await tx.run(sql`
    insert into reduction_batch (id, pool, month, municipality_code, method_id)
    values (${ask.batchId}, ${ask.pool}, ${ask.month}, ${ask.municipalityCode}, ${ask.methodId})`)
  return tx.one(rows(Gathered)`
    with taken as (
      update reduction r set status = 'pooled', batch_id = ${ask.batchId}
        from person p join consent c on c.person_id = p.id
       where r.participant_id = p.participant_id
         and c.purpose = 'credit-assignment' and c.revoked_at is null
         and r.status = 'recorded' and r.credited_g > 0 and r.pool = ${ask.pool}
         and r.day between ${ask.from} and ${ask.to}
         and (${ask.municipalityCode}::text is null or r.from_municipality = ${ask.municipalityCode})
         and r.basis_id in (select id from basis where method_id = ${ask.methodId})
         and not exists (select from reduction_dispute d
                          where d.participant_id = r.participant_id and d.reduction_id = r.id and d.answered_at is null)
      returning r.credited_g
    )
    select count(*) as reductions, coalesce(sum(credited_g), 0)::bigint as "creditedG" from taken`)
}

export const BatchedReduction = z.object({
  id: z.string(),
  participantId: z.string(),
  creditedG: z.int(),
  evidence: Evidence,
  type: z.string(),
  mode: z.string().nullable(),
  day: Day,
  startedAt: z.string(),
  endedAt: z.string(),
  quantity: z.int(),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  providerId: z.string().nullable(),
  externalId: z.string().nullable(),
  basisId: z.int(),
})
export type BatchedReduction = z.infer<typeof BatchedReduction>

/** The rows of a batch by id, from after `after` on. */
export function rowsOfBatch(
  db: Queryable,
  batchId: string,
  after: string,
  limit: number | null,
): Promise<BatchedReduction[]> {
  return db.many(rows(BatchedReduction)`
    select id, participant_id as "participantId", credited_g as "creditedG", evidence, type, mode, day,
           started_at as "startedAt", ended_at as "endedAt", quantity, from_municipality as "fromMunicipality",
           to_municipality as "toMunicipality", provider_id as "providerId", external_id as "externalId",
           basis_id as "basisId"
      from reduction
     where batch_id = ${batchId} and id > ${after}
     order by id
     limit ${limit}`)
}

/** Under which pseudonym a row of a batch stands. */
export async function participantOfRow(db: Queryable, batchId: string, reductionId: string): Promise<string | null> {
  const found = await db.maybe(rows(z.object({ participantId: z.string() }))`
    select participant_id as "participantId" from reduction where batch_id = ${batchId} and id = ${reductionId}`)
  return found?.participantId ?? null
}

export const Dropped = z.object({
  participantId: z.string(),
  pool: Pool,
  type: z.string(),
  mode: z.string().nullable(),
  day: Day,
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  shared: z.boolean(),
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
})
export type Dropped = z.infer<typeof Dropped>

/** Takes a row out of its batch for good; null when it is not in it, or the batch is issued. */
export function rejectRow(tx: Tx, batchId: string, reductionId: string, reason: string): Promise<Dropped | null> {
  return tx.maybe(rows(Dropped)`
    update reduction r set status = 'rejected', batch_id = null, reasons = r.reasons || ${reason}::text
      from reduction_batch b
     where r.batch_id = ${batchId} and r.id = ${reductionId} and b.id = r.batch_id and b.state <> 'issued'
    returning r.participant_id as "participantId", r.pool, r.type, r.mode, r.day,
              r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", r.shared,
              r.shown_g as "shownG",
              r.credited_g as "creditedG", r.emitted_g as "emittedG"`)
}

/** Holds the consents behind a batch as they are. */
export async function lockConsents(tx: Tx, batchId: string): Promise<void> {
  await tx.run(sql`
    select 1 from consent c
     where c.purpose = 'credit-assignment'
       and c.person_id in (select p.id from person p join reduction r on r.participant_id = p.participant_id
                            where r.batch_id = ${batchId})
     order by c.person_id for share`)
}

/** Undoes the gathering of acts whose person does not agree to the assignment now. */
export function giveBackRows(tx: Tx, batchId: string): Promise<number> {
  return tx.run(sql`
    update reduction r set status = 'recorded', batch_id = null
      from reduction_batch b
     where r.batch_id = ${batchId} and b.id = r.batch_id and b.state <> 'issued'
       and not exists (select from person p join consent c on c.person_id = p.id
                        where p.participant_id = r.participant_id
                          and c.purpose = 'credit-assignment' and c.revoked_at is null)`)
}

/** Moves a batch on; answers 0 when it is not one step before. */
export function recordBatchState(tx: Tx, batchId: string, state: 'verified' | 'issued'): Promise<number> {
  return state === 'verified'
    ? tx.run(sql`
        update reduction_batch set state = 'verified', verified_at = current_timestamp
         where id = ${batchId} and state = 'gathered'`)
    : tx.run(sql`
        update reduction_batch set state = 'issued', issued_at = current_timestamp
         where id = ${batchId} and state = 'verified'`)
}

const BatchSteps = z.object({
  gatheredAt: z.string(),
  verifiedAt: z.string().nullable(),
  issuedAt: z.string().nullable(),
})

export function batchSteps(db: Queryable, batchId: string) {
  return db.maybe(rows(BatchSteps)`
    select gathered_at as "gatheredAt", verified_at as "verifiedAt", issued_at as "issuedAt"
      from reduction_batch where id = ${batchId}`)
}

const Sold = Dropped.extend({ id: z.string(), isCorrected: z.boolean() })
export type Sold = z.infer<typeof Sold>

/** Rows by person and id, for those whose grams were sold. */
export function rowsSold(tx: Tx, parts: readonly { participantId: string; reductionId: string }[]): Promise<Sold[]> {
  return tx.many(rows(Sold)`
    select r.id, r.participant_id as "participantId", r.pool, r.type, r.mode, r.day,
           r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", r.shared,
           r.shown_g as "shownG", r.credited_g as "creditedG",
           r.emitted_g as "emittedG",
           r.reasons && '{reductions.corrected,reductions.withdrawn}' as "isCorrected"
      from unnest(${parts.map((p) => p.participantId)}::uuid[], ${parts.map((p) => p.reductionId)}::uuid[])
           as s (participant_id, id)
      join reduction r on r.participant_id = s.participant_id and r.id = s.id`)
}

// ---- Disputes ----

export const DisputeRow = z.object({
  id: z.string(),
  said: z.string(),
  saidAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})
export type DisputeRow = z.infer<typeof DisputeRow>

export function recordDispute(
  tx: Tx,
  dispute: { participantId: string; id: string; reductionId: string; said: string; at: string },
): Promise<DisputeRow> {
  return tx.one(rows(DisputeRow)`
    insert into reduction_dispute (participant_id, id, reduction_id, said, said_at)
    values (${dispute.participantId}, ${dispute.id}, ${dispute.reductionId}, ${dispute.said}, ${dispute.at})
    returning id, said, said_at as "saidAt", answer, answered_at as "answeredAt"`)
}

// ---- Facts ----

const MunicipalityFact = z.object({
  code: z.string(),
  population: z.int().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
})

/** Every municipality: 1,747 rows. */
export function municipalityFacts(db: Queryable) {
  return db.many(rows(MunicipalityFact)`
    select code, population, office_lat as lat, office_lon as lon from municipality order by code limit 5000`)
}
