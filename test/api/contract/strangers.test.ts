import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { openDb, openPool } from '@morinowa/api/platform/db.ts'
import { endpoints } from '@morinowa/shared/endpoints.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../support/app.ts'

// Clients that were written from the contract alone: what they send in good faith is understood, and what is refused
// says where and by which rule.

const { agent, signIn, deps } = await startApp()
const [owner, buyer, operator, verifier, traveller, provider] = await Promise.all(
  ['creditOwner', 'buyer', 'operator', 'verifier', 'traveller', 'provider'].map(signIn),
)
if (!owner || !buyer || !operator || !verifier || !traveller || !provider) throw new Error('no demo accounts')

const shapeOf = (schema: object): object => ('shape' in schema ? (schema.shape as object) : {})

let number = 9_000_000
const lot = (fields: object = {}) => ({
  family: 'j-credit',
  scheme: 'J-クレジット制度',
  methodology: 'FO-001',
  projectName: `森 ${randomUUID().slice(0, 8)}`,
  municipalityCode: '016926',
  vintage: 2021,
  serials: `${++number}`,
  massG: 1_000_000,
  statement: { issuedOn: '2024-04-01', holder: '町' },
  taxIncluded: false,
  ...fields,
})

describe('what is refused', () => {
  test('names the rule of our own that is broken, in both languages', async () => {
    const code = await owner
      .post('/api/v1/forest/lots')
      .send(lot({ municipalityCode: '016927' }))
      .expect(422)
    expect(code.body.errors).toEqual([
      {
        pointer: '/municipalityCode',
        detail: expect.any(String),
        messages: {
          ja: '6桁目の検査数字が合いません。',
          en: 'The sixth digit is not the check digit of the first five.',
        },
      },
    ])
    const order = await buyer.post('/api/v1/marketplace/orders').send({ listingId: randomUUID() }).expect(422)
    expect(order.body.errors[0]).toMatchObject({
      pointer: '/massG',
      messages: { en: 'Give exactly one of massG, budgetYen and estimate.' },
    })
  })

  test('is measured against the form it was meant to have, where there are several', async () => {
    const trip = (from: unknown) => ({
      startedAt: '2026-10-01T08:00:00+09:00',
      endedAt: '2026-10-01T09:00:00+09:00',
      legs: [{ mode: 'rail', from, to: { municipalityCode: '16201' } }],
    })
    const place = await traveller
      .post('/api/v1/mobility/trips')
      .send(trip({ lat: 99, lon: 137 }))
      .expect(422)
    expect(place.body.errors).toMatchObject([{ pointer: '/legs/0/from/lat', messages: { en: 'Must be at most 90.' } }])
    const none = await traveller.post('/api/v1/mobility/trips').send(trip(7)).expect(422)
    expect(none.body.errors[0]).toMatchObject({
      pointer: '/legs/0/from',
      messages: { en: 'Must be an object.' },
    })
  })

  test('by the ledger points at the field that asked for too much', async () => {
    const made = await owner.post('/api/v1/forest/lots').send(lot()).expect(201)
    const asked = { lotId: made.body.id, massG: 2_000_000, beneficiary: '町', purpose: '2026年度' }
    const { body } = await owner.post('/api/v1/credits/retirements').send(asked).expect(409)
    expect(body).toMatchObject({ code: 'credits.not-enough', errors: [{ pointer: '/massG' }] })
    expect(body.errors[0].messages).toEqual(body.messages)
    const scheme = {
      kind: 'unit-attachment',
      name: '一品',
      place: '道の駅',
      municipalityCode: '01692',
      products: [{ sku: 'A', name: 'チーズ', massG: 2_000 }],
      reserve: { lotId: made.body.id, massG: 2_000_000 },
    }
    const reserve = await owner.post('/api/v1/schemes').send(scheme).expect(409)
    expect(reserve.body.errors).toMatchObject([{ pointer: '/reserve/massG' }])
  })

  test('is an address or a cursor that nobody handed out, never a defect', async () => {
    for (const path of ['/%E0%A4%A', '/registry/search?q=%00', '/registry/lots/%00/life', '/schemes?cursor=%00']) {
      const { body } = await owner.get(`/api/v1${path}`.replace('/%E', '/credits/lots/%E')).expect(400)
      expect(body).toMatchObject({ code: 'request.address', status: 400, messages: { en: expect.any(String) } })
    }
    const paged = endpoints.filter(({ method, query }) => method === 'GET' && query && 'cursor' in shapeOf(query))
    expect(paged.length).toBeGreaterThan(10)
    for (const { path } of paged) {
      for (const cursor of ['x', '', '1.5', 'WyJ4IiwieSJd']) {
        for (const who of [owner, operator, traveller, provider]) {
          const url = `/api/v1${path.replaceAll(/\{\w+\}/g, () => randomUUID())}?cursor=${cursor}`
          const { status, body } = await who.get(url)
          expect([url, status < 500]).toEqual([url, true])
          if (body.code === 'request.cursor') expect(body.errors).toMatchObject([{ pointer: '/query/cursor' }])
        }
      }
    }
  })

  test('for its media type says which ones are taken there', async () => {
    const { body } = await provider.post('/api/v1/mobility/imports').type('text/plain').send('x').expect(415)
    expect(body.detail).toContain('application/x-ndjson')
    const plain = await agent.post('/api/v1/estimates').type('text/plain').send('x').expect(415)
    expect(plain.body.detail).toContain('application/json')
  })
})

test('while the database is away the same request is asked for again', async () => {
  const pool = openPool('postgres://nobody@127.0.0.1:1/nothing')
  const app = await buildApp({ ...deps, db: openDb(pool) })
  onTestFinished(async () => {
    await app.close()
    await pool.end()
  })
  const answer = await app.inject('/api/v1/credits/lots')
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'request.busy'])
})

describe('what is sent in good faith', () => {
  test('may name JSON as the type of a body that is not there', async () => {
    const nothing = (path: string) => `/api/v1${path.replace('{id}', randomUUID())}`
    await verifier.post(nothing('/credits/batches/{id}/sign')).expect(404)
    await verifier.post(nothing('/credits/batches/{id}/sign')).type('application/json').expect(404)
    await operator.post(nothing('/credits/batches/{id}/issue')).type('application/json').expect(404)
    await operator.post(nothing('/marketplace/orders/{id}/settle')).type('application/json').expect(404)
    await agent.post('/api/v1/estimates').type('application/json').expect(422)
    await agent.post('/api/v1/estimates').type('application/json').send('{').expect(400)
  })

  test('may be a number where a registry or a die has one', async () => {
    const from = (number += 10)
    const made = await owner
      .post('/api/v1/forest/lots')
      .send(lot({ serials: { from, to: from + 1 }, massG: 2_000_000, statement: { ...lot().statement, page: null } }))
      .expect(201)
    expect(made.body).toMatchObject({ serialsAgree: true, statement: { page: null } })
    const sample = `/api/v1/credits/batches/${randomUUID()}/sample`
    await verifier.post(sample).send({ seed: 42, size: 5 }).expect(404)
    const finding = { reductionId: randomUUID(), pass: true, note: '' }
    await verifier.post(sample.replace('sample', 'findings')).send(finding).expect(404)
  })

  test('may name the place of a stay by its code or its name alone', async () => {
    const stay = { checkIn: '2026-10-03', nights: 1, guests: 1, services: [{ type: 'stay.skip-cleaning', count: 1 }] }
    const at = async (place: unknown, status: number) => {
      const { body } = await traveller
        .post('/api/v1/destinations/stays')
        .send({ ...stay, place })
        .expect(status)
      return status === 201 ? (await traveller.get(`/api/v1/me/reductions/${body.id}`).expect(200)).body : body
    }
    expect(await at('162116', 201)).toMatchObject({ fromMunicipality: '16211', placeRef: null })
    expect(await at('湖畔の宿', 201)).toMatchObject({ fromMunicipality: null, placeRef: '湖畔の宿' })
    expect((await at('162117', 422)).errors[0]).toMatchObject({ pointer: '/place' })
  })

  test('may call lines of JSON by any of their names', async () => {
    for (const type of ['application/ndjson', 'application/jsonl']) {
      const { body } = await provider
        .post('/api/v1/mobility/imports')
        .type(type)
        .send('{"externalId":"R-1"}')
        .expect(200)
      expect(body).toMatchObject({ lines: 1, rejected: 1 })
    }
  })

  test('may upload a certificate as a form does, or without knowing what it is', async () => {
    const readable = [{ id: 'readable', ok: false }]
    const verify = (send: (request: ReturnType<typeof agent.post>) => typeof request) =>
      send(agent.post('/api/v1/certificates/verify')).expect(200)
    const form = await verify((request) => request.attach('file', Buffer.from('{}'), 'certificate.json'))
    expect(form.body.valid).toBe(false)
    expect(form.body.checks).not.toMatchObject(readable)
    const bytes = await verify((request) => request.type('application/octet-stream').send(Buffer.from('{}')))
    expect(bytes.body.checks).toEqual(form.body.checks)
    const cut = await verify((request) => request.type('multipart/form-data; boundary=x').send('--x\r\n'))
    expect(cut.body.checks).toMatchObject(readable)
  })

  test('may ask for a page without naming a type, and for a certificate’s files at its address', async () => {
    const webRoot = await mkdtemp(join(tmpdir(), 'morinowa-web-'))
    await writeFile(join(webRoot, 'index.html'), '<title>森の環</title>')
    const app = await buildApp(deps, { webRoot })
    onTestFinished(async () => {
      await app.close()
      await rm(webRoot, { recursive: true })
    })
    const get = (url: string, accept = '*/*') => app.inject({ url, headers: { accept } })
    expect((await get('/demo')).body).toContain('森の環')
    expect((await get('/certificates/MW-C-1')).body).toContain('森の環')
    expect((await get('/assets/gone.js')).statusCode).toBe(404)
    expect((await get('/api/v1/gone')).statusCode).toBe(404)
    expect((await get('/demo', 'application/json')).statusCode).toBe(404)
    const file = await get('/certificates/MW-C-1.pdf?lang=en')
    expect([file.statusCode, file.headers.location]).toEqual([303, '/api/v1/certificates/MW-C-1.pdf?lang=en'])
    expect((await get('/certificates/MW-C-1', 'application/json')).statusCode).toBe(303)
  })
})
