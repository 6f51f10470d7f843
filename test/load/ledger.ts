import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { type Db, openDb } from '@morinowa/api/platform/db.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import pg from 'pg'

// What a retirement costs in the ledger beside the least that any durable ledger would do: a transaction that updates one
// row, reads it and inserts one (the statements of `pgbench -N`), sent by the same program over the same connections. The
// two take turns, so that what else the machine does falls on both.

const CLIENTS = [1, 8, 32]
const ACCOUNTS = 64
const ROUNDS = 3
const ROUND_MS = 1_500

export type LedgerSpeed = {
  spread: boolean
  clients: number
  perS: number
  limitPerS: number
  ofLimit: number
  p99Ms: number
}

/** Measures and prints: retirements over many accounts and over one, by 1, 8 and 32 clients. */
export async function run({ rounds = ROUNDS, roundMs = ROUND_MS } = {}): Promise<LedgerSpeed[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await measure(server.url(), rounds, roundMs)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(url: string, rounds: number, roundMs: number): Promise<LedgerSpeed[]> {
  await prepareDatabase(url)
  const pool = new pg.Pool({ connectionString: url, max: Math.max(...CLIENTS) })
  const db = openDb(pool)
  try {
    const accounts = await funded(pool, db)
    await pool.query(`create table plain_balance (id int primary key, g bigint not null) with (fillfactor = 70);
                      insert into plain_balance select n, 0 from generate_series(1, ${ACCOUNTS}) n;
                      create table plain_entry (id int, g bigint, at timestamptz)`)
    const speeds: LedgerSpeed[] = []
    for (const spread of [true, false]) {
      for (const clients of CLIENTS) speeds.push(await turn({ pool, accounts, spread, clients, rounds, roundMs }))
    }
    const { rows } = await pool.query('select id from ledger_laws() where left_g <> right_g or broken <> 0 order by id')
    console.log('laws broken', rows.length === 0 ? 'none' : rows)
    return speeds
  } finally {
    await pool.end()
  }
}

/** Accounts with more than any run can retire. */
async function funded(pool: pg.Pool, db: Db): Promise<OrganisationId[]> {
  const accounts = Array.from({ length: ACCOUNTS }, () => OrganisationId.parse(randomUUID()))
  for (const ownerId of accounts) {
    await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [ownerId])
    await db.transaction((tx) =>
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
  }
  return accounts
}

type Turn = {
  pool: pg.Pool
  accounts: readonly OrganisationId[]
  spread: boolean
  clients: number
  rounds: number
  roundMs: number
}

async function turn({ pool, accounts, spread, clients, rounds, roundMs }: Turn): Promise<LedgerSpeed> {
  const pick = (n: number) => (spread ? n % ACCOUNTS : 0)
  const plain = (n: number) => limit(pool, pick(n) + 1)
  const ours = (n: number) => retirement(pool, accounts[pick(n)] as OrganisationId)
  await drive(ours, clients, 300)
  const pairs: { ours: Driven; plain: Driven }[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ plain: await drive(plain, clients, roundMs), ours: await drive(ours, clients, roundMs) })
  }
  const ratio = (pair: (typeof pairs)[number]) => pair.ours.perS / pair.plain.perS
  const middle = pairs.toSorted((a, b) => ratio(a) - ratio(b))[rounds >> 1] as (typeof pairs)[number]
  const speed = {
    spread,
    clients,
    perS: middle.ours.perS,
    limitPerS: middle.plain.perS,
    ofLimit: ratio(middle),
    p99Ms: middle.ours.p99Ms,
  }
  console.log(`retirements, ${spread ? 'many accounts' : 'one account'}, ${clients} clients`, {
    'retirements/s': Math.round(speed.perS),
    'bare transactions/s': Math.round(speed.limitPerS),
    'of the bare ones': speed.ofLimit.toFixed(2),
    'p99 ms': speed.p99Ms.toFixed(1),
  })
  return speed
}

const SAID = JSON.stringify({ beneficiary: 'b', purpose: 'p', publicName: false })

/** What the ledger does for one retirement, as one statement that is its own transaction. */
async function retirement(pool: pg.Pool, account: OrganisationId): Promise<void> {
  const key = randomUUID()
  await pool.query({
    name: 'retire',
    text: `select ledger_retire($1, $2, $3, null, 'j-credit', 1, $4::jsonb, $5, $2)`,
    values: [key, createHash('sha256').update(key).digest(), account, SAID, randomBytes(32)],
  })
}

/** The least a durable ledger does. */
async function limit(pool: pg.Pool, account: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({ name: 'u', text: 'update plain_balance set g = g + 1 where id = $1', values: [account] })
    await client.query({ name: 's', text: 'select g from plain_balance where id = $1', values: [account] })
    await client.query({ name: 'i', text: 'insert into plain_entry values ($1, 1, now())', values: [account] })
    await client.query('commit')
  } finally {
    client.release()
  }
}

type Driven = { perS: number; p99Ms: number }

/** So many at a time for so long. */
async function drive(act: (n: number) => Promise<void>, clients: number, ms: number): Promise<Driven> {
  const times: number[] = []
  const began = performance.now()
  let n = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - began < ms) {
        const at = performance.now()
        await act(n++)
        times.push(performance.now() - at)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  return { perS: times.length / seconds, p99Ms: times[Math.floor(times.length * 0.99)] ?? 0 }
}
