import { NameReview, type OwnRetirement, type ReviewedName } from '@morinowa/shared/credits/contract.ts'
import { Family } from '@morinowa/shared/credits/families.ts'
import { CertificateId, LotId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { OrganisationId, type PersonId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Retirements, the notes added to them, and the names they carry.

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
