import { LotId } from '@morinowa/shared/credits/ids.ts'
import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Yen } from '@morinowa/shared/kernel/units.ts'
import { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Money of orders, and how it was divided. The order is locked by whoever writes.

export type Movement = {
  id: string
  orderId: OrderId
  kind: 'received' | 'returned'
  method: 'bank' | 'card'
  amountYen: number
  reference: string | null
  at: string
}

/** Writes a movement and the order's sum of its kind. */
export async function recordMovement(tx: Tx, m: Movement): Promise<void> {
  await tx.run(sql`
    insert into order_money (id, order_id, kind, method, amount_yen, reference, moved_at)
    values (${m.id}, ${m.orderId}, ${m.kind}, ${m.method}, ${m.amountYen}, ${m.reference}, ${m.at})`)
  await tx.run(sql`
    update market_order
       set received_yen = received_yen + case when ${m.kind} = 'received' then ${m.amountYen}::bigint else 0 end,
           returned_yen = returned_yen + case when ${m.kind} = 'returned' then ${m.amountYen}::bigint else 0 end
     where id = ${m.orderId}`)
}

const MovementRow = z.object({
  kind: z.enum(['received', 'returned']),
  method: z.enum(['bank', 'card']),
  amountYen: Yen,
  reference: z.string().nullable(),
  movedAt: Instant,
})

export function movementsOf(db: Queryable, id: OrderId): Promise<z.infer<typeof MovementRow>[]> {
  return db.many(rows(MovementRow)`
    select kind, method, amount_yen as "amountYen", reference, moved_at as "movedAt" from order_money
     where order_id = ${id} order by moved_at, id limit 1000`)
}

// Plans and divisions -----------------------------------------------------------------------------------------------------

const PlanLineRow = z.object({
  partyId: OrganisationId.nullable(),
  partyName: z.string(),
  role: z.string(),
  bp: z.int().nullable(),
  weight: z.int().nullable(),
})
export type PlanLineRow = z.infer<typeof PlanLineRow>

const PlanRow = z.object({
  id: z.uuid(),
  projectId: z.uuid().nullable(),
  lotId: LotId.nullable(),
  madeAt: Instant,
  lines: z.array(PlanLineRow),
})
export type PlanRow = z.infer<typeof PlanRow>

export async function recordPlan(
  tx: Tx,
  plan: { id: string; organisationId: OrganisationId; projectId: string | null; lotId: LotId | null; at: string },
  lines: readonly PlanLineRow[],
): Promise<void> {
  await tx.run(sql`
    insert into proceeds_plan (id, organisation_id, project_id, lot_id, made_at)
    values (${plan.id}, ${plan.organisationId}, ${plan.projectId}, ${plan.lotId}, ${plan.at})`)
  await tx.run(sql`
    insert into proceeds_line (plan_id, position, party_id, party_name, role, bp, weight)
    select ${plan.id}, n, "partyId", "partyName", role, bp, weight
      from rows from (jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
             as ("partyId" uuid, "partyName" text, role text, bp integer, weight bigint))
             with ordinality as l("partyId", "partyName", role, bp, weight, n)`)
}

/** The newest plan of each project and lot of an organisation, and the one without either. */
export function plansOf(db: Queryable, organisationId: OrganisationId): Promise<PlanRow[]> {
  return db.many(rows(PlanRow)`
    select p.id, p.project_id as "projectId", p.lot_id as "lotId", p.made_at as "madeAt",
           coalesce((select jsonb_agg(jsonb_build_object('partyId', l.party_id, 'partyName', l.party_name, 'role', l.role,
                                                         'bp', l.bp, 'weight', l.weight) order by l.position)
                       from proceeds_line l where l.plan_id = p.id), '[]') as lines
      from (select distinct on (project_id, lot_id) id, project_id, lot_id, made_at from proceeds_plan
             where organisation_id = ${organisationId} order by project_id, lot_id, made_at desc, id desc) p
     order by p.made_at desc limit 500`)
}

/** The lines by which a sale of this lot is divided: its own plan, else its project's, else the general one, else none. */
export async function linesFor(
  db: Queryable,
  organisationId: OrganisationId,
  { projectId, lotId }: { projectId: string | null; lotId: LotId },
): Promise<PlanLineRow[]> {
  return db.many(rows(PlanLineRow)`
    select l.party_id as "partyId", l.party_name as "partyName", l.role, l.bp, l.weight
      from (select id from proceeds_plan
             where organisation_id = ${organisationId}
               and (lot_id = ${lotId} or (lot_id is null and (project_id = ${projectId} or project_id is null)))
             order by lot_id is null, project_id is null, made_at desc, id desc limit 1) p
      join proceeds_line l on l.plan_id = p.id order by l.position`)
}

const PartyKnown = z.object({ count: z.int() })

export async function organisationsKnown(db: Queryable, ids: readonly string[]): Promise<boolean> {
  const { count } = await db.one(rows(PartyKnown)`
    select count(*)::int as count from organisation where id = any (${[...new Set(ids)]}::uuid[])`)
  return count === new Set(ids).size
}

export async function lotKnown(db: Queryable, id: LotId): Promise<boolean> {
  return (
    await db.one(rows(z.object({ known: z.boolean() }))`select exists (select from lot where id = ${id}) as known`)
  ).known
}

const DivisionRow = z.object({
  partyId: OrganisationId.nullable(),
  partyName: z.string(),
  role: z.string(),
  amountYen: z.int(),
})
export type DivisionRow = z.infer<typeof DivisionRow>

export async function recordDivision(
  tx: Tx,
  orderId: OrderId,
  lines: readonly DivisionLine[],
  at: string,
): Promise<void> {
  await tx.run(sql`
    insert into proceeds (order_id, division, position, party_id, party_name, role, amount_yen, divided_at)
    select ${orderId}, (select coalesce(max(division), 0) + 1 from proceeds where order_id = ${orderId}),
           n, "partyId", "partyName", role, "amountYen", ${at}
      from rows from (jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
             as ("partyId" uuid, "partyName" text, role text, "amountYen" bigint))
             with ordinality as l("partyId", "partyName", role, "amountYen", n)`)
}

export type DivisionLine = { partyId: string | null; partyName: string; role: string; amountYen: number }

/** What each line of an order's division has left, in the order of the plan. */
export function dividedOf(db: Queryable, orderId: OrderId): Promise<DivisionRow[]> {
  return db.many(rows(DivisionRow)`
    select party_id as "partyId", party_name as "partyName", role, sum(amount_yen)::bigint as "amountYen" from proceeds
     where order_id = ${orderId} group by position, party_id, party_name, role order by position`)
}

const OwnRow = z.object({
  orderId: OrderId,
  soldAt: Instant,
  projectName: z.string(),
  sellerName: z.string(),
  role: z.string(),
  amountYen: z.int(),
})

/** What a party got of each order, newest first. */
export function proceedsOf(
  db: Queryable,
  partyId: OrganisationId,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<z.infer<typeof OwnRow>[]> {
  return db.many(rows(OwnRow)`
    select p.order_id as "orderId", min(p.divided_at) as "soldAt", min(l.project_name) as "projectName",
           min(o.name) as "sellerName", string_agg(distinct p.role, ' ') as role, sum(p.amount_yen)::bigint as "amountYen"
      from proceeds p join market_order m on m.id = p.order_id join listing l on l.id = m.listing_id
      join organisation o on o.id = m.seller_id
     where p.party_id = ${partyId} and (${before ?? null}::uuid is null or p.order_id < ${before ?? null})
     group by p.order_id order by p.order_id desc limit ${limit}`)
}

const SumRow = z.object({ sum: z.int() })

export async function proceedsSum(db: Queryable, partyId: OrganisationId): Promise<number> {
  return (
    await db.one(rows(SumRow)`
      select coalesce(sum(amount_yen), 0)::bigint as sum from proceeds where party_id = ${partyId}`)
  ).sum
}

const Reconciled = z.object({
  receivedYen: Yen,
  returnedYen: Yen,
  dueBackYen: Yen,
  waitingYen: Yen,
  dividedYen: z.int(),
  wrong: z.int(),
  byRole: z.array(z.object({ role: z.string(), amountYen: z.int() })),
})

/**
 * Money against divisions, of one seller or of all. An order is wrong when its sums are not its movements', or what came in
 * less what went back is not what was divided plus what is due back or waits.
 */
export function reconciled(db: Queryable, sellerId: OrganisationId | null): Promise<z.infer<typeof Reconciled>> {
  return db.one(rows(Reconciled)`
    with o as (
      select m.id, m.received_yen, m.returned_yen, m.state, m.kept_total_yen, m.total_yen,
             greatest(0, m.received_yen - m.returned_yen - case when m.state = 'awaiting-payment' then m.total_yen
                                                                else m.kept_total_yen end) as due_back,
             case when m.state = 'awaiting-payment' then least(m.received_yen - m.returned_yen, m.total_yen)
                  when m.state = 'delivered' then least(m.received_yen - m.returned_yen, m.kept_total_yen)
                  else 0 end as waiting,
             coalesce((select sum(amount_yen) from proceeds p where p.order_id = m.id), 0) as divided,
             coalesce((select sum(amount_yen) from order_money y where y.order_id = m.id and kind = 'received'), 0) as came,
             coalesce((select sum(amount_yen) from order_money y where y.order_id = m.id and kind = 'returned'), 0) as went
        from market_order m where ${sellerId}::uuid is null or m.seller_id = ${sellerId})
    select coalesce(sum(received_yen), 0)::bigint as "receivedYen", coalesce(sum(returned_yen), 0)::bigint as "returnedYen",
           coalesce(sum(due_back), 0)::bigint as "dueBackYen", coalesce(sum(waiting), 0)::bigint as "waitingYen",
           coalesce(sum(divided), 0)::bigint as "dividedYen",
           count(*) filter (where came <> received_yen or went <> returned_yen
                              or received_yen - returned_yen <> divided + due_back + waiting)::int as wrong,
           coalesce((select jsonb_agg(r order by r.role)
                       from (select p.role, sum(p.amount_yen)::bigint as "amountYen" from proceeds p
                              where p.order_id in (select id from o) group by p.role) r), '[]') as "byRole"
      from o`)
}

/** What the division of a sale set aside for the rewards of an organisation and did not take back. */
export async function rewardShareOf(db: Queryable, orderId: OrderId, organisationId: OrganisationId): Promise<number> {
  return (
    await db.one(rows(SumRow)`
      select coalesce(sum(amount_yen), 0)::bigint as sum from proceeds
       where order_id = ${orderId} and party_id = ${organisationId} and role = 'reward-fund'`)
  ).sum
}
