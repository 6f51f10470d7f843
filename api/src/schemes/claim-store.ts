import { Family } from '@morinowa/shared/credits/families.ts'
import { CertificateId, LotId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { ParticipantId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of claims: what each stands for, who keeps it, and what becomes of it when goods come back.

const ClaimState = z.object({
  code: z.string(),
  schemeId: SchemeId,
  massG: Grams,
  returned: z.boolean(),
  looks: z.int(),
  firstSeenAt: Instant.nullable(),
  soldAt: z.string(),
  retiredG: Grams,
  serialsDue: z.boolean(),
  /** Its own retired grams, in order. */
  retirements: z.array(
    z.object({
      retirementId: RetirementId,
      certificateId: CertificateId,
      wholeG: Grams,
      lotId: LotId,
      lot: z.string(),
      family: Family,
      lo: z.int(),
      hi: z.int(),
      retiredAt: z.string(),
    }),
  ),
})
export type ClaimState = z.infer<typeof ClaimState>

const Keeper = z.object({ participantId: ParticipantId, addedAt: Instant })
const Kept = ClaimState.extend({ addedAt: Instant })

/** What a code stands for, without counting as a look. */
export function claimState(db: Queryable, code: string): Promise<ClaimState | null> {
  return db.maybe(rows(ClaimState)`
    select code, scheme_id as "schemeId", mass_g as "massG", returned, looks, first_seen_at as "firstSeenAt",
           sold_at as "soldAt", retired_g as "retiredG", serials_due as "serialsDue",
           retirements
      from claim_now where code = ${code}`)
}

/** Counts a look at a code, remembers the first, and answers what the code stands for. */
export async function lookAtClaim(tx: Tx, code: string, at: string): Promise<ClaimState | null> {
  await tx.run(sql`
    update claim set looks = looks + 1, first_seen_at = coalesce(first_seen_at, ${at}) where code = ${code}`)
  return claimState(tx, code)
}

/** The claims that somebody keeps, newest first. */
export function keepersOf(db: Queryable, participantId: string, limit: number): Promise<z.infer<typeof Kept>[]> {
  return db.many(rows(Kept)`
    select c.code, c.scheme_id as "schemeId", c.mass_g as "massG", c.returned, c.looks, c.first_seen_at as "firstSeenAt",
           c.sold_at as "soldAt", c.retired_g as "retiredG", c.serials_due as "serialsDue", c.retirements,
           p.added_at as "addedAt"
      from claim_keeper p join claim_now c on c.code = p.code
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
