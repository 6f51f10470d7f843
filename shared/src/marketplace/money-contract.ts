import { z } from 'zod'
import { LotId } from '../credits/ids.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Yen } from '../kernel/units.ts'
import { OrderId } from './ids.ts'

const OrderParams = z.strictObject({ id: OrderId })
const SignedYen = z.int()

export const OrderMoney = z.strictObject({
  totalYen: Yen.meta({ description: 'Of the invoice, tax included.' }),
  receivedYen: Yen,
  returnedYen: Yen,
  keptTotalYen: Yen.meta({ description: 'Of what was delivered and did not come back.' }),
  openYen: Yen.meta({ description: 'Still to be paid.' }),
  dueBackYen: Yen.meta({ description: 'Paid for nothing that the buyer has: goes back.' }),
  movements: z.array(
    z.strictObject({
      kind: z.enum(['received', 'returned']),
      method: z.enum(['bank', 'card']),
      amountYen: Yen,
      reference: z.string().nullable(),
      movedAt: Instant,
    }),
  ),
  cards: z.array(
    z.strictObject({
      provider: z.string(),
      state: z.enum(['open', 'paid', 'failed', 'expired']),
      failure: z.string().nullable(),
      amountYen: Yen,
      createdAt: Instant,
    }),
  ),
})
export type OrderMoney = z.infer<typeof OrderMoney>

export const getOrderMoneyEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/orders/{id}/money',
  summary: 'Every yen that came in for an order or went back, and what is open on either side',
  allow: ['organisation'],
  scope: 'credits:read',
  params: OrderParams,
  status: 200,
  reply: OrderMoney,
  refusals: ['marketplace.order-missing'],
})

export const ReturnMoney = z.strictObject({
  amountYen: Yen.min(1),
  paidOn: Day.optional(),
  reference: Text(120).optional(),
})
export type ReturnMoney = z.output<typeof ReturnMoney>

export const returnMoneyEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/returns',
  summary: 'Say that money was sent back to the buyer: never more than is due back',
  allow: ['operator'],
  params: OrderParams,
  body: ReturnMoney,
  status: 200,
  reply: OrderMoney,
  refusals: ['marketplace.order-missing', 'marketplace.nothing-due-back'],
  idempotent: true,
})

export const cardEventsEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/payments/{provider}/events',
  summary: 'Where a card provider says what became of a payment; signed, and each event counts once',
  allow: ['public'],
  params: z.strictObject({ provider: z.string().max(40) }),
  status: 200,
  reply: z.strictObject({ received: z.boolean(), outcome: z.string() }),
  refusals: ['marketplace.payment-missing', 'marketplace.event-signature', 'marketplace.event-unreadable'],
  streams: ['application/json'],
})

/** The demo world's card company, as its own page sees it. */
export const FakeCardSession = z.strictObject({
  id: z.string(),
  seller: z.string(),
  text: z.string(),
  amountYen: Yen,
  state: z.enum(['open', 'paid', 'failed', 'expired']),
  returnUrl: z.string(),
  cancelUrl: z.string(),
})
export type FakeCardSession = z.infer<typeof FakeCardSession>

const FakeParams = z.strictObject({ session: z.string().max(80) })

export const getFakeCardEndpoint = endpoint({
  method: 'GET',
  path: '/fake-card/sessions/{session}',
  summary: 'A payment at the demo world’s card company, which exists in demonstrations alone',
  allow: ['public'],
  params: FakeParams,
  status: 200,
  reply: FakeCardSession,
  refusals: ['marketplace.payment-missing'],
})

export const PayFakeCard = z.strictObject({
  card: z.enum(['good', 'declined', 'authentication-failed']).meta({
    description: 'authentication-failed: the bank’s 3-D Secure page says no.',
  }),
  event: z.enum(['at-once', 'late', 'three-times', 'never-then-late']).default('at-once').meta({
    description: 'When the signed event comes; late ones are sent by the worker two minutes later.',
  }),
})
export type PayFakeCard = z.output<typeof PayFakeCard>

export const payFakeCardEndpoint = endpoint({
  method: 'POST',
  path: '/fake-card/sessions/{session}/pay',
  summary: 'Press pay at the demo world’s card company',
  allow: ['public'],
  params: FakeParams,
  body: PayFakeCard,
  status: 200,
  reply: FakeCardSession,
  refusals: ['marketplace.payment-missing', 'marketplace.payment-state'],
})

export const PartyRole = z.enum([
  'owner',
  'manager',
  'cooperative',
  'municipality',
  'platform',
  'distributor',
  'coordinator',
  'reward-fund',
  'other',
])
export type PartyRole = z.infer<typeof PartyRole>

const PlanLine = z
  .strictObject({
    partyId: OrganisationId.nullable()
      .default(null)
      .meta({ description: 'Sees its part; a party may also be only a name.' }),
    partyName: Text(120),
    role: PartyRole,
    bp: z.int().min(1).max(10_000).nullable().default(null).meta({ description: 'A commission, in parts of 10,000.' }),
    weight: z
      .int()
      .min(1)
      .max(1e12)
      .nullable()
      .default(null)
      .meta({ description: 'A share of the rest: hectares, grams.' }),
  })
  .refine(({ bp, weight }) => (bp === null) !== (weight === null), {
    ...rule('bp か weight のどちらか一つを指定してください。', 'Give either bp or weight.'),
    path: ['bp'],
  })

export const SetProceedsPlan = z
  .strictObject({
    projectId: z.uuid().nullable().default(null).meta({ description: 'Without one the plan is for everything else.' }),
    lotId: LotId.nullable().default(null).meta({
      description: 'For the sales of one lot, before the plan of its project: its grams may have other owners.',
    }),
    lines: z.array(PlanLine).max(500),
  })
  .refine(({ projectId, lotId }) => projectId === null || lotId === null, {
    ...rule('projectId か lotId のどちらかだけを指定してください。', 'Give projectId or lotId, not both.'),
    path: ['lotId'],
  })
export type SetProceedsPlan = z.output<typeof SetProceedsPlan>

export const ProceedsPlan = z.strictObject({
  id: z.uuid(),
  projectId: z.uuid().nullable(),
  lotId: LotId.nullable(),
  madeAt: Instant,
  lines: z.array(
    z.strictObject({
      partyId: OrganisationId.nullable(),
      partyName: z.string(),
      role: z.string(),
      bp: z.int().nullable(),
      weight: z.int().nullable(),
    }),
  ),
})
export type ProceedsPlan = z.infer<typeof ProceedsPlan>

export const setProceedsPlanEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/proceeds/plans',
  summary: 'Say how later sales are divided: commissions first, then shares by weight; sales made before keep theirs',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: SetProceedsPlan,
  status: 201,
  reply: ProceedsPlan,
  refusals: ['marketplace.plan-commissions', 'marketplace.plan-party', 'marketplace.lot-missing'],
  idempotent: true,
})

export const listProceedsPlansEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/proceeds/plans',
  summary: 'The organisation’s plans that hold now',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: z.strictObject({ items: z.array(ProceedsPlan) }),
  refusals: [],
})

export const ProceedsOfOrder = z.strictObject({
  orderId: OrderId,
  soldAt: Instant.nullable(),
  projectName: z.string(),
  sellerName: z.string(),
  keptAmountYen: Yen,
  keptTaxYen: Yen,
  lines: z.array(
    z.strictObject({
      partyName: z.string().meta({ description: 'Other parties’ names stand open to every party of the sale.' }),
      role: z.string(),
      own: z.boolean(),
      amountYen: SignedYen,
    }),
  ),
  adjusted: z.boolean().meta({ description: 'A part of the sale was undone; the lines are what is left.' }),
})
export type ProceedsOfOrder = z.infer<typeof ProceedsOfOrder>

export const orderProceedsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/orders/{id}/proceeds',
  summary: 'How a sale’s money was divided, to the yen; for its seller, every party of it and the operator',
  allow: ['organisation'],
  scope: 'credits:read',
  params: OrderParams,
  status: 200,
  reply: ProceedsOfOrder,
  refusals: ['marketplace.order-missing'],
})

export const ownProceedsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/proceeds',
  summary: 'What the organisation got of each sale, its own and other sellers’, newest first, with the sum of all',
  allow: ['organisation'],
  scope: 'credits:read',
  query: PageQuery,
  status: 200,
  reply: pageOf(
    z.strictObject({
      orderId: OrderId,
      soldAt: Instant,
      projectName: z.string(),
      sellerName: z.string(),
      role: z.string(),
      amountYen: SignedYen,
    }),
  ).extend({ sumYen: SignedYen }),
  refusals: [],
})

export const reconciliationEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/proceeds/reconciliation',
  summary: 'Money in, money back, money divided: whether it is the same to the yen; a seller’s own, the operator’s all',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: z.strictObject({
    ok: z.boolean(),
    receivedYen: Yen,
    returnedYen: Yen,
    dueBackYen: Yen,
    waitingYen: Yen.meta({ description: 'Paid in part for orders that are not settled yet.' }),
    dividedYen: SignedYen.meta({ description: 'Tax included.' }),
    byRole: z.array(z.strictObject({ role: z.string(), amountYen: SignedYen })),
  }),
  refusals: [],
})
