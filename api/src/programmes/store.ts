import { Day, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId, ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { FundId, type OpenFund } from '@morinowa/shared/programmes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const FundRow = z.object({
  id: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  name: z.string(),
  kind: z.enum(['campaign', 'travellers-share']),
  yenPerKg: Yen,
  fromDay: Day,
  toDay: Day,
  reservedYen: Yen,
  grantedYen: Yen,
  waitingYen: Yen,
  people: z.int(),
})
export type FundRow = z.infer<typeof FundRow>

export function fundsOf(
  db: Queryable,
  { id = null, before = null, limit }: { id?: FundId | null; before?: string | null; limit: number },
): Promise<FundRow[]> {
  return db.many(rows(FundRow)`
    select f.id, f.organisation_id as "organisationId", o.name as "organisationName", f.name, f.kind,
           f.yen_per_kg as "yenPerKg", f.from_day as "fromDay", f.to_day as "toDay", f.reserved_yen as "reservedYen",
           f.granted_yen as "grantedYen", f.waiting_yen as "waitingYen",
           (select count(*)::int from (select distinct participant_id from reward_grant
                                        where fund_id = f.id and granted_at is not null limit 100000) g) as people
      from reward_fund f join organisation o on o.id = f.organisation_id
     where (${id}::uuid is null or f.id = ${id}) and (${before}::uuid is null or f.id < ${before})
     order by f.id desc limit ${limit}`)
}

/** A fund that nobody else grants from or pays into until the transaction ends. */
export async function lockFund(tx: Tx, id: FundId): Promise<FundRow | null> {
  await tx.run(sql`select from reward_fund where id = ${id} for no key update`)
  const [fund] = await fundsOf(tx, { id, limit: 1 })
  return fund ?? null
}

export async function recordFund(
  tx: Tx,
  f: OpenFund & { id: FundId; organisationId: OrganisationId; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into reward_fund (id, organisation_id, name, kind, yen_per_kg, from_day, to_day, made_at)
    values (${f.id}, ${f.organisationId}, ${f.name}, ${f.kind}, ${f.yenPerKg}, ${f.fromDay}, ${f.toDay}, ${f.at})`)
}

/** Writes a deposit and the fund's sum; false when the sale is in a fund already. */
export async function recordDeposit(
  tx: Tx,
  d: {
    id: string
    fundId: FundId
    amountYen: number
    orderId: string | null
    reference: string | null
    by: string
    at: string
  },
): Promise<boolean> {
  const written = await tx.run(sql`
    insert into reward_deposit (id, fund_id, amount_yen, order_id, reference, said_by, made_at)
    values (${d.id}, ${d.fundId}, ${d.amountYen}, ${d.orderId}, ${d.reference}, ${d.by}, ${d.at}) on conflict do nothing`)
  if (written === 0) return false
  await tx.run(sql`update reward_fund set reserved_yen = reserved_yen + ${d.amountYen} where id = ${d.fundId}`)
  return true
}

export type NewGrant = { reductionId: string; creditedG: number; yen: number; isGranted: boolean }

/** Writes grants and moves the fund's sums by them, in one statement each; the fund is locked. */
export async function recordGrants(
  tx: Tx,
  fundId: FundId,
  participantId: string,
  grants: readonly NewGrant[],
  at: string,
): Promise<void> {
  await tx.run(sql`
    insert into reward_grant (fund_id, reduction_id, participant_id, credited_g, yen, asked_at, granted_at)
    select ${fundId}, g."reductionId", ${participantId}, g."creditedG", g.yen, ${at},
           case when g."isGranted" then ${at}::timestamptz end
      from rows from (jsonb_to_recordset(${JSON.stringify(grants)}::jsonb)
             as ("reductionId" uuid, "creditedG" bigint, yen bigint, "isGranted" boolean))
             with ordinality as g("reductionId", "creditedG", yen, "isGranted", n)
     order by n`)
  const sum = (isGranted: boolean) => grants.reduce((all, one) => all + (one.isGranted === isGranted ? one.yen : 0), 0)
  await tx.run(sql`
    update reward_fund set granted_yen = granted_yen + ${sum(true)}, waiting_yen = waiting_yen + ${sum(false)}
     where id = ${fundId}`)
}

const KnownRow = z.object({ reductionId: ReductionId })

/** Which of some acts the fund has taken already. */
export async function knownActs(db: Queryable, fundId: FundId, ids: readonly string[]): Promise<Set<string>> {
  const known = await db.many(rows(KnownRow)`
    select reduction_id as "reductionId" from reward_grant where fund_id = ${fundId} and reduction_id = any (${ids}::uuid[])`)
  return new Set(known.map(({ reductionId }) => reductionId))
}

const Waiting = z.object({ reductionId: ReductionId, yen: Yen })

/** Who waits, in order. */
export function waitingGrants(db: Queryable, fundId: FundId, limit: number): Promise<z.infer<typeof Waiting>[]> {
  return db.many(rows(Waiting)`
    select reduction_id as "reductionId", yen from reward_grant
     where fund_id = ${fundId} and granted_at is null order by number limit ${limit}`)
}

const Count = z.object({ count: z.int() })

export async function waitingCount(db: Queryable, fundId: FundId): Promise<number> {
  return (
    await db.one(rows(Count)`
      select count(*)::int as count from reward_grant where fund_id = ${fundId} and granted_at is null`)
  ).count
}

export async function serveWaiting(
  tx: Tx,
  fundId: FundId,
  served: readonly { reductionId: string; yen: number }[],
  at: string,
): Promise<void> {
  const yen = served.reduce((sum, one) => sum + one.yen, 0)
  await tx.run(sql`
    update reward_grant set granted_at = ${at}
     where fund_id = ${fundId} and reduction_id = any (${served.map(({ reductionId }) => reductionId)}::uuid[])`)
  await tx.run(sql`
    update reward_fund set granted_yen = granted_yen + ${yen}, waiting_yen = waiting_yen - ${yen} where id = ${fundId}`)
}

const OwnRow = z.object({
  number: z.int(),
  fundId: FundId,
  fundName: z.string(),
  reductionId: ReductionId,
  creditedG: Grams,
  yen: Yen,
  askedAt: Instant,
  grantedAt: Instant.nullable(),
})

export function rewardsOf(
  db: Queryable,
  participantId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<z.infer<typeof OwnRow>[]> {
  return db.many(rows(OwnRow)`
    select g.number, g.fund_id as "fundId", f.name as "fundName", g.reduction_id as "reductionId",
           g.credited_g as "creditedG", g.yen, g.asked_at as "askedAt", g.granted_at as "grantedAt"
      from reward_grant g join reward_fund f on f.id = g.fund_id
     where g.participant_id = ${participantId} and (${before}::bigint is null or g.number < ${before})
     order by g.number desc limit ${limit}`)
}

const Sums = z.object({ grantedYen: Yen, waitingYen: Yen })

export function rewardSums(db: Queryable, participantId: string): Promise<z.infer<typeof Sums>> {
  return db.one(rows(Sums)`
    select coalesce(sum(yen) filter (where granted_at is not null), 0)::bigint as "grantedYen",
           coalesce(sum(yen) filter (where granted_at is null), 0)::bigint as "waitingYen"
      from reward_grant where participant_id = ${participantId}`)
}
