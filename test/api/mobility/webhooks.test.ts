import { createHmac } from 'node:crypto'
import type { ChannelWithSecret } from '@morinowa/shared/reductions/webhooks/contract.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { type Provider, provider, ride } from './support.ts'

let here: TestApp
let bus: Provider
let channel: ChannelWithSecret

beforeAll(async () => {
  here = await startApp()
  here.setClock('2026-11-02T09:00:00+09:00')
  bus = await provider(here)
  channel = await open('rides')
})

async function open(name: string, pool = 'mobility'): Promise<ChannelWithSecret> {
  const { body } = await bus.agent.post('/api/v1/webhooks/channels').send({ name, pool }).expect(201)
  return body
}

const nowS = () => Math.floor(Date.parse(here.deps.now()) / 1_000)

function deliver(
  to: { url: string; secret: string },
  payload: unknown,
  { at = nowS(), secret = to.secret, id = 'msg_1' } = {},
) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return here.agent
    .post(new URL(to.url).pathname)
    .set({
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    })
    .send(body)
}

const rides = (from: number, count = 3) => Array.from({ length: count }, (_, n) => ride(from + n))

async function stored() {
  const { rows } = await here.database.pool.query(
    'select (select count(*) from reduction) as rows, (select count(*) from act_claim) as claims',
  )
  return rows[0]
}

describe('a delivery of a provider’s system', () => {
  test('is recorded as an upload is, and the same again changes nothing and answers the same', async () => {
    const first = await deliver(channel, { sequence: 1, lines: rides(0) }).expect(200)
    expect(first.body).toMatchObject({ sequence: 1, duplicate: false, missing: [], result: { lines: 3, accepted: 3 } })
    const before = await stored()
    const again = await deliver(channel, { sequence: 1, lines: rides(0) }, { id: 'msg_2' }).expect(200)
    expect(again.body).toEqual({ ...first.body, duplicate: true })
    expect(await stored()).toEqual(before)
  })

  test('with a number that had other contents is refused', async () => {
    const { body } = await deliver(channel, { sequence: 1, lines: rides(10) }).expect(422)
    expect(body).toMatchObject({ code: 'reductions.sequence-reused', errors: [{ pointer: '/sequence' }] })
  })

  test('may come before others; the numbers that are missing are named until they come', async () => {
    const ahead = await deliver(channel, { sequence: 5, lines: rides(50) }).expect(200)
    expect(ahead.body.missing).toEqual([{ from: 2, to: 4 }])
    const { body: list } = await bus.agent.get('/api/v1/webhooks/channels').expect(200)
    expect(list.items[0]).toMatchObject({ received: 2, last: 5, missing: [{ from: 2, to: 4 }] })
    for (const sequence of [3, 2]) await deliver(channel, { sequence, lines: rides(10 * sequence) }).expect(200)
    const last = await deliver(channel, { sequence: 4, lines: rides(40) }).expect(200)
    expect(last.body.missing).toEqual([])
  })

  test('that broke off is completed by sending it again', async () => {
    const whole = { sequence: 6, lines: rides(60) }
    await deliver(channel, whole).expect(200)
    const before = await stored()
    // As after a kill between the lines and their answer.
    await here.database.pool.query('update provider_delivery set answer = null where sequence = 6')
    const again = await deliver(channel, whole).expect(200)
    expect(again.body).toMatchObject({ duplicate: false, result: { accepted: 0, duplicate: 3 } })
    expect(await stored()).toEqual(before)
  })

  test('twenty times at once is recorded once', async () => {
    const before = await stored()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => deliver(channel, { sequence: 7, lines: rides(70) })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(({ body }) => body.result.importId)).size).toBe(1)
    expect(await stored()).toEqual({ rows: before.rows + 3, claims: before.claims + 3 })
  })

  test('signed with another key, with a changed body, too early or too late is refused', async () => {
    const other = await open('other')
    const lines = rides(80)
    const wrong = await deliver(channel, { sequence: 8, lines }, { secret: other.secret }).expect(422)
    expect(wrong.body.code).toBe('reductions.signature')
    for (const at of [nowS() - 301, nowS() + 301]) {
      const old = await deliver(channel, { sequence: 8, lines }, { at }).expect(422)
      expect(old.body.code).toBe('reductions.signature-old')
    }
    const unsigned = await here.agent
      .post(new URL(channel.url).pathname)
      .set('content-type', 'application/json')
      .send(JSON.stringify({ sequence: 8, lines }))
      .expect(422)
    expect(unsigned.body.code).toBe('reductions.signature')
    const { rows } = await here.database.pool.query('select 1 from provider_delivery where sequence = 8')
    expect(rows).toEqual([])
  })

  test('says of each bad line what is wrong, and of a bad envelope which field', async () => {
    const lines = [...rides(90, 2), { ...ride(92), distanceM: -5 }]
    const { body } = await deliver(channel, { sequence: 8, lines }).expect(200)
    expect(body.result).toMatchObject({ accepted: 2, rejected: 1 })
    const { body: listed } = await bus.agent.get(body.result.rows).expect(200)
    expect(listed.items).toMatchObject([{ line: 3, status: 'rejected' }])
    const bad = await deliver(channel, { sequence: 0, lines: [] }).expect(422)
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/sequence', '/lines']),
    )
    await deliver(channel, '{').expect(400)
  })
})

describe('a channel', () => {
  test('whose secret is new takes the one before for a day', async () => {
    const old = await open('rotating', 'destinations')
    const { body: fresh } = await bus.agent.post(`/api/v1/webhooks/channels/${old.id}/rotations`).expect(201)
    expect(fresh.secret).not.toBe(old.secret)
    const lines = [{ externalId: 'W-1', type: 'shop.bag', at: '2026-11-01T10:00:00+09:00', quantity: 1, placeRef: 'x' }]
    await deliver(fresh, { sequence: 1, lines }, { secret: old.secret }).expect(200)
    await deliver(fresh, { sequence: 1, lines }).expect(200)
    here.setClock('2026-11-03T09:00:01+09:00')
    await deliver(fresh, { sequence: 1, lines }, { secret: old.secret }).expect(422)
    await deliver(fresh, { sequence: 1, lines }).expect(200)
  })

  test('that was closed takes nothing more, and is nobody else’s to see or close', async () => {
    const gone = await open('closing')
    const hotel = await here.signIn('traveller')
    await hotel.delete(`/api/v1/webhooks/channels/${gone.id}`).expect(403)
    await bus.agent.delete(`/api/v1/webhooks/channels/${gone.id}`).expect(200)
    const { body } = await deliver(gone, { sequence: 1, lines: rides(200) }).expect(404)
    expect(body.code).toBe('reductions.channel-missing')
    await bus.agent.post(`/api/v1/webhooks/channels/${gone.id}/rotations`).expect(404)
  })
})
