import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Tx } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { lockOrder, type OrderRow } from '../order-store.ts'
import { takeLateMoney } from '../take-late-money.ts'
import { movementOfCard } from './card-movement.ts'
import type { CardEvent } from './card-provider.ts'
import {
  type CardPaymentRow,
  cardEvent,
  cardPaymentsOf,
  orderOfSession,
  recordCardEvent,
  recordCardPayment,
  recordCardState,
} from './card-store.ts'
import { providerNamed } from './choose-provider.ts'
import { creditCards } from './credit-cards.ts'

/**
 * A card provider says what became of a payment. Each event counts once, in one transaction; it may come late, when the
 * order is over: then the stock is taken again if there is any, and the money goes back if not.
 */
export async function receiveEvent(
  deps: Deps,
  name: string,
  body: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Promise<{ received: boolean; outcome: string }> {
  const provider = providerNamed(deps, name)
  if (!provider) return refuse('marketplace.payment-missing')
  const event = provider.readEvent(body, headers, deps.now())
  return deps.db.transaction(async (tx) => {
    const at = deps.now()
    const found = event.kind === 'other' ? null : await orderOfSession(tx, name, event.reference, event.orderId)
    // The order's lock makes repeats wait for the first, which is then found below.
    const order = found ? await lockOrder(tx, found.orderId) : null
    const known = await cardEvent(tx, name, event.id)
    if (known) return { received: false, outcome: known.outcome }
    const outcome = order ? await applied(tx, deps, name, event, order) : 'ignored'
    const { id, kind, reference } = event
    if (!(await recordCardEvent(tx, { provider: name, id, kind, reference, outcome, at }))) {
      return { received: false, outcome }
    }
    return { received: true, outcome }
  })
}

async function applied(tx: Tx, deps: Deps, provider: string, event: CardEvent, order: OrderRow): Promise<string> {
  const payment = await paymentOf(tx, deps, provider, event, order)
  if (event.kind !== 'paid') {
    // A failure that comes after the success of another try changes nothing.
    if (payment?.state === 'open' || (payment?.state === 'failed' && event.kind === 'expired')) {
      const state = event.kind === 'expired' ? 'expired' : 'failed'
      await recordCardState(tx, payment.id, { state, charge: event.charge, failure: event.failure })
    }
    return event.kind
  }
  if (!payment) return 'ignored'
  if (payment.state === 'paid') return 'paid-already'
  await recordCardState(tx, payment.id, { state: 'paid', charge: event.charge, failure: null })
  return taken(tx, deps, payment, event.amountYen, order)
}

async function taken(tx: Tx, deps: Deps, payment: CardPaymentRow, amountYen: number, order: OrderRow): Promise<string> {
  const became = await takeLateMoney(tx, deps, order, movementOfCard(payment, amountYen, deps.now()))
  await creditCards(tx, deps, order.id)
  return became
}

/** The payment of a session; one that we forgot, because an answer was lost, is written now. */
async function paymentOf(tx: Tx, deps: Deps, provider: string, event: CardEvent, order: OrderRow) {
  const all = await cardPaymentsOf(tx, order.id)
  const known = all.find((one) => one.provider === provider && one.reference === event.reference)
  if (known) return known
  // Some failures name the payment inside the session only.
  if (event.kind !== 'paid') return all.find((one) => one.provider === provider && one.state === 'open')
  await recordCardPayment(tx, {
    id: deps.newId(),
    orderId: order.id,
    provider,
    reference: event.reference,
    amountYen: event.amountYen,
    url: '',
    at: deps.now(),
  })
  return (await cardPaymentsOf(tx, order.id)).find((one) => one.reference === event.reference)
}
