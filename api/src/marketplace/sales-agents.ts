import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { OfferAgency, SalesAgent } from '@morinowa/shared/marketplace/agents-contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import {
  type AgentRow,
  agentsOf,
  chainAbove,
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
    if (!isSeller && (parent?.state !== 'accepted' || parent.role !== 'distributor')) {
      refuse('marketplace.agent-missing', {}, '/sellerId')
    }
    if ((await agentsOf(tx, { sellerId, agentId: ask.agentId })).length > 0) refuse('marketplace.agent-known')
    const bp = ask.bp + sumBp(above)
    if (bp > WHOLE_BP) refuse('marketplace.agent-margins', { bp })
    const parentId = parent?.agentId ?? null
    await recordOffer(tx, { ...ask, sellerId, parentId, at: deps.now() })
    return showAgent(tx, sellerId, ask.agentId)
  })
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

async function showAgent(db: Queryable, sellerId: OrganisationId, agentId: OrganisationId): Promise<SalesAgent> {
  const [agent] = await agentsOf(db, { sellerId, agentId })
  return agent ? withChain(db, agent) : refuse('marketplace.agent-missing')
}

async function withChain(db: Queryable, agent: AgentRow): Promise<SalesAgent> {
  return { ...agent, chainBp: sumBp(await chainAbove(db, agent.sellerId, agent.agentId)) }
}

const sumBp = (chain: readonly AgentRow[]) => chain.reduce((sum, { bp }) => sum + bp, 0)
