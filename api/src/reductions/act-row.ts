import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { BatchState, Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { fragment } from '../platform/db.ts'
import { Squares } from './squares.ts'

// An act as it is read, in two widths: what it says, and what its person reads beside it.

export const HeldAct = z.object({
  participantId: z.string(),
  id: z.string(),
  pool: Pool,
  providerId: z.string().nullable(),
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
  basisId: z.int(),
  status: RowStatus,
  reasons: z.array(z.string()),
  duplicateOf: z.string().nullable(),
  batchId: z.string().nullable(),
  batchState: BatchState.nullable(),
  shared: z.boolean(),
  ...Squares,
  input: z.unknown(),
})
/** An act that is locked until the transaction ends, as it stands now. */
export type HeldAct = z.infer<typeof HeldAct>

export const ActRow = HeldAct.extend({
  providerName: z.string().nullable(),
  note: z.string().nullable(),
  recordedAt: z.string(),
  basisReasons: z.array(z.string()),
})
export type ActRow = z.infer<typeof ActRow>

/** Columns of a `HeldAct`, of `reduction r` and `reduction_batch b`. */
export const HELD_ACT = fragment`
  r.participant_id as "participantId", r.id, r.pool, r.provider_id as "providerId", r.external_id as "externalId",
  r.type, r.mode, r.started_at as "startedAt", r.ended_at as "endedAt", r.day, r.quantity,
  r.from_municipality as "fromMunicipality", r.to_municipality as "toMunicipality", r.place_ref as "placeRef",
  r.purpose, r.evidence, r.shown_g as "shownG", r.credited_g as "creditedG", r.emitted_g as "emittedG",
  r.basis_id as "basisId", r.status, r.reasons, r.duplicate_of as "duplicateOf", r.batch_id as "batchId",
  b.state as "batchState", r.shared, r.input,
  r.input->'squares'->>0 as "fromMesh", r.input->'squares'->>1 as "toMesh"`

/** The columns that an `ActRow` has beyond those, and where all of them come from. */
export const AND_BESIDE = fragment`
  o.name as "providerName", r.note, r.recorded_at as "recordedAt", basis.reasons as "basisReasons"
  from reduction r
  join basis on basis.id = r.basis_id
  left join organisation o on o.id = r.provider_id
  left join reduction_batch b on b.id = r.batch_id`
