import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, ride } from './support.ts'

let here: TestApp
let bus: Provider

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
})

const trip = {
  startedAt: '2026-10-03T09:00:00+09:00',
  endedAt: '2026-10-03T09:20:00+09:00',
  purpose: 'leisure',
  legs: [{ mode: 'rail', distanceM: 10_000 }],
}

const post = (agent: Agent, body: object, key: string = randomUUID()) =>
  agent.post('/api/v1/mobility/trips').set('idempotency-key', key).send(body)

describe('a traveller’s own trip', () => {
  let me: Agent
  beforeAll(async () => {
    me = await newPerson(here, 'walker')
  })

  test('is shown and not credited, and logged once for one key', async () => {
    const key = randomUUID()
    const first = await post(me, trip, key).expect(201)
    expect(first.body).toMatchObject({ status: 'recorded', evidence: 'E0', creditedG: 0 })
    expect(first.body.shownG).toBeGreaterThan(500)
    expect(first.body.reasons).toContainEqual(expect.objectContaining({ code: 'no-evidence' }))
    const again = await post(me, trip, key).expect(201)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
    await post(me, { ...trip, purpose: 'daily' }, key).expect(422)
    const { body } = await me.get('/api/v1/mobility/trips').expect(200)
    expect(body.items).toHaveLength(1)
    const { body: summary } = await me.get('/api/v1/me/summary?from=2026-10&to=2026-10').expect(200)
    expect(summary).toMatchObject({ reducedShownG: first.body.shownG, reducedCreditedG: 0, offsetG: 0 })
    const { body: before } = await me.get('/api/v1/me/summary?to=2026-09').expect(200)
    expect(before).toMatchObject({ reducedShownG: 0, byMode: [], byMonth: [] })
  })

  test('twenty presses at once are one trip', async () => {
    const key = randomUUID()
    const later = { ...trip, startedAt: '2026-10-04T09:00:00+09:00', endedAt: '2026-10-04T09:20:00+09:00' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(me, later, key)))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  })

  test('twenty different ones at the same time leave one that counts', async () => {
    const day = { startedAt: '2026-10-05T09:00:00+09:00', endedAt: '2026-10-05T10:00:00+09:00' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post(me, { ...day, legs: [{ mode: 'bus', distanceM: 9_000 + n }] })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
    const counting = answers.filter(({ body }) => body.status === 'recorded')
    expect(counting).toHaveLength(1)
    expect(answers.filter(({ body }) => body.status === 'quarantined')).toHaveLength(19)
  })

  test('has its distance computed when its places are given, and its town from them', async () => {
    const legs = [{ mode: 'rail', from: { lat: 36.7306, lon: 137.0753 }, to: { municipalityCode: '16201' } }]
    const ask = { startedAt: '2026-10-06T09:00:00+09:00', endedAt: '2026-10-06T09:40:00+09:00', legs }
    const { body } = await post(me, ask).expect(201)
    const { body: stored } = await me.get(`/api/v1/me/reductions/${body.id}`).expect(200)
    expect(stored).toMatchObject({ fromMunicipality: '16211', toMunicipality: '16201', reproduced: true })
    expect(stored.quantity).toBeGreaterThan(10_000)
    expect(stored.quantity).toBeLessThan(25_000)
    await post(me, { ...ask, legs: [{ mode: 'rail' }] }).expect(422)
    const unknown = await post(me, { ...ask, legs: [{ mode: 'bus', from: { stopId: 'x' }, to: { stopId: 'y' } }] })
    expect(unknown.body.code).toBe('mobility.place-unknown')
  })

  test('of several legs keeps its question, and its number can be made again', async () => {
    const legs = [
      { mode: 'walk', distanceM: 600 },
      { mode: 'rail', distanceM: 21_000 },
      { mode: 'bus', distanceM: 3_000 },
    ]
    const ask = {
      startedAt: '2026-10-07T09:00:00+09:00',
      endedAt: '2026-10-07T10:30:00+09:00',
      legs,
      declaredAlternative: 'car',
    }
    const { body } = await post(me, ask).expect(201)
    const { body: stored } = await me.get(`/api/v1/me/reductions/${body.id}`).expect(200)
    expect(stored).toMatchObject({ mode: 'rail', quantity: 24_600, reproduced: true, shownG: body.shownG })
    expect(stored.trace.filter(({ step }: { step: string }) => step === 'actual')).toHaveLength(3)
  })

  test('that ends before it starts is refused', async () => {
    const { body } = await post(me, { ...trip, endedAt: '2026-10-03T08:00:00+09:00' }).expect(422)
    expect(body.code).toBe('mobility.ends-before-start')
  })
})

describe('one ride, two reports', () => {
  test('the operator’s record counts, before or after what the traveller typed', async () => {
    const me = await newPerson(here, 'twice')
    await me.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'T-1' }).expect(201)
    const typed = (day: string) => ({
      startedAt: `2026-10-${day}T08:05:00+09:00`,
      endedAt: `2026-10-${day}T08:20:00+09:00`,
      legs: [{ mode: 'bus', distanceM: 5_000, from: { municipalityCode: '16211' } }],
    })
    const record = (day: string) =>
      ride(0, {
        externalId: `T-${day}`,
        subject: 'T-1',
        startedAt: `2026-10-${day}T08:00:00+09:00`,
        endedAt: `2026-10-${day}T08:22:00+09:00`,
      })
    const first = await post(me, typed('08')).expect(201)
    expect(first.body.status).toBe('recorded')
    await bus.importRides(ndjson([record('08'), record('09')]))
    const second = await post(me, typed('09')).expect(201)
    expect(second.body).toMatchObject({ status: 'duplicate', shownG: 0 })

    const { body } = await me.get('/api/v1/me/reductions').expect(200)
    const counting = body.items.filter(({ status }: { status: string }) => status === 'recorded')
    expect(counting.map(({ evidence }: { evidence: string }) => evidence)).toEqual(['E3', 'E3'])
    const { body: loser } = await me.get(`/api/v1/me/reductions/${first.body.id}`).expect(200)
    expect(loser).toMatchObject({ status: 'duplicate', shownG: 0, duplicateOf: counting[1].id })
    const { body: summary } = await me.get('/api/v1/me/summary').expect(200)
    expect(summary.byMode).toMatchObject([{ mode: 'bus', acts: 2 }])
  })

  test('a seat that two lines claim is the first one’s', async () => {
    const seat = { tripId: 'express-1', seat: '7A' }
    const { body } = await bus.importRides(
      ndjson([
        ride(100, { externalId: 'seat-1', subject: 'U-1', ...seat }),
        ride(100, { externalId: 'seat-2', subject: 'U-2', ...seat }),
      ]),
    )
    expect(body).toMatchObject({ accepted: 1, rejected: 1 })
    // What was refused can be corrected and sent again under its own name.
    const again = await bus.importRides(
      ndjson([ride(100, { externalId: 'seat-2', subject: 'U-2', tripId: 'express-1', seat: '7B' })]),
    )
    expect(again.body).toMatchObject({ accepted: 1 })
  })
})

describe('what is mine', () => {
  test('a one-time code links without a member number, once', async () => {
    const { body: code } = await here.agent
      .post('/api/v1/mobility/link-codes')
      .set('authorization', `Bearer ${bus.key}`)
      .send({ subject: 'CODE-1' })
      .expect(201)
    const me = await newPerson(here, 'coded')
    const { body: link } = await me.post('/api/v1/me/links').send({ provider: bus.id, code: code.code }).expect(201)
    expect(link).toMatchObject({ subject: 'CODE-1', proof: 'code', takenUp: { records: 0 } })
    const thief = await newPerson(here, 'code-thief')
    const refused = await thief.post('/api/v1/me/links').send({ provider: bus.id, code: code.code }).expect(422)
    expect(refused.body.code).toBe('reductions.code-unknown')

    await bus.importRides(ndjson([ride(200, { externalId: 'linked', subject: 'CODE-1' })]))
    await me.delete(`/api/v1/me/links/${link.id}`).expect(200)
    const after = await bus.importRides(ndjson([ride(300, { externalId: 'unlinked', subject: 'CODE-1' })]))
    expect(after.body).toMatchObject({ accepted: 1, waiting: 1 })
    const { body } = await me.get('/api/v1/me/reductions').expect(200)
    expect(body.items).toHaveLength(1)
  })

  test('a record can be disputed, by its owner', async () => {
    const me = await newPerson(here, 'disputing')
    const { body: logged } = await post(me, trip).expect(201)
    await me.post(`/api/v1/me/reductions/${logged.id}/dispute`).send({ text: '  ' }).expect(422)
    await me.post(`/api/v1/me/reductions/${logged.id}/dispute`).send({ text: '乗っていません' }).expect(201)
    const { body } = await me.get(`/api/v1/me/reductions/${logged.id}`).expect(200)
    expect(body.disputes).toMatchObject([{ said: '乗っていません', answer: null }])
    const other = await newPerson(here, 'not-mine')
    await other.post(`/api/v1/me/reductions/${logged.id}/dispute`).send({ text: 'x' }).expect(404)
  })

  test('everything can be taken along as a ZIP, and nothing of me stays when I go', async () => {
    const me = await newPerson(here, 'leaving')
    await me.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'L-1' }).expect(201)
    await bus.importRides(ndjson([ride(400, { externalId: 'leave-1', subject: 'L-1' })]))
    await post(me, {
      ...trip,
      note: '祖母の家へ',
      legs: [{ mode: 'rail', from: { lat: 36.5123, lon: 137.1 }, to: { lat: 36.8, lon: 137.2 } }],
    }).expect(201)
    const { body: zip } = await me
      .get('/api/v1/me/export')
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => done(null, Buffer.concat(pieces)))
      })
      .expect(200)
    const { unzipSync, strFromU8 } = await import('fflate')
    const files = unzipSync(new Uint8Array(zip))
    expect(Object.keys(files).toSorted()).toEqual(['history.json', 'me.json', 'reductions.csv', 'reductions.json'])
    expect(JSON.parse(strFromU8(files['me.json'] as Uint8Array)).profile.email).toBe('leaving@people.example')
    const acts = JSON.parse(strFromU8(files['reductions.json'] as Uint8Array))
    expect(acts.map(({ note }: { note: string | null }) => note)).toContain('祖母の家へ')
    expect(
      strFromU8(files['reductions.csv'] as Uint8Array)
        .trim()
        .split('\r\n'),
    ).toHaveLength(3)

    const total = async () => {
      const { rows } = await here.database.pool.query('select count(*) as n, sum(shown_g) as g from reduction')
      return rows[0]
    }
    const before = await total()
    const { body: erased } = await me.delete('/api/v1/me').expect(200)
    expect(erased.recordsKept).toBe(2)
    expect(await total()).toEqual(before)
    await me.get('/api/v1/me/summary').expect(401)
    const { rows } = await here.database.pool.query(
      `select (select count(*) from person where email = 'leaving@people.example') as people,
              (select count(*) from reduction where note is not null or input::text like '%36.5123%') as traces,
              (select count(*) from provider_link where subject = 'L-1') as links`,
    )
    expect(rows[0]).toEqual({ people: 0, traces: 0, links: 0 })
  })

  test('who alone administers an organisation may not leave it behind', async () => {
    const { body } = await bus.agent.delete('/api/v1/me').expect(409)
    expect(body.code).toBe('reductions.sole-administrator')
  })
})

describe('a batch takes', () => {
  test('only what its people agreed to hand over, and each act once', async () => {
    const [yes, no] = [await newPerson(here, 'agrees'), await newPerson(here, 'refuses')]
    await yes.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'G-1' }).expect(201)
    await no.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'G-2' }).expect(201)
    await no.put('/api/v1/me/consents/credit-assignment').send({ given: false }).expect(200)
    const rides = [1, 2, 3].flatMap((n) => [
      ride(1_000 * n, { externalId: `G-1-${n}`, subject: 'G-1', fromMunicipality: '20201' }),
      ride(1_000 * n, { externalId: `G-2-${n}`, subject: 'G-2', fromMunicipality: '20201' }),
    ])
    await bus.importRides(ndjson(rides))
    const { body: list } = await yes.get('/api/v1/me/reductions').expect(200)
    await yes.post(`/api/v1/me/reductions/${list.items[0].id}/dispute`).send({ text: 'wrong stop' }).expect(201)

    const { gatherForBatch, reductionsOfBatch, dropFromBatch, markBatch, recordContributions } = await import(
      '@morinowa/api/reductions/gather-batch.ts'
    )
    const gather = (batchId: string) =>
      here.deps.db.transaction((tx) =>
        gatherForBatch(tx, {
          batchId,
          month: '2026-10' as never,
          municipalityCode: '20201',
          pool: 'mobility',
          methodId: 'mobility.trip',
        }),
      )
    const batchId = randomUUID()
    const others = Array.from({ length: 19 }, () => randomUUID())
    const gathered = await Promise.all([batchId, ...others].map(gather))
    expect(gathered.reduce((sum, { reductions }) => sum + reductions, 0)).toBe(2)
    const winner = [batchId, ...others][gathered.findIndex(({ reductions }) => reductions > 0)] as string
    const inside = await reductionsOfBatch(here.deps.db, winner)
    expect(inside.map(({ externalId }) => externalId).toSorted()).toEqual(['G-1-1', 'G-1-2'])

    const [dropped, kept] = inside as [(typeof inside)[0], (typeof inside)[0]]
    const { db } = here.deps
    await db.transaction((tx) => dropFromBatch(tx, { batchId: winner, reductionId: dropped.id, reason: '記録がない' }))
    const { body: rejected } = await yes.get(`/api/v1/me/reductions/${dropped.id}`).expect(200)
    expect(rejected.status).toBe('rejected')
    expect(rejected.reasons[0].code).toBe('記録がない')
    for (const state of ['verified', 'issued'] as const) {
      await db.transaction((tx) => markBatch(tx, winner, state))
      const { body } = await yes.get(`/api/v1/me/reductions/${kept.id}`).expect(200)
      expect(body.status).toBe(state)
    }
    await expect(db.transaction((tx) => markBatch(tx, winner, 'verified'))).rejects.toMatchObject({
      code: 'reductions.missing',
    })
    await yes.post(`/api/v1/me/reductions/${kept.id}/dispute`).send({ text: 'late' }).expect(409)

    await db.transaction((tx) =>
      recordContributions(tx, [{ participantId: kept.participantId, reductionId: kept.id, massG: kept.creditedG }]),
    )
    const { body: summary } = await yes.get('/api/v1/me/summary').expect(200)
    expect(summary.contributedG).toBe(kept.creditedG)
    // The row that was rejected is out of the sums; the disputed one is still in them.
    expect(summary.byMode).toMatchObject([{ acts: 2 }])
  })
})
