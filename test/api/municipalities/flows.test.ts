import { logTrip } from '@morinowa/api/mobility/log-trip.ts'
import { municipalityIndex } from '@morinowa/api/municipalities/geometry.ts'
import { LogTrip } from '@morinowa/shared/mobility/contract.ts'
import { meshOf } from '@morinowa/shared/municipalities/mesh.ts'
import type { AreaDays, AreaFlows, PrefectureSummary } from '@morinowa/shared/municipalities/flows-contract.ts'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { japanese, ndjson, type Provider, provider } from '../mobility/support.ts'

const PEOPLE = 12

let here: TestApp
let bus: Provider

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  await here.database.pool.query(
    `with made as (
       insert into person (name, email) select 'Rider', 'rider-' || n || '@flows.example' from generate_series(0, $2 - 1) n
       returning id, email, participant_id)
     insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
     select uuidv7(), $1, 'S-' || substring(email from 'rider-(\\d+)'), id, participant_id, 'code' from made`,
    [bus.id, PEOPLE],
  )
  const ride = (n: number, person: number, to: string, day: number) => {
    const start = Date.parse(`2026-09-${String(day).padStart(2, '0')}T06:00:00+09:00`) + person * 60_000
    return {
      externalId: `F-${n}`,
      subject: `S-${person}`,
      mode: 'bus',
      startedAt: japanese(start),
      endedAt: japanese(start + 20 * 60_000),
      distanceM: 4_000 + n,
      fromMunicipality: '16211',
      toMunicipality: to,
    }
  }
  const everybody = Array.from({ length: PEOPLE }, (_, person) => person)
  const lines = [
    ...everybody.map((person) => ride(person, person, '16211', 1)),
    ...everybody.map((person) => ride(100 + person, person, '16201', 2 + (person % 2))),
    // Four people only: this way is nobody's to see, and waits.
    ...everybody.slice(0, 4).map((person) => ride(200 + person, person, '16204', 4)),
  ]
  const { body } = await bus.importRides(ndjson(lines))
  if (body.accepted !== lines.length) throw new Error(JSON.stringify(body))
})

const get = async <T>(path: string): Promise<T> => (await here.agent.get(`/api/v1${path}`).expect(200)).body

test('a day that ten people share is said, and what has none makes the month whole', async () => {
  const days = await get<AreaDays>('/municipalities/16211/days?month=2026-09')
  expect(days.days.map(({ day, acts }) => [day, acts])).toEqual([['2026-09-01', 12]])
  expect(days.undated.acts).toBe(12)
})

test('a way that ten people share is said at both its ends; that of four is nowhere', async () => {
  const from = await get<AreaFlows>('/municipalities/16211/flows?from=2026-09&to=2026-09')
  expect(from.within).toMatchObject({ acts: 12, byMode: [{ mode: 'bus', acts: 12 }] })
  expect(from.leaving.map(({ code, acts }) => [code, acts])).toEqual([['16201', 12]])
  expect(from.unplaced.acts).toBe(0)
  const to = await get<AreaFlows>('/municipalities/16201/flows?from=2026-09&to=2026-09')
  expect(to.arriving).toMatchObject([{ code: '16211', acts: 12, name: { ja: '射水市' } }])
  expect((await get<AreaFlows>('/municipalities/16204/flows?from=2026-09&to=2026-09')).arriving).toEqual([])
})

test('a prefecture is the sum of its municipalities and of what none of them could show', async () => {
  const toyama = await get<PrefectureSummary>('/prefectures/16/summary?from=2026-09&to=2026-09')
  const parts = [...toyama.byMunicipality, toyama.unplaced]
  expect(toyama.acts).toBe(parts.reduce((sum, { acts }) => sum + acts, 0))
  expect(toyama).toMatchObject({ name: { ja: '富山県' }, acts: 24, byMunicipality: [{ code: '16211', acts: 24 }] })
  const map = await get<{ code: string; acts: number | null }[]>('/prefectures/map?month=2026-09')
  expect(map).toHaveLength(47)
  expect(map.find(({ code }) => code === '16')?.acts).toBe(24)
  expect(map.find(({ code }) => code === '17')?.acts).toBeNull()
  await here.agent.get('/api/v1/prefectures/48/summary').expect(422)
})

test('tables and shapes say the same', async () => {
  const csv = await here.agent
    .get('/api/v1/prefectures/16/flows?month=2026-09')
    .set('accept', 'text/csv')
    .expect(200)
    .expect('content-disposition', 'attachment; filename="16-2026-09-flows.csv"')
  expect(csv.text.split('\r\n')[1]).toMatch(/^16211,射水市,16201,富山市,bus,12,\d+,\d+,\d+$/)
  const lines = await here.agent
    .get('/api/v1/municipalities/16211/flows?from=2026-09&to=2026-09')
    .set('accept', 'application/geo+json')
    .buffer(true)
    .expect(200)
    .expect('content-type', /geo\+json/)
  const { features } = JSON.parse(lines.text)
  expect(features).toHaveLength(2)
  const [within, there] = features
  expect(within.geometry).toMatchObject({ type: 'Point' })
  expect(there.properties).toMatchObject({ from: '16211', to: '16201', acts: 12 })
  expect(there.geometry.coordinates[0][0]).toBeCloseTo(137.08, 1)
  expect(there.geometry.coordinates[1][1]).toBeCloseTo(36.7, 1)
  const map = await here.agent
    .get('/api/v1/municipalities/map?month=2026-09')
    .set('accept', 'application/geo+json')
    .buffer(true)
    .expect(200)
  const areas = JSON.parse(map.text)
  expect(areas.quality).toBe('approximate')
  const town = areas.features.find(({ id }: { id: string }) => id === '16211')
  expect(town.properties.reducedShownG).toBeGreaterThan(0)
  expect(town.geometry.type).toBe('MultiPolygon')
})

test('a trip between two points is counted in its squares of a kilometre once ten people made it', async () => {
  const { rows } = await here.database.pool.query(
    `with made as (insert into person (name, email)
                   select 'Walker', 'walker-' || n || '@flows.example' from generate_series(0, 9) n returning id)
     insert into consent (person_id, purpose) select id, 'share-with-municipality' from made returning person_id`,
  )
  const legs = [
    { mode: 'bicycle', from: { lat: 36.7306, lon: 137.0753 }, to: { lat: 36.7015, lon: 137.2137 } },
  ] as const
  const on = (day: string) =>
    LogTrip.parse({ startedAt: `${day}T08:00:00+09:00`, endedAt: `${day}T09:30:00+09:00`, legs })
  const log = (personId: string, day: string) => {
    const actor = { kind: 'person', personId, email: '', organisations: [] } as never
    return logTrip(here.deps, actor, on(day), () => municipalityIndex(here.deps.settings.dataDir))
  }
  const squares = () => get<{ fromMesh: string; toMesh: string }[]>('/municipalities/16211/mesh-flows?month=2026-08')
  for (const [n, { person_id }] of rows.entries()) {
    expect(await squares()).toEqual([])
    expect([n, (await log(person_id, '2026-08-03')).status]).toEqual([n, 'recorded'])
  }
  expect(await squares()).toMatchObject([
    { fromMesh: meshOf(36.7306, 137.0753), toMesh: meshOf(36.7015, 137.2137), mode: 'bicycle', acts: 10 },
  ])
  const shapes = await here.agent
    .get('/api/v1/municipalities/16211/mesh-flows?month=2026-08')
    .set('accept', 'application/geo+json')
    .buffer(true)
    .expect(200)
  expect(JSON.parse(shapes.text).features[0].geometry.coordinates[0][1]).toBeCloseTo(36.73, 1)
  // Three were told better by a provider that knows no squares: they leave theirs, when ten people can hide it.
  await here.database.pool.query(
    `insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
     select uuidv7(), $1, 'W-' || n, p.id, p.participant_id, 'code'
       from unnest($2::uuid[]) with ordinality w (id, n) join person p using (id)`,
    [bus.id, rows.slice(0, 3).map(({ person_id }) => person_id)],
  )
  const better = await bus.importRides(
    ndjson(
      [1, 2, 3].map((n) => ({
        externalId: `W-${n}`,
        subject: `W-${n}`,
        mode: 'bicycle',
        startedAt: '2026-08-03T08:00:00+09:00',
        endedAt: '2026-08-03T09:30:00+09:00',
        distanceM: 14_000 + n,
        fromMunicipality: '16211',
        toMunicipality: '16201',
      })),
    ),
  )
  expect(better.body.accepted).toBe(3)
  expect(await squares()).toMatchObject([{ acts: 10 }])
  for (const [n, { person_id }] of rows.entries()) await log(person_id, n % 2 === 0 ? '2026-08-04' : '2026-08-05')
  expect(await squares()).toMatchObject([{ acts: 17 }])
})
