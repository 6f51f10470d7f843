import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { AgentRole } from '@morinowa/shared/marketplace/agents-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const AgentRow = z.object({
  sellerId: OrganisationId,
  sellerName: z.string(),
  agentId: OrganisationId,
  agentName: z.string(),
  parentId: OrganisationId.nullable(),
  role: AgentRole,
  bp: z.int(),
  state: z.enum(['offered', 'accepted', 'ended']),
  offeredAt: Instant,
})
export type AgentRow = z.infer<typeof AgentRow>

/** Agents of a seller, of an agent, or both; everybody who sells for a seller is one tree. */
export function agentsOf(
  db: Queryable,
  {
    sellerId = null,
    agentId = null,
    partyId = null,
  }: { sellerId?: OrganisationId | null; agentId?: OrganisationId | null; partyId?: OrganisationId | null },
): Promise<AgentRow[]> {
  return db.many(rows(AgentRow)`
    select a.seller_id as "sellerId", s.name as "sellerName", a.agent_id as "agentId", o.name as "agentName",
           a.parent_id as "parentId", a.role, a.bp,
           case when a.ended_at is not null then 'ended' when a.accepted_at is not null then 'accepted' else 'offered' end
             as state, a.offered_at as "offeredAt"
      from sales_agent a join organisation s on s.id = a.seller_id join organisation o on o.id = a.agent_id
     where (${sellerId}::uuid is null or a.seller_id = ${sellerId})
       and (${agentId}::uuid is null or a.agent_id = ${agentId})
       and (${partyId}::uuid is null or ${partyId} in (a.seller_id, a.agent_id, a.parent_id))
     order by a.offered_at, a.agent_id limit 1000`)
}

/** An agent and everybody above it, the agent first. */
export async function chainAbove(
  db: Queryable,
  sellerId: OrganisationId,
  agentId: OrganisationId,
): Promise<AgentRow[]> {
  const all = new Map((await agentsOf(db, { sellerId })).map((agent) => [agent.agentId, agent]))
  const chain: AgentRow[] = []
  for (let at = all.get(agentId); at; at = at.parentId === null ? undefined : all.get(at.parentId)) chain.push(at)
  return chain
}

/** Whether somebody stands there and everybody from there up has agreed and nobody has ended. */
export const isWhole = (chain: readonly AgentRow[]): boolean =>
  chain.length > 0 && chain.every(({ state }) => state === 'accepted')

/** An agent through whom an order may come: everybody from there up has agreed and nobody has ended. */
export async function requireAgent(
  db: Queryable,
  sellerId: OrganisationId,
  agentId: OrganisationId,
): Promise<OrganisationId> {
  return isWhole(await chainAbove(db, sellerId, agentId))
    ? agentId
    : refuse('marketplace.agent-missing', {}, '/throughId')
}

/** Agents through whom orders of a seller have come that are not paid yet. */
export async function agentsWithOpenOrders(tx: Tx, sellerId: OrganisationId): Promise<OrganisationId[]> {
  const found = await tx.many(rows(z.object({ throughId: OrganisationId }))`
    select distinct through_id as "throughId" from market_order
     where seller_id = ${sellerId} and through_id is not null and state in ('awaiting-payment', 'delivered')`)
  return found.map(({ throughId }) => throughId)
}

/** One at a time for a seller, so that margins are added up over a tree that stands still. */
export async function lockAgents(tx: Tx, sellerId: OrganisationId): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('sales_agent ' || ${sellerId}::text, 0))`)
}

/** An offer to somebody new, or anew to one whose agency has ended: on these terms, not yet accepted. */
export async function recordOffer(
  tx: Tx,
  offer: {
    sellerId: OrganisationId
    agentId: OrganisationId
    parentId: OrganisationId | null
    role: AgentRole
    bp: number
    at: string
  },
): Promise<void> {
  await tx.run(sql`
    insert into sales_agent (seller_id, agent_id, parent_id, role, bp, offered_at)
    values (${offer.sellerId}, ${offer.agentId}, ${offer.parentId}, ${offer.role}, ${offer.bp}, ${offer.at})
    on conflict (seller_id, agent_id) do update
       set parent_id = excluded.parent_id, role = excluded.role, bp = excluded.bp, offered_at = excluded.offered_at,
           accepted_at = null, ended_at = null
     where sales_agent.ended_at is not null`)
}

export async function recordAccepted(tx: Tx, sellerId: OrganisationId, agentId: OrganisationId, at: string) {
  await tx.run(sql`
    update sales_agent set accepted_at = coalesce(accepted_at, ${at})
     where seller_id = ${sellerId} and agent_id = ${agentId} and ended_at is null`)
}

export async function recordAgencyEnded(tx: Tx, sellerId: OrganisationId, agentId: OrganisationId, at: string) {
  await tx.run(sql`
    update sales_agent set ended_at = coalesce(ended_at, ${at}) where seller_id = ${sellerId} and agent_id = ${agentId}`)
}
