import { z } from 'zod'
import { Day, dayOf } from '../kernel/calendar.ts'
import { Grams, grams, Yen, yen } from '../kernel/units.ts'
import { TAX_RATE_BP } from './price.ts'

/**
 * An invoice with the six things a qualified invoice (適格請求書) must say: issuer and registration number, day, contents,
 * sums by tax rate with the rate, tax by rate, and receiver. Without a registration number it is an ordinary invoice,
 * and says so.
 */
export const Invoice = z.strictObject({
  number: z.string(),
  qualified: z.boolean(),
  issuer: z.strictObject({ name: z.string(), registrationNumber: z.string().nullable() }),
  receiver: z.strictObject({ name: z.string() }),
  issuedOn: Day,
  deliveredOn: Day.nullable(),
  payBy: Day.nullable(),
  paidOn: Day.nullable(),
  state: z.enum(['due', 'paid', 'void', 'credited']),
  lines: z.array(
    z.strictObject({ text: z.string(), massG: Grams, priceYenPerTonne: Yen, taxIncluded: z.boolean(), amountYen: Yen }),
  ),
  taxes: z.array(z.strictObject({ rateBp: z.int(), amountYen: Yen, taxYen: Yen })),
  amountYen: Yen,
  taxYen: Yen,
  totalYen: Yen,
  credited: z.strictObject({ massG: Grams, amountYen: Yen, taxYen: Yen, totalYen: Yen }).nullable().meta({
    description: 'What was taken off because a part was never paid or came back (返還), at the same tax rate.',
  }),
  paymentDetails: z.string().nullable(),
})
export type Invoice = z.infer<typeof Invoice>

/** What an invoice is made from: the order, and its seller as they describe themselves. */
export type InvoiceFacts = {
  order: {
    invoiceNumber: string
    state: string
    sellerName: string
    buyerName: string
    projectName: string
    massG: Grams
    priceYenPerTonne: Yen
    taxIncluded: boolean
    amountYen: Yen
    taxYen: Yen
    totalYen: Yen
    keptG: Grams
    keptAmountYen: Yen
    keptTotalYen: Yen
    orderedAt: string
    expiresAt: string | null
    deliveredAt: string | null
    paidAt: string | null
  }
  seller: { registrationNumber: string | null; paymentDetails: string | null }
}

export function invoiceOf({ order, seller }: InvoiceFacts): Invoice {
  const { amountYen, taxYen, totalYen, massG, priceYenPerTonne, taxIncluded } = order
  return {
    number: order.invoiceNumber,
    qualified: seller.registrationNumber !== null,
    issuer: { name: order.sellerName, registrationNumber: seller.registrationNumber },
    receiver: { name: order.buyerName },
    issuedOn: dayOf(order.orderedAt),
    deliveredOn: dayOrNull(order.deliveredAt),
    payBy: dayOrNull(order.expiresAt),
    paidOn: dayOrNull(order.paidAt),
    state: stateOf(order.state, order.paidAt),
    lines: [{ text: order.projectName, massG, priceYenPerTonne, taxIncluded, amountYen }],
    taxes: [{ rateBp: TAX_RATE_BP, amountYen, taxYen }],
    amountYen,
    taxYen,
    totalYen,
    credited: creditedOf(order),
    paymentDetails: seller.paymentDetails,
  }
}

/** The part of a finished order that the buyer does not have. */
function creditedOf(order: InvoiceFacts['order']): Invoice['credited'] {
  const { state, massG, keptG, amountYen, keptAmountYen, totalYen, keptTotalYen } = order
  if (!['settled', 'refunded'].includes(state) || keptG === massG) return null
  const off = { amountYen: amountYen - keptAmountYen, totalYen: totalYen - keptTotalYen }
  return {
    massG: grams(massG - keptG),
    amountYen: yen(off.amountYen),
    taxYen: yen(off.totalYen - off.amountYen),
    totalYen: yen(off.totalYen),
  }
}

function dayOrNull(instant: string | null): Day | null {
  return instant === null ? null : dayOf(instant)
}

function stateOf(state: string, paidAt: string | null): Invoice['state'] {
  if (state === 'expired' || state === 'cancelled') return 'void'
  if (state === 'refunded') return 'credited'
  return paidAt === null ? 'due' : 'paid'
}

/** The number of a seller's nth invoice, without gaps: `S0012-000034`. */
export function invoiceNumber(seller: number, nth: number): string {
  return `S${String(seller).padStart(4, '0')}-${String(nth).padStart(6, '0')}`
}
