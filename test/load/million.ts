import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { root } from '@morinowa/prisma/root.ts'
import pg from 'pg'
import { v7 } from 'uuid'
import { driveMillion, PROVIDERS, seeded } from './million-drive.ts'

// A million rides of four providers at once, against the API as a process of its own: what it says afterwards is compared
// with a recount that shares no code with it, and its memory is watched.

const BATCH = 5_000

/** Drives, compares and prints. @throws when any total differs. */
export async function run({ rides = Number(process.argv[3] ?? 1_000_000) } = {}): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-million-'))
  const server = await startEmbeddedPostgres({ dataDir })
  let api: ChildProcess | undefined
  try {
    const url = server.url()
    await prepareDatabase(url)
    const port = await freePort()
    api = spawn(process.execPath, [join(root(), 'scripts/run.mjs'), 'api/src/server.ts'], {
      env: {
        ...process.env,
        PORT: String(port),
        DATABASE_URL: url,
        MORINOWA_DATA_DIR: dataDir,
        MORINOWA_DEMO: '0',
        MORINOWA_PUBLIC_URL: `http://127.0.0.1:${port}`,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const address = `http://127.0.0.1:${port}`
    await answering(address)
    const pool = new pg.Pool({ connectionString: url, max: 3 })
    try {
      const providers = await Promise.all(Array.from({ length: PROVIDERS }, () => provider(pool)))
      const idle = memoryMb(api.pid as number)
      let highest = idle
      const watch = setInterval(() => {
        highest = Math.max(highest, memoryMb(api?.pid as number))
      }, 100)
      const began = Date.now()
      const say = (done: number, of: number) => {
        if (done % 20 === 0)
          console.log(`${done}/${of}, ${Math.round((Date.now() - began) / 1_000)} s, ${highest - idle} MB`)
      }
      const driven = await driveMillion({ address, pool, providers, batch: BATCH, random: seeded(4), say }, rides)
      clearInterval(watch)
      const seconds = (Date.now() - began) / 1_000
      console.log('million', {
        rides,
        'lines sent, each twice': driven.lines,
        uploads: driven.batches,
        'cut off at a random byte': driven.cuts,
        'typed by travellers too': driven.typed,
        seconds: Math.round(seconds),
        'memory of the API above idle, MB': highest - idle,
        'totals that differ from the recount': driven.differences.length,
      })
      if (driven.differences.length > 0) throw new Error(driven.differences.slice(0, 20).join('\n'))
    } finally {
      await pool.end()
    }
  } finally {
    await ended(api)
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function provider(pool: pg.Pool): Promise<{ id: string; key: string }> {
  const id = v7()
  const key = `mw_${randomBytes(32).toString('base64url')}`
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'Million', 'provider')`, [id])
  await pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes)
     values ($1, $2, 'million', $3, 'load', '{mobility:write}')`,
    [v7(), id, createHash('sha256').update(key).digest()],
  )
  return { id, key }
}

/** What a process holds of the machine's memory. */
function memoryMb(pid: number): number {
  const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
  return Math.round((Number(pages) * 4_096) / 1_048_576)
}

async function answering(address: string): Promise<void> {
  for (let n = 0; n < 600; n++) {
    const ready = await fetch(`${address}/readyz`).catch(() => undefined)
    if (ready?.ok) return
    await sleep(100)
  }
  throw new Error('the API did not start')
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

if (process.argv[1]?.endsWith('million.mjs')) await run({ rides: Number(process.argv[2] ?? 1_000_000) })
