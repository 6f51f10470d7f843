import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { SQUARES, Squares } from './squares.ts'

// Batches: which acts are gathered in one, given back, taken out, sold.

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
  ...Squares,
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
              r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", ${SQUARES}, r.shared,
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
           r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", ${SQUARES}, r.shared,
           r.shown_g as "shownG", r.credited_g as "creditedG",
           r.emitted_g as "emittedG",
           r.reasons && '{reductions.corrected,reductions.withdrawn}' as "isCorrected"
      from unnest(${parts.map((p) => p.participantId)}::uuid[], ${parts.map((p) => p.reductionId)}::uuid[])
           as s (participant_id, id)
      join reduction r on r.participant_id = s.participant_id and r.id = s.id`)
}
