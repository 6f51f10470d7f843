import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { z } from 'zod'
import type { StripeSettings } from '../../platform/deps.ts'
import type { CardEvent, CardProvider } from './card-provider.ts'
import { isSigned } from './event-signature.ts'

// Stripe Checkout over its HTTP API (docs.stripe.com/api/checkout/sessions): form-encoded requests, an Idempotency-Key on
// each, JSON answers. Yen have no decimals, so amounts are whole yen. A session lives 30 minutes to 24 hours.

const WITHIN_MS = 15_000
const SESSION_S = 3_600

const Session = z.object({ id: z.string(), url: z.string() })
const Refund = z.object({ id: z.string(), status: z.string().nullish() })

const Event = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({
    object: z.object({
      id: z.string(),
      client_reference_id: z.string().nullish(),
      payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
      payment_status: z.string().nullish(),
      amount_total: z.int().nullish(),
      currency: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
      last_payment_error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
    }),
  }),
})

export function stripeCards(settings: StripeSettings): CardProvider {
  return {
    name: 'stripe',

    async start({ paymentId, orderId, amountYen, text, seller, returnUrl, cancelUrl, now }) {
      const session = await post(settings, '/v1/checkout/sessions', paymentId, {
        mode: 'payment',
        'payment_method_types[0]': 'card',
        'line_items[0][quantity]': '1',
        'line_items[0][price_data][currency]': 'jpy',
        'line_items[0][price_data][unit_amount]': String(amountYen),
        'line_items[0][price_data][product_data][name]': text,
        'line_items[0][price_data][product_data][description]': seller,
        client_reference_id: orderId,
        'metadata[paymentId]': paymentId,
        'payment_intent_data[metadata][orderId]': orderId,
        success_url: returnUrl,
        cancel_url: cancelUrl,
        expires_at: String(Math.floor(Date.parse(now) / 1_000) + SESSION_S),
      })
      const { id, url } = Session.parse(session)
      return { reference: id, url }
    },

    readEvent(body, headers, now) {
      if (!isSigned(settings.webhookSecret, body, headers['stripe-signature'], Date.parse(now))) {
        refuse('marketplace.event-signature')
      }
      return eventOf(body)
    },

    async credit({ key, reference, charge, amountYen }) {
      if (charge === null) throw new Error(`the payment of Stripe session ${reference} is not known`)
      const refund = await post(settings, '/v1/refunds', key, { payment_intent: charge, amount: String(amountYen) })
      return { reference: Refund.parse(refund).id }
    },
  }
}

function eventOf(body: string): CardEvent {
  const { success, data: event } = Event.safeParse(parsed(body))
  if (!success) return refuse('marketplace.event-unreadable')
  const { object } = event.data
  const charge = typeof object.payment_intent === 'string' ? object.payment_intent : (object.payment_intent?.id ?? null)
  const facts = {
    id: event.id,
    reference: object.id,
    orderId: object.client_reference_id ?? null,
    charge,
    amountYen: object.amount_total ?? 0,
    failure: object.last_payment_error?.code ?? null,
  }
  switch (event.type) {
    case 'checkout.session.completed':
      // Cards are paid when the session is complete; other methods say so later.
      return { ...facts, kind: object.payment_status === 'paid' && object.currency === 'jpy' ? 'paid' : 'other' }
    case 'checkout.session.async_payment_succeeded':
      return { ...facts, kind: object.currency === 'jpy' ? 'paid' : 'other' }
    case 'checkout.session.async_payment_failed':
      return { ...facts, kind: 'failed' }
    case 'checkout.session.expired':
      return { ...facts, kind: 'expired' }
    case 'payment_intent.payment_failed':
      // Names the payment and not the session: the order is in its metadata, and the buyer may try another card.
      return { ...facts, kind: 'failed', orderId: object.metadata?.orderId ?? null }
    default:
      return { ...facts, kind: 'other' }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

async function post(
  settings: StripeSettings,
  path: string,
  key: string,
  fields: Record<string, string>,
): Promise<unknown> {
  const answer = await fetch(`${settings.apiBase}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${settings.secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': key,
    },
    body: new URLSearchParams(fields).toString(),
    signal: AbortSignal.timeout(WITHIN_MS),
  })
  const said: unknown = await answer.json().catch(() => null)
  if (answer.ok) return said
  const code = z.object({ error: z.object({ type: z.string() }) }).safeParse(said).data?.error.type ?? ''
  throw new Error(`Stripe answered ${answer.status} ${code} to ${path}`)
}
