import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedReport } from '@morinowa/shared/mobility/feeds-contract.ts'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { archive, haveRealFeeds, REAL_FEEDS, SMALL_FEED } from '../../support/gtfs.ts'
import { type Provider, provider } from './support.ts'

let here: TestApp
let bus: Provider

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
})

function send(body: Buffer, feed = 'main', type = 'application/zip') {
  return here.agent
    .post(`/api/v1/mobility/feeds?feed=${feed}`)
    .set('authorization', `Bearer ${bus.key}`)
    .set('content-type', type)
    .send(body)
}

async function one<T>(sql: string, ...values: unknown[]): Promise<T> {
  const { rows } = await here.database.pool.query(sql, values)
  return rows[0] as T
}

/** Rows of a file of an archive, counted without any code of ours: lines, less the first. */
function linesOf(files: Record<string, Uint8Array>, name: string): string[] {
  const bytes = files[name]
  if (!bytes) return []
  return strFromU8(bytes)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(1)
}

/** Trips of which fewer than two calls are known, by counting their ids in the file. */
function ridable(files: Record<string, Uint8Array>): { trips: number; calls: number } {
  const [head = ''] = strFromU8(files['stop_times.txt'] ?? new Uint8Array()).split('\n')
  const at = head
    .replace('\ufeff', '')
    .split(',')
    .map((name) => name.replaceAll('"', '').trim())
    .indexOf('trip_id')
  const calls = new Map<string, number>()
  for (const line of linesOf(files, 'stop_times.txt')) {
    const id = line.split(',')[at] ?? ''
    calls.set(id, (calls.get(id) ?? 0) + 1)
  }
  const kept = [...calls.values()].filter((count) => count >= 2)
  return { trips: kept.length, calls: kept.reduce((sum, count) => sum + count, 0) }
}

/** An archive whose directory says that a member unpacks to so many bytes. */
function claiming(zip: Buffer, name: string, bytes: number): Buffer {
  const lie = Buffer.from(zip)
  const signature = Buffer.from([0x50, 0x4b, 0x01, 0x02])
  for (let at = lie.indexOf(signature); at >= 0; at = lie.indexOf(signature, at + 4)) {
    const length = lie.readUInt16LE(at + 28)
    if (lie.toString('utf8', at + 46, at + 46 + length) === name) lie.writeUInt32LE(bytes, at + 24)
  }
  return lie
}

const real = haveRealFeeds ? readdirSync(REAL_FEEDS).filter((name) => name.endsWith('.zip')) : []

describe.skipIf(!haveRealFeeds)('a feed of a real operator is taken, row for row', () => {
  test.each(real)('%s', async (name) => {
    const body = readFileSync(join(REAL_FEEDS, name))
    const feed = name.replace('.zip', '')
    const { body: report } = (await send(body, feed).expect(200)) as { body: FeedReport }
    const files = unzipSync(body)
    const { trips, calls } = ridable(files)
    const stored = await one(
      `select (select count(*)::int from feed_stop where version_id = $1) as stops,
              (select count(*)::int from feed_route where version_id = $1) as routes,
              (select count(*)::int from feed_trip where version_id = $1) as trips,
              (select coalesce(sum(cardinality(arrivals)), 0)::int from feed_trip where version_id = $1) as calls,
              (select coalesce(sum(cardinality(lats)), 0)::int from feed_shape where version_id = $1) as points,
              (select count(*)::int from feed_trip t join feed_pattern p on p.version_id = t.version_id
                  and p.number = t.pattern where t.version_id = $1 and cardinality(t.arrivals) <> cardinality(p.stops))
                as uneven,
              (select count(*)::int from feed_pattern p, unnest(p.stops) s left join feed_stop f
                  on f.version_id = $1 and f.number = s where p.version_id = $1 and f.number is null) as lost`,
      report.version.id,
    )
    expect(stored).toEqual({
      stops: linesOf(files, 'stops.txt').length,
      routes: linesOf(files, 'routes.txt').length,
      trips,
      calls,
      points: linesOf(files, 'shapes.txt').length,
      uneven: 0,
      lost: 0,
    })
    for (const { file, rows } of report.version.counts)
      expect([file, rows]).toEqual([file, linesOf(files, file).length])
    expect(report.version.validFrom).toMatch(/^2019-/)

    // Along its shape no stop is nearer than the crow flies, give or take what a pole may stand off the road.
    const { short } = await one<{ short: number }>(
      `select count(*)::int as short from feed_pattern p, generate_subscripts(p.along_m, 1) i
        where p.version_id = $1 and i > 1 and p.along_m[i] < p.along_m[i - 1]`,
      report.version.id,
    )
    expect(short).toBe(0)
  })

  test('names come with their readings from the old translations file', async () => {
    const found = await one(
      `select s.kana, s.name_en from stop_place s join feed_version v on v.id = s.version_id
         join feed f on f.id = v.feed_id
        where f.code = 'ryobi-2019' and s.name = '岡山駅' limit 1`,
    )
    expect(found).toEqual({ kana: 'オカヤマエキ', name_en: 'Okayama Sta.' })
  })
})

describe('a timetable', () => {
  let first: FeedReport
  beforeAll(async () => {
    first = (await send(archive(SMALL_FEED)).expect(200)).body
  })

  test('is measured along its shape where there is one, and from stop to stop where there is none', async () => {
    const { rows } = await here.database.pool.query(
      `select t.trip_id, p.source, p.along_m, t.arrivals, t.departures
         from feed_trip t join feed_pattern p on p.version_id = t.version_id and p.number = t.pattern
        where t.version_id = $1 order by t.trip_id`,
      [first.version.id],
    )
    const [there, back] = rows
    expect(there).toMatchObject({ trip_id: 'T1', source: 'shape', arrivals: [85_800, 86_100, 86_520, 87_000] })
    expect(there.departures[1]).toBe(86_160)
    // 0.01° of longitude at 36.7° north is 892 m; from B to C the shape climbs 0.005° (556 m) and comes down again.
    expect(there.along_m[1]).toBeCloseTo(892, -1)
    expect(there.along_m[2] - there.along_m[1]).toBeCloseTo(892 + 2 * 556, -1)
    expect(back).toMatchObject({ trip_id: 'T2', source: 'chain' })
    expect(back.along_m[2]).toBeCloseTo(3 * 892, -2)
  })

  test('that is sent again is the same version, however often and however many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(archive(SMALL_FEED)).expect(200)))
    for (const { body } of answers) expect(body).toMatchObject({ repeated: true, version: { id: first.version.id } })
    const { versions } = await one<{ versions: number }>(
      `select count(*)::int as versions from feed_version where feed_id = $1`,
      first.feed.id,
    )
    expect(versions).toBe(1)
  })

  test('of a new season stands beside the old one', async () => {
    const next = {
      ...SMALL_FEED,
      'feed_info.txt': SMALL_FEED['feed_info.txt']?.replace('20260401,20270331,2026', '20270401,20280331,2027') ?? '',
    }
    const { body } = await send(archive(next)).expect(200)
    expect(body.feed.versions.map(({ label }: { label: string }) => label)).toEqual(['2027', '2026'])
    const { body: old } = await bus.agent
      .get(`/api/v1/mobility/feeds/${first.feed.id}?version=${first.version.id}`)
      .expect(200)
    expect(old.version).toEqual(first.version)
    const { body: all } = await bus.agent.get('/api/v1/mobility/feeds').expect(200)
    expect(all.items.find(({ code }: { code: string }) => code === 'main').versions).toHaveLength(2)
  })

  test('with broken rows loses those rows, and the report says which and why in both languages', async () => {
    const broken = {
      ...SMALL_FEED,
      'stops.txt': `${SMALL_FEED['stops.txt']}A,もう一つ,36.7,137.09,0,\nE,海の向こう,1,2,0,\nF,逆,137.05,36.71,0,\n`,
      'stop_times.txt': `${SMALL_FEED['stop_times.txt']}T9,8:00:00,8:00:00,A,1\nT1,8:00:00,8:00:00,Z,9\nT2,25:xx,,B,4\n"T2,8:00\n`,
      'trips.txt': `${SMALL_FEED['trips.txt']}R,毎日,T3,ゆきどまり,X\n`,
    }
    const { body } = (await send(archive(broken), 'broken').expect(200)) as { body: FeedReport }
    const seen = body.issues.map(({ file, line, code }) => `${file}:${line} ${code}`)
    expect(seen).toEqual(
      expect.arrayContaining([
        'stops.txt:7 duplicate-id',
        'stops.txt:8 coordinates-outside',
        'stops.txt:9 coordinates-swapped',
        'stop_times.txt:9 unknown-trip',
        'stop_times.txt:10 unknown-stop',
        'stop_times.txt:11 time-unreadable',
        'stop_times.txt:12 record-broken',
        'trips.txt:4 unknown-shape',
        'trips.txt:4 trip-too-short',
      ]),
    )
    for (const { messages } of body.issues) {
      expect(messages.ja).toMatch(/[ぁ-ん]/)
      expect(messages.en).not.toMatch(/undefined|NaN/)
    }
    const count = (file: string) => body.version.counts.find((one) => one.file === file)
    expect(count('stops.txt')).toEqual({ file: 'stops.txt', rows: 8, taken: 6 })
    expect(count('trips.txt')).toEqual({ file: 'trips.txt', rows: 3, taken: 2 })
    expect(count('stop_times.txt')).toEqual({ file: 'stop_times.txt', rows: 11, taken: 8 })
  })

  test('may lie in a folder of the archive, with a BOM, CRLF and quotation marks, without its optional files', async () => {
    const { 'feed_info.txt': _, 'shapes.txt': __, 'agency.txt': ___, ...rest } = SMALL_FEED
    const quoted = Object.fromEntries(
      Object.entries(rest).map(([name, text]) => [
        `GTFS-JP/${name}`,
        `\ufeff${text
          .trimEnd()
          .split('\n')
          .map((line) =>
            line
              .split(',')
              .map((field) => `"${field}"`)
              .join(','),
          )
          .join('\r\n')}`,
      ]),
    )
    const { body } = (await send(archive(quoted), 'quoted', 'application/x-zip-compressed').expect(200)) as {
      body: FeedReport
    }
    expect(body.version).toMatchObject({ refused: 0, validFrom: '2026-04-01', validTo: '2027-03-31' })
    expect(body.issueCounts.map(({ code }) => code).toSorted()).toEqual([
      'file-missing',
      'file-missing',
      'unknown-shape',
    ])
    expect(body.version.counts.find(({ file }) => file === 'stop_times.txt')?.taken).toBe(7)
  })

  test('that cannot be used at all is refused as a whole, in words, and leaves nothing', async () => {
    const { 'stops.txt': stops, ...stopless } = SMALL_FEED
    const small = archive(SMALL_FEED)
    const inside = Buffer.from(small)
    inside.writeUInt8(inside.readUInt8(70) ^ 0xff, 70)
    const cases: [Buffer, string][] = [
      [Buffer.from('no archive'), 'mobility.feed-not-zip'],
      [Buffer.alloc(0), 'mobility.feed-not-zip'],
      [small.subarray(0, small.length - 30), 'mobility.feed-not-zip'],
      [inside, 'mobility.feed-damaged'],
      [archive(stopless), 'mobility.feed-file'],
      [archive({ ...stopless, 'stops.txt': 'id,name\n1,2\n' }), 'mobility.feed-column'],
      [
        archive({ ...SMALL_FEED, 'stop_times.txt': `${SMALL_FEED['stop_times.txt']?.split('\n')[0]}\n` }),
        'mobility.feed-empty',
      ],
    ]
    expect(stops).toBeDefined()
    for (const [body, code] of cases) {
      const answer = await send(body, 'unusable')
      expect([code, answer.body.code]).toEqual([code, code])
      expect(answer.body.messages.ja).not.toContain('undefined')
    }
    const { feeds } = await one<{ feeds: number }>(`select count(*)::int as feeds from feed where code = 'unusable'`)
    expect(feeds).toBe(0)
  })

  test('that would fill the disk is left: by its size, by what it says it unpacks to, and where it unpacks to more', async () => {
    const padded = archive({ ...SMALL_FEED, 'stops.txt': `${SMALL_FEED['stops.txt']}${' '.repeat(1_048_576)}` })
    const honest = await send(claiming(padded, 'stops.txt', 900 * 1_048_576), 'bomb')
    expect(honest.body.code).toBe('mobility.feed-expands')
    const lying = await send(claiming(padded, 'stops.txt', 300), 'bomb')
    expect(lying.body.code).toBe('mobility.feed-damaged')
    const large = await send(Buffer.alloc(65 * 1_048_576), 'bomb')
    expect([large.status, large.body.code]).toEqual([413, 'mobility.feed-too-large'])
  })

  test('belongs to its operator alone', async () => {
    const other = await here.signIn('merchant')
    await other.get(`/api/v1/mobility/feeds/${first.feed.id}`).expect(403)
    const { body } = await bus.agent.get('/api/v1/mobility/feeds/0190a000-0000-7000-8000-000000000000').expect(404)
    expect(body.code).toBe('mobility.feed-missing')
    await here.agent.post('/api/v1/mobility/feeds').set('content-type', 'application/zip').send('x').expect(401)
  })
})
