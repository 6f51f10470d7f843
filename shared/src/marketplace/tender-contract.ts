import { z } from 'zod'
import { Family } from '../credits/families.ts'
import { Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'

import { Grams, Yen } from '../kernel/units.ts'
import { ListingId, OrderId } from './ids.ts'
import { TenderTerms } from './tender.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

export const BidId = z.uuid().brand<'BidId'>()
export type BidId = z.infer<typeof BidId>

const BothPrices = z.strictObject({ withoutTaxYen: Yen, withTaxYen: Yen })

/** A bid as everybody sees it: sealed until the opening, and from then on with what it says. */
export const PublicBid = z.strictObject({
  number: z.int().min(1),
  commitment: Hash.meta({ description: 'SHA-256 of the bid’s canonical JSON with its nonce.' }),
  placedAt: Instant,
  withdrawn: z.boolean(),
  opened: z
    .strictObject({
      massG: Grams,
      priceYenPerTonne: Yen,
      nonce: z.string(),
      wonG: Grams,
      winner: z.string().nullable().meta({ description: 'Named when the tender says so or the bidder agreed.' }),
    })
    .nullable(),
})
export type PublicBid = z.infer<typeof PublicBid>

export const Tender = z.strictObject({
  listingId: ListingId,
  state: z.enum(['taking-bids', 'closed', 'opened']),
  projectName: z.string(),
  sellerName: z.string(),
  family: Family,
  massG: Grams,
  minG: Grams,
  leastYenPerTonne: Yen.meta({ description: 'Bids below are not served.' }),
  taxIncluded: z.boolean().meta({ description: 'Whether bids and the least price include consumption tax.' }),
  terms: TenderTerms,
  seal: Hash.meta({ description: 'Chain over all commitments: nobody can add or leave out a bid afterwards.' }),
  bids: z.array(PublicBid),
  openedAt: Instant.nullable(),
  result: z
    .strictObject({
      wonG: Grams,
      leftG: Grams,
      winners: z.int(),
      clearingYenPerTonne: Yen.nullable(),
      averagePerTonne: BothPrices.nullable().meta({ description: 'Weighted by mass; null when nobody won.' }),
      amountYen: Yen,
      totalYen: Yen,
    })
    .nullable(),
})
export type Tender = z.infer<typeof Tender>

const TenderParams = z.strictObject({ id: ListingId })

export const getTenderEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/tenders/{id}',
  summary: 'A tender: its rules, its sealed bids, and once it is opened who won what at which price',
  description:
    'Before the opening nobody reads a bid, its bidder and the seller included. After it every bid stands with the ' +
    'nonce that opens its commitment, so that anybody can recompute commitments, seal and allocation.',
  allow: ['public'],
  params: TenderParams,
  status: 200,
  reply: Tender,
  refusals: ['marketplace.tender-missing'],
})

export const listTendersEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/tenders',
  summary: 'Tenders, the newest first',
  allow: ['public'],
  query: PageQuery,
  status: 200,
  reply: pageOf(Tender.omit({ bids: true, terms: true, seal: true, result: true }).extend({ closesAt: Instant })),
  refusals: [],
})

export const PlaceBid = z.strictObject({
  massG: Grams.min(1).max(1e13),
  priceYenPerTonne: Yen.min(1).max(10_000_000),
  nonce: Hash.meta({ description: '32 random bytes of the bidder’s own, in hex; keep it to check the opening.' }),
  publicName: z.boolean().default(false),
})
export type PlaceBid = z.output<typeof PlaceBid>

/** What a bidder is given: no word of what the bid says, so that nothing that is stored gives it away. */
export const BidReceipt = z.strictObject({
  id: BidId,
  number: z.int(),
  commitment: Hash,
  seal: Hash.meta({ description: 'The tender’s seal with this bid in it.' }),
  placedAt: Instant,
})
export type BidReceipt = z.infer<typeof BidReceipt>

export const placeBidEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/tenders/{id}/bids',
  summary: 'Bid for a mass at a price; sealed until the opening',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: TenderParams,
  body: PlaceBid,
  status: 201,
  reply: BidReceipt,
  refusals: [
    'marketplace.tender-missing',
    'marketplace.tender-closed',
    'marketplace.own-listing',
    'marketplace.lot-refused',
    'marketplace.step',
    'marketplace.bid-too-large',
    'marketplace.bid-below-least',
    'marketplace.bids-per-buyer',
    'marketplace.buyer-prefecture',
  ],
  idempotent: true,
})

export const withdrawBidEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/tenders/{id}/bids/{bidId}/withdraw',
  summary: 'Take a bid back while bids are taken; its commitment stays in the seal',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: TenderParams.extend({ bidId: BidId }),
  status: 200,
  reply: BidReceipt.omit({ seal: true }).extend({ withdrawn: z.boolean() }),
  refusals: ['marketplace.tender-missing', 'marketplace.tender-closed', 'marketplace.bid-missing'],
  idempotent: true,
})

export const OwnBid = z.strictObject({
  id: BidId,
  number: z.int(),
  commitment: Hash,
  placedAt: Instant,
  withdrawn: z.boolean(),
  wonG: Grams.nullable().meta({ description: 'Null until the opening.' }),
  orderId: OrderId.nullable(),
})
export type OwnBid = z.infer<typeof OwnBid>

export const ownBidsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/tenders/{id}/own-bids',
  summary: 'Which bids are the organisation’s, and the orders they became; what they say stays sealed for it too',
  allow: ['organisation'],
  scope: 'credits:read',
  params: TenderParams,
  status: 200,
  reply: z.strictObject({ items: z.array(OwnBid) }),
  refusals: ['marketplace.tender-missing'],
})

export const openTenderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/tenders/{id}/open',
  summary:
    'Open a tender that is over, as happens by itself within a minute: it has one possible result, so anybody may ask',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: TenderParams,
  status: 200,
  reply: Tender,
  refusals: ['marketplace.tender-missing', 'marketplace.tender-runs', 'marketplace.tender-opened'],
  idempotent: true,
})
