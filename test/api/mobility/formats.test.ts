import { request } from 'node:http'
import { CHUNK_LINES } from '@morinowa/api/reductions/import-lines.ts'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { type Counts, ndjson, type Provider, provider, ride } from './support.ts'

let here: TestApp
let bus: Provider

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
})

const HEADER = 'externalId,subject,mode,startedAt,endedAt,distanceM,fromMunicipality,toMunicipality,purpose'
const NAMES = HEADER.split(',')
const csvLine = (line: Record<string, unknown>) => NAMES.map((name) => String(line[name] ?? '')).join(',')
const counts = ({ lines, accepted, duplicate, quarantined, rejected }: Counts) => ({
  lines,
  accepted,
  duplicate,
  quarantined,
  rejected,
})
const none = { lines: 0, accepted: 0, duplicate: 0, quarantined: 0, rejected: 0 }

async function rowsOf(answer: { body: { importId: string } }, status = '') {
  const query = status ? `?status=${status}` : ''
  const { body } = await bus.agent.get(`/api/v1/imports/${answer.body.importId}/rows${query}`).expect(200)
  return body.items as { line: number; code: string; externalId: string | null }[]
}

describe('a CSV', () => {
  test('says the same as the JSON lines: whichever comes second is the repetition', async () => {
    const rides = Array.from({ length: 60 }, (_, n) => ride(n))
    const csv = `\ufeff${HEADER}\r\n${rides.map(csvLine).join('\r\n')}\r\n`
    const first = await bus.importRides(csv, 'text/csv')
    expect(counts(first.body)).toEqual({ ...none, lines: 60, accepted: 60 })
    const second = await bus.importRides(ndjson(rides))
    expect(counts(second.body)).toEqual({ ...none, lines: 60, duplicate: 60 })
  })

  test('may be Shift_JIS, named or not', async () => {
    // 会員 in Shift_JIS; Node can read it and not write it.
    const kaiin = Buffer.from([0x89, 0xef, 0x88, 0xf5])
    const file = (n: number) => {
      const [before, after] = csvLine(ride(n, { subject: '@@' })).split('@@') as [string, string]
      return Buffer.concat([Buffer.from(`${HEADER}\n${before}`), kaiin, Buffer.from(`${after}\n`)])
    }
    for (const [n, type] of [
      [1_000, 'text/csv'],
      [1_010, 'text/csv; charset=Shift_JIS'],
    ] as const) {
      const { body } = await bus.importRides(file(n), type)
      expect(counts(body)).toEqual({ ...none, lines: 1, accepted: 1 })
    }
    const again = await bus.importRides(ndjson([ride(1_000, { subject: '会員' })]))
    expect(counts(again.body)).toEqual({ ...none, lines: 1, duplicate: 1 })
  })

  test('may have more columns than are asked for, in any order, and quoted fields', async () => {
    const line = ride(1_100) as Record<string, unknown>
    const names = ['memo', ...NAMES.toReversed()]
    const csv = `${names.join(',')}\n${names.map((name) => (name === 'memo' ? '"a ""b"", c\nd"' : `"${line[name]}"`)).join(',')}\n`
    const { body } = await bus.importRides(csv, 'text/csv')
    expect(counts(body)).toEqual({ ...none, lines: 1, accepted: 1 })
  })

  test('without a column that is needed is refused as a whole, by its name', async () => {
    const { status, body } = await bus.importRides('externalId,subject\nR-1,M-1\n', 'text/csv')
    expect(status).toBe(422)
    expect((body as unknown as { code: string; detail: string }).code).toBe('reductions.header-missing')
    expect((body as unknown as { detail: string }).detail).toContain('startedAt')
  })

  test('with a stray quotation mark loses that line and no other', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => csvLine(ride(1_200 + n)))
    lines[20] = `"${lines[20]}`
    const answer = await bus.importRides(`${HEADER}\n${lines.join('\n')}\n`, 'text/csv')
    expect(counts(answer.body)).toEqual({ ...none, lines: 60, accepted: 59, rejected: 1 })
    expect(await rowsOf(answer)).toMatchObject([{ line: 22, code: 'reductions.line-unreadable' }])
  })
})

test('every way to write a line wrong has a line number, a code and no effect on its neighbours', async () => {
  const good = (n: number) => JSON.stringify(ride(2_000 + n))
  const lines = [
    good(0),
    '{"externalId":',
    '[1,2]',
    'null',
    JSON.stringify(ride(2_001, { mode: 'teleport' })),
    '',
    JSON.stringify(ride(2_002, { startedAt: 'yesterday' })),
    `{"externalId":"long","mode":"${'x'.repeat(70_000)}"}`,
    good(3),
    JSON.stringify(ride(2_004, { startedAt: '1999-01-01T00:00:00Z', endedAt: '1999-01-01T01:00:00Z' })),
    JSON.stringify(ride(2_005, { startedAt: '2001-01-01T00:00:00Z', endedAt: '2001-01-01T01:00:00Z' })),
    good(6),
  ]
  const answer = await bus.importRides(lines.join('\n'))
  expect(counts(answer.body)).toEqual({ ...none, lines: 11, accepted: 3, rejected: 8 })
  expect((await rowsOf(answer)).map(({ line, code }) => [line, code])).toEqual([
    [2, 'reductions.line-unreadable'],
    [3, 'reductions.line-unreadable'],
    [4, 'reductions.line-unreadable'],
    [5, 'reductions.line-field'],
    [7, 'reductions.line-field'],
    [8, 'reductions.line-too-long'],
    [10, 'reductions.line-field'],
    [11, 'methodology.date-outside'],
  ])
  const { text } = await bus.agent
    .get(`/api/v1/imports/${answer.body.importId}/rows`)
    .set('accept', 'text/csv')
    .set('accept-language', 'en')
    .expect(200)
  expect(text.split('\r\n')).toHaveLength(10)
  expect(text).toContain('5,R-002001,rejected,reductions.line-field,"mode cannot be ""teleport""')
})

test('an impossible ride is kept with nothing, and its passenger can read why', async () => {
  const fast = ride(3_000, { subject: 'Q-1', distanceM: 900_000 })
  const twice = ride(3_001, { subject: 'Q-2' })
  const elsewhere = ride(3_001, { externalId: 'elsewhere', subject: 'Q-2', fromMunicipality: '13101' })
  const answer = await bus.importRides(ndjson([fast, twice, elsewhere]))
  expect(counts(answer.body)).toEqual({ ...none, lines: 3, accepted: 1, quarantined: 2 })
  expect((await rowsOf(answer)).map(({ code }) => code)).toEqual(['mobility.too-fast', 'reductions.overlap'])
  const traveller = await here.signIn('traveller')
  await traveller.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'Q-1' }).expect(201)
  const { body } = await traveller.get('/api/v1/me/reductions').expect(200)
  const [doubted] = body.items.filter((one: { status: string }) => one.status === 'quarantined')
  expect(doubted).toMatchObject({ shownG: 0, creditedG: 0 })
  expect(doubted.reasons[0]).toMatchObject({
    code: 'mobility.too-fast',
    text: { en: expect.stringContaining('2250 km/h') },
  })
  const { body: detail } = await traveller.get(`/api/v1/me/reductions/${doubted.id}`).expect(200)
  expect(detail.trace.length).toBeGreaterThan(0)
})

test('the database itself refuses a second place at the same time', async () => {
  const copy = here.database.pool.query(
    `insert into reduction (participant_id, id, pool, type, mode, started_at, ended_at, day, quantity, evidence, shown_g,
                            credited_g, emitted_g, basis_id, status)
     select participant_id, uuidv7(), pool, type, mode, started_at + interval '1 minute', ended_at, day, quantity,
            evidence, 0, 0, 0, basis_id, status
       from reduction where status = 'waiting' limit 1`,
  )
  await expect(copy).rejects.toMatchObject({ code: '23P01' })
})

test('a connection cut anywhere leaves what the same upload completes', async () => {
  const total = 12_000
  const file = Buffer.from(
    ndjson(Array.from({ length: total }, (_, n) => ride(4_000, { externalId: `C-${n}`, subject: `C-${n}` }))),
  )
  const rowsNow = async () => {
    const { rows } = await here.database.pool.query(`select count(*) as n from act_claim where claim like 'C-%'`)
    return rows[0].n as number
  }
  let before = 0
  for (const share of [0.31, 0.62, 0.93]) {
    await cut(file.subarray(0, Math.floor(file.length * share)), file.length)
    // Two connections write a chunk each. The server learns of the cut a moment later.
    const arrived = Math.floor((total * share) / (2.2 * CHUNK_LINES)) * 2 * CHUNK_LINES
    await expect.poll(rowsNow, { timeout: 20_000 }).toBeGreaterThanOrEqual(arrived)
    const now = await rowsNow()
    expect(now % CHUNK_LINES).toBe(0)
    expect(now).toBeGreaterThanOrEqual(before)
    before = now
  }
  const { body } = await bus.importRides(file)
  expect(body.accepted + body.duplicate).toBe(total)
  expect(body.rejected).toBe(0)
  expect(await rowsNow()).toBe(total)
  const { rows } = await here.database.pool.query(
    `select count(*) as n, count(distinct participant_id) as people from reduction where external_id like 'C-%'`,
  )
  expect(rows[0]).toEqual({ n: total, people: total })
})

test('half a line is no line: a number that was cut short is not believed', async () => {
  const names = [...NAMES.filter((name) => name !== 'distanceM'), 'distanceM']
  const line = ride(7_000, { externalId: 'half', subject: 'half', distanceM: 5_200 })
  const file = Buffer.from(`${names.join(',')}\n${names.map((name) => line[name]).join(',')}`)
  await cut(file.subarray(0, -2), file.length, 'text/csv')
  const finished = async () => {
    const { body } = await bus.agent.get('/api/v1/imports?limit=1').expect(200)
    return body.items[0]
  }
  await expect.poll(async () => (await finished()).startedAt > '2026').toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await finished()).toMatchObject({ lines: 0, finishedAt: null })
  const { body } = await bus.importRides(file, 'text/csv')
  expect(counts(body)).toEqual({ ...none, lines: 1, accepted: 1 })
})

/** Sends the beginning of a body that was announced longer, and hangs up. */
function cut(part: Buffer, length: number, contentType = 'application/x-ndjson'): Promise<void> {
  const { port, hostname } = new URL(here.url.replace('localhost', '127.0.0.1'))
  return new Promise((resolve) => {
    const sending = request({
      host: hostname,
      port,
      path: '/api/v1/mobility/imports',
      method: 'POST',
      headers: {
        authorization: `Bearer ${bus.key}`,
        'content-type': contentType,
        'content-length': length,
      },
    })
    sending.on('error', () => resolve())
    sending.write(part, () => setTimeout(() => sending.destroy(), 300))
    sending.on('close', () => resolve())
  })
}

test('no line that chance can write breaks an upload', { timeout: 120_000 }, async () => {
  const names = [...NAMES, 'seat', 'tripId', 'fromStopId', 'extra']
  const value = fc.oneof(
    fc.constantFrom('bus', '16211', '2026-10-01T08:00:00+09:00', 5_200, 'daily', 'M-1', ''),
    fc.string({ maxLength: 12, unit: 'grapheme' }),
    fc.integer(),
    fc.double(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const record = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: names.length })
  const text = fc.oneof(
    record.map((made) => JSON.stringify(made)),
    record.map((made) => JSON.stringify({ ...ride(6_000), ...made })),
    fc.string({ maxLength: 30, unit: 'binary' }).map((made) => made.replaceAll('\n', ' ')),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 30 }),
      fc.constantFrom('application/x-ndjson', 'text/csv'),
      async (lines, type) => {
        const body = type === 'text/csv' ? [HEADER, ...lines].join('\n') : lines.join('\n')
        const answer = await bus.importRides(body, type)
        expect(answer.status).toBe(200)
        const { lines: read, accepted, duplicate, quarantined, rejected } = answer.body
        expect(accepted + duplicate + quarantined + rejected).toBe(read)
        expect((await rowsOf(answer)).length).toBe(duplicate + quarantined + rejected)
      },
    ),
    { numRuns: 60 },
  )
})
