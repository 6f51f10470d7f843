import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { openDb } from '@morinowa/api/platform/db.ts'
import { stopAbandoned } from '@morinowa/api/platform/embedded-postgres.ts'
import { identityOf } from '@morinowa/api/platform/process-identity.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unusedPort } from '../support/port.ts'
import { runProgram } from '../support/program.ts'

// Only the database dies, once under the API and once under a worker whose API is dead too: it is started again where it
// was, and whoever is alive goes on with it.

const SLOW_MS = 240_000

let dataDir: string
let port: number
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'morinowa-returns-'))
  port = await unusedPort()
})
afterEach(async () => {
  await stopAbandoned(dataDir).catch(() => {})
  await rm(dataDir, { recursive: true, force: true })
})

const settings = () => ({ MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', PORT: String(port) })
const fileOf = (name: string) => readFile(join(dataDir, name), 'utf8')

async function postmaster(): Promise<number> {
  return Number((await fileOf('postgres/postmaster.pid')).split('\n')[0])
}

async function killPostgres(): Promise<void> {
  const pid = await postmaster()
  process.kill(pid, 'SIGKILL')
  while (identityOf(pid)) await sleep(10)
}

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)

/** Asks until the answer is the one waited for; anything but it and "busy" is wrong. */
async function until(ask: () => Promise<Response>, wanted: number): Promise<Response> {
  for (;;) {
    const reply = await ask()
    if (reply.status === wanted) return reply
    expect([503, wanted]).toContain(reply.status)
    await reply.arrayBuffer()
    await sleep(50)
  }
}

async function withPool<T>(use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const [password, at] = await Promise.all([fileOf('postgres.password'), fileOf('postgres.port')])
  const pool = new pg.Pool({ connectionString: `postgresql://morinowa:${password.trim()}@127.0.0.1:${at}/morinowa` })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}

test(
  'the API says that it is busy meanwhile, and is well again without being started again',
  async () => {
    const api = runProgram('api/src/server.ts', settings())
    await api.until('Ready')
    const worker = runProgram('api/src/worker.ts', settings())
    await worker.until('running')
    const { token, lotId } = await withPool(holder)
    const retire = (key: string) =>
      fetch(`http://127.0.0.1:${port}/api/v1/credits/retirements`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify({ lotId, massG: 10, beneficiary: '森', purpose: '祝' }),
      })
    expect((await retire(randomUUID())).status).toBe(201)

    for (let kill = 0; kill < 2; kill++) {
      await killPostgres()
      const away = await get('/api/v1/credits/lots')
      expect([200, 503]).toContain(away.status)
      if (away.status === 503) expect(await away.json()).toMatchObject({ code: 'request.busy' })
      const key = randomUUID()
      const { id } = (await (await until(() => retire(key), 201)).json()) as { id: string }
      expect((await (await retire(key)).json()) as object).toMatchObject({ id })
      await until(() => get('/readyz'), 200)
    }
    expect(api.printed().out).toContain('The database is back.')

    // The worker, which is another process, draws what was retired, and the public log has every entry.
    await withPool(async (pool) => {
      for (;;) {
        const { rows } = await pool.query(
          `select (select count(*)::int from retirement) as retired,
                  (select count(distinct retirement_id)::int from certificate_document) as drawn,
                  (select count(*) from ledger_entry)::int - (select count(*) from log_leaf)::int as behind`,
        )
        const [{ retired, drawn, behind }] = rows
        expect(retired).toBe(3)
        if (drawn === 3 && behind === 0) return
        await sleep(200)
      }
    })
    worker.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    api.kill('SIGTERM')
    expect(await api.ended).toBe(0)
  },
  SLOW_MS,
)

test(
  'a worker that outlived its API starts the database again, and the next API finds it',
  async () => {
    const api = runProgram('api/src/server.ts', settings())
    await api.until('Ready')
    const worker = runProgram('api/src/worker.ts', settings())
    await worker.until('running')
    api.kill('SIGKILL')
    await api.ended
    await killPostgres()
    await worker.until('The database is back.')

    const next = runProgram('api/src/server.ts', settings())
    await next.until('Ready')
    expect((await get('/readyz')).status).toBe(200)
    next.kill('SIGTERM')
    expect(await next.ended).toBe(0)
    // It belongs to the worker now, and goes with it.
    const pid = await postmaster()
    expect(identityOf(pid)).toBeDefined()
    worker.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(identityOf(pid)).toBeUndefined()
  },
  SLOW_MS,
)

/** An organisation with a key and a lot. */
async function holder(pool: pg.Pool): Promise<{ token: string; lotId: string }> {
  const id = OrganisationId.parse(randomUUID())
  const token = `mw_${randomBytes(32).toString('base64url')}`
  await pool.query(`insert into organisation (id, name, kind) values ($1, '森', 'buyer')`, [id])
  await pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes) values ($1, $2, 'k', $3, $4, '{credits:write}')`,
    [randomUUID(), id, createHash('sha256').update(token).digest(), token.slice(-4)],
  )
  const lot = await openDb(pool).transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: id,
      family: 'j-credit',
      massG: 1_000,
      vintage: 2024,
      projectName: '森',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    }),
  )
  return { token, lotId: lot.id }
}
