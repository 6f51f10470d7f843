import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { OrderId, Payment } from '@morinowa/shared/marketplace/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { CardAsk, CardProvider } from './cards/card-provider.ts'
import { recordCardPayment } from './cards/card-store.ts'
import { cardProvider } from './cards/choose-provider.ts'
import { lockOrder, type OrderRow, recordMethod } from './order-store.ts'
import { sellerProfile } from './seller-store.ts'

/** The buyer chooses how to pay and learns where to: the seller's bank account, or the card provider's page. */
export function payOrder(deps: Deps, actor: Actor, ask: { id: OrderId; method: 'invoice' | 'card' }): Promise<Payment> {
  const buyer = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.buyerId !== buyer.id) refuse('marketplace.order-missing')
    if (order.state !== 'awaiting-payment' && order.state !== 'delivered') {
      refuse('marketplace.order-state', { state: order.state })
    }
    requireInTime(order, deps.now())
    const url = ask.method === 'card' ? await cardPage(tx, deps, order) : null
    if (order.paymentMethod !== 'account') await recordMethod(tx, order.id, ask.method)
    const { paymentDetails } = await sellerProfile(tx, order.sellerId)
    return {
      orderId: order.id,
      method: ask.method,
      state: url === null ? 'awaiting-transfer' : 'redirect',
      url,
      totalYen: order.totalYen,
      invoiceNumber: order.invoiceNumber,
      payBy: order.expiresAt,
      paymentDetails,
    }
  })
}

/**
 * A session at the card provider for what is open. Asked for inside the transaction: should it fail afterwards, a session is
 * left that carries the order's name, so that even a payment in it finds its order.
 */
async function cardPage(tx: Tx, deps: Deps, order: OrderRow): Promise<string> {
  const provider = cardProvider(deps)
  if (!provider) return refuse('marketplace.card-unavailable', {}, '/method')
  const dueYen = order.state === 'delivered' ? order.keptTotalYen : order.totalYen
  const amountYen = dueYen - order.receivedYen + order.returnedYen
  const paymentId = deps.newId()
  const page = `${deps.settings.publicUrl}/orders/${order.id}`
  const now = deps.now()
  const { reference, url } = await asked(provider, {
    paymentId,
    orderId: order.id,
    amountYen,
    text: `${order.invoiceNumber} ${order.projectName}`,
    seller: order.sellerName,
    returnUrl: `${page}?paid`,
    cancelUrl: page,
    now,
  })
  await recordCardPayment(tx, {
    id: paymentId,
    orderId: order.id,
    provider: provider.name,
    reference,
    amountYen,
    url,
    at: now,
  })
  return url
}

/** The provider's session; a provider that does not answer or does not want to is no defect of ours. */
async function asked(provider: CardProvider, ask: CardAsk) {
  try {
    return await provider.start(ask)
  } catch (error) {
    process.stderr.write(`card payment ${ask.paymentId}: ${(error as Error).message}\n`)
    return refuse('marketplace.card-refused')
  }
}

/** An order past its time is over even before the sweep has come round. */
function requireInTime(order: { state: string; expiresAt: string | null }, now: string): void {
  if (order.state !== 'awaiting-payment' || order.expiresAt === null) return
  if (Date.parse(order.expiresAt) <= Date.parse(now)) {
    refuse('marketplace.order-expired', { expiresAt: order.expiresAt })
  }
}
