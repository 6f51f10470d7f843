import { Batch, BatchStatus, Pool } from '@morinowa/shared/credits/contract.ts'
import { BatchId } from '@morinowa/shared/credits/ids.ts'
import { type Month } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId, type PersonId, ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { BasisPoints, Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Batches of verified reductions on their way to becoming a lot.

const BatchRow = Batch.extend({
  sourceDigest: z
    .instanceof(Buffer)
    .transform((digest) => digest.toString('hex'))
    .nullable(),
})

/** Batches, newest first. */
export function batchesWhere(
  db: Queryable,
  {
    id = null,
    status = null,
    before = null,
    limit,
  }: { id?: BatchId | null; status?: BatchStatus | null; before?: string | null; limit: number },
): Promise<Batch[]> {
  return db.many(rows(BatchRow)`
    select b.id, b.month, b.municipality_code as "municipalityCode", b.pool, b.method_id as "methodId",
           b.owner_id as "ownerId", o.name as "ownerName", b.status, b.gathered as reductions,
           b.gathered_g as "creditedG", b.created_at as "createdAt", b.seed, b.sample_size as "sampleSize",
           b.verified as "verifiedReductions", b.verified_g as "verifiedG", b.deduction_bp as "deductionBp",
           b.source_digest as "sourceDigest", v.name as "verifierName", b.signed_at as "signedAt",
           b.carried_in_g as "carriedInG", b.deducted_g as "deductedG", b.carried_g as "carriedG",
           b.issued_at as "issuedAt", l.id as "lotId"
      from credit_batch b
      join organisation o on o.id = b.owner_id
      left join organisation v on v.id = b.signed_for
      left join lot l on l.batch_id = b.id
     where (${id}::uuid is null or b.id = ${id}) and (${status}::text is null or b.status = ${status})
       and (${before}::uuid is null or b.id < ${before})
     order by b.id desc
     limit ${limit}`)
}

const LockedBatch = z.object({
  id: BatchId,
  month: z.string().transform((month) => month as Month),
  municipalityCode: z.string().nullable(),
  pool: Pool,
  methodId: z.string(),
  ownerId: OrganisationId,
  status: BatchStatus,
  createdBy: z.uuid(),
  signedBy: z.uuid().nullable(),
  verifiedG: Grams.nullable(),
  deductionBp: BasisPoints.nullable(),
})
export type LockedBatch = z.infer<typeof LockedBatch>

/** A step of a batch is taken by one at a time; the second waits here and finds the step taken. */
export function lockBatch(tx: Tx, id: BatchId): Promise<LockedBatch | null> {
  return tx.maybe(rows(LockedBatch)`
    select id, month, municipality_code as "municipalityCode", pool, method_id as "methodId", owner_id as "ownerId",
           status, created_by as "createdBy", signed_by as "signedBy", verified_g as "verifiedG",
           deduction_bp as "deductionBp"
      from credit_batch where id = ${id} for update`)
}

/** Batches of one line pass their remainders on, so they are finished one after the other. */
export async function lockLine(tx: Tx, { pool, methodId, municipalityCode, ownerId }: LockedBatch): Promise<void> {
  const line = [pool, methodId, municipalityCode ?? '', ownerId].join('\n')
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${line}, 20261122))`)
}

const Known = z.object({ known: z.boolean() })

export async function organisationExists(db: Queryable, id: OrganisationId): Promise<boolean> {
  return (await db.one(rows(Known)`select exists (select from organisation where id = ${id}) as known`)).known
}

/** Whether a person belongs to an organisation, in whatever role. */
export async function belongsTo(db: Queryable, personId: PersonId, organisationId: OrganisationId): Promise<boolean> {
  const { known } = await db.one(rows(Known)`
    select exists (select from membership where person_id = ${personId} and organisation_id = ${organisationId}) as known`)
  return known
}

export type NewBatch = {
  id: BatchId
  month: Month
  municipalityCode: string | null
  pool: Pool
  methodId: string
  ownerId: OrganisationId
  gathered: number
  gatheredG: number
  createdBy: PersonId
}

export async function recordBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await tx.run(sql`
    insert into credit_batch (id, month, municipality_code, pool, method_id, owner_id, gathered, gathered_g, created_by)
    values (${batch.id}, ${batch.month}, ${batch.municipalityCode}, ${batch.pool}, ${batch.methodId}, ${batch.ownerId},
            ${batch.gathered}, ${batch.gatheredG}, ${batch.createdBy})`)
}

export async function recordSample(
  tx: Tx,
  ask: { batchId: BatchId; seed: string; by: PersonId; at: string; reductionIds: readonly string[] },
): Promise<void> {
  await tx.run(sql`
    insert into batch_sample (batch_id, rank, reduction_id)
    select ${ask.batchId}, drawn.rank, drawn.id
      from unnest(${ask.reductionIds}::uuid[]) with ordinality as drawn (id, rank)`)
  await tx.run(sql`
    update credit_batch
       set status = 'sampled', seed = ${ask.seed}, sample_size = ${ask.reductionIds.length}, sampled_by = ${ask.by},
           sampled_at = ${ask.at}
     where id = ${ask.batchId}`)
}

const SampleRow = z.object({
  seed: z.string(),
  reductionId: ReductionId,
  rank: z.int(),
  pass: z.boolean().nullable(),
  note: z.string().nullable(),
})
export type SampleRow = z.infer<typeof SampleRow>

/** The sample of a batch in the order it was drawn, each with the finding that counts. */
export function sampleOf(db: Queryable, batchId: BatchId): Promise<SampleRow[]> {
  return db.many(rows(SampleRow)`
    select b.seed, s.reduction_id as "reductionId", s.rank, f.pass, f.note
      from batch_sample s
      join credit_batch b on b.id = s.batch_id
      left join lateral (
        select pass, note from batch_finding f
         where f.batch_id = s.batch_id and f.reduction_id = s.reduction_id order by f.id desc limit 1) f on true
     where s.batch_id = ${batchId}
     order by s.rank
     limit 1000`)
}

export async function isSampled(db: Queryable, batchId: BatchId, reductionId: string): Promise<boolean> {
  const found = await db.maybe(rows(z.object({ rank: z.int() }))`
    select rank from batch_sample where batch_id = ${batchId} and reduction_id = ${reductionId}`)
  return found !== null
}

export async function recordFinding(
  tx: Tx,
  finding: {
    batchId: BatchId
    reductionId: ReductionId
    pass: boolean
    note: string | null
    by: PersonId
    organisationId: OrganisationId
  },
): Promise<void> {
  await tx.run(sql`
    insert into batch_finding (batch_id, reduction_id, pass, note, found_by, organisation_id)
    values (${finding.batchId}, ${finding.reductionId}, ${finding.pass}, ${finding.note}, ${finding.by},
            ${finding.organisationId})`)
}

export async function recordSignature(
  tx: Tx,
  signed: {
    batchId: BatchId
    verified: number
    verifiedG: number
    deductionBp: number
    sourceDigest: Buffer
    by: PersonId
    organisationId: OrganisationId
    at: string
  },
): Promise<void> {
  await tx.run(sql`
    update credit_batch
       set status = 'signed', verified = ${signed.verified}, verified_g = ${signed.verifiedG},
           deduction_bp = ${signed.deductionBp}, source_digest = ${signed.sourceDigest}, signed_by = ${signed.by},
           signed_for = ${signed.organisationId}, signed_at = ${signed.at}
     where id = ${signed.batchId}`)
}

const Left = z.object({ left: z.int() })

/** The month's own energy that no batch has paid for yet; the row is locked so that two do not pay the same grams. */
export async function lockEnergyLeft(tx: Tx, month: Month): Promise<number> {
  const found = await tx.maybe(rows(Left)`select g as left from platform_energy where month = ${month} for update`)
  if (!found) return 0
  const { left } = await tx.one(rows(Left)`
    select (e.g - coalesce((select sum(d.g) from energy_deduction d where d.month = e.month), 0))::bigint as left
      from platform_energy e where e.month = ${month}`)
  return left
}

export async function recordEnergy(
  tx: Tx,
  energy: { month: Month; wh: number; g: number; source: string },
): Promise<boolean> {
  const fresh = await tx.run(sql`
    insert into platform_energy (month, wh, g, source) values (${energy.month}, ${energy.wh}, ${energy.g}, ${energy.source})
    on conflict do nothing`)
  return fresh === 1
}

export async function recordEnergyDeduction(tx: Tx, batchId: BatchId, month: Month, grams: number): Promise<void> {
  await tx.run(sql`insert into energy_deduction (batch_id, month, g) values (${batchId}, ${month}, ${grams})`)
}

/** Ends a batch: as a lot, or as a remainder alone. */
export async function recordBatchEnd(
  tx: Tx,
  end: {
    batchId: BatchId
    status: 'issued' | 'carried'
    carriedInG: number
    deductedG: number
    carriedG: number
    by: PersonId
    at: string
  },
): Promise<void> {
  await tx.run(sql`
    update credit_batch
       set status = ${end.status}, carried_in_g = ${end.carriedInG}, deducted_g = ${end.deductedG},
           carried_g = ${end.carriedG}, issued_by = ${end.by}, issued_at = ${end.at}
     where id = ${end.batchId}`)
}

export async function municipalityName(db: Queryable, code: string): Promise<string> {
  const found = await db.maybe(rows(z.object({ name: z.string() }))`
    select name_ja as name from municipality where code = ${code}`)
  return found?.name ?? code
}
