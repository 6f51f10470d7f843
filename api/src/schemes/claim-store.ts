import { CertificateId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { ParticipantId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of claims in somebody's account.

const ClaimState = z.object({
  code: z.string(),
  schemeId: SchemeId,
  massG: Grams,
  returned: z.boolean(),
  looks: z.int(),
  firstSeenAt: Instant,
  soldAt: z.string(),
  covered: z.boolean(),
  certificateId: CertificateId.nullable(),
})
export type ClaimState = z.infer<typeof ClaimState>

const Keeper = z.object({ participantId: ParticipantId, addedAt: Instant })
const Kept = ClaimState.extend({ addedAt: Instant })

/** What a code stands for, without counting as a look. */
export function claimState(db: Queryable, code: string): Promise<ClaimState | null> {
  return db.maybe(rows(ClaimState)`
    select c.code, c.scheme_id as "schemeId", c.mass_g as "massG", c.returned, c.looks,
           coalesce(c.first_seen_at, current_timestamp) as "firstSeenAt", s.sold_at as "soldAt",
           by.number is not null as covered, by.certificate_id as "certificateId"
      from claim c
      join scheme_sale s on s.scheme_id = c.scheme_id and s.external_id = c.external_id
      left join lateral (
        select k.number, (select r.certificate_id from scheme_closing_retirement r
                           where r.scheme_id = k.scheme_id and r.number = k.number order by r.retirement_id limit 1)
                         as certificate_id
          from scheme_closing k
         where k.scheme_id = c.scheme_id and (k.covered_on, k.covered_position) >= (s.booked_on, s.position)
         order by k.number limit 1) as by on true
     where c.code = ${code}`)
}

/** The claims that somebody keeps, newest first. */
export function keepersOf(db: Queryable, participantId: string, limit: number): Promise<z.infer<typeof Kept>[]> {
  return db.many(rows(Kept)`
    select c.code, c.scheme_id as "schemeId", c.mass_g as "massG", c.returned, c.looks,
           coalesce(c.first_seen_at, p.added_at) as "firstSeenAt", s.sold_at as "soldAt",
           by.number is not null as covered, by.certificate_id as "certificateId", p.added_at as "addedAt"
      from claim_keeper p
      join claim c on c.code = p.code
      join scheme_sale s on s.scheme_id = c.scheme_id and s.external_id = c.external_id
      left join lateral (
        select k.number, (select r.certificate_id from scheme_closing_retirement r
                           where r.scheme_id = k.scheme_id and r.number = k.number order by r.retirement_id limit 1)
                         as certificate_id
          from scheme_closing k
         where k.scheme_id = c.scheme_id and (k.covered_on, k.covered_position) >= (s.booked_on, s.position)
         order by k.number limit 1) as by on true
     where p.participant_id = ${participantId}
     order by p.added_at desc, p.code
     limit ${limit}`)
}

/** Enters a claim into an account unless another has it; answers whose it is now. */
export async function recordKeeper(
  tx: Tx,
  keeper: { code: string; participantId: string; at: string },
): Promise<z.infer<typeof Keeper>> {
  await tx.run(sql`
    insert into claim_keeper (code, participant_id, added_at)
    values (${keeper.code}, ${keeper.participantId}, ${keeper.at})
    on conflict do nothing`)
  return tx.one(rows(Keeper)`
    select participant_id as "participantId", added_at as "addedAt" from claim_keeper where code = ${keeper.code}`)
}

const ClaimOf = z.object({ schemeId: SchemeId, externalId: z.string(), code: z.string() })

/** The codes of sales that were recorded before, for tills that never heard the first answer. */
export function claimsOfSales(
  db: Queryable,
  sales: readonly { schemeId: SchemeId; externalId: string }[],
): Promise<z.infer<typeof ClaimOf>[]> {
  return db.many(rows(ClaimOf)`
    select c.scheme_id as "schemeId", c.external_id as "externalId", c.code
      from jsonb_to_recordset(${JSON.stringify(sales)}::jsonb) as s("schemeId" uuid, "externalId" text)
      join claim c on c.scheme_id = s."schemeId" and c.external_id = s."externalId" and not c.returned
     order by c.scheme_id, c.external_id, c.part`)
}

/** Takes codes of a sale out of use: those that nobody has looked at first. */
export async function returnClaims(tx: Tx, id: SchemeId, externalId: string, count: number): Promise<void> {
  await tx.run(sql`
    update claim set returned = true where code in (
      select code from claim where scheme_id = ${id} and external_id = ${externalId} and not returned
       order by looks > 0, part desc limit ${count})`)
}

const Counted = z.object({ n: z.int() })

export async function claimCount(tx: Tx, id: SchemeId, externalId: string): Promise<number> {
  return (
    await tx.one(rows(Counted)`
      select count(*)::int as n from claim where scheme_id = ${id} and external_id = ${externalId}`)
  ).n
}

/** The one code of a sale that came back in part stands for what is left. */
export async function shrinkClaim(tx: Tx, id: SchemeId, externalId: string, massG: number): Promise<void> {
  await tx.run(sql`update claim set mass_g = ${massG} where scheme_id = ${id} and external_id = ${externalId}`)
}

const ClaimRow = z.object({
  code: z.string(),
  schemeId: SchemeId,
  massG: Grams,
  returned: z.boolean(),
  looks: z.int(),
  firstSeenAt: Instant,
  soldAt: z.string(),
  covered: z.boolean(),
  certificateId: CertificateId.nullable(),
})
export type ClaimRow = z.infer<typeof ClaimRow>

/** Counts a look at a code, remembers the first, and answers what the code stands for. */
export function lookAtClaim(tx: Tx, code: string, at: string): Promise<ClaimRow | null> {
  return tx.maybe(rows(ClaimRow)`
    with seen as (
      update claim set looks = looks + 1, first_seen_at = coalesce(first_seen_at, ${at})
       where code = ${code} returning *)
    select seen.code, seen.scheme_id as "schemeId", seen.mass_g as "massG", seen.returned, seen.looks,
           seen.first_seen_at as "firstSeenAt", s.sold_at as "soldAt", by.number is not null as covered,
           by.certificate_id as "certificateId"
      from seen
      join scheme_sale s on s.scheme_id = seen.scheme_id and s.external_id = seen.external_id
      left join lateral (
        select c.number, (select r.certificate_id from scheme_closing_retirement r
                           where r.scheme_id = c.scheme_id and r.number = c.number order by r.retirement_id limit 1)
                         as certificate_id
          from scheme_closing c
         where c.scheme_id = seen.scheme_id and (c.covered_on, c.covered_position) >= (s.booked_on, s.position)
         order by c.number limit 1) as by on true`)
}
