import { z } from 'zod'
import { Instant } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'

export const AgentRole = z.enum(['distributor', 'coordinator'])
export type AgentRole = z.infer<typeof AgentRole>

/** Somebody who sells for a seller: directly, or below another distributor. */
export const SalesAgent = z.strictObject({
  sellerId: OrganisationId,
  sellerName: z.string(),
  agentId: OrganisationId,
  agentName: z.string(),
  parentId: OrganisationId.nullable(),
  role: AgentRole,
  bp: z.int().meta({ description: 'Of the price without tax, in parts of 10,000: a margin or a commission.' }),
  chainBp: z.int().meta({ description: 'With all above it: what a sale through this agent costs the seller.' }),
  state: z.enum(['offered', 'accepted', 'ended']),
  offeredAt: Instant,
})
export type SalesAgent = z.infer<typeof SalesAgent>

export const OfferAgency = z.strictObject({
  sellerId: OrganisationId.optional().meta({
    description: 'For a distributor who takes one on below itself; a seller leaves it out.',
  }),
  agentId: OrganisationId,
  role: AgentRole.default('distributor'),
  bp: z.int().min(0).max(10_000),
})
export type OfferAgency = z.output<typeof OfferAgency>

export const offerAgencyEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/agents',
  summary:
    'Offer somebody to sell for you, or below you: a distributor with a margin, a bank coordinator with a commission; anew ' +
    'to one whose agency has ended',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: OfferAgency,
  status: 201,
  reply: SalesAgent,
  refusals: [
    'identity.organisation-missing',
    'marketplace.agent-known',
    'marketplace.agent-orders-open',
    'marketplace.agent-missing',
    'marketplace.agent-margins',
    'marketplace.agent-self',
  ],
  idempotent: true,
})

export const acceptAgencyEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/agents/{sellerId}/accept',
  summary: 'Agree to sell for a seller on the terms offered',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ sellerId: OrganisationId }),
  status: 200,
  reply: SalesAgent,
  refusals: ['marketplace.agent-missing'],
  idempotent: true,
})

export const endAgencyEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/agents/{sellerId}/{agentId}/end',
  summary: 'End an agency, by the seller, the agent or who stands above it; sales made keep their division',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ sellerId: OrganisationId, agentId: OrganisationId }),
  status: 200,
  reply: SalesAgent,
  refusals: ['marketplace.agent-missing'],
  idempotent: true,
})

export const listAgentsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/agents',
  summary: 'The tree of those who sell for the organisation, and those for whom it sells',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: z.strictObject({ items: z.array(SalesAgent) }),
  refusals: [],
})

export const sellerAgentsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/sellers/{id}/agents',
  summary: 'Through whom one may order from a seller; their margins are not said',
  allow: ['organisation'],
  scope: 'credits:read',
  params: z.strictObject({ id: OrganisationId }),
  status: 200,
  reply: z.strictObject({
    items: z.array(z.strictObject({ agentId: OrganisationId, agentName: z.string(), role: AgentRole })),
  }),
  refusals: [],
})
