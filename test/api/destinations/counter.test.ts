import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { newPerson, type Provider, provider } from '../mobility/support.ts'

let here: TestApp
let inn: Provider

beforeAll(async () => {
  here = await startApp()
  inn = await provider(here, 'merchant')
})

const write = (act: object) =>
  here.agent
    .post('/api/v1/destinations/imports')
    .set('authorization', `Bearer ${inn.key}`)
    .set('content-type', 'application/x-ndjson')
    .send(`${JSON.stringify(act)}\n`)

const askCode = (subject: string, key: string) =>
  here.agent
    .post('/api/v1/mobility/link-codes')
    .set('authorization', `Bearer ${inn.key}`)
    .set('idempotency-key', key)
    .send({ subject })

test('an act pressed twenty times at once is one act with one code, and one guest takes it up', async () => {
  const externalId = randomUUID()
  const subject = `QR-${externalId}`
  const act = { externalId, subject, type: 'stay.skip-cleaning', at: '2026-10-03', quantity: 1, room: '12' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => write(act).expect(200)))
  expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(1)
  const made = await Promise.all(Array.from({ length: 20 }, () => askCode(subject, externalId).expect(201)))
  const codes = new Set(made.map(({ body }) => body.code as string))
  expect(codes.size).toBe(1)

  const [code] = codes
  const guests = await Promise.all(Array.from({ length: 4 }, (_, n) => newPerson(here, `scanning-${n}`)))
  const taken = await Promise.all(
    guests.map((guest) => guest.post('/api/v1/me/links').send({ provider: inn.id, code })),
  )
  expect(taken.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422])
  const winner = taken.find(({ status }) => status === 201)
  expect(winner?.body).toMatchObject({ subject, proof: 'code', takenUp: { records: 1, shownG: 70 } })
})
