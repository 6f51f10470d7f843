import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildApp } from '@morinowa/api/app.ts'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import type { Deps } from '@morinowa/api/platform/deps.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { root } from '@morinowa/prisma/root.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type pg from 'pg'
import type { TillResult, TillTurn } from './till-clients.ts'

// Single sales with attachment from tills over HTTP (key, contract, stock, day's sums, sale, claim code), beside the least
// that any counter does: a route of the same server that updates one row and inserts one, in one transaction on the same
// connections, and knows nobody. The two take turns.

const SHOPS = 100
const CLIENTS = 32
const ROUNDS = 5
const ROUND_MS = 2_000
const STEADY_PER_S = 100
const STEADY_MS = 10_000
const LIST = 10_000
const SCOPES = ['sales:write', 'credits:write', 'credits:read']

export type TillSpeed = {
  busyPerS: number
  busyOfBare: number
  spreadPerS: number
  spreadOfBare: number
  listMs: number
  steadyP99Ms: number
}

type Shop = { id: string; key: string }

/** Measures and prints. */
export async function run({ rounds = ROUNDS, roundMs = ROUND_MS, steadyMs = STEADY_MS } = {}): Promise<TillSpeed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    await prepareDatabase(server.url())
    const config = readConfig({
      PORT: '3998',
      MORINOWA_DATA_DIR: dataDir,
      MORINOWA_DEMO: '0',
      DATABASE_URL: server.url(),
    })
    const { deps, close } = await openDeps(config, server.url(), { worker: false })
    const app = await buildApp(deps)
    app.post('/bare/:shop', async (request) => {
      await bare(deps.db.pool, Number((request.params as { shop: string }).shop))
      return { accepted: 1 }
    })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const tills = openTills()
    try {
      return await measure({ url, deps, turn: tills.turn, rounds, roundMs, steadyMs })
    } finally {
      tills.close()
      await app.close()
      await close()
    }
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

type World = {
  url: string
  deps: Deps
  turn: (asked: TillTurn) => Promise<TillResult>
  rounds: number
  roundMs: number
  steadyMs: number
}

async function measure({ url, deps, turn, rounds, roundMs, steadyMs }: World): Promise<TillSpeed> {
  await deps.db.pool.query(`create table bare_stock (shop int primary key, g bigint not null) with (fillfactor = 50);
                            insert into bare_stock select n, 0 from generate_series(1, ${SHOPS}) n;
                            create table bare_sale (shop int, id uuid primary key, at timestamptz)`)
  const shops = await Promise.all(Array.from({ length: SHOPS }, () => openShop(url, deps)))
  const sales = shops.map(({ id, key }) => ({ path: `/api/v1/schemes/${id}/sales`, key }))
  const bares = shops.map((_, i) => ({ path: `/bare/${i + 1}`, key: 'none' }))

  const compare = async (name: string, among: number) => {
    const pairs: { ours: TillResult; plain: TillResult }[] = []
    const ask = (shopsOf: TillTurn['shops'], ms: number) =>
      turn({ url, shops: shopsOf.slice(0, among), run: randomUUID().slice(0, 8), clients: CLIENTS, ms })
    await ask(sales, 1_000)
    await ask(bares, 500)
    for (let round = 0; round < rounds; round++) {
      pairs.push({ plain: await ask(bares, roundMs), ours: await ask(sales, roundMs) })
    }
    for (const { ours } of pairs) if (ours.failed > 0) throw new Error(`a sale was not accepted: ${ours.firstFailure}`)
    const ratio = ({ ours, plain }: (typeof pairs)[number]) => ours.perS / plain.perS
    const middle = pairs.toSorted((a, b) => ratio(a) - ratio(b))[rounds >> 1] as (typeof pairs)[number]
    console.log(`sales, ${name}, ${CLIENTS} tills`, {
      'sales/s': Math.round(middle.ours.perS),
      'bare update and insert/s': Math.round(middle.plain.perS),
      'of the bare ones': ratio(middle).toFixed(2),
      'p99 ms': middle.ours.p99Ms.toFixed(1),
    })
    return { perS: middle.ours.perS, ofBare: ratio(middle) }
  }

  const busy = await compare('one busy shop', 1)
  const spread = await compare(`${SHOPS} shops`, SHOPS)

  const lists: number[] = []
  for (let round = 0; round < 3; round++) lists.push(await list(url, shops[round] as Shop))
  const listMs = lists.toSorted((a, b) => a - b)[1] as number
  console.log(`an array of ${LIST} sales`, { ms: Math.round(listMs) })

  const steady = await turn({ url, shops: sales, run: 'steady', perSecond: STEADY_PER_S, ms: steadyMs })
  if (steady.failed > 0) throw new Error(`a sale was not accepted: ${steady.firstFailure}`)
  console.log(`single sales at ${STEADY_PER_S} a second`, {
    'p50 ms': steady.p50Ms.toFixed(1),
    'p99 ms': steady.p99Ms.toFixed(1),
  })
  return {
    busyPerS: busy.perS,
    busyOfBare: busy.ofBare,
    spreadPerS: spread.perS,
    spreadOfBare: spread.ofBare,
    listMs,
    steadyP99Ms: steady.p99Ms,
  }
}

/** A shop with a key and a scheme whose reserve no run can use up. */
async function openShop(url: string, { db }: Deps): Promise<Shop> {
  const ownerId = OrganisationId.parse(randomUUID())
  const key = `mw_${randomBytes(32).toString('base64url')}`
  await db.pool.query(`insert into organisation (id, name, kind) values ($1, 'Load', 'merchant')`, [ownerId])
  await db.pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes) values ($1, $2, 'load', $3, 'load', $4)`,
    [randomUUID(), ownerId, createHash('sha256').update(key).digest(), SCOPES],
  )
  const lot = await db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId,
      family: 'j-credit',
      massG: 1_000_000_000_000,
      vintage: 2024,
      projectName: 'p',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    }),
  )
  const answer = await fetch(`${url}/api/v1/schemes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'unit-attachment',
      name: 'Load',
      place: 'Load',
      municipalityCode: '20201',
      products: [{ sku: 'x', name: 'x', massG: 2_000 }],
      reserve: { lotId: lot.id, massG: 900_000_000_000 },
    }),
  })
  if (answer.status !== 201) throw new Error(`no scheme: ${answer.status} ${await answer.text()}`)
  return { id: ((await answer.json()) as { id: string }).id, key }
}

/** The least a counter does. */
async function bare(pool: pg.Pool, shop: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({ name: 'u', text: 'update bare_stock set g = g - 2000 where shop = $1', values: [shop] })
    await client.query({
      name: 'i',
      text: 'insert into bare_sale values ($1, $2, now())',
      values: [shop, randomUUID()],
    })
    await client.query('commit')
  } finally {
    client.release()
  }
}

async function list(url: string, { id, key }: Shop): Promise<number> {
  const run = randomUUID().slice(0, 8)
  const body = JSON.stringify(
    Array.from({ length: LIST }, (_, i) => ({ externalId: `${run}-${i}`, at: '2026-03-10T10:00:00+09:00', sku: 'x' })),
  )
  const began = performance.now()
  const answer = await fetch(`${url}/api/v1/schemes/${id}/sales`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  })
  const { accepted } = (await answer.json()) as { accepted: number }
  const took = performance.now() - began
  if (accepted !== LIST) throw new Error(`${accepted} of ${LIST} sales were accepted`)
  return took
}

/** The clients' process; turns are asked of it one after another. */
function openTills(): { turn: (asked: TillTurn) => Promise<TillResult>; close: () => void } {
  const program = [join(root(), 'scripts/run.mjs'), 'test/load/till-clients.ts']
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stderr.pipe(process.stderr)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async turn(asked) {
      child.stdin.write(`${JSON.stringify(asked)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('the tills ended before they answered')
      return JSON.parse(value) as TillResult
    },
    close: () => child.stdin.end(),
  }
}
