import { createHmac, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { creditOwedCards } from '@morinowa/api/marketplace/cards/credit-cards.ts'
import { afterAll, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

// A small server that answers as Stripe documents: form-encoded requests with a bearer key and an Idempotency-Key, sessions
// and refunds as JSON, errors in an envelope.

type Heard = { path: string; fields: Record<string, string>; key: string; authorization: string }
const heard: Heard[] = []
const answered = new Map<string, object>()
let isDown = false

const stripe = createServer((request, response) => {
  let text = ''
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('end', () => {
    const key = String(request.headers['idempotency-key'])
    const fields = Object.fromEntries(new URLSearchParams(text))
    heard.push({ path: request.url ?? '', fields, key, authorization: String(request.headers.authorization) })
    response.setHeader('content-type', 'application/json')
    if (isDown) {
      response.statusCode = 402
      return response.end(JSON.stringify({ error: { type: 'card_error', message: 'no' } }))
    }
    const id = heard.length
    const made =
      request.url === '/v1/refunds'
        ? { id: `re_${id}`, object: 'refund', amount: Number(fields.amount), status: 'succeeded' }
        : {
            id: `cs_test_${id}`,
            object: 'checkout.session',
            status: 'open',
            url: `https://checkout.stripe.com/c/pay/cs_test_${id}`,
          }
    if (!answered.has(key)) answered.set(key, made)
    response.end(JSON.stringify(answered.get(key)))
  })
})
await new Promise<void>((resolve) => stripe.listen(0, '127.0.0.1', resolve))
afterAll(() => new Promise((resolve) => stripe.close(resolve)))

const SECRET = 'whsec_of_the_test'
const { agent, signIn, deps } = await startApp({
  environment: {
    MORINOWA_STRIPE_KEY: 'sk_test_of_the_test',
    MORINOWA_STRIPE_WEBHOOK_SECRET: SECRET,
    MORINOWA_STRIPE_API: `http://127.0.0.1:${(stripe.address() as AddressInfo).port}`,
  },
})
const seller = await signIn('creditOwner-nakashibetsu')
const operator = await signIn('operator')
const buyer = await signIn('buyer')
const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)

const { body: lot } = await send(seller, '/forest/lots', {
  family: 'j-credit',
  scheme: 'J-クレジット制度',
  methodology: 'FO-001',
  projectName: '町有林',
  municipalityCode: '01692',
  vintage: 2021,
  serials: 'STR-1〜STR-100',
  massG: 100_000_000,
  statement: { issuedOn: '2024-04-01', holder: '中標津町' },
}).expect(201)
const { body: listing } = await send(seller, '/marketplace/listings', {
  lotId: lot.id,
  massG: 100_000_000,
  priceYenPerTonne: 10_000,
  taxIncluded: false,
  minG: 1_000,
}).expect(201)

async function started() {
  const { body: order } = await send(buyer, '/marketplace/orders', { listingId: listing.id, massG: 10_000 }).expect(201)
  const { body: payment } = await send(buyer, `/marketplace/orders/${order.id}/payments`, { method: 'card' }).expect(
    201,
  )
  return { order, payment, session: payment.url.split('/').at(-1) as string, asked: heard.at(-1) as Heard }
}

const event = (type: string, object: object) => ({ id: `evt_${randomUUID()}`, object: 'event', type, data: { object } })
const completed = (session: string, orderId: string, fields: object = {}) =>
  event('checkout.session.completed', {
    id: session,
    object: 'checkout.session',
    client_reference_id: orderId,
    payment_intent: 'pi_1',
    payment_status: 'paid',
    status: 'complete',
    amount_total: 110,
    currency: 'jpy',
    metadata: {},
    ...fields,
  })

function deliver(said: object, { secret = SECRET, at = Date.now(), roll = '' } = {}) {
  const body = JSON.stringify(said)
  const seconds = Math.floor(at / 1_000)
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return agent
    .post('/api/v1/marketplace/payments/stripe/events')
    .set('content-type', 'application/json; charset=utf-8')
    .set('stripe-signature', `t=${seconds},${roll}v1=${v1},v0=old`)
    .send(body)
}
const shown = async (id: string) => (await operator.get(`/api/v1/marketplace/orders/${id}`).expect(200)).body

test('a session is asked for with the whole sum in yen, our names and both addresses', async () => {
  const { order, payment, asked } = await started()
  expect(payment).toMatchObject({ state: 'redirect', url: expect.stringMatching(/^https:\/\/checkout\.stripe\.com\//) })
  expect(asked).toMatchObject({ path: '/v1/checkout/sessions', authorization: 'Bearer sk_test_of_the_test' })
  expect(asked.key).toMatch(/^[0-9a-f-]{36}$/)
  expect(asked.fields).toMatchObject({
    mode: 'payment',
    'line_items[0][price_data][currency]': 'jpy',
    'line_items[0][price_data][unit_amount]': '110',
    'line_items[0][quantity]': '1',
    client_reference_id: order.id,
    success_url: expect.stringContaining(`/orders/${order.id}?paid`),
    cancel_url: expect.stringContaining(`/orders/${order.id}`),
  })
  const lives = Number(asked.fields.expires_at) - Date.now() / 1_000
  expect(lives).toBeGreaterThan(1_800)
  expect(lives).toBeLessThan(86_400)
})

test('its signed event settles once, also with a rolled secret beside ours; others say nothing', async () => {
  const { order, session } = await started()
  const said = completed(session, order.id)
  expect((await deliver(said, { secret: 'whsec_other' })).status).toBe(401)
  expect((await deliver(said, { at: Date.now() - 301_000 })).status).toBe(401)
  expect((await deliver({ ...said, type: 'customer.created' })).body).toMatchObject({ outcome: 'ignored' })
  expect((await shown(order.id)).state).toBe('awaiting-payment')
  const again = { ...said, id: `evt_${randomUUID()}` }
  expect((await deliver(again, { roll: `v1=${'0'.repeat(64)},` })).body).toEqual({ received: true, outcome: 'settled' })
  expect((await deliver(again)).body).toEqual({ received: false, outcome: 'settled' })
  expect(await shown(order.id)).toMatchObject({ state: 'settled', paymentMethod: 'card', receivedYen: 110 })
})

test('a failed authentication and an expired session leave the order open', async () => {
  const { order, session } = await started()
  const failed = event('payment_intent.payment_failed', {
    id: 'pi_9',
    object: 'payment_intent',
    metadata: { orderId: order.id },
    last_payment_error: { code: 'payment_intent_authentication_failure', message: 'no' },
  })
  expect((await deliver(failed)).body.outcome).toBe('failed')
  const { body: money } = await buyer.get(`/api/v1/marketplace/orders/${order.id}/money`).expect(200)
  expect(money.cards[0]).toMatchObject({ state: 'failed', failure: 'payment_intent_authentication_failure' })
  expect(
    (await deliver(event('checkout.session.expired', { id: session, client_reference_id: order.id }))).body.outcome,
  ).toBe('expired')
  expect((await shown(order.id)).state).toBe('awaiting-payment')
})

test('a session whose answer was lost is found by the order that it carries', async () => {
  const { order } = await started()
  expect((await deliver(completed('cs_test_forgotten', order.id))).body.outcome).toBe('settled')
})

test('a refund names the payment and goes out once, also when the worker is killed after it', async () => {
  const { order, session } = await started()
  await deliver(completed(session, order.id, { payment_intent: 'pi_77' }))
  await send(operator, `/marketplace/orders/${order.id}/refund`, { massG: 4_000 }).expect(200)
  const before = heard.length
  // Killed between the provider's answer and our own commit: the same key goes out again.
  const broken = {
    ...deps,
    db: {
      ...deps.db,
      transaction: (work: never) =>
        deps.db.transaction(async (tx) => {
          await (work as (tx: unknown) => Promise<void>)(tx)
          throw new Error('killed')
        }),
    },
  }
  await expect(creditOwedCards(broken as typeof deps)).rejects.toThrow('killed')
  await creditOwedCards(deps)
  await creditOwedCards(deps)
  const refunds = heard.slice(before)
  expect(refunds).toHaveLength(2)
  expect(refunds[0]).toMatchObject({ path: '/v1/refunds', fields: { payment_intent: 'pi_77', amount: '44' } })
  expect(refunds[1]?.key).toBe(refunds[0]?.key)
  const { body: money } = await operator.get(`/api/v1/marketplace/orders/${order.id}/money`).expect(200)
  expect(money).toMatchObject({ receivedYen: 110, returnedYen: 44, dueBackYen: 0 })
})

test('a provider that refuses leaves no payment behind, and unreadable events are refused', async () => {
  const { body: order } = await send(buyer, '/marketplace/orders', { listingId: listing.id, massG: 1_000 }).expect(201)
  isDown = true
  await send(buyer, `/marketplace/orders/${order.id}/payments`, { method: 'card' }).expect(503)
  isDown = false
  const { body: money } = await buyer.get(`/api/v1/marketplace/orders/${order.id}/money`).expect(200)
  expect(money.cards).toEqual([])
  expect((await deliver({ nonsense: true })).status).toBe(422)
  await agent
    .post('/api/v1/marketplace/payments/fake/events')
    .set('content-type', 'application/json')
    .send('{}')
    .expect(404)
})
