import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { Pool } from './reduction.ts'
import { Shares } from './shares.ts'
import { withinWhole } from './shares-contract.ts'

export const ShareProposal = z.strictObject({
  id: z.uuid(),
  provider: z.strictObject({ id: OrganisationId, name: z.string() }),
  pool: Pool,
  validFrom: Day,
  ...Shares.shape,
  proposedAt: z.string(),
  accepted: z.boolean().nullable().meta({ description: 'Null while it waits for the operator.' }),
  decidedAt: z.string().nullable(),
})
export type ShareProposal = z.infer<typeof ShareProposal>

export const ProposeShares = withinWhole(z.strictObject({ pool: Pool, validFrom: Day, ...Shares.shape }))
export type ProposeShares = z.output<typeof ProposeShares>

export const proposeSharesEndpoint = endpoint({
  method: 'POST',
  path: '/share-proposals',
  summary: 'Propose to whom the grams of one’s own acts belong from a day on; the operator decides',
  allow: ['provider', 'merchant'],
  body: ProposeShares,
  status: 201,
  reply: ShareProposal,
  refusals: ['identity.not-administrator', 'reductions.proposal-waits', 'reductions.terms-made', 'request.id-reused'],
  idempotent: true,
})

export const shareProposalsEndpoint = endpoint({
  method: 'GET',
  path: '/share-proposals',
  summary: 'Proposals, those that wait first: one’s own, or for the operator those of all; at most a hundred',
  allow: ['provider', 'merchant', 'operator'],
  status: 200,
  reply: z.strictObject({ items: z.array(ShareProposal) }),
  refusals: [],
})

export const decideSharesEndpoint = endpoint({
  method: 'POST',
  path: '/share-proposals/{id}/decisions',
  summary: 'Make terms of a proposal, or decline it',
  allow: ['operator'],
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ accept: z.boolean() }),
  status: 201,
  reply: ShareProposal,
  refusals: [
    'reductions.proposal-missing',
    'reductions.proposal-decided',
    'reductions.proposal-own',
    'reductions.terms-made',
    'request.id-reused',
  ],
  idempotent: true,
})
