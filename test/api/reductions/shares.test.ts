import { beforeAll, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, ride } from '../mobility/support.ts'

let here: TestApp
let bus: Provider
let operator: Agent
let rider: Agent

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  operator = await here.signIn('operator')
  rider = await newPerson(here, 'sharing-rider')
  await rider.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'SH-1' }).expect(201)
})

const terms = (more: object = {}) => ({
  providerId: bus.id,
  pool: 'mobility',
  validFrom: '2026-10-01',
  travellerBp: 7_000,
  operatorBp: 2_000,
  hotelBp: 0,
  townBp: 500,
  ...more,
})

test('terms are made once, by the operator, and never above the whole: the database says so too', async () => {
  await bus.agent.post('/api/v1/share-terms').send(terms()).expect(403)
  const refused = await operator
    .post('/api/v1/share-terms')
    .send(terms({ townBp: 1_001 }))
    .expect(422)
  expect(refused.body.errors[0].messages.ja).toMatch(/10,000/)
  const made = await Promise.all(Array.from({ length: 20 }, () => operator.post('/api/v1/share-terms').send(terms())))
  expect(made.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(made.filter(({ status }) => status === 409)).toHaveLength(19)
  const { body } = await here.agent.get(`/api/v1/share-terms?providerId=${bus.id}`).expect(200)
  expect(body.items).toMatchObject([{ travellerBp: 7_000, operatorBp: 2_000, townBp: 500 }])
  await expect(
    here.database.pool.query(
      `insert into share_terms (provider_id, pool, valid_from, traveller_bp, operator_bp, hotel_bp, town_bp, made_by)
       values ($1, 'mobility', '2026-11-01', 5000, 5000, 1, 0, $1)`,
      [bus.id],
    ),
  ).rejects.toThrow(/share_terms_whole/)
})

test('an act is shared as agreed; its person gives of their own; the lot’s parts are the whole lot', async () => {
  const lines = Array.from({ length: 16 }, (_, n) => ride(1_500 + n * 12, { subject: 'SH-1', externalId: `S-${n}` }))
  expect((await bus.importRides(ndjson(lines))).body.accepted).toBe(16)
  const { body: acts } = await rider.get('/api/v1/me/reductions').expect(200)
  const [first] = acts.items
  const at = `/api/v1/me/reductions/${first.id}/shares`
  expect((await rider.get(at).expect(200)).body).toMatchObject({ travellerBp: 7_000, from: 'terms', fixed: false })
  await rider.put(at).send({ travellerBp: 9_000, operatorBp: 0, hotelBp: 0, townBp: 0 }).expect(422)
  const given = await rider.put(at).send({ travellerBp: 0, operatorBp: 2_000, hotelBp: 0, townBp: 7_500 }).expect(200)
  expect(given.body).toMatchObject({ townBp: 7_500, from: 'act' })
  const stranger = await newPerson(here, 'not-my-act')
  await stranger.get(at).expect(404)

  const methodId = (await rider.get(`/api/v1/me/reductions/${first.id}`).expect(200)).body.method.id
  const { body: batch } = await operator
    .post('/api/v1/credits/batches')
    .send({ month: '2026-10', pool: 'mobility', methodId })
    .expect(201)
  const path = `/api/v1/credits/batches/${batch.id}`
  const verifier = await here.signIn('verifier')
  const { body: sample } = await verifier.post(`${path}/sample`).send({ seed: 's', size: 1 }).expect(201)
  await verifier.post(`${path}/findings`).send({ reductionId: sample.items[0].reductionId, pass: true }).expect(201)
  await verifier.post(`${path}/sign`).send({}).expect(201)
  const { body: lot } = await operator.post(`${path}/issue`).send({}).expect(201)
  const { body: shares } = await here.agent.get(`/api/v1/credits/lots/${lot.id}/shares`).expect(200)
  const parts = Object.fromEntries(
    shares.items.map(({ party, massG }: { party: string; massG: number }) => [party, massG]),
  )
  expect(Object.keys(parts).toSorted()).toEqual(['nobody', 'operator', 'town', 'traveller'])
  expect(shares.items.reduce((sum: number, { massG }: { massG: number }) => sum + massG, 0)).toBe(lot.massG)
  expect(parts.operator).toBe(lot.massG / 5)
  expect((await rider.get(at).expect(200)).body.fixed).toBe(true)
  await rider.put(at).send({ travellerBp: 0, operatorBp: 2_000, hotelBp: 0, townBp: 7_500 }).expect(409)
})

test('a provider proposes, the operator decides once, and terms come of it or do not', async () => {
  const ask = {
    pool: 'mobility',
    validFrom: '2026-12-01',
    travellerBp: 8_000,
    operatorBp: 1_500,
    hotelBp: 0,
    townBp: 500,
  }
  const propose = (over: object = {}) => bus.agent.post('/api/v1/share-proposals').send({ ...ask, ...over })
  await propose({ townBp: 501 }).expect(422)
  await rider.post('/api/v1/share-proposals').send(ask).expect(403)
  expect((await propose({ validFrom: '2026-10-01' })).body.code).toBe('reductions.terms-made')
  const sent = await Promise.all(Array.from({ length: 20 }, () => propose()))
  const made = sent.filter(({ status }) => status === 201)
  expect([made.length, sent.filter(({ body }) => body.code === 'reductions.proposal-waits').length]).toEqual([1, 19])
  const id: string = made[0]?.body.id
  expect(made[0]?.body).toMatchObject({ provider: { id: bus.id }, accepted: null, travellerBp: 8_000 })

  // Another organisation sees nothing of it, the operator sees all.
  const hotel = await here.signIn('merchant')
  expect((await hotel.get('/api/v1/share-proposals').expect(200)).body.items).toEqual([])
  await bus.agent.post(`/api/v1/share-proposals/${id}/decisions`).send({ accept: true }).expect(403)
  const decide = (accept: boolean) => operator.post(`/api/v1/share-proposals/${id}/decisions`).send({ accept })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => decide(n % 2 === 0)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'reductions.proposal-decided')).toHaveLength(19)
  const accepted = answers.find(({ status }) => status === 201)?.body.accepted
  const terms = (await here.agent.get(`/api/v1/share-terms?providerId=${bus.id}`).expect(200)).body.items
  expect(terms.some(({ validFrom }: { validFrom: string }) => validFrom === ask.validFrom)).toBe(accepted)

  const { body: next } = await propose({ validFrom: '2027-01-01', townBp: 0 }).expect(201)
  await operator.post(`/api/v1/share-proposals/${next.id}/decisions`).send({ accept: true }).expect(201)
  const { body } = await here.agent.get(`/api/v1/share-terms?providerId=${bus.id}`).expect(200)
  expect(body.items[0]).toMatchObject({ validFrom: '2027-01-01', operatorBp: 1_500, townBp: 0 })
  await operator.post(`/api/v1/share-proposals/${bus.id}/decisions`).send({ accept: true }).expect(404)
})
