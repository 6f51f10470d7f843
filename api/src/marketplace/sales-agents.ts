import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { OfferAgency, SalesAgent } from '@morinowa/shared/marketplace/agents-contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import {
  type AgentRow,
  agentsOf,
  agentsWithOpenOrders,
  chainAbove,
  isWhole,
  lockAgents,
  recordAccepted,
  recordAgencyEnded,
  recordOffer,
} from './agents-store.ts'
import { organisationsKnown } from './money-store.ts'

const WHOLE_BP = 10_000

/** A seller, or a distributor of one, offers somebody to sell. Unlimited levels; the margins of a chain stay below the price. */
export function offerAgency(deps: Deps, actor: Actor, ask: OfferAgency): Promise<SalesAgent> {
  const acting = actingFor(actor)
  const sellerId = ask.sellerId ?? acting.id
  return deps.db.transaction(async (tx) => {
    await lockAgents(tx, sellerId)
    if (!(await organisationsKnown(tx, [ask.agentId]))) refuse('identity.organisation-missing', {}, '/agentId')
    if (ask.agentId === acting.id || ask.agentId === sellerId) refuse('marketplace.agent-self')
    const isSeller = sellerId === acting.id
    const above = isSeller ? [] : await chainAbove(tx, sellerId, acting.id)
    const [parent] = above
    if (!isSeller && (!isWhole(above) || parent?.role !== 'distributor')) {
      refuse('marketplace.agent-missing', {}, '/sellerId')
    }
    await requireFree(tx, sellerId, ask.agentId, above)
    const bp = ask.bp + sumBp(above)
    if (bp > WHOLE_BP) refuse('marketplace.agent-margins', { bp })
    const parentId = parent?.agentId ?? null
    await recordOffer(tx, { ...ask, sellerId, parentId, at: deps.now() })
    return showAgent(tx, sellerId, ask.agentId)
  })
}

/**
 * An agent has one place in a seller's tree. Whoever had one that has ended may get another, but not below itself, and not
 * while money is to come that will be divided by the old terms.
 */
async function requireFree(
  tx: Tx,
  sellerId: OrganisationId,
  agentId: OrganisationId,
  above: readonly AgentRow[],
): Promise<void> {
  const [known] = await agentsOf(tx, { sellerId, agentId })
  if (!known) return
  if (known.state !== 'ended' || above.some((one) => one.agentId === agentId)) refuse('marketplace.agent-known')
  for (const throughId of await agentsWithOpenOrders(tx, sellerId)) {
    const chain = await chainAbove(tx, sellerId, throughId)
    if (chain.some((one) => one.agentId === agentId)) refuse('marketplace.agent-orders-open')
  }
}

export function acceptAgency(deps: Deps, actor: Actor, sellerId: OrganisationId): Promise<SalesAgent> {
  const { id } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const [agent] = await agentsOf(tx, { sellerId, agentId: id })
    if (!agent || agent.state === 'ended') return refuse('marketplace.agent-missing')
    await recordAccepted(tx, sellerId, id, deps.now())
    return showAgent(tx, sellerId, id)
  })
}

export function endAgency(
  deps: Deps,
  actor: Actor,
  { sellerId, agentId }: { sellerId: OrganisationId; agentId: OrganisationId },
): Promise<SalesAgent> {
  const { id } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const [agent] = await agentsOf(tx, { sellerId, agentId })
    if (!agent || ![sellerId, agentId, agent.parentId].includes(id)) return refuse('marketplace.agent-missing')
    await recordAgencyEnded(tx, sellerId, agentId, deps.now())
    return showAgent(tx, sellerId, agentId)
  })
}

export async function listAgents(deps: Deps, actor: Actor): Promise<{ items: SalesAgent[] }> {
  const { id } = actingFor(actor)
  const found = await agentsOf(deps.db, { partyId: id })
  return { items: await Promise.all(found.map((agent) => withChain(deps.db, agent))) }
}

/** Through whom an order may come, without what they get for it. */
export async function sellerAgents({ db }: Deps, sellerId: OrganisationId) {
  const all = await agentsOf(db, { sellerId })
  const byId = new Map(all.map((agent) => [agent.agentId, agent]))
  const stands = (agent: AgentRow | undefined): boolean =>
    agent?.state === 'accepted' && (agent.parentId === null || stands(byId.get(agent.parentId)))
  return {
    items: all.filter(stands).map(({ agentId, agentName, role }) => ({ agentId, agentName, role })),
  }
}

async function showAgent(db: Queryable, sellerId: OrganisationId, agentId: OrganisationId): Promise<SalesAgent> {
  const [agent] = await agentsOf(db, { sellerId, agentId })
  return agent ? withChain(db, agent) : refuse('marketplace.agent-missing')
}

async function withChain(db: Queryable, agent: AgentRow): Promise<SalesAgent> {
  return { ...agent, chainBp: sumBp(await chainAbove(db, agent.sellerId, agent.agentId)) }
}

const sumBp = (chain: readonly AgentRow[]) => chain.reduce((sum, { bp }) => sum + bp, 0)
