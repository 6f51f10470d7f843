import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import type { Db } from '@morinowa/api/platform/db.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { API_ROOT, route } from '@morinowa/api/platform/http.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { root } from '@morinowa/api/platform/root.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { retireCreditsEndpoint, transferCreditsEndpoint } from '@morinowa/shared/credits/contract.ts'
import { endpoint } from '@morinowa/shared/kernel/endpoint.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type pg from 'pg'
import { z } from 'zod'
import type { Driven, Round } from './http-clients.ts'

// What a retirement and a transfer cost through the API beside the least that any durable ledger would do: a transaction
// that updates one row, reads it and inserts one (the statements of `pgbench -N`). Both are asked of the same server, by
// the same clients with the same keys, and take turns, so that what else the machine does falls on both.

const CLIENTS = [1, 8, 32]
const ACCOUNTS = 64
const ROUNDS = 3
const ROUND_MS = 1_200

export type LedgerSpeed = {
  act: 'retire' | 'transfer'
  spread: boolean
  clients: number
  perS: number
  barePerS: number
  ofBare: number
  p99Ms: number
  bareP99Ms: number
}

/** Measures and prints: over many accounts and over one, by 1, 8 and 32 clients. */
export async function run({ rounds = ROUNDS, roundMs = ROUND_MS, clients = CLIENTS } = {}): Promise<LedgerSpeed[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await measure(server.url(), dataDir, { rounds, roundMs, numbers: clients })
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(
  url: string,
  dataDir: string,
  { rounds, roundMs, numbers }: { rounds: number; roundMs: number; numbers: readonly number[] },
): Promise<LedgerSpeed[]> {
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3999', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const { pool } = deps.db
  const app = await buildApp(deps)
  route(app, deps, bareEndpoint, ({ body }) => bareTransaction(pool, body.account))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const clients = fork(join(root(), 'scripts/run.mjs'), ['test/load/http-clients.ts'])
  try {
    await pool.query(`create table plain_balance (id int primary key, g bigint not null) with (fillfactor = 70);
                      insert into plain_balance select n, 0 from generate_series(1, ${ACCOUNTS}) n;
                      create table plain_entry (id int, g bigint, at timestamptz)`)
    const parties = await funded(pool, deps.db)
    const speeds: LedgerSpeed[] = []
    for (const act of ['retire', 'transfer'] as const) {
      for (const spread of [true, false]) {
        for (const number of numbers) {
          speeds.push(await turn({ clients, port, parties, act, spread, number, rounds, roundMs }))
        }
      }
    }
    const { rows } = await pool.query(
      'select id from ledger_laws() where left_g <> right_g or broken <> 0 and id <> $1',
      ['I15'],
    )
    console.log('laws broken', rows.length === 0 ? 'none' : rows)
    return speeds
  } finally {
    clients.kill()
    await app.close()
    await close()
  }
}

const bareEndpoint = endpoint({
  method: 'POST',
  path: '/bare',
  summary: 'One row updated, one read, one inserted',
  allow: ['organisation'],
  scope: 'credits:write',
  body: z.strictObject({ account: z.int() }),
  status: 201,
  reply: z.strictObject({ g: z.int() }),
  refusals: [],
})

/** The least a durable ledger does. */
async function bareTransaction(pool: pg.Pool, account: number): Promise<{ g: number }> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({ name: 'u', text: 'update plain_balance set g = g + 1 where id = $1', values: [account] })
    const { rows } = await client.query<{ g: number }>({
      name: 's',
      text: 'select g from plain_balance where id = $1',
      values: [account],
    })
    await client.query({ name: 'i', text: 'insert into plain_entry values ($1, 1, now())', values: [account] })
    await client.query('commit')
    return { g: rows[0]?.g ?? 0 }
  } finally {
    client.release()
  }
}

type Party = { id: OrganisationId; token: string }

/** Organisations with a key and more than any run can move. */
async function funded(pool: pg.Pool, db: Db): Promise<Party[]> {
  const parties: Party[] = []
  for (let n = 0; n < ACCOUNTS; n++) {
    const party = { id: OrganisationId.parse(randomUUID()), token: `mw_${randomBytes(32).toString('base64url')}` }
    await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [party.id])
    await pool.query(
      `insert into api_key (id, organisation_id, name, hash, last4, scopes)
       values ($1, $2, 'k', $3, $4, '{credits:write}')`,
      [randomUUID(), party.id, createHash('sha256').update(party.token).digest(), party.token.slice(-4)],
    )
    await db.transaction((tx) =>
      issueLot(tx, {
        key: randomUUID(),
        ownerId: party.id,
        family: 'j-credit',
        massG: 1_000_000_000_000,
        vintage: 2024,
        projectName: 'p',
        municipalityCode: null,
        scheme: 's',
        methodology: 'm',
      }),
    )
    parties.push(party)
  }
  return parties
}

type Turn = {
  clients: ChildProcess
  port: number
  parties: readonly Party[]
  act: LedgerSpeed['act']
  spread: boolean
  number: number
  rounds: number
  roundMs: number
}

async function turn({ clients, port, parties, act, spread, number, rounds, roundMs }: Turn): Promise<LedgerSpeed> {
  const from = spread ? parties : parties.slice(0, 1)
  const path = act === 'retire' ? retireCreditsEndpoint.path : transferCreditsEndpoint.path
  const drive = async (path: string, ms: number, bodyOf: (n: number) => object): Promise<Driven> => {
    const requests = from.map(({ token }, n) => ({ token, body: JSON.stringify(bodyOf(n)) }))
    const driven = await ask(clients, { port, path: API_ROOT + path, clients: number, ms, requests })
    if (driven.failed > 0) throw new Error(`${driven.failed} requests failed, the first with ${driven.firstFailure}`)
    return driven
  }
  const ours = (ms: number) =>
    drive(path, ms, (n) => ({
      massG: 1,
      family: 'j-credit',
      ...(act === 'retire'
        ? { beneficiary: '森の環商店', purpose: '催しの配送' }
        : { toOrganisationId: parties[(n + 1) % ACCOUNTS]?.id }),
    }))
  const bare = (ms: number) => drive(bareEndpoint.path, ms, (n) => ({ account: n + 1 }))

  await ours(roundMs / 3)
  const pairs: { ours: Driven; bare: Driven }[] = []
  for (let round = 0; round < rounds; round++) pairs.push({ bare: await bare(roundMs), ours: await ours(roundMs) })
  const ratio = (pair: (typeof pairs)[number]) => pair.ours.perS / pair.bare.perS
  const middle = pairs.toSorted((a, b) => ratio(a) - ratio(b))[rounds >> 1] as (typeof pairs)[number]
  const speed = {
    act,
    spread,
    clients: number,
    perS: middle.ours.perS,
    barePerS: middle.bare.perS,
    ofBare: ratio(middle),
    p99Ms: middle.ours.p99Ms,
    bareP99Ms: middle.bare.p99Ms,
  }
  console.log(`${act}, ${spread ? 'many accounts' : 'one account'}, ${number} clients`, {
    'over HTTP/s': Math.round(speed.perS),
    'bare transactions over HTTP/s': Math.round(speed.barePerS),
    'of the bare ones': speed.ofBare.toFixed(2),
    'p99 ms': speed.p99Ms.toFixed(1),
    'bare p99 ms': speed.bareP99Ms.toFixed(1),
  })
  return speed
}

function ask(clients: ChildProcess, round: Round): Promise<Driven> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the clients ended'))
    clients.once('exit', ended)
    clients.once('message', (driven) => {
      clients.off('exit', ended)
      resolve(driven as Driven)
    })
    clients.send(round)
  })
}
