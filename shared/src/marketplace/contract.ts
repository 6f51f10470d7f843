import { z } from 'zod'
import { Family } from '../credits/families.ts'
import { LotId } from '../credits/ids.ts'
import { Proof } from '../forest/proof.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams, Yen } from '../kernel/units.ts'
import { ListingId, OrderId } from './ids.ts'
import { Ask } from '../methodology/ask.ts'
import { Invoice } from './invoice.ts'
import { ListingRule } from './listing-rules.ts'
import { TenderTerms } from './tender.ts'

export { ListingId, OrderId }

/** More than any registry has issued; sums of money stay far below 2^53. */
const MOST_G = 1e13

export const CreateListing = z
  .strictObject({
    lotId: LotId,
    massG: Grams.min(1).max(MOST_G),
    priceYenPerTonne: Yen.min(1).max(10_000_000),
    taxIncluded: z.boolean(),
    minG: Grams.min(1)
      .max(MOST_G)
      .default(1_000 as Grams)
      .meta({
        description: 'The smallest order and the step between orders, in grams.',
      }),
    kind: z.enum(['fixed', 'tender']).default('fixed'),
    rules: z.array(ListingRule).max(10).default([]),
    tender: TenderTerms.optional().meta({
      description: 'For the kind tender: the price of the listing is then the least that a bid must offer.',
    }),
  })
  .refine((ask) => (ask.kind === 'tender') === (ask.tender !== undefined), {
    ...rule(
      '入札の条件（tender）は、kind が tender のときに指定してください。',
      'Give tender terms exactly for the kind tender.',
    ),
    path: ['tender'],
  })
export type CreateListing = z.output<typeof CreateListing>

const BothPrices = z.strictObject({ withoutTaxYen: Yen, withTaxYen: Yen })

export const Listing = z.strictObject({
  id: ListingId,
  state: z.enum(['open', 'closed']),
  kind: z.enum(['fixed', 'tender']),
  sellerId: OrganisationId,
  sellerName: z.string(),
  lotId: LotId,
  family: Family,
  projectId: z.uuid().nullable(),
  projectName: z.string(),
  scheme: z.string(),
  methodology: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  proof: Proof.nullable().meta({
    description: 'How far the holding of a registered lot is proven; null for credits that were issued here.',
  }),
  priceYenPerTonne: Yen,
  taxIncluded: z.boolean(),
  pricePerTonne: BothPrices.meta({ description: 'The price of a tonne without and with consumption tax.' }),
  minG: Grams,
  rules: z.array(ListingRule),
  massG: Grams,
  orderedG: Grams.meta({ description: 'Ordered and waiting for payment.' }),
  soldG: Grams,
  availableG: Grams,
  distanceM: z.int().nullable().meta({ description: 'From the place given as near.' }),
  createdAt: Instant,
})
export type Listing = z.infer<typeof Listing>

export const createListingEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/listings',
  summary: 'Put credits on sale; what is listed is set aside in the ledger',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: CreateListing,
  status: 201,
  reply: Listing,
  refusals: [
    'marketplace.lot-missing',
    'marketplace.lot-refused',
    'marketplace.step',
    'marketplace.tender-terms',
    'credits.not-enough',
    'credits.rule-no-resale',
  ],
  idempotent: true,
})

export const FindListings = PageQuery.extend({
  family: Family.optional(),
  prefecture: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  maxPrice: z.coerce.number().int().min(1).max(100_000_000).optional().meta({
    description: 'Yen a tonne, tax included.',
  }),
  vintage: z.coerce.number().int().min(1990).max(2200).optional(),
  near: z
    .string()
    .regex(/^-?\d{1,2}(\.\d{1,8})?,-?\d{1,3}(\.\d{1,8})?$/)
    .optional()
    .meta({ description: 'Latitude and longitude; the nearest come first.' }),
  sellerId: OrganisationId.optional(),
  projectId: z.uuid().optional(),
  lotId: LotId.optional(),
})
export type FindListings = z.output<typeof FindListings>

export const listListingsEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/listings',
  summary: 'What is on sale; the nearest first when a place is given, else the newest',
  allow: ['public'],
  query: FindListings,
  status: 200,
  reply: pageOf(Listing),
  refusals: [],
})

const ListingParams = z.strictObject({ id: ListingId })

export const getListingEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/listings/{id}',
  summary: 'One listing with its live stock',
  allow: ['public'],
  params: ListingParams,
  status: 200,
  reply: Listing,
  refusals: ['marketplace.listing-missing'],
})

export const closeListingEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/listings/{id}/close',
  summary: 'End a listing; what nobody ordered goes back to the holding',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: ListingParams,
  status: 200,
  reply: Listing,
  refusals: ['marketplace.listing-missing', 'marketplace.listing-closed', 'marketplace.tender-runs'],
  idempotent: true,
})

/** Why credits left a seller, in the order a buyer meets them. */
export const OrderState = z.enum(['awaiting-payment', 'delivered', 'settled', 'expired', 'cancelled', 'refunded'])
export type OrderState = z.infer<typeof OrderState>

export const PlaceOrder = z
  .strictObject({
    listingId: ListingId,
    massG: Grams.min(1).max(MOST_G).optional(),
    budgetYen: Yen.min(1).optional().meta({ description: 'Tax included: as much as it buys, never more.' }),
    estimate: Ask.optional().meta({
      description: 'What it is to make up for, as for /estimates: buys what that emits, rounded up to the step.',
    }),
    throughId: OrganisationId.optional().meta({ description: 'The agent through whom the order comes.' }),
    publicName: z.boolean().default(false).meta({ description: 'Whether the public sales list names the buyer.' }),
    note: Text(200).optional(),
  })
  .refine((ask) => [ask.massG, ask.budgetYen, ask.estimate].filter((one) => one !== undefined).length === 1, {
    ...rule(
      'massG・budgetYen・estimate のどれか一つを指定してください。',
      'Give exactly one of massG, budgetYen and estimate.',
    ),
    path: ['massG'],
  })
export type PlaceOrder = z.output<typeof PlaceOrder>

/** What an order makes up for: an estimate, with the method that made it. */
export const BoughtFor = z.strictObject({
  type: z.string(),
  emittedG: z.int(),
  method: z.string(),
  version: z.string(),
})
export type BoughtFor = z.infer<typeof BoughtFor>

export const Order = z.strictObject({
  id: OrderId,
  state: OrderState.meta({
    description: 'delivered: the credits have moved and the invoice is open, as closings of schemes buy.',
  }),
  listingId: ListingId,
  lotId: LotId,
  family: Family,
  projectName: z.string(),
  sellerId: OrganisationId,
  sellerName: z.string(),
  buyerId: OrganisationId,
  buyerName: z.string(),
  massG: Grams,
  amountYen: Yen.meta({ description: 'Without tax.' }),
  taxYen: Yen,
  totalYen: Yen,
  receivedYen: Yen,
  keptG: Grams.meta({ description: 'Delivered and not given back.' }),
  keptTotalYen: Yen,
  dueBackYen: Yen.meta({ description: 'Paid for nothing that the buyer has.' }),
  throughId: OrganisationId.nullable(),
  throughName: z.string().nullable(),
  boughtFor: BoughtFor.nullable(),
  invoiceNumber: z.string(),
  paymentMethod: z.enum(['invoice', 'card', 'account']).nullable(),
  publicName: z.boolean(),
  note: z.string().nullable(),
  orderedAt: Instant,
  expiresAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  paidAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Order = z.infer<typeof Order>

export const placeOrderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders',
  summary: 'Order by mass or by budget; the stock is kept for the buyer until the invoice is due',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: PlaceOrder,
  status: 201,
  reply: Order,
  refusals: [
    'marketplace.listing-missing',
    'marketplace.listing-closed',
    'marketplace.lot-refused',
    'marketplace.step',
    'marketplace.not-enough',
    'marketplace.budget-too-small',
    'marketplace.own-listing',
    'marketplace.most-per-buyer',
    'marketplace.most-yen-per-buyer',
    'marketplace.once-a-fiscal-year',
    'marketplace.buyer-prefecture',
    'marketplace.tender-only-bids',
    'marketplace.agent-missing',
    'marketplace.estimate-nothing',
  ],
  idempotent: true,
})

export const ListOrders = PageQuery.extend({
  side: z.enum(['buyer', 'seller']).default('buyer'),
  state: OrderState.optional(),
  owed: z
    .stringbool()
    .optional()
    .meta({ description: 'Only orders for which money is due back to the buyer, or only the others.' }),
})
export type ListOrders = z.output<typeof ListOrders>

export const listOrdersEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/orders',
  summary: 'The organisation’s orders, newest first; the operator sees everybody’s',
  allow: ['organisation'],
  scope: 'credits:read',
  query: ListOrders,
  status: 200,
  reply: pageOf(Order),
  refusals: [],
})

const OrderParams = z.strictObject({ id: OrderId })

export const getOrderEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/orders/{id}',
  summary: 'One order, for its buyer, its seller and the operator',
  allow: ['organisation'],
  scope: 'credits:read',
  params: OrderParams,
  status: 200,
  reply: Order,
  refusals: ['marketplace.order-missing'],
})

export const getInvoiceEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/orders/{id}/invoice',
  summary: 'The invoice of an order, with everything that a qualified invoice must say',
  allow: ['organisation'],
  scope: 'credits:read',
  params: OrderParams,
  status: 200,
  reply: Invoice,
  refusals: ['marketplace.order-missing'],
})

export const Payment = z.strictObject({
  orderId: OrderId,
  method: z.enum(['invoice', 'card']),
  state: z.enum(['awaiting-transfer', 'redirect']),
  url: z.string().nullable().meta({ description: 'The card provider’s page, where the buyer pays.' }),
  totalYen: Yen,
  invoiceNumber: z.string(),
  payBy: Instant.nullable(),
  paymentDetails: z.string().nullable().meta({ description: 'Where to transfer the money, in the seller’s words.' }),
})
export type Payment = z.infer<typeof Payment>

export const payOrderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/payments',
  summary: 'Choose how to pay',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: OrderParams,
  // What else a client says about its payment is its own: a card's token, a purchase number.
  body: z.object({ method: z.enum(['invoice', 'card']) }),
  status: 201,
  reply: Payment,
  refusals: [
    'marketplace.order-missing',
    'marketplace.order-state',
    'marketplace.order-expired',
    'marketplace.card-unavailable',
    'marketplace.card-refused',
  ],
  idempotent: true,
})

export const SettleOrder = z.strictObject({
  paidOn: Day.optional(),
  reference: Text(120).optional(),
  amountYen: Yen.optional().meta({ description: 'What arrived; without it, all that was open.' }),
  endRest: z.boolean().default(false).meta({
    description: 'Deliver the whole steps that the money pays for and end the rest of the order.',
  }),
})
export type SettleOrder = z.output<typeof SettleOrder>

export const settleOrderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/settle',
  summary: 'Say that the money has arrived; the credits move to the buyer',
  description:
    'Money for an order that has expired or was cancelled is recorded too: when it completes the price and the grams are ' +
    'still on sale, the order is taken up again and settled; otherwise dueBackYen says what goes back.',
  allow: ['operator'],
  params: OrderParams,
  body: SettleOrder.nullish(),
  status: 200,
  reply: Order,
  refusals: [
    'marketplace.order-missing',
    'marketplace.order-state',
    'marketplace.lot-refused',
    'marketplace.too-much-money',
    'marketplace.part-too-small',
  ],
  idempotent: true,
})

export const EndOrder = z.strictObject({ reason: Text(200).optional() })
export type EndOrder = z.output<typeof EndOrder>

export const cancelOrderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/cancel',
  summary: 'Withdraw an unpaid order; the stock goes back',
  allow: ['organisation'],
  scope: 'marketplace:write',
  params: OrderParams,
  body: EndOrder.nullish(),
  status: 200,
  reply: Order,
  refusals: ['marketplace.order-missing', 'marketplace.order-state'],
  idempotent: true,
})

export const RefundOrder = EndOrder.extend({
  massG: Grams.min(1).optional().meta({ description: 'In steps of the listing; without it, everything.' }),
})
export type RefundOrder = z.output<typeof RefundOrder>

export const refundOrderEndpoint = endpoint({
  method: 'POST',
  path: '/marketplace/orders/{id}/refund',
  summary:
    'Undo a delivered order or a part of it: the credits go back to the listing, as long as the buyer still has them',
  allow: ['operator'],
  params: OrderParams,
  body: RefundOrder.nullish(),
  status: 200,
  reply: Order,
  refusals: [
    'marketplace.order-missing',
    'marketplace.order-state',
    'marketplace.step',
    'marketplace.not-enough',
    'credits.not-enough',
    'credits.rule-no-resale',
  ],
  idempotent: true,
})

export const SellerProfile = z.strictObject({
  registrationNumber: z
    .string()
    .regex(/^T\d{13}$/)
    .nullable()
    .meta({ description: 'As a registered issuer of qualified invoices (適格請求書発行事業者): T and 13 digits.' }),
  paymentDetails: z.string().max(500).nullable(),
})
export type SellerProfile = z.infer<typeof SellerProfile>

export const SetSellerProfile = z.strictObject({
  registrationNumber: SellerProfile.shape.registrationNumber.optional(),
  paymentDetails: Text(500).nullable().optional(),
})
export type SetSellerProfile = z.output<typeof SetSellerProfile>

export const setSellerEndpoint = endpoint({
  method: 'PUT',
  path: '/marketplace/seller',
  summary: 'What the organisation’s invoices say about it',
  allow: ['organisation'],
  scope: 'marketplace:write',
  body: SetSellerProfile,
  status: 200,
  reply: SellerProfile,
  refusals: [],
})

export const getSellerEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/seller',
  summary: 'What the organisation’s invoices say about it',
  allow: ['organisation'],
  scope: 'credits:read',
  status: 200,
  reply: SellerProfile,
  refusals: [],
})

export const PublicSale = z.strictObject({
  number: z.int(),
  soldOn: Day,
  buyer: z.string().nullable().meta({ description: 'Only when the buyer agreed to be named.' }),
  note: z.string().nullable(),
  massG: Grams,
  pricePerTonne: BothPrices,
  totalYen: Yen.meta({ description: 'Tax included.' }),
})

export const SalesList = z.strictObject({
  sellerId: OrganisationId,
  sellerName: z.string(),
  items: z.array(PublicSale),
  sales: z.int(),
  massG: Grams,
  amountYen: Yen,
  totalYen: Yen,
  leftG: Grams.meta({ description: 'Listed now and not ordered.' }),
})
export type SalesList = z.infer<typeof SalesList>

export const listSalesEndpoint = endpoint({
  method: 'GET',
  path: '/marketplace/sellers/{id}/sales',
  summary: 'A seller’s sales as towns publish them: number, day, buyer, mass, price and sum with tax; the newest 1,000',
  allow: ['public'],
  params: z.strictObject({ id: OrganisationId }),
  status: 200,
  reply: SalesList,
  refusals: ['identity.organisation-missing'],
})
