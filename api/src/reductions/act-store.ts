import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { BatchState, Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// Acts as their person reads them.

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
