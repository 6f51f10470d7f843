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

// The API as a process of its own beside a database of its own, so that what it holds of the machine's memory is its own
// too.

/** As `npm run api` starts it: the heap is cleared when it has doubled, not when it has grown by half a gigabyte. */
const API_FLAGS = ['--heap-growing-percent=100']

export type ApiProcess = {
  address: string
  pool: pg.Pool
  /** Megabytes that the process held when it had begun. */
  idleMb: number
  /** Megabytes it has held at the most until now, looked at ten times a second. */
  highestMb(): number
}

/** Starts both, lets `work` use them, and leaves nothing behind. */
export async function withApi<T>(work: (api: ApiProcess) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  let api: ChildProcess | undefined
  try {
    const url = server.url()
    await prepareDatabase(url)
    const port = await freePort()
    api = spawn(process.execPath, [...API_FLAGS, join(root(), 'scripts/run.mjs'), 'api/src/server.ts'], {
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
    const pid = api.pid as number
    const idleMb = memoryMb(pid)
    let highest = idleMb
    const watch = setInterval(() => {
      highest = Math.max(highest, memoryMb(pid))
    }, 100)
    const pool = new pg.Pool({ connectionString: url, max: 3 })
    try {
      return await work({ address, pool, idleMb, highestMb: () => highest })
    } finally {
      clearInterval(watch)
      await pool.end()
    }
  } finally {
    await ended(api)
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** An organisation with a key that may import rides. */
export async function provider(pool: pg.Pool): Promise<{ id: string; key: string }> {
  const id = v7()
  const key = `mw_${randomBytes(32).toString('base64url')}`
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'Load', 'provider')`, [id])
  await pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes)
     values ($1, $2, 'load', $3, 'load', '{mobility:write}')`,
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
