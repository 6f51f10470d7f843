import { beforeAll, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider } from '../mobility/support.ts'

let here: TestApp
let rail: Provider
let me: Agent

const ride = (externalId: string, start: string, end: string, from: string, to: string, distanceM: number) => ({
  externalId,
  subject: 'J-1',
  mode: 'rail',
  startedAt: `${start}+09:00`,
  endedAt: `${end}+09:00`,
  distanceM,
  fromMunicipality: from,
  toMunicipality: to,
  purpose: 'leisure',
})

beforeAll(async () => {
  here = await startApp()
  rail = await provider(here)
  me = await newPerson(here, 'journey-maker')
  await me.post('/api/v1/me/links').send({ provider: rail.id, memberNumber: 'J-1' }).expect(201)
  const { body } = await rail.importRides(
    ndjson([
      ride('out', '2026-10-10T08:00:00', '2026-10-10T11:00:00', '13101', '16211', 380_000),
      ride('around', '2026-10-10T14:00:00', '2026-10-10T14:20:00', '16211', '16211', 6_000),
      ride('back', '2026-10-12T16:00:00', '2026-10-12T19:00:00', '16211', '13101', 380_000),
      ride('commute', '2026-10-13T08:00:00', '2026-10-13T08:30:00', '13113', '13101', 9_000),
    ]),
  )
  if (Number(body.accepted) !== 4) throw new Error('the rides did not arrive')
  await me
    .post('/api/v1/destinations/stays')
    .send({
      checkIn: '2026-10-10',
      nights: 2,
      guests: 1,
      place: { municipalityCode: '16211' },
      services: [{ type: 'stay.skip-cleaning', count: 1 }],
    })
    .expect(201)
})

const list = async () => (await me.get('/api/v1/me/journeys?from=2026-10&to=2026-10').expect(200)).body.items

test('a stay and the trips around it are one journey with one total, and another person has none', async () => {
  const [journey, ...more] = await list()
  expect(more).toEqual([])
  expect(journey).toMatchObject({
    fromDay: '2026-10-10',
    toDay: '2026-10-12',
    places: ['16211', '13101'],
    trips: 3,
    stays: 1,
    distanceM: 766_000,
  })
  const { body } = await me.get(`/api/v1/me/journeys/${journey.id}`).expect(200)
  const sum = (key: string) =>
    body.pieces.reduce((total: number, piece: Record<string, number>) => total + (piece[key] ?? 0), 0)
  for (const key of ['shownG', 'creditedG', 'emittedG', 'insteadG'])
    expect([key, sum(key)]).toEqual([key, journey[key]])
  expect(journey.insteadG).toBe(journey.shownG + journey.emittedG)
  const other = await newPerson(here, 'stay-at-home')
  await other.get(`/api/v1/me/journeys/${journey.id}`).expect(404)
  expect((await other.get('/api/v1/me/journeys').expect(200)).body.items).toEqual([])
})

test('its person takes a piece out and puts one in; twenty times at once is once', async () => {
  const [journey] = await list()
  const { body: before } = await me.get(`/api/v1/me/journeys/${journey.id}`).expect(200)
  const around = before.pieces.find(({ quantity }: { quantity: number }) => quantity === 6_000)
  const { body: split } = await me.delete(`/api/v1/me/journeys/${journey.id}/pieces/${around.id}`).expect(200)
  expect(split.trips).toBe(2)
  expect(split.shownG).toBe(before.shownG - around.shownG)
  expect(split.nearby.map(({ id }: { id: string }) => id)).toContain(around.id)
  const joins = await Promise.all(
    Array.from({ length: 20 }, () =>
      me.post(`/api/v1/me/journeys/${journey.id}/pieces`).send({ reductionId: around.id }),
    ),
  )
  expect(joins.every(({ status }) => status === 201)).toBe(true)
  const [again] = await list()
  expect(again).toEqual(journey)
})

test('a journey can be made of trips alone, and an act is in one journey at a time', async () => {
  const { body: acts } = await me.get('/api/v1/me/reductions?pool=mobility').expect(200)
  const commute = acts.items.find(({ quantity }: { quantity: number }) => quantity === 9_000)
  const { body } = await me
    .post(`/api/v1/me/journeys/${commute.id}/pieces`)
    .send({ reductionId: commute.id })
    .expect(201)
  expect(body).toMatchObject({ id: commute.id, trips: 1, stays: 0 })
  expect((await list()).map(({ trips }: { trips: number }) => trips)).toEqual([1, 3])
  const { body: gone } = await me.delete(`/api/v1/me/journeys/${commute.id}/pieces/${commute.id}`).expect(200)
  expect(gone).toBeNull()
})

test('too many months at once and unknown acts are refused in words', async () => {
  const answer = await me.get('/api/v1/me/journeys?from=2020-01&to=2026-10').expect(422)
  expect(answer.body.code).toBe('reductions.journey-period')
  const [journey] = await list()
  const unknown = '01890000-0000-7000-8000-000000000000'
  await me.post(`/api/v1/me/journeys/${journey.id}/pieces`).send({ reductionId: unknown }).expect(404)
  await me.post(`/api/v1/me/journeys/${unknown}/pieces`).send({ reductionId: journey.id }).expect(404)
})
