import { z } from 'zod'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams, Yen } from '../kernel/units.ts'
import { OrderId } from '../marketplace/ids.ts'

export const FundId = z.uuid().brand<'FundId'>()
export type FundId = z.infer<typeof FundId>

/** A point is a yen: nothing is promised in another coin. */
export const RewardFund = z.strictObject({
  id: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  name: z.string(),
  kind: z.enum(['campaign', 'travellers-share']).meta({
    description: 'campaign: somebody gives the money. travellers-share: it is a part of what their credits sold for.',
  }),
  yenPerKg: Yen,
  fromDay: Day,
  toDay: Day,
  reservedYen: Yen.meta({ description: 'Money that is there.' }),
  grantedYen: Yen.meta({ description: 'Never more than is there.' }),
  waitingYen: Yen.meta({ description: 'Asked for and waiting for money, in order, uncut.' }),
  leftYen: Yen,
  people: z.union([z.int(), z.literal('<10')]).meta({ description: 'Who was granted something.' }),
  state: z.enum(['coming', 'open', 'over']),
})
export type RewardFund = z.infer<typeof RewardFund>

const FundParams = z.strictObject({ id: FundId })

export const OpenFund = z
  .strictObject({
    name: Text(80),
    kind: z.enum(['campaign', 'travellers-share']).default('campaign'),
    yenPerKg: Yen.min(1).max(100_000),
    fromDay: Day,
    toDay: Day,
  })
  .refine(({ fromDay, toDay }) => fromDay <= toDay, {
    ...rule('終わりの日は始まりの日以後にしてください。', 'The last day must not be before the first.'),
    path: ['toDay'],
  })
export type OpenFund = z.output<typeof OpenFund>

export const openFundEndpoint = endpoint({
  method: 'POST',
  path: '/programmes/funds',
  summary:
    'Open a reward fund: so many yen for each kilogram that travellers cut; it grants nothing until money is in it',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: OpenFund,
  status: 201,
  reply: RewardFund,
  refusals: [],
  idempotent: true,
})

export const listFundsEndpoint = endpoint({
  method: 'GET',
  path: '/programmes/funds',
  summary: 'Every reward fund with its meter: money in it, granted, waiting',
  allow: ['public'],
  query: PageQuery,
  status: 200,
  reply: pageOf(RewardFund),
  refusals: [],
})

export const getFundEndpoint = endpoint({
  method: 'GET',
  path: '/programmes/funds/{id}',
  summary: 'One fund’s meter',
  allow: ['public'],
  params: FundParams,
  status: 200,
  reply: RewardFund,
  refusals: ['programmes.fund-missing'],
})

export const DepositToFund = z
  .strictObject({
    amountYen: Yen.min(1).max(1e12).optional().meta({ description: 'Money that has arrived; the operator says so.' }),
    orderId: OrderId.optional().meta({
      description: 'A settled sale: the part that its division set aside for rewards of this organisation, once.',
    }),
    reference: Text(120).optional(),
  })
  .refine(({ amountYen, orderId }) => (amountYen === undefined) !== (orderId === undefined), {
    ...rule('amountYen か orderId のどちらか一つを指定してください。', 'Give either amountYen or orderId.'),
    path: ['amountYen'],
  })
export type DepositToFund = z.output<typeof DepositToFund>

export const depositToFundEndpoint = endpoint({
  method: 'POST',
  path: '/programmes/funds/{id}/deposits',
  summary:
    'Put money into a fund: what arrived at the bank (operator), or a sale’s reward share; who waits is paid first, in order',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: FundParams,
  body: DepositToFund,
  status: 200,
  reply: RewardFund.extend({ servedFromWaiting: z.int() }),
  refusals: [
    'programmes.fund-missing',
    'programmes.deposit-by-operator',
    'programmes.share-missing',
    'programmes.share-used',
  ],
  idempotent: true,
})

export const RewardClaim = z.strictObject({
  grantedYen: Yen,
  waitingYen: Yen,
  acts: z.int().meta({ description: 'Rewarded now for the first time.' }),
  place: z.int().nullable().meta({ description: 'How many acts of others wait before the first of these.' }),
})
export type RewardClaim = z.infer<typeof RewardClaim>

export const claimRewardsEndpoint = endpoint({
  method: 'POST',
  path: '/programmes/funds/{id}/claims',
  summary:
    'Claim the rewards of one’s own acts in the fund’s days: granted out of money that is there, or waiting in full',
  allow: ['person'],
  params: FundParams,
  status: 200,
  reply: RewardClaim,
  refusals: ['programmes.fund-missing', 'programmes.nothing-to-claim'],
  idempotent: true,
})

export const OwnReward = z.strictObject({
  fundId: FundId,
  fundName: z.string(),
  reductionId: ReductionId,
  creditedG: Grams,
  yen: Yen,
  state: z.enum(['granted', 'waiting']),
  askedAt: Instant,
  grantedAt: Instant.nullable(),
})

export const ownRewardsEndpoint = endpoint({
  method: 'GET',
  path: '/me/rewards',
  summary: 'One’s own rewards, newest first',
  allow: ['person'],
  query: PageQuery,
  status: 200,
  reply: pageOf(OwnReward).extend({ grantedYen: Yen, waitingYen: Yen }),
  refusals: [],
})
