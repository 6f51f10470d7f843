import type { RefusalCode } from '@morinowa/shared/kernel/refusal.ts'
import type { RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { rows, sql, type Tx } from '../platform/db.ts'
import type { Arrival } from './arrival.ts'
import { COPY_FROM_ROWS, copy } from './copy-rows.ts'
import { copyText, instantText, plainArray } from './sql-text.ts'
import { SQUARES } from './squares.ts'
import { Neighbour } from './standing-store.ts'

// Rows of acts as they are written, as they give way, and as they move to the person they belong to.

/** How a row is written, beyond what arrived. */
export type Written = {
  arrival: Arrival
  basisId: number
  status: RowStatus
  reasons: readonly RefusalCode[]
  duplicateOf: string | null
  /** What it is worth as it is recorded. */
  shownG: number
  creditedG: number
}

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

/** In the order of `COLUMNS`. One text instead of a list for each row: an upload has a million of them. */
function copyLine({ arrival: a, basisId, status, reasons, duplicateOf, shownG, creditedG }: Written): string {
  const list = reasons.length === 0 ? '{}' : plainArray(reasons)
  return `${a.participantId}\t${a.id}\t${a.pool}\t${a.providerId ?? '\\N'}\t${basisId}\t${shownG}\t${creditedG}\t${status}\t${list}\t${duplicateOf ?? '\\N'}\t${a.shared}\t${a.encoded || encodeKnown(a)}\n`
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
           quantity, from_municipality as "fromMunicipality", to_municipality as "toMunicipality", ${SQUARES}, shared,
           (extract(epoch from started_at) * 1000)::bigint as "startMs",
           (extract(epoch from ended_at) * 1000)::bigint as "endMs",
           evidence, shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG", status
      from reduction r
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
