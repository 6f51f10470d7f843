import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { demoFeed } from '@morinowa/api/demo/demo-feed.ts'
import { takeFeed } from '@morinowa/api/mobility/feeds/import-feed.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { FEED_FILES } from '@morinowa/shared/mobility/feeds/feed.ts'
import { unzipSync } from 'fflate'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { v7 } from 'uuid'
import { REAL_FEEDS } from '../support/gtfs.ts'

// How long a timetable takes from archive to answer, beside the bare COPY of the very files that are read of it into
// plain tables of texts without an index: unpacked beforehand, unread, unmeasured. Real feeds where they are at hand,
// else the demo's own.

const ROUNDS = 5

export type FeedSpeed = { feed: string; importMs: number; copyMs: number; ofCopy: number }

/** Measures and prints; the middle one of several rounds of each. */
export async function run(): Promise<FeedSpeed[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await measure(server.url(), dataDir)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(url: string, dataDir: string): Promise<FeedSpeed[]> {
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3999', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  try {
    const speeds: FeedSpeed[] = []
    for (const [feed, zip] of archives(deps.now())) {
      const importMs: number[] = []
      const copyMs: number[] = []
      const texts = filesRead(zip)
      // The first round of each warms what it uses and does not count.
      for (let round = 0; round <= ROUNDS; round++) {
        const provider = await newProvider(pool)
        const took = await milliseconds(() => takeFeed(deps, provider, { code: 'main', stream: Readable.from([zip]) }))
        const copied = await milliseconds(() => bareCopy(pool, texts))
        if (round === 0) continue
        importMs.push(took)
        copyMs.push(copied)
      }
      const speed = { feed, importMs: middle(importMs), copyMs: middle(copyMs) }
      speeds.push({ ...speed, ofCopy: speed.importMs / speed.copyMs })
    }
    for (const { feed, importMs, copyMs, ofCopy } of speeds) {
      console.log('feeds', {
        feed,
        'taken, ms': Math.round(importMs),
        'bare COPY of its files, ms': Math.round(copyMs),
        'times COPY': ofCopy.toFixed(2),
      })
    }
    const sum = (of: (speed: FeedSpeed) => number) => speeds.reduce((total, speed) => total + of(speed), 0)
    console.log('feeds', {
      all: speeds.length,
      'times COPY': (sum((s) => s.importMs) / sum((s) => s.copyMs)).toFixed(2),
    })
    return speeds
  } finally {
    await pool.end()
    await close()
  }
}

function archives(now: string): [string, Buffer][] {
  if (!existsSync(REAL_FEEDS)) return [['demo', demoFeed(now)]]
  const names = readdirSync(REAL_FEEDS).filter((name) => name.endsWith('.zip'))
  return names.map((name) => [name, readFileSync(join(REAL_FEEDS, name))])
}

/** The files that are read of an archive, as they come out of it. */
function filesRead(zip: Buffer): { columns: number; bytes: Uint8Array }[] {
  const files = unzipSync(zip)
  return FEED_FILES.flatMap((name) => {
    const member = files[name]
    if (!member) return []
    // COPY takes an empty line for a broken row.
    const lines = new TextDecoder().decode(member).split(/\r?\n/)
    const bytes = new TextEncoder().encode(lines.filter((line) => line.trim() !== '').join('\n'))
    return [{ columns: (lines[0] ?? '').split(',').length, bytes }]
  })
}

async function bareCopy(pool: pg.Pool, files: readonly { columns: number; bytes: Uint8Array }[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const [i, { columns, bytes }] of files.entries()) {
      const names = Array.from({ length: columns }, (_, column) => `c${column} text`)
      await client.query(`create table copied_${i} (${names.join(', ')})`)
      const into = client.query(copyFrom(`copy copied_${i} from stdin (format csv, header)`))
      await pipeline(Readable.from([bytes]), into)
    }
    await client.query('commit')
    for (const i of files.keys()) await client.query(`drop table copied_${i}`)
  } finally {
    client.release()
  }
}

async function newProvider(pool: pg.Pool): Promise<OrganisationId> {
  const id = v7()
  await pool.query(`insert into organisation (id, name, kind) values ($1, $2, 'provider')`, [id, `bench ${id}`])
  return OrganisationId.parse(id)
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
