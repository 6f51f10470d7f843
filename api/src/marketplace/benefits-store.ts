import { Day, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { Benefit, type GiveConsent, type PromiseBenefit } from '@morinowa/shared/marketplace/benefits-contract.ts'
import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const BenefitRow = Benefit.omit({ overdue: true }).extend({ sellerId: OrganisationId, buyerId: OrganisationId })
export type BenefitRow = z.infer<typeof BenefitRow>

/** Benefits, what is open and due soonest first. */
export function benefitsOf(
  db: Queryable,
  f: { id?: string | null; sellerId?: OrganisationId | null; buyerId?: OrganisationId | null },
): Promise<BenefitRow[]> {
  const { id = null, sellerId = null, buyerId = null } = f
  return db.many(rows(BenefitRow)`
    select b.id, b.order_id as "orderId", l.project_name as "projectName", s.name as "sellerName", o.name as "buyerName",
           b.kind, b.note, b.due_on as "dueOn", b.state, b.promised_at as "promisedAt", b.changed_at as "changedAt",
           m.seller_id as "sellerId", m.buyer_id as "buyerId"
      from order_benefit b join market_order m on m.id = b.order_id join listing l on l.id = m.listing_id
      join organisation s on s.id = m.seller_id join organisation o on o.id = m.buyer_id
     where (${id}::uuid is null or b.id = ${id}) and (${sellerId}::uuid is null or m.seller_id = ${sellerId})
       and (${buyerId}::uuid is null or m.buyer_id = ${buyerId})
     order by b.state in ('received', 'cancelled'), b.due_on, b.id limit 500`)
}

export async function recordBenefit(
  tx: Tx,
  b: PromiseBenefit & { id: string; orderId: OrderId; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into order_benefit (id, order_id, kind, note, due_on, promised_at, changed_at)
    values (${b.id}, ${b.orderId}, ${b.kind}, ${b.note ?? null}, ${b.dueOn}, ${b.at}, ${b.at})`)
}

export async function lockBenefit(tx: Tx, id: string): Promise<BenefitRow | null> {
  await tx.run(sql`select from order_benefit where id = ${id} for update`)
  const [benefit] = await benefitsOf(tx, { id })
  return benefit ?? null
}

export async function recordBenefitState(tx: Tx, id: string, state: string, at: string): Promise<void> {
  await tx.run(sql`update order_benefit set state = ${state}, changed_at = ${at} where id = ${id}`)
}

const ConsentRow = z.object({
  id: z.uuid(),
  clientId: OrganisationId,
  clientName: z.string(),
  agentId: OrganisationId,
  agentName: z.string(),
  purpose: z.string(),
  mostG: Grams,
  usedG: Grams,
  fromDay: Day,
  toDay: Day,
  publicName: z.boolean(),
  givenAt: Instant,
  withdrawnAt: Instant.nullable(),
})
export type ConsentRow = z.infer<typeof ConsentRow>

/** Consents that an organisation has given or holds, newest first; one of them when it is named. */
export function consentsOf(
  db: Queryable,
  { id = null, partyId = null }: { id?: string | null; partyId?: OrganisationId | null },
): Promise<ConsentRow[]> {
  return db.many(rows(ConsentRow)`
    select p.id, p.client_id as "clientId", c.name as "clientName", p.agent_id as "agentId", a.name as "agentName",
           p.purpose, p.most_g as "mostG", p.used_g as "usedG", p.from_day as "fromDay", p.to_day as "toDay",
           p.public_name as "publicName", p.given_at as "givenAt", p.withdrawn_at as "withdrawnAt"
      from proxy_consent p join organisation c on c.id = p.client_id join organisation a on a.id = p.agent_id
     where (${id}::uuid is null or p.id = ${id})
       and (${partyId}::uuid is null or ${partyId} in (p.client_id, p.agent_id))
     order by p.id desc limit 500`)
}

export async function lockConsent(tx: Tx, id: string): Promise<ConsentRow | null> {
  await tx.run(sql`select from proxy_consent where id = ${id} for update`)
  const [consent] = await consentsOf(tx, { id })
  return consent ?? null
}

export async function recordConsent(
  tx: Tx,
  c: GiveConsent & { id: string; clientId: OrganisationId; by: string; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into proxy_consent (id, client_id, agent_id, purpose, most_g, from_day, to_day, public_name, given_at, given_by)
    values (${c.id}, ${c.clientId}, ${c.agentId}, ${c.purpose}, ${c.mostG}, ${c.fromDay}, ${c.toDay}, ${c.publicName},
            ${c.at}, ${c.by})`)
}

export async function recordConsentWithdrawn(tx: Tx, id: string, at: string): Promise<void> {
  await tx.run(sql`update proxy_consent set withdrawn_at = coalesce(withdrawn_at, ${at}) where id = ${id}`)
}

export async function recordConsentUsed(tx: Tx, id: string, massG: number): Promise<void> {
  await tx.run(sql`update proxy_consent set used_g = used_g + ${massG} where id = ${id}`)
}
