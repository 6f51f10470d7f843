import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import type { PrismaClient } from '@morinowa/prisma/client'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { v7 } from 'uuid'
import { z } from 'zod'
import { provider } from './api-process.ts'

// How fast a provider's rides come in over HTTP, everything included, beside three things on the same server: the bare
// COPY of the very same rows into the very same table with all its indexes, a plain program that batches with
// createMany, and one that writes row by row. The plain programs keep no sums, judge nothing and match nothing.

const SUBJECTS = 20_000
const BATCHED_LINES = 20_000
const SINGLE_LINES = 1_000
const BATCH = 1_000

export type ImportSpeed = {
  lines: number
  importPerS: number
  copyPerS: number
  createManyPerS: number
  createPerS: number
  ofCopy: number
  ofCreateMany: number
  ofCreate: number
  /** Megabytes of the process above idle while the lines came in. */
  memoryMb: number
}

/** Measures and prints. Rates are per second of the wall clock. */
export async function run({ lines = 100_000 } = {}): Promise<ImportSpeed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await measure(server.url(), dataDir, lines)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(url: string, dataDir: string, lines: number): Promise<ImportSpeed> {
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3999', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const app = await buildApp(deps)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  try {
    const { id: providerId, key } = await provider(pool)
    await people(pool, providerId)

    // Made beforehand: what a provider's computer does is not what is measured.
    const body = [...ndjson(lines)]
    const idle = process.memoryUsage().rss
    let highest = idle
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss)
    }, 50)
    const importS = await seconds(async () => {
      const answer = await fetch(`${address}/api/v1/mobility/imports`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: Readable.toWeb(Readable.from(body)) as ReadableStream,
        duplex: 'half',
      } as RequestInit)
      const counts = (await answer.json()) as { accepted: number }
      if (counts.accepted !== lines) throw new Error(`not all lines were accepted: ${JSON.stringify(counts)}`)
    })
    clearInterval(watch)

    const copyS = await bareCopy(pool)
    const createManyS = await plainProgram(deps.prisma, providerId, BATCHED_LINES, BATCH)
    const createS = await plainProgram(deps.prisma, providerId, SINGLE_LINES, 1)
    const speed = speedOf(lines, { importS, copyS, createManyS, createS }, (highest - idle) / 1_048_576)
    console.log('imports', {
      'import over HTTP, lines/s': Math.round(speed.importPerS),
      'bare COPY, rows/s': Math.round(speed.copyPerS),
      'createMany, rows/s': Math.round(speed.createManyPerS),
      'row by row, rows/s': Math.round(speed.createPerS),
      'of COPY': speed.ofCopy.toFixed(2),
      'times createMany': speed.ofCreateMany.toFixed(1),
      'times row by row': speed.ofCreate.toFixed(1),
      'memory above idle, MB': Math.round(speed.memoryMb),
    })
    return speed
  } finally {
    await pool.end()
    await app.close()
    await close()
  }
}

function speedOf(
  lines: number,
  { importS, copyS, createManyS, createS }: Record<'importS' | 'copyS' | 'createManyS' | 'createS', number>,
  memoryMb: number,
): ImportSpeed {
  const [importPerS, copyPerS] = [lines / importS, lines / copyS]
  const [createManyPerS, createPerS] = [BATCHED_LINES / createManyS, SINGLE_LINES / createS]
  return {
    lines,
    importPerS,
    copyPerS,
    createManyPerS,
    createPerS,
    ofCopy: importPerS / copyPerS,
    ofCreateMany: importPerS / createManyPerS,
    ofCreate: importPerS / createPerS,
    memoryMb,
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

/** People, each linked to a provider under a name of its own. */
export async function people(pool: pg.Pool, providerId: string): Promise<void> {
  await pool.query(
    `insert into person (name, email) select 'Load', 'load-' || n || '@people.example' from generate_series(0, $1 - 1) n`,
    [SUBJECTS],
  )
  await pool.query(
    `insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
     select uuidv7(), $1, replace(split_part(email, '@', 1), 'load-', 'M-'), id, participant_id, 'code' from person`,
    [providerId],
  )
  await pool.query('vacuum analyze person, provider_link')
}

const TOWNS = ['16201', '16202', '16204', '16205', '16206', '16207', '16208', '16209', '16210', '16211']
const MODES = ['bus', 'rail', 'tram', 'metro']
const START = Date.parse('2026-10-01T05:00:00+09:00')
const SLOT_MS = 45 * 60_000

function ride(n: number) {
  const subject = (n * 7_919) % SUBJECTS
  // The n-th ride of a person has a slot of its own, so that nobody is in two places at once.
  const startMs = START + Math.floor(n / SUBJECTS) * SLOT_MS + (n % 600) * 1_000
  const town = TOWNS[subject % TOWNS.length] as string
  return {
    externalId: `R-${String(n).padStart(7, '0')}`,
    subject: `M-${subject}`,
    mode: MODES[n % MODES.length] as string,
    startedAt: new Date(startMs).toISOString(),
    endedAt: new Date(startMs + 22 * 60_000).toISOString(),
    distanceM: 2_000 + (n % 9_000),
    fromMunicipality: town,
    toMunicipality: town,
    purpose: 'daily',
  }
}

/** Lines of rides, many at a time. */
export function* ndjson(lines: number): Generator<Buffer> {
  let text = ''
  for (let n = 0; n < lines; n++) {
    text += `${JSON.stringify(ride(n))}\n`
    if (text.length > 60_000) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

/** The rows that were just imported, copied once more into the emptied table. */
async function bareCopy(pool: pg.Pool): Promise<number> {
  const client = await pool.connect()
  try {
    const pieces: Buffer[] = []
    const columns = await client.query(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
        where attrelid = 'reduction'::regclass and attnum > 0 and not attisdropped`,
    )
    const list: string = columns.rows[0].list
    const out = client.query(copyTo(`copy (select ${list} from reduction order by id) to stdout`))
    for await (const piece of out) pieces.push(piece as Buffer)
    await client.query('truncate reduction')
    await client.query('checkpoint')
    return await seconds(async () => {
      await pipeline(Readable.from(pieces), client.query(copyFrom(`copy reduction (${list}) from stdin`)))
    })
  } finally {
    client.release()
  }
}

const Line = z.object({
  externalId: z.string(),
  subject: z.string(),
  mode: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  endedAt: z.iso.datetime({ offset: true }),
  distanceM: z.int().positive(),
  fromMunicipality: z.string(),
  toMunicipality: z.string(),
  purpose: z.string(),
})

/** What one would write first: read, validate, look the people up, calculate with a constant, write. */
async function plainProgram(prisma: PrismaClient, providerId: string, lines: number, batch: number): Promise<number> {
  await prisma.$executeRaw`truncate reduction`
  const texts = Array.from({ length: lines }, (_, n) => JSON.stringify(ride(n)))
  return seconds(async () => {
    for (let from = 0; from < texts.length; from += batch) {
      const read = texts.slice(from, from + batch).map((text) => Line.parse(JSON.parse(text)))
      const links = await prisma.providerLink.findMany({
        where: { providerId, revokedAt: null, subject: { in: read.map(({ subject }) => subject) } },
        select: { subject: true, participantId: true },
      })
      const participants = new Map(links.map(({ subject, participantId }) => [subject, participantId]))
      const data = read.map((line) => ({
        participantId: participants.get(line.subject) as string,
        id: v7(),
        pool: 'mobility',
        providerId,
        externalId: line.externalId,
        type: 'mobility.trip',
        mode: line.mode,
        startedAt: line.startedAt,
        endedAt: line.endedAt,
        day: new Date(line.startedAt),
        quantity: line.distanceM,
        fromMunicipality: line.fromMunicipality,
        toMunicipality: line.toMunicipality,
        purpose: line.purpose,
        evidence: 'E3',
        shownG: Math.round(line.distanceM * 0.025),
        creditedG: Math.floor(line.distanceM * 0.02),
        emittedG: Math.ceil(line.distanceM * 0.057),
        basisId: 1,
        status: 'recorded',
      }))
      if (batch === 1) await prisma.reduction.create({ data: data[0] as (typeof data)[number] })
      else await prisma.reduction.createMany({ data, skipDuplicates: true })
    }
  })
}

if (process.argv[1]?.endsWith('imports.mjs') || process.argv[1]?.endsWith('imports.ts')) {
  await run({ lines: Number(process.argv[2] ?? 100_000) })
}
