import { randomUUID } from 'node:crypto'
import { escalateLateDisputes } from '@morinowa/api/reductions/escalate-disputes.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, type RideLine, ride } from '../mobility/support.ts'
import { expectSumsToAgree } from './support.ts'

let here: TestApp
let bus: Provider
let operator: Agent
let rider: Agent

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  operator = await here.signIn('operator')
  rider = await newPerson(here, 'reviewed-rider')
  await rider.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'REV-1' }).expect(201)
})

let number = 2_000
/** Sends one ride of the linked rider and answers its id. */
async function sent(more: RideLine = {}): Promise<string> {
  const line = ride(number, { subject: 'REV-1', externalId: `V-${number}`, ...more })
  // An hour apart: nobody is in two places at once.
  number += 12
  const { body } = await bus.importRides(ndjson([line]))
  expect(body.lines).toBe(1)
  const { rows } = await here.database.pool.query(`select id from reduction where external_id = $1`, [line.externalId])
  return rows[0].id
}

const tooFast = (): Promise<string> => sent({ distanceM: 500_000 })

const decide = (id: string, body: object, agent = operator) =>
  agent.post(`/api/v1/reviews/${id}/decisions`).set('Idempotency-Key', randomUUID()).send(body)

async function rowOf(id: string) {
  const { rows } = await here.database.pool.query(
    `select status, shown_g as shown, credited_g as credited, batch_id as batch from reduction where id = $1`,
    [id],
  )
  return rows[0]
}

describe('an act that was set aside', () => {
  test('stands in the list with its reason in words and what it would be worth, and never whose it is', async () => {
    const id = await tooFast()
    const { body } = await operator.get('/api/v1/reviews?kind=quarantined&reason=mobility.too-fast').expect(200)
    expect(body.items.map((item: { id: string }) => item.id)).toContain(id)
    expect(body.items.find((item: { id: string }) => item.id === id).reasons[0].text.ja).toMatch(/\d+ km\/h/)
    const detail = await operator.get(`/api/v1/reviews/${id}`).expect(200)
    expect(detail.body).toMatchObject({ open: true, overdue: false, linked: true, status: 'quarantined', other: null })
    expect(detail.body.reasons[0]).toMatchObject({
      code: 'mobility.too-fast',
      text: { ja: expect.stringContaining('km/h') },
    })
    expect(detail.body.worth.creditedG).toBeGreaterThan(0)
    const { rows } = await here.database.pool.query(`select participant_id from reduction where id = $1`, [id])
    expect(JSON.stringify(detail.body)).not.toContain(rows[0].participant_id)

    const own = await bus.agent.get('/api/v1/reviews/own').expect(200)
    const mine = own.body.items.find((item: { id: string }) => item.id === id)
    expect(mine).toMatchObject({ id, disputes: 0, externalId: expect.stringContaining('V-') })
    expect(Object.keys(mine)).not.toEqual(expect.arrayContaining(['linked']))
    expect(JSON.stringify(own.body)).not.toContain(rows[0].participant_id)
  })

  test('counts once it is released, with exactly the worth that was shown, and every sum with it', async () => {
    const id = await tooFast()
    const { body } = await operator.get(`/api/v1/reviews/${id}`).expect(200)
    const key = randomUUID()
    const release = () =>
      operator
        .post(`/api/v1/reviews/${id}/decisions`)
        .set('Idempotency-Key', key)
        .send({ decision: 'release', note: '新幹線の乗り継ぎと確認しました。' })
    const first = await release().expect(201)
    expect(first.body).toMatchObject({ open: false, status: 'recorded', creditedG: body.worth.creditedG })
    const again = await release().expect(201)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
    await expectSumsToAgree(here)

    const mine = await rider.get(`/api/v1/me/reductions/${id}`).expect(200)
    expect(mine.body).toMatchObject({
      status: 'recorded',
      reproduced: true,
      creditedG: body.worth.creditedG,
      history: [{ kind: 'released', before: { creditedG: 0 }, after: { creditedG: body.worth.creditedG } }],
      review: { open: false, notes: [{ act: 'release', note: '新幹線の乗り継ぎと確認しました。' }] },
    })
    const { rows } = await here.database.pool.query(`select act from audit_entry where subject = $1`, [id])
    expect(rows).toEqual([{ act: 'review.release' }])
  })

  test('is decided by one of twenty who decide at once', async () => {
    const id = await tooFast()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        decide(id, { decision: n % 2 === 0 ? 'release' : 'reject', note: `判断 ${n}` }).then(({ status }) => status),
      ),
    )
    expect(answers.filter((status) => status === 201)).toHaveLength(1)
    expect(answers.filter((status) => status === 409)).toHaveLength(19)
    const { rows } = await here.database.pool.query(
      `select count(*)::int as n from reduction_revision where reduction_id = $1`,
      [id],
    )
    expect(rows[0].n).toBe(1)
    await expectSumsToAgree(here)
  })

  test('stays where it is while the reviewer asks, and its provider can answer', async () => {
    const id = await tooFast()
    await decide(id, { decision: 'ask', note: '乗り換えはありましたか。' }).expect(201)
    await bus.agent.post(`/api/v1/reviews/${id}/statements`).send({ text: '系統 12 と特急の通し券です。' }).expect(201)
    const { body } = await operator.get(`/api/v1/reviews/${id}`).expect(200)
    expect(body.entries.map((entry: { act: string }) => entry.act)).toEqual(['ask', 'say'])
    expect(body.open).toBe(true)
    expect(await rowOf(id)).toMatchObject({ status: 'quarantined', credited: 0 })
    const mine = await rider.get(`/api/v1/me/reductions/${id}`).expect(200)
    expect(mine.body.review.notes).toMatchObject([{ act: 'ask', note: '乗り換えはありましたか。' }])
  })

  test('is another provider’s business for nobody', async () => {
    const id = await tooFast()
    const shop = await here.signIn('shop').catch(() => here.signIn('merchant'))
    await shop.post(`/api/v1/reviews/${id}/statements`).send({ text: '…' }).expect(404)
    const own = await shop.get('/api/v1/reviews/own').expect(200)
    expect(own.body.items).toEqual([])
  })
})

describe('two acts in one place in time', () => {
  test('the second is released only in the place of the first, and the sums follow', async () => {
    const first = await sent()
    number -= 12
    const { body } = await bus.importRides(
      ndjson([ride(number, { subject: 'REV-1', externalId: `V-${number}-b`, mode: 'rail', distanceM: 9_000 })]),
    )
    expect(body.quarantined).toBe(1)
    number += 12
    const { rows } = await here.database.pool.query(`select id from reduction where external_id like 'V-%-b'`)
    const second = rows[0].id
    const shown = await operator.get(`/api/v1/reviews/${second}`).expect(200)
    expect(shown.body.other).toMatchObject({ id: first, mode: 'bus' })
    const refused = await decide(second, { decision: 'release', note: '鉄道が正しい' }).expect(409)
    expect(refused.body.code).toBe('reductions.review-met')
    await decide(second, { decision: 'release', note: '鉄道が正しい', replaces: true }).expect(201)
    expect(await rowOf(first)).toMatchObject({ status: 'duplicate', credited: 0 })
    expect(await rowOf(second)).toMatchObject({ status: 'recorded' })
    await expectSumsToAgree(here)
  })
})

describe('a dispute', () => {
  const dispute = (id: string, text = '乗っていません。') =>
    rider.post(`/api/v1/me/reductions/${id}/dispute`).send({ text }).expect(201)

  test('is answered by the decision, and its person reads the answer', async () => {
    const id = await sent()
    await dispute(id)
    const { body } = await operator.get('/api/v1/reviews?kind=disputed').expect(200)
    expect(body.items).toMatchObject([{ id, kind: 'disputed', status: 'recorded' }])
    await decide(id, { decision: 'reject', note: '別の方の乗車でした。' }).expect(201)
    expect(await rowOf(id)).toMatchObject({ status: 'rejected', credited: 0 })
    const mine = await rider.get(`/api/v1/me/reductions/${id}`).expect(200)
    expect(mine.body.disputes).toMatchObject([{ said: '乗っていません。', answer: '別の方の乗車でした。' }])
    await decide(id, { decision: 'release', note: 'もう一度' }).expect(409)
    await expectSumsToAgree(here)
  })

  test('leaves the act as it is when the record was right', async () => {
    const id = await sent()
    const before = await rowOf(id)
    await dispute(id)
    await decide(id, { decision: 'release', note: '改札の記録と一致します。' }).expect(201)
    expect(await rowOf(id)).toEqual(before)
    await expectSumsToAgree(here)
  })

  test('is overdue after thirty days: escalated once, said to its person and counted in public', async () => {
    const id = await sent()
    await dispute(id)
    const before = await here.agent.get('/api/v1/reviews/figures').expect(200)
    here.setClock(new Date(Date.now() + 31 * 86_400_000).toISOString())
    try {
      const [one, two] = await Promise.all([escalateLateDisputes(here.deps), escalateLateDisputes(here.deps)])
      expect(one + two).toBe(1)
      expect(await escalateLateDisputes(here.deps)).toBe(0)
      const mine = await rider.get(`/api/v1/me/reductions/${id}`).expect(200)
      expect(mine.body.review).toMatchObject({ open: true, overdue: true })
      expect(mine.body.disputes[0].escalatedAt).not.toBeNull()
      const after = await here.agent.get('/api/v1/reviews/figures').expect(200)
      expect(after.body.overdue).toBeGreaterThan(before.body.overdue)
      const { body } = await operator.get('/api/v1/reviews').expect(200)
      expect(body.items.find((item: { id: string }) => item.id === id)).toMatchObject({ overdue: true })
    } finally {
      here.setClock()
    }
    await decide(id, { decision: 'release', note: '確認しました。' }).expect(201)
  })

  test('keeps an act from being issued that was in a signed batch already', async () => {
    const method = (await rider.get(`/api/v1/me/reductions/${await sent()}`)).body.method.id
    // Enough for a kilogram.
    for (let n = 0; n < 12; n++) await sent()
    const id = await sent()
    const { body: batch } = await operator
      .post('/api/v1/credits/batches')
      .send({ month: '2026-10', pool: 'mobility', methodId: method })
      .expect(201)
    expect((await rowOf(id)).status).toBe('pooled')
    const verifier = await here.signIn('verifier')
    await verifier.post(`/api/v1/credits/batches/${batch.id}/sample`).send({ seed: 'tango', size: 1 }).expect(201)
    const sample = await verifier.get(`/api/v1/credits/batches/${batch.id}/sample`).expect(200)
    await verifier
      .post(`/api/v1/credits/batches/${batch.id}/findings`)
      .send({ reductionId: sample.body.items[0].reductionId, pass: true })
      .expect(201)
    await verifier.post(`/api/v1/credits/batches/${batch.id}/sign`).send({}).expect(201)
    await dispute(id)
    const { body: lot } = await operator.post(`/api/v1/credits/batches/${batch.id}/issue`).send({}).expect(201)
    expect(lot.massG).toBeGreaterThan(0)
    expect(await rowOf(id)).toMatchObject({ status: 'recorded', batch: null })
    const { rows } = await here.database.pool.query(
      `select count(*)::int as n from lot_source where reduction_id = $1`,
      [id],
    )
    expect(rows[0].n).toBe(0)
    await decide(id, { decision: 'release', note: '正しい記録でした。' }).expect(201)
    await expectSumsToAgree(here)
    const laws = await here.agent.get('/api/v1/registry/invariants').expect(200)
    expect(laws.body.ok).toBe(true)
  })
})
