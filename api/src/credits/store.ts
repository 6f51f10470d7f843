import {
  type Batch,
  BatchStatus,
  NameReview,
  type OwnHolding,
  OwnHolding as OwnHoldingSchema,
  type OwnRetirement,
  Pool,
  type PublicLot,
  type ReviewedName,
} from '@morinowa/shared/credits/contract.ts'
import { Family } from '@morinowa/shared/credits/families.ts'
import { BatchId, CertificateId, LotId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import type { PlacedSlice, SourceSlice } from '@morinowa/shared/credits/issuance.ts'
import type { LotRule } from '@morinowa/shared/credits/lot-rules.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { Day, type Month } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId, type PersonId, ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { BasisPoints, Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Lots and holdings ------------------------------------------------------------------------------------------------------

const LotFacts = z.object({
  id: LotId,
  code: z.string(),
  family: Family,
  ownerId: OrganisationId,
  batchId: BatchId.nullable(),
  scheme: z.string(),
  methodology: z.string(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  massG: Grams,
  bufferG: Grams,
  unitG: Grams,
  registrySerials: z.array(z.string()),
  issuedAt: z.string(),
})

const RuleColumns = z.object({
  noResale: z.boolean(),
  useBy: Day.nullable(),
  onlyPrefecture: z.string().nullable(),
  onceAYear: z.boolean(),
  notAtOrigin: z.boolean(),
})

const LotRow = z.object({ ...LotFacts.shape, ...RuleColumns.shape }).transform(withRules)

/** One issued block of serials; serial n of it is its gram n, from 0. */
export type Lot = z.output<typeof LotRow>

export function lotById(db: Queryable, id: LotId): Promise<Lot | null> {
  return db.maybe(rows(LotRow)`
    select id, code, family, owner_id as "ownerId", batch_id as "batchId", scheme, methodology,
           project_name as "projectName", municipality_code as "municipalityCode", vintage,
           period_from as "periodFrom", period_to as "periodTo", mass_g as "massG", buffer_g as "bufferG",
           unit_g as "unitG", registry_serials as "registrySerials", issued_at as "issuedAt", no_resale as "noResale",
           use_by as "useBy", only_prefecture as "onlyPrefecture", once_a_year as "onceAYear",
           not_at_origin as "notAtOrigin"
      from lot where id = ${id}`)
}

const PublicLotRow = z
  .object({
    ...LotFacts.shape,
    ...RuleColumns.shape,
    ownerName: z.string(),
    carriedG: Grams,
    cancelledG: Grams,
    leftG: Grams,
    reservedG: Grams,
  })
  .transform((row): PublicLot => {
    const lot = withRules(row)
    const whole = { from: 0, to: lot.massG }
    return {
      ...lot,
      serialFrom: whole.from,
      serialTo: whole.to,
      serials: serialText(lot.family, lot.code, whole),
      // What is neither left nor cancelled was retired: entries leave a lot in no other way.
      retiredG: Grams.parse(lot.massG - lot.leftG - lot.cancelledG),
    }
  })

export type LotFilter = {
  family?: Family | undefined
  municipalityCode?: string | undefined
  vintage?: number | undefined
  id?: LotId | undefined
  before?: string | undefined
  limit: number
}

/** Lots with what became of them, newest first. */
export function publicLots(db: Queryable, filter: LotFilter): Promise<PublicLot[]> {
  const { family = null, municipalityCode = null, vintage = null, id = null, before = null, limit } = filter
  return db.many(rows(PublicLotRow)`
    select l.id, l.code, l.family, l.owner_id as "ownerId", o.name as "ownerName", l.batch_id as "batchId", l.scheme,
           l.methodology, l.project_name as "projectName", l.municipality_code as "municipalityCode", l.vintage,
           l.period_from as "periodFrom", l.period_to as "periodTo", l.mass_g as "massG", l.buffer_g as "bufferG",
           l.unit_g as "unitG", l.registry_serials as "registrySerials", l.issued_at as "issuedAt",
           l.no_resale as "noResale", l.use_by as "useBy", l.only_prefecture as "onlyPrefecture",
           l.once_a_year as "onceAYear", l.not_at_origin as "notAtOrigin",
           coalesce(b.carried_g, 0)::bigint as "carriedG", live.left_g as "leftG", live.reserved_g as "reservedG",
           gone.cancelled_g as "cancelledG"
      from lot l
      join organisation o on o.id = l.owner_id
      left join credit_batch b on b.id = l.batch_id
      cross join lateral (
        select coalesce(sum(h.hi - h.lo), 0)::bigint as left_g, coalesce(sum(h.held), 0)::bigint as reserved_g
          from holding h where h.lot_id = l.id and h.live) live
      cross join lateral (
        select coalesce(sum(e.hi - e.lo), 0)::bigint as cancelled_g
          from cancellation c join ledger_entry e on e.operation_id = c.operation_id
         where e.lot_id = l.id and e.kind = 'cancel') gone
     where (${family}::text is null or l.family = ${family})
       and (${municipalityCode}::text is null or l.municipality_code = ${municipalityCode})
       and (${vintage}::int is null or l.vintage = ${vintage})
       and (${id}::uuid is null or l.id = ${id})
       and (${before}::uuid is null or l.id < ${before})
     order by l.id desc
     limit ${limit}`)
}

/** What an organisation holds of each lot, oldest lot first, after the lot named by `after`. */
export function holdingsOf(
  db: Queryable,
  organisationId: OrganisationId,
  { after = null, limit = 200 }: { after?: string | null; limit?: number } = {},
): Promise<OwnHolding[]> {
  return db.many(rows(OwnHoldingSchema)`
    select l.id as "lotId", l.code, l.family, l.vintage, l.project_name as "projectName",
           sum(h.hi - h.lo)::bigint as "massG", sum(h.held)::bigint as "reservedG",
           sum(h.hi - h.lo - h.held)::bigint as "availableG"
      from holding h join lot l on l.id = h.lot_id
     where h.account_id = ${organisationId} and h.live and (${after}::uuid is null or l.id > ${after})
     group by l.id
     order by l.id
     limit ${limit}`)
}

function withRules<Row extends z.infer<typeof RuleColumns>>({
  noResale,
  useBy,
  onlyPrefecture,
  onceAYear,
  notAtOrigin,
  ...lot
}: Row): Omit<Row, keyof z.infer<typeof RuleColumns>> & { rules: LotRule[] } {
  const rules = [
    noResale && { kind: 'no-resale' as const },
    useBy && { kind: 'use-by' as const, day: useBy },
    onlyPrefecture && { kind: 'in-prefecture' as const, prefectureCode: onlyPrefecture },
    onceAYear && { kind: 'once-a-year' as const },
    notAtOrigin && { kind: 'not-at-origin' as const },
  ]
  return { ...lot, rules: rules.filter((rule): rule is LotRule => Boolean(rule)) }
}

// Retirements ------------------------------------------------------------------------------------------------------------

const RetirementRow = z
  .object({
    id: RetirementId,
    family: Family,
    massG: Grams,
    retiredAt: z.string(),
    certificateId: CertificateId,
    beneficiary: z.string().nullable(),
    purpose: z.string(),
    place: z.string().nullable(),
    placeCode: z.string().nullable(),
    periodFrom: z.string().nullable(),
    periodTo: z.string().nullable(),
    note: z.string().nullable(),
    nameReview: NameReview,
    notes: z.array(z.strictObject({ text: z.string(), notedAt: z.string() })),
    taken: z.array(z.object({ lotId: LotId, code: z.string(), from: z.int(), to: z.int() })),
  })
  .transform(({ taken, ...row }): OwnRetirement => {
    const serials = taken.map(({ lotId, code, from, to }) => ({
      lotId,
      from,
      to,
      text: serialText(row.family, code, { from, to }),
    }))
    return { ...row, serials }
  })

/** An organisation's retirements, newest first. */
export function retirementsOf(
  db: Queryable,
  organisationId: OrganisationId,
  { id = null, before = null, limit }: { id?: string | null; before?: string | null; limit: number },
): Promise<OwnRetirement[]> {
  return db.many(rows(RetirementRow)`
    select r.id, r.family, r.mass_g as "massG", r.retired_at as "retiredAt", r.certificate_id as "certificateId",
           s.beneficiary, s.purpose, s.place, s.place_code as "placeCode", s.period_from as "periodFrom",
           s.period_to as "periodTo", s.note, name_review_of(s) as "nameReview",
           (select coalesce(json_agg(json_build_object('text', n.text, 'notedAt', n.noted_at) order by n.id), '[]')
              from retirement_note n where n.retirement_id = r.id) as notes,
           (select json_agg(json_build_object('lotId', e.lot_id, 'code', l.code, 'from', e.lo, 'to', e.hi) order by e.id)
              from ledger_entry e join lot l on l.id = e.lot_id
             where e.operation_id = r.operation_id and e.kind = 'retire') as taken
      from retirement r join retirement_statement s on s.retirement_id = r.id
     where r.account_id = ${organisationId} and (${id}::uuid is null or r.id = ${id})
       and (${before}::uuid is null or r.id < ${before})
     order by r.id desc
     limit ${limit}`)
}

export async function recordNote(tx: Tx, retirementId: RetirementId, by: OrganisationId, text: string): Promise<void> {
  await tx.run(sql`
    insert into retirement_note (retirement_id, organisation_id, text) values (${retirementId}, ${by}, ${text})`)
}

const ReviewedNameRow = z.object({
  retirementId: RetirementId,
  certificateId: CertificateId,
  beneficiary: z.string().nullable(),
  retiredAt: z.string(),
  nameReview: NameReview,
})

/** A retirement's name as the operator reviews it. */
export function nameOf(db: Queryable, id: RetirementId): Promise<ReviewedName | null> {
  return db.maybe(rows(ReviewedNameRow)`
    select r.id as "retirementId", r.certificate_id as "certificateId", s.beneficiary, r.retired_at as "retiredAt",
           name_review_of(s) as "nameReview"
      from retirement r join retirement_statement s on s.retirement_id = r.id
     where r.id = ${id}`)
}

/** Names that nobody has decided about yet, oldest first. */
export function pendingNames(
  db: Queryable,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<ReviewedName[]> {
  return db.many(rows(ReviewedNameRow)`
    select r.id as "retirementId", r.certificate_id as "certificateId", s.beneficiary, r.retired_at as "retiredAt",
           'pending' as "nameReview"
      from retirement_statement s join retirement r on r.id = s.retirement_id
     where s.public_name and s.erased_at is null
       and not exists (select from name_review v where v.retirement_id = s.retirement_id)
       and (${after}::uuid is null or r.id > ${after})
     order by r.id
     limit ${limit}`)
}

export async function recordNameReview(
  tx: Tx,
  review: { retirementId: RetirementId; decision: 'approved' | 'rejected'; reason: string | null; by: PersonId },
): Promise<void> {
  await tx.run(sql`
    insert into name_review (retirement_id, decision, reason, reviewed_by)
    values (${review.retirementId}, ${review.decision}, ${review.reason}, ${review.by})`)
}

/** Removes who, with the salt that ties the public log to it; how much stays. Erasing twice changes nothing. */
export async function eraseStatement(tx: Tx, id: RetirementId, at: string): Promise<void> {
  await tx.run(sql`
    update retirement_statement
       set beneficiary = null, salt = null, note = null, erased_at = ${at}
     where retirement_id = ${id} and erased_at is null`)
}

const Overdue = z.object({ accountId: OrganisationId })

/** Accounts some of whose reservations are past their time. */
export async function accountsWithOverdue(db: Queryable, limit: number): Promise<OrganisationId[]> {
  const found = await db.many(rows(Overdue)`
    select distinct account_id as "accountId" from reservation
     where open and expires_at <= clock_timestamp() limit ${limit}`)
  return found.map(({ accountId }) => accountId)
}

const Expired = z.object({ expired: z.int() })

/** Gives back what an account's overdue reservations hold, and answers how many there were. */
export async function expireOverdue(tx: Tx, accountId: OrganisationId): Promise<number> {
  await tx.run(sql`select 1 from credit_account where id = ${accountId} for no key update`)
  return (await tx.one(rows(Expired)`select ledger_expire_overdue(${accountId}) as expired`)).expired
}

// Batches ----------------------------------------------------------------------------------------------------------------

const BatchRow = z
  .object({
    id: BatchId,
    month: z.string(),
    municipalityCode: z.string().nullable(),
    pool: Pool,
    methodId: z.string(),
    ownerId: OrganisationId,
    ownerName: z.string(),
    status: BatchStatus,
    reductions: z.int(),
    creditedG: Grams,
    createdAt: z.string(),
    seed: z.string().nullable(),
    sampleSize: z.int().nullable(),
    verifiedReductions: z.int().nullable(),
    verifiedG: Grams.nullable(),
    deductionBp: BasisPoints.nullable(),
    sourceDigest: z.instanceof(Buffer).nullable(),
    verifierName: z.string().nullable(),
    signedAt: z.string().nullable(),
    carriedInG: Grams.nullable(),
    deductedG: Grams.nullable(),
    carriedG: Grams.nullable(),
    issuedAt: z.string().nullable(),
    lotId: LotId.nullable(),
  })
  .transform((row): Batch => ({ ...row, sourceDigest: row.sourceDigest?.toString('hex') ?? null }))

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
type Pool = z.infer<typeof Pool>

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

const Slice = z.object({ participantId: z.uuid(), reductionId: z.uuid(), grams: z.int() })

/** The remainders that wait for this batch, oldest first, marked as taken up by it. */
export async function takeUpRemainders(tx: Tx, batch: LockedBatch): Promise<SourceSlice[]> {
  const waiting = await tx.many(rows(Slice)`
    select c.participant_id as "participantId", c.reduction_id as "reductionId", (c.hi - c.lo) as grams
      from credit_batch b join carry_source c on c.batch_id = b.id
     where b.pool = ${batch.pool} and b.method_id = ${batch.methodId}
       and b.municipality_code is not distinct from ${batch.municipalityCode} and b.owner_id = ${batch.ownerId}
       and b.carried_g > 0 and b.carried_into is null and b.id <> ${batch.id}
     order by b.issued_at, b.id, c.lo`)
  await tx.run(sql`
    update credit_batch b set carried_into = ${batch.id}
     where b.pool = ${batch.pool} and b.method_id = ${batch.methodId}
       and b.municipality_code is not distinct from ${batch.municipalityCode} and b.owner_id = ${batch.ownerId}
       and b.carried_g > 0 and b.carried_into is null and b.id <> ${batch.id}`)
  return waiting
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

// One statement takes this many rows; more would only make a bigger message.
const CHUNK = 20_000

export async function recordLotSources(tx: Tx, lotId: LotId, slices: readonly PlacedSlice[]): Promise<void> {
  for (let start = 0; start < slices.length; start += CHUNK) {
    const { lo, hi, participants, reductions } = columns(slices.slice(start, start + CHUNK))
    await tx.run(sql`
      insert into lot_source (lot_id, lo, hi, participant_id, reduction_id)
      select ${lotId}, * from unnest(${lo}::bigint[], ${hi}::bigint[], ${participants}::uuid[], ${reductions}::uuid[])`)
  }
}

export async function recordCarrySources(tx: Tx, batchId: BatchId, slices: readonly PlacedSlice[]): Promise<void> {
  for (let start = 0; start < slices.length; start += CHUNK) {
    const { lo, hi, participants, reductions } = columns(slices.slice(start, start + CHUNK))
    await tx.run(sql`
      insert into carry_source (batch_id, lo, hi, participant_id, reduction_id)
      select ${batchId}, * from unnest(${lo}::bigint[], ${hi}::bigint[], ${participants}::uuid[], ${reductions}::uuid[])`)
  }
}

const SourceShare = z.object({ participantId: z.uuid(), reductionId: z.uuid(), massG: Grams })
export type SourceShare = z.infer<typeof SourceShare>

/** Which reductions the grams `[from, to)` of a lot are, and how much of each. */
export function sourcesBetween(
  db: Queryable,
  lotId: LotId,
  { from, to }: { from: number; to: number },
): Promise<SourceShare[]> {
  return db.many(rows(SourceShare)`
    select participant_id as "participantId", reduction_id as "reductionId",
           sum(least(hi, ${to}) - greatest(lo, ${from}))::bigint as "massG"
      from lot_source
     where lot_id = ${lotId} and lo < ${to}
       -- The ranges are contiguous, so the row of the first gram is found by its beginning alone.
       and lo >= (select max(lo) from lot_source where lot_id = ${lotId} and lo <= ${from})
     group by participant_id, reduction_id`)
}

function columns(slices: readonly PlacedSlice[]) {
  return {
    lo: slices.map(({ lo }) => lo),
    hi: slices.map(({ hi }) => hi),
    participants: slices.map(({ participantId }) => participantId),
    reductions: slices.map(({ reductionId }) => reductionId),
  }
}
