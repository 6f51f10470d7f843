import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { DEMO_PASSWORD } from '@morinowa/api/demo/accounts.ts'
import supertest from 'supertest'

const here: TestApp = await startApp()
const { agent, signIn, database, url } = here
const town = await signIn('municipality')
const operator = await signIn('operator')
const seller = await signIn('creditOwner-nakashibetsu')
const buyer = await signIn('buyer')

const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
const idOf = async (who: Agent): Promise<string> => (await who.get('/api/v1/me').expect(200)).body.acting.id

let people = 0
/** Somebody new with a number of acts that are worth so many credited grams, written as an operator's feed would leave them. */
async function traveller(grams: readonly number[]): Promise<Agent> {
  const email = `rider-${people++}@example.jp`
  const who = supertest.agent(here.app.server)
  await who
    .post('/api/auth/sign-up/email')
    .set('origin', url)
    .send({ email, password: DEMO_PASSWORD, name: '旅野' })
    .expect(200)
  await who.get('/api/v1/me/summary').expect(200)
  for (const [n, creditedG] of grams.entries()) {
    await database.pool.query(
      `insert into reduction (participant_id, id, pool, type, mode, started_at, ended_at, day, quantity, evidence, shown_g,
                              credited_g, emitted_g, basis_id, status)
       select participant_id, uuidv7(), 'mobility', 'mobility.trip', 'rail', $3::timestamptz, $3::timestamptz + interval '1 hour',
              '2026-10-10', 10000, 'E3', $2::bigint, $2::bigint, 100, (select min(basis_id) from reduction), 'recorded'
         from person where email = $1`,
      [email, creditedG, `2026-10-10T0${2 * n}:00:00Z`],
    )
  }
  return who
}

async function fund(fields: object = {}): Promise<string> {
  const { body } = await send(town, '/programmes/funds', {
    name: '秋の脱炭素キャンペーン',
    yenPerKg: 10,
    fromDay: '2026-10-01',
    toDay: '2026-10-31',
    ...fields,
  }).expect(201)
  return body.id
}
const deposit = (id: string, amountYen: number) => send(operator, `/programmes/funds/${id}/deposits`, { amountYen })
const claim = (who: Agent, id: string) => send(who, `/programmes/funds/${id}/claims`)
const meter = async (id: string) => (await agent.get(`/api/v1/programmes/funds/${id}`).expect(200)).body

beforeAll(async () => {
  // One trip by the front door makes the basis that the others point to.
  const first = await signIn('traveller')
  await send(first, '/mobility/trips', {
    startedAt: '2026-10-01T08:00:00+09:00',
    endedAt: '2026-10-01T08:30:00+09:00',
    legs: [{ mode: 'rail', distanceM: 10_000 }],
  }).expect(201)
})

/** What must always hold: sums are their rows', and nothing was granted that was not there. */
async function books(id: string): Promise<void> {
  const { rows } = await database.pool.query(
    `select f.reserved_yen = (select coalesce(sum(amount_yen), 0) from reward_deposit where fund_id = f.id) as deposits,
            f.granted_yen = coalesce(sum(g.yen) filter (where g.granted_at is not null), 0) as granted,
            f.waiting_yen = coalesce(sum(g.yen) filter (where g.granted_at is null), 0) as waiting,
            f.granted_yen <= f.reserved_yen as covered
       from reward_fund f left join reward_grant g on g.fund_id = f.id where f.id = $1 group by f.id`,
    [id],
  )
  expect(rows).toEqual([{ deposits: true, granted: true, waiting: true, covered: true }])
}

describe('a reward fund', () => {
  test('grants nothing without money: who asks waits in full, and is paid first when money comes', async () => {
    const id = await fund()
    const who = await traveller([10_000, 5_500])
    expect((await claim(who, id).expect(200)).body).toEqual({ grantedYen: 0, waitingYen: 155, acts: 2, place: 0 })
    expect(await meter(id)).toMatchObject({ reservedYen: 0, grantedYen: 0, waitingYen: 155, leftYen: 0, people: '<10' })
    await send(town, `/programmes/funds/${id}/deposits`, { amountYen: 1_000 }).expect(403)
    // A hundred yen pay the first act; the second is not cut to what is left.
    expect((await deposit(id, 120).expect(200)).body).toMatchObject({
      servedFromWaiting: 1,
      leftYen: 20,
      waitingYen: 55,
    })
    expect((await deposit(id, 35).expect(200)).body).toMatchObject({ servedFromWaiting: 1, leftYen: 0, waitingYen: 0 })
    const { body } = await who.get('/api/v1/me/rewards').expect(200)
    expect(body).toMatchObject({ grantedYen: 155, waitingYen: 0, items: [{ yen: 55, state: 'granted' }, { yen: 100 }] })
    await books(id)
  })

  test('rewards an act once, acts of its days only, and nobody else’s', async () => {
    const id = await fund()
    await deposit(id, 1_000).expect(200)
    const who = await traveller([10_000])
    const key = randomUUID()
    const first = await send(who, `/programmes/funds/${id}/claims`, {}, key).expect(200)
    expect((await send(who, `/programmes/funds/${id}/claims`, {}, key).expect(200)).body).toEqual(first.body)
    expect((await claim(who, id).expect(409)).body.code).toBe('programmes.nothing-to-claim')
    await claim(await traveller([]), id).expect(409)
    const november = await fund({ fromDay: '2026-11-01', toDay: '2026-11-30' })
    await claim(who, november).expect(409)
    await agent.post(`/api/v1/programmes/funds/${id}/claims`).expect(401)
    await books(id)
  })

  test('of a crowd at the last yen pays in order and never more than is there', async () => {
    const id = await fund()
    await deposit(id, 500).expect(200)
    const crowd = await Promise.all(Array.from({ length: 12 }, () => traveller([10_000])))
    const answers = await Promise.all([...crowd, ...crowd].map((who) => claim(who, id)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(12)
    expect(answers.filter(({ body }) => body.grantedYen === 100)).toHaveLength(5)
    expect(await meter(id)).toMatchObject({ grantedYen: 500, waitingYen: 700, leftYen: 0 })
    await books(id)
    // Nobody overtakes: with a yen left over, a small act still waits behind the others.
    await deposit(id, 50).expect(200)
    expect((await claim(await traveller([1_000]), id).expect(200)).body).toMatchObject({
      grantedYen: 0,
      waitingYen: 10,
      place: 7,
    })
    await books(id)
  })

  test('takes the travellers’ share of a sale, once, and only what the division set aside', async () => {
    const from = 900_000
    const { body: lot } = await send(seller, '/forest/lots', {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: '町有林',
      municipalityCode: '01692',
      vintage: 2021,
      serials: `RWD-${from}〜RWD-${from + 99}`,
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
    await send(seller, '/marketplace/proceeds/plans', {
      lines: [{ partyId: await idOf(town), partyName: '乗った人へ', role: 'reward-fund', bp: 1_000 }],
    }).expect(201)
    const sold = async () => {
      const { body } = await send(buyer, '/marketplace/orders', { listingId: listing.id, massG: 1_000_000 }).expect(201)
      await send(operator, `/marketplace/orders/${body.id}/settle`).expect(200)
      return body.id as string
    }
    const id = await fund({ kind: 'travellers-share' })
    const order = await sold()
    const share = (orderId: string) => send(town, `/programmes/funds/${id}/deposits`, { orderId })
    expect((await share(order).expect(200)).body).toMatchObject({ reservedYen: 1_000 })
    expect((await share(order).expect(409)).body.code).toBe('programmes.share-used')
    const back = await sold()
    await send(operator, `/marketplace/orders/${back}/refund`).expect(200)
    expect((await share(back).expect(409)).body.code).toBe('programmes.share-missing')
    await send(buyer, `/programmes/funds/${id}/deposits`, { orderId: order }).expect(404)
    await books(id)
  })
})
