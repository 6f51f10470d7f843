import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { newPerson, provider, type Provider } from '../mobility/support.ts'

let here: TestApp
let hotel: Provider

beforeAll(async () => {
  here = await startApp()
  hotel = await provider(here, 'hotel')
})

const send = (lines: readonly object[]) =>
  here.agent
    .post('/api/v1/destinations/imports')
    .set('authorization', `Bearer ${hotel.key}`)
    .set('content-type', 'application/x-ndjson')
    .send(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

const skip = (n: number, more: object = {}) => ({
  externalId: `S-${n}`,
  subject: `G-${n}`,
  type: 'stay.skip-cleaning',
  at: `2026-10-0${1 + (n % 9)}T10:00:00+09:00`,
  quantity: 1,
  placeRef: 'annex',
  municipality: '27100',
  ...more,
})

describe('a hotel’s lines', () => {
  test('are recorded once, also for guests who give no name', async () => {
    const lines = [skip(1), skip(2, { subject: undefined }), skip(3, { type: 'stay.sauna' }), skip(1)]
    const { body } = await send(lines).expect(200)
    expect(body).toMatchObject({ lines: 4, accepted: 2, waiting: 2, duplicate: 1, rejected: 1 })
    const { body: again } = await send(lines).expect(200)
    expect(again).toMatchObject({ accepted: 0, duplicate: 3, rejected: 1 })
  })

  test('claim a room’s night once, whoever is said to have slept there', async () => {
    const at = '2026-10-12T10:00:00+09:00'
    const { body } = await send([
      skip(20, { at, room: '301' }),
      skip(21, { at, room: '301' }),
      skip(22, { at, room: '302' }),
      skip(23, { at, room: '301', type: 'stay.amenities' }),
    ]).expect(200)
    expect(body).toMatchObject({ accepted: 3, rejected: 1 })
  })

  test('beat what the guest noted, and the guest reads 70 g and what is credited of it', async () => {
    const guest = await newPerson(here, 'guest')
    const stay = {
      checkIn: '2026-10-20',
      nights: 2,
      guests: 1,
      place: { municipalityCode: '27100', name: 'Annex' },
      services: [
        { type: 'stay.skip-cleaning', count: 1 },
        { type: 'stay.amenities', count: 2 },
      ],
    }
    const { body: logged } = await guest.post('/api/v1/destinations/stays').send(stay).expect(201)
    expect(logged).toMatchObject({ status: 'recorded', creditedG: 0, items: [{ shownG: 70 }, { shownG: 58 }] })
    expect(logged.shownG).toBe(128)
    await guest.post('/api/v1/me/links').send({ provider: hotel.id, memberNumber: 'G-77' }).expect(201)
    await send([skip(77, { at: '2026-10-20T18:00:00+09:00' })]).expect(200)
    const { body } = await guest.get('/api/v1/destinations/acts').expect(200)
    const skips = body.items.filter(({ type }: { type: string }) => type === 'stay.skip-cleaning')
    expect(skips.map(({ status, evidence }: Record<string, string>) => `${status} ${evidence}`).toSorted()).toEqual([
      'duplicate E0',
      'recorded E3',
    ])
    const [counted] = skips.filter(({ status }: { status: string }) => status === 'recorded')
    const { body: detail } = await guest.get(`/api/v1/me/reductions/${counted.id}`).expect(200)
    expect(detail).toMatchObject({ shownG: 70, reproduced: true, method: { id: 'stay.skip-cleaning' } })
    expect(detail.creditedG).toBeGreaterThan(0)
    expect(detail.creditedG).toBeLessThan(70)
  })
})

test('a stay allows what its nights and guests allow', async () => {
  const guest = await newPerson(here, 'many-nights')
  const { body } = await guest
    .post('/api/v1/destinations/stays')
    .send({
      checkIn: '2026-10-01',
      nights: 2,
      guests: 2,
      place: {},
      services: [{ type: 'stay.skip-cleaning', count: 3 }],
    })
    .expect(422)
  expect(body).toMatchObject({ code: 'destinations.more-than-nights', errors: [{ pointer: '/services/0/count' }] })
})

test('a purchase is one act a line, of different kinds', async () => {
  const guest = await newPerson(here, 'shopper')
  const { body } = await guest
    .post('/api/v1/destinations/purchases')
    .send({
      at: '2026-10-02T12:00:00+09:00',
      place: { municipalityCode: '20201' },
      lines: [
        { type: 'shop.bag', quantity: 1 },
        { type: 'food.leftovers', quantity: 300 },
      ],
    })
    .expect(201)
  expect(body.items).toMatchObject([
    { type: 'shop.bag', shownG: 33 },
    { type: 'food.leftovers', shownG: 679 },
  ])
  const { body: unknown } = await guest
    .post('/api/v1/destinations/purchases')
    .send({
      at: '2026-10-02T12:00:00+09:00',
      place: { municipalityCode: '99999' },
      lines: [{ type: 'shop.bag', quantity: 1 }],
    })
    .expect(422)
  expect(unknown.code).toBe('destinations.place-unknown')
})
