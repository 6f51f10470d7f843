import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importStations, type StationsReport } from '@morinowa/api/mobility/places/import-stations.ts'
import { root } from '@morinowa/prisma/root.ts'
import { zipSync, strToU8 } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { archive, SMALL_FEED } from '../../support/gtfs.ts'
import { SECTIONS, STATIONS } from '../../support/n02.ts'
import { ndjson, newPerson, type Provider, provider, ride } from './support.ts'

let here: TestApp
let bus: Provider
let me: Agent
let feedId: string
let folder: string
let installed: StationsReport

/** Metres of 0.01° of longitude at 36.7° north, and of 0.1° of latitude. */
const STEP_M = 891.6
const TENTH_M = 11_119.5

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  me = await newPerson(here, 'walker')
  const sent = await here.agent
    .post('/api/v1/mobility/feeds')
    .set('authorization', `Bearer ${bus.key}`)
    .set('content-type', 'application/zip')
    .send(archive(SMALL_FEED))
    .expect(200)
  feedId = sent.body.feed.id
  folder = await mkdtemp(join(tmpdir(), 'morinowa-n02-'))
  const path = join(folder, 'N02-24_GML.zip')
  await writeFile(
    path,
    zipSync({
      'N02-24_GML/UTF-8/N02-24_Station.geojson': strToU8(JSON.stringify(STATIONS)),
      'N02-24_GML/UTF-8/N02-24_RailroadSection.geojson': strToU8(JSON.stringify(SECTIONS)),
      'N02-24_GML/Shift-JIS/N02-24_Station.geojson': new Uint8Array([0xff]),
    }),
  )
  installed = await importStations(here.deps.db, [path], here.deps.now())
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the ministry’s archive becomes stations and the rails between neighbours', () => {
  expect(installed).toEqual({ edition: 'N02-24', stations: 8, edges: 5, measured: 'track' })
})

const at = { startedAt: '2026-10-03T09:00:00+09:00', endedAt: '2026-10-03T09:55:00+09:00' }
const stop = (stopId: string) => ({ stopId, feedId })
const station = (stationCode: string) => ({ stationCode })

/** Logs a trip of one leg on a day of its own and reads what was kept of it. */
let day = 0
async function logged(leg: object) {
  const date = `2026-09-${String((day++ % 28) + 1).padStart(2, '0')}`
  const times = { startedAt: at.startedAt.replace('2026-10-03', date), endedAt: at.endedAt.replace('2026-10-03', date) }
  const { body } = await me
    .post('/api/v1/mobility/trips')
    .set('idempotency-key', randomUUID())
    .send({ ...times, legs: [leg] })
    .expect(201)
  return (await me.get(`/api/v1/me/reductions/${body.id}`).expect(200)).body
}

async function measured(leg: object) {
  const { body } = await here.agent.post('/api/v1/mobility/distances').send({ day: '2026-10-03', legs: [leg] })
  return body.legs?.[0] ?? body
}

describe('a leg has the distance of what its ends are', () => {
  test.each([
    ['stops on a shape', { mode: 'bus', from: 'A', to: 'C' }, 'shape', 2 * STEP_M + 2 * 556],
    ['stops back, from pole to pole', { mode: 'bus', from: 'D', to: 'A', tripId: 'T2' }, 'chain', 3 * STEP_M],
    ['the other pole of a name', { mode: 'bus', from: 'A', to: 'C2' }, 'shape', 2 * STEP_M + 2 * 556],
    ['stops that no line joins that way', { mode: 'bus', from: 'C', to: 'B' }, 'great-circle', 1.2 * STEP_M],
    ['stops between which one walked', { mode: 'walk', from: 'A', to: 'C' }, 'great-circle', 1.2 * 2 * STEP_M],
  ])('%s', async (_, { from, to, ...leg }, source, metres) => {
    const answer = await measured({ ...leg, from: stop(from), to: stop(to) })
    expect(answer).toMatchObject({ source, fromMunicipality: '16211', toMunicipality: '16211' })
    expect(Math.abs(answer.distanceM - metres)).toBeLessThan(15)
    const kept = await logged({ ...leg, from: stop(from), to: stop(to) })
    expect(kept.quantity).toBe(answer.distanceM)
    expect(kept.reproduced).toBe(true)
    const [first] = kept.trace
    expect(first).toMatchObject({ step: 'distance', value: answer.distanceM, text: answer.text })
    if (source !== 'great-circle') expect(first.text.ja).toContain('ためし交通 2026')
  })

  test.each([
    ['by the rails round the bay', 'rail', '900001', '900004', 'rail-track', 2 * TENTH_M + 20 * STEP_M],
    ['by Shinkansen straight across', 'shinkansen', '900001', '900004', 'rail-track', 19.8 * 892.7],
    ['with a change of trains', 'rail', '900002', '900006', 'rail-track', 20 * STEP_M + 0.99 * TENTH_M],
    ['by car between two stations', 'car', '900001', '900002', 'great-circle', 1.2 * TENTH_M],
  ])('stations, %s', async (_, mode, from, to, source, metres) => {
    const answer = await measured({ mode, from: station(from), to: station(to) })
    expect(answer.source).toBe(source)
    expect(Math.abs(answer.distanceM / metres - 1)).toBeLessThan(0.002)
    const kept = await logged({ mode, from: station(from), to: station(to) })
    expect(kept.quantity).toBe(answer.distanceM)
    if (source === 'rail-track') expect(kept.trace[0].text.en).toContain('along the rails (N02-24)')
  })

  test('coordinates, airports and municipalities: the great circle times 1.2, and the towns they lie in', async () => {
    const byAir = await measured({ mode: 'plane', from: { airport: 'HND' }, to: { airport: 'TOY' } })
    expect(byAir).toMatchObject({ source: 'great-circle', fromMunicipality: '13111', toMunicipality: '16201' })
    expect(byAir.text.ja).toContain('羽田空港')
    expect(byAir.distanceM).toBeGreaterThan(1.2 * 262_000)
    expect(byAir.distanceM).toBeLessThan(1.2 * 268_000)
    const towns = await measured({
      mode: 'car',
      from: { municipalityCode: '16211' },
      to: { municipalityCode: '16201' },
    })
    expect(towns).toMatchObject({ source: 'office', fromMunicipality: '16211', toMunicipality: '16201' })
    const mixed = await measured({ mode: 'bicycle', from: stop('A'), to: { lat: 36.7, lon: 137.09 } })
    expect(mixed.source).toBe('great-circle')
    expect(Math.abs(mixed.distanceM - 1.2 * 4 * STEP_M)).toBeLessThan(5)
    const given = await logged({ mode: 'bus', distanceM: 4_321, from: stop('A'), to: stop('D') })
    expect(given.quantity).toBe(4_321)
    expect(given.trace[0].text.ja).toContain('入力された距離')
  })

  test('the baseline belongs to the pair: what goes round the bay is judged by the way straight across', async () => {
    const kept = await logged({ mode: 'rail', from: station('900001'), to: station('900004') })
    const pair = kept.trace.find(({ step }: { step: string }) => step === 'pair-distance')
    expect(Math.abs(pair.value / (19.8 * 892.7) - 1)).toBeLessThan(0.002)
  })

  test.each([
    [
      'a stop nobody has',
      { mode: 'bus', from: { stopId: 'X' }, to: { stopId: 'A' } },
      'mobility.place-unknown',
      '/legs/0/from',
    ],
    [
      'a station nobody has',
      { mode: 'rail', from: { stationCode: '1' }, to: { stationCode: '900001' } },
      'mobility.place-unknown',
      '/legs/0/from',
    ],
    [
      'an airport nobody has',
      { mode: 'plane', from: { airport: 'HND' }, to: { airport: 'XXX' } },
      'mobility.place-unknown',
      '/legs/0/to',
    ],
    [
      'a trip that goes elsewhere',
      { mode: 'bus', from: { stopId: 'A' }, to: { stopId: 'D' }, tripId: 'T2' },
      'mobility.trip-elsewhere',
      '/legs/0/tripId',
    ],
    [
      'two poles of one stop',
      { mode: 'bus', from: { stopId: 'C' }, to: { stopId: 'C2' } },
      'mobility.same-place',
      '/legs/0/to',
    ],
    [
      'one station twice',
      { mode: 'rail', from: { stationCode: '900001' }, to: { stationCode: '900007' } },
      'mobility.same-place',
      '/legs/0/to',
    ],
    [
      'one point twice',
      { mode: 'bicycle', from: { lat: 36.73, lon: 137.07 }, to: { lat: 36.73, lon: 137.07 } },
      'mobility.same-place',
      '/legs/0/to',
    ],
    [
      'one town twice',
      { mode: 'car', from: { municipalityCode: '16211' }, to: { municipalityCode: '16211' } },
      'mobility.same-place',
      '/legs/0/to',
    ],
  ])('%s is refused by its field', async (_, leg, code, pointer) => {
    const answer = await measured(leg)
    expect(answer).toMatchObject({ status: 422, code })
    expect(answer.errors[0].pointer).toBe(pointer)
    expect(answer.messages.ja).not.toContain('undefined')
  })
})

describe('rides of a file', () => {
  const named = (n: number, more: object = {}) => {
    const { distanceM: _, fromMunicipality: __, toMunicipality: ___, ...rest } = ride(n)
    return {
      ...rest,
      subject: `W-${n}`,
      fromStopId: 'A',
      toStopId: 'C',
      tripId: 'T1',
      feedId: 'main',
      ...more,
    } as never
  }
  const rowsOf = async (id: string) => (await bus.agent.get(`/api/v1/imports/${id}/rows`).expect(200)).body.items

  test('are measured between their stops, placed in their towns, and the same when they come again', async () => {
    const file = ndjson([
      named(1),
      named(2, { fromStopId: 'D', toStopId: 'A', tripId: 'T2' }),
      named(3, { tripId: null, feedId: null }),
      named(4, { tripId: 'of another system' }),
      named(5, { distanceM: 7_777 }),
    ])
    const { body } = await bus.importRides(file)
    expect(body).toMatchObject({ lines: 5, accepted: 5, rejected: 0 })
    const { rows } = await here.database.pool.query(
      `select external_id, quantity::int, from_municipality, to_municipality, input->'distances'->0->>'source' as source
         from reduction where external_id like 'R-00000_' order by external_id`,
    )
    expect(rows.map(({ quantity, source }) => [quantity, source])).toEqual([
      [expect.closeTo(2 * STEP_M + 2 * 556, -1), 'shape'],
      [expect.closeTo(3 * STEP_M, -2), 'chain'],
      [expect.closeTo(2 * STEP_M + 2 * 556, -1), 'shape'],
      [expect.closeTo(2 * STEP_M + 2 * 556, -1), 'shape'],
      [7_777, 'given'],
    ])
    for (const row of rows) expect(row).toMatchObject({ from_municipality: '16211', to_municipality: '16211' })
    const again = await bus.importRides(file)
    expect(again.body).toMatchObject({ lines: 5, accepted: 0, duplicate: 5 })
  })

  test('between stops are counted in their squares of a kilometre, and in nothing finer than ten people', async () => {
    await here.database.pool.query(
      `with made as (insert into person (name, email)
                     select 'Rider', 'rider-' || n || '@squares.example' from generate_series(0, 9) n
                     returning id, participant_id, email)
       insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
       select uuidv7(), $1, split_part(email, '@', 1), id, participant_id, 'code' from made`,
      [bus.id],
    )
    await here.database.pool.query(
      `insert into consent (person_id, purpose)
       select id, 'share-with-municipality' from person where email like 'rider-%@squares.example'`,
    )
    const squares = async () =>
      (await here.agent.get('/api/v1/municipalities/16211/mesh-flows?month=2026-10').expect(200)).body
    const riders = (from: number, to: number) =>
      ndjson(
        Array.from({ length: to - from }, (_, n) =>
          named(40 + from + n, {
            subject: `rider-${from + n}`,
            distanceM: null,
            // Whoever names the towns too is counted in the squares all the same.
            ...(n % 2 === 0 && { fromMunicipality: '16211', toMunicipality: '16211' }),
          }),
        ),
      )
    await bus.importRides(riders(0, 9))
    expect(await squares()).toEqual([])
    await bus.importRides(riders(9, 10))
    const [flow, ...others] = await squares()
    expect(others).toEqual([])
    expect(flow).toMatchObject({ fromMesh: expect.stringMatching(/^\d{8}$/), toMesh: expect.any(String), acts: 10 })
    expect(flow.fromMesh).not.toBe(flow.toMesh)
  })

  test('that name stops nobody has, or a trip that does not go there, are refused line by line', async () => {
    const { body } = await bus.importRides(
      ndjson([
        named(11, { toStopId: 'Z' }),
        named(12, { tripId: 'T2' }),
        named(13, { toStopId: 'A' }),
        named(14, { toStopId: null }),
        named(15, { feedId: 'ferry' }),
        named(16),
      ]),
    )
    expect(body).toMatchObject({ lines: 6, accepted: 1, rejected: 5 })
    const rows = await rowsOf(body.importId)
    expect(rows.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`).toSorted()).toEqual([
      '1 mobility.place-unknown',
      '2 mobility.trip-elsewhere',
      '3 mobility.same-place',
      '4 reductions.line-missing',
      '5 mobility.place-unknown',
    ])
  })

  test('belong to the timetable of their day', async () => {
    const moved = { ...SMALL_FEED }
    moved['stops.txt'] = SMALL_FEED['stops.txt']?.replace('C,市場,36.7,137.07', 'C,市場,36.7,137.075') ?? ''
    moved['feed_info.txt'] =
      SMALL_FEED['feed_info.txt']?.replace('20260401,20270331,2026', '20261101,20270331,冬') ?? ''
    await here.agent
      .post('/api/v1/mobility/feeds')
      .set('authorization', `Bearer ${bus.key}`)
      .set('content-type', 'application/zip')
      .send(archive(moved))
      .expect(200)
    const winter = { startedAt: '2026-11-05T08:00:00+09:00', endedAt: '2026-11-05T08:22:00+09:00' }
    await bus.importRides(ndjson([named(21), named(22, winter)]))
    const { rows } = await here.database.pool.query(
      `select quantity::int, input->'distances'->0->>'by' as by from reduction
        where external_id in ('R-000021', 'R-000022') order by external_id`,
    )
    expect(rows[0].by).toBe('ためし交通 2026')
    expect(rows[1].by).toBe('ためし交通 冬')
    expect(rows[1].quantity).toBeGreaterThan(rows[0].quantity + 300)
  })
})

describe('places are found', () => {
  const get = async (path: string) => (await here.agent.get(`/api/v1/mobility/${path}`).expect(200)).body

  test('stops by part of their name, or near a point, with the town they lie in', async () => {
    const { items } = await get(`stops?q=${encodeURIComponent('市場')}`)
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      feedId,
      name: '市場',
      operator: 'ためし交通',
      poles: 2,
      municipality: { code: '16211', name: { ja: '射水市' } },
    })
    const near = await get('stops?near=36.7001,137.0801')
    expect(near.items[0].name).toBe('岬')
    expect((await get('stops')).items).toEqual([])
    expect((await get(`stops?q=x&feedId=${randomUUID()}`)).items).toEqual([])
    await here.agent.get('/api/v1/mobility/stops?near=36.7').expect(422)
  })

  test('stops of the timetable in force stay found when an old year is sent after it', async () => {
    const old = { ...SMALL_FEED }
    old['stops.txt'] = SMALL_FEED['stops.txt']?.replaceAll('岬', '旧岬') ?? ''
    old['feed_info.txt'] = SMALL_FEED['feed_info.txt']?.replace('20260401,20270331', '20190401,20200331') ?? ''
    await here.agent
      .post('/api/v1/mobility/feeds')
      .set('authorization', `Bearer ${bus.key}`)
      .set('content-type', 'application/zip')
      .send(archive(old))
      .expect(200)
    expect((await get(`stops?q=${encodeURIComponent('旧岬')}`)).items).toEqual([])
    expect((await get(`stops?q=${encodeURIComponent('岬')}`)).items).toHaveLength(1)
    const answer = await measured({ mode: 'bus', from: stop('A'), to: stop('D') })
    expect(answer.text.ja).not.toContain('2019')
  })

  test('stations with the lines that meet there, and whom to name', async () => {
    const { items, source } = await get(`stations?q=${encodeURIComponent('北東')}`)
    expect(source).toContain('国土数値情報')
    expect(items).toEqual([
      expect.objectContaining({
        stationCode: '900003',
        name: '北東',
        lines: [
          { line: '湾岸線', operator: 'みなと鉄道' },
          { line: '山手支線', operator: 'みなと鉄道' },
        ],
      }),
    ])
    expect((await get('stations?near=36.6,137')).items[0].name).toBe('西港')
    expect((await get(`stations?q=${encodeURIComponent('みなと新幹線 東港')}`)).items).toHaveLength(1)
  })

  test('airports by their Japanese and English names, their code and their town', async () => {
    for (const q of ['羽田', 'haneda', 'HND']) {
      expect((await get(`airports?q=${encodeURIComponent(q)}`)).items[0]).toMatchObject({ iata: 'HND' })
    }
    expect((await get(`airports?q=${encodeURIComponent('富山')}`)).items[0].iata).toBe('TOY')
    expect((await get('airports?near=36.7,137.2')).items[0].iata).toBe('TOY')
  })
})

const DERIVED = join(root(), '../shared/data/rail')

describe.skipIf(!existsSync(DERIVED))('the country’s stations as plain tables', () => {
  test('are taken, and Tokyo to Shin-Osaka is as far as it is', async () => {
    const report = await importStations(here.deps.db, [DERIVED], new Date().toISOString())
    expect(report).toMatchObject({ stations: 10_154, measured: 'straight' })
    const find = async (q: string) => {
      const { body } = await here.agent.get(`/api/v1/mobility/stations?q=${encodeURIComponent(q)}`).expect(200)
      return station(body.items[0].stationCode)
    }
    const [tokyo, osaka] = [await find('東京 東海道新幹線'), await find('新大阪 東海道新幹線')]
    const fast = await measured({ mode: 'shinkansen', from: tokyo, to: osaka })
    expect(fast.source).toBe('rail-straight')
    // 515.4 km of rails between the two; from station to station as the crow flies it is a little less.
    expect(fast.distanceM).toBeGreaterThan(470_000)
    expect(fast.distanceM).toBeLessThan(515_400)
    const slow = await measured({ mode: 'rail', from: tokyo, to: osaka })
    expect(slow.distanceM).toBeGreaterThan(470_000)
    expect(slow.distanceM).toBeLessThan(556_400)
  })
})
