import { z } from 'zod'
import { CertificateId, LotId, RetirementId } from '../credits/ids.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { OrderId } from './ids.ts'

export const Benefit = z.strictObject({
  id: z.uuid(),
  orderId: OrderId,
  projectName: z.string(),
  sellerName: z.string(),
  buyerName: z.string(),
  kind: z.enum(['shield', 'binder', 'signboard', 'planting-festival', 'voucher', 'other']),
  note: z.string().nullable(),
  dueOn: Day,
  state: z.enum(['promised', 'prepared', 'sent', 'received', 'cancelled']),
  overdue: z.boolean(),
  promisedAt: Instant,
  changedAt: Instant,
})
export type Benefit = z.infer<typeof Benefit>

export const PromiseBenefit = z.strictObject({ kind: Benefit.shape.kind, note: Text(200).optional(), dueOn: Day })
export type PromiseBenefit = z.output<typeof PromiseBenefit>

export const promiseBenefitEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/benefits',
  summary:
    'Promise a buyer something besides credits: a shield, a binder, a signboard, a place at the planting festival',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ id: OrderId }),
  body: PromiseBenefit,
  status: 201,
  reply: Benefit,
  refusals: ['marketplace.order-missing', 'marketplace.order-state'],
  idempotent: true,
})

export const moveBenefitEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/benefits/{id}/state',
  summary: 'How far a benefit is: the seller prepares, sends or cancels it, the buyer has received it',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ state: z.enum(['prepared', 'sent', 'received', 'cancelled']) }),
  status: 200,
  reply: Benefit,
  refusals: ['marketplace.benefit-missing', 'marketplace.benefit-state'],
  idempotent: true,
})

export const listBenefitsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/benefits',
  summary: 'The fulfilment list: what the organisation has promised or was promised, what is due soonest first',
  allow: ['organisation'],
  scope: 'credits:read',
  query: z.strictObject({ side: z.enum(['seller', 'buyer']).default('seller') }),
  status: 200,
  reply: z.strictObject({ items: z.array(Benefit) }),
  refusals: [],
})

export const ProxyConsent = z.strictObject({
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
export type ProxyConsent = z.infer<typeof ProxyConsent>

export const GiveConsent = z
  .strictObject({
    agentId: OrganisationId.meta({ description: 'Who may retire in the name of the organisation that asks.' }),
    purpose: Text(200).meta({ description: 'What every such retirement says it is for.' }),
    mostG: Grams.min(1).max(1e13),
    fromDay: Day,
    toDay: Day,
    publicName: z.boolean().default(false),
  })
  .refine(({ fromDay, toDay }) => fromDay <= toDay, {
    ...rule('終わりの日は始まりの日以後にしてください。', 'The last day must not be before the first.'),
    path: ['toDay'],
  })
export type GiveConsent = z.output<typeof GiveConsent>

export const giveConsentEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/proxy-consents',
  summary: 'Allow an agent to retire credits in one’s name: so much, for this purpose, in these days',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: GiveConsent,
  status: 201,
  reply: ProxyConsent,
  refusals: ['identity.organisation-missing', 'marketplace.agent-self'],
  idempotent: true,
})

export const withdrawConsentEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/proxy-consents/{id}/withdraw',
  summary: 'Take a consent back; what was retired under it stays',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: ProxyConsent,
  refusals: ['marketplace.consent-missing'],
  idempotent: true,
})

export const listConsentsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/proxy-consents',
  summary: 'Consents that the organisation has given or holds',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: z.strictObject({ items: z.array(ProxyConsent) }),
  refusals: [],
})

export const RetireForClient = z.strictObject({
  consentId: z.uuid(),
  lotId: LotId,
  massG: Grams.min(1).max(1e13),
  note: Text(500).optional(),
})
export type RetireForClient = z.output<typeof RetireForClient>

export const retireForClientEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/proxy-retirements',
  summary:
    'Retire one’s own credits in a client’s name, within the client’s consent; final, and certified to the client',
  allow: ['organisation'],
  scope: 'credits:write',
  body: RetireForClient,
  status: 201,
  reply: z.strictObject({
    retirementId: RetirementId,
    certificateId: CertificateId,
    massG: Grams,
    beneficiary: z.string(),
    leftG: Grams.meta({ description: 'What the consent still covers.' }),
  }),
  refusals: [
    'marketplace.consent-missing',
    'marketplace.consent-over',
    'marketplace.consent-mass',
    'credits.not-enough',
  ],
  idempotent: true,
})
