import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// SQL of the register in the shape of another register's tables.

const LotRow = z.object({
  lotId: LotId,
  code: z.string(),
  family: Family,
  ownerName: z.string(),
  ownerId: z.string(),
  scheme: z.string(),
  methodology: z.string(),
  projectName: z.string(),
  projectNumber: z.string().nullable(),
  story: z.string().nullable(),
  municipalityCode: z.string().nullable(),
  region: z.string().nullable(),
  vintage: z.int(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  massG: z.int(),
  issuedAt: z.string(),
  verifierName: z.string().nullable(),
})
export type CadTrustLot = z.infer<typeof LotRow>

/** Lots after one, oldest first, with their projects and verifiers. */
export function cadTrustLots(db: Queryable, after: string, limit: number): Promise<CadTrustLot[]> {
  return db.many(rows(LotRow)`
    select l.id as "lotId", l.code, l.family, o.name as "ownerName", o.id as "ownerId", l.scheme, l.methodology,
           l.project_name as "projectName", p.number as "projectNumber", p.story, l.municipality_code as "municipalityCode",
           coalesce(r.name_en || ', ' || m.name_en, l.municipality_code) as region, l.vintage, l.period_from as "periodFrom",
           l.period_to as "periodTo", l.mass_g as "massG", l.issued_at as "issuedAt", v.name as "verifierName"
      from lot l
      join organisation o on o.id = l.owner_id
      left join forest_lot f on f.lot_id = l.id
      left join forest_project p on p.id = f.project_id
      left join credit_batch b on b.id = l.batch_id
      left join organisation v on v.id = b.signed_for
      left join municipality m on m.code = l.municipality_code
      left join prefecture r on r.code = m.prefecture_code
     where l.id > ${after}
     order by l.id
     limit ${limit}`)
}

const BlockRow = z.object({
  lo: z.int(),
  hi: z.int(),
  status: z.enum(['Held', 'Buffer', 'Retired', 'Cancelled']),
  owner: z.string().nullable(),
  at: z.string(),
  certificateId: z.string().nullable(),
  purpose: z.string().nullable(),
  beneficiary: z.string().nullable(),
  reason: z.string().nullable(),
})
export type CadTrustBlock = z.infer<typeof BlockRow>

/** The blocks of a lot from a gram on, in order of their serials: together they cover it. */
export function cadTrustBlocks(db: Queryable, lotId: LotId, from: number, limit: number): Promise<CadTrustBlock[]> {
  return db.many(rows(BlockRow)`
    select lo, hi, status, owner, at, certificate_id as "certificateId", purpose, beneficiary, reason from (
      select h.lo, h.hi, case when a.kind = 'buffer' then 'Buffer' else 'Held' end as status, o.name as owner,
             l.issued_at as at, null as certificate_id, null as purpose, null as beneficiary, null as reason
        from holding h
        join lot l on l.id = h.lot_id
        join credit_account a on a.id = h.account_id
        left join organisation o on o.id = h.account_id
       where h.lot_id = ${lotId} and h.live and h.lo >= ${from}
      union all
      select e.lo, e.hi, case e.kind when 'retire' then 'Retired' else 'Cancelled' end, s.holder, op.at, r.certificate_id,
             s.purpose, case when name_review_of(s) = 'approved' then s.beneficiary end, c.reason
        from ledger_entry e
        join ledger_operation op on op.id = e.operation_id
        left join retirement r on r.id = e.retirement_id
        left join retirement_statement s on s.retirement_id = r.id
        left join cancellation c on c.operation_id = e.operation_id
       where e.lot_id = ${lotId} and e.kind in ('retire', 'cancel') and e.lo >= ${from}) block
     order by lo
     limit ${limit}`)
}
