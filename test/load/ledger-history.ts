import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTogether, type Together } from '@morinowa/api/credits/act-together.ts'
import { retirementAct } from '@morinowa/api/credits/acts.ts'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { openDb, openPool } from '@morinowa/api/platform/db.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type pg from 'pg'

// What a retirement costs when a ledger has many behind it: the same holding, from a thousand entries to a million.
// The history is written by the ledger's own function, a few thousand in a call; every law is checked at each size. Then
// the ledgers of all sizes take turns, so that what else the machine does falls on all of them.

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
/** Against this size the others are compared. */
const USUAL = 10_000
const IN_A_CALL = 2_000
const WARM = 0.02
const ROUNDS = 40
const IN_A_ROUND = 16
const AT_ONCE = 32

export type LedgerHistory = {
  entries: number
  lawsMs: number
  usEach: number
  usTogether: number
  /** Throughput as a part of that after 10,000 entries. */
  each: number
  together: number
}

/** Measures and prints, at each size, one after another and 32 at a time, in microseconds. */
export async function run({ sizes = SIZES, rounds = ROUNDS } = {}): Promise<LedgerHistory[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    await prepareDatabase(server.url())
    const account = await withPool(server.url(), begun)
    const ledgers: Ledger[] = []
    for (const [at, size] of sizes.entries()) {
      const lawsMs = await withPool(server.url(), (pool) =>
        grown(pool, account, at === 0 ? 1 : (sizes[at - 1] ?? 1), size),
      )
      console.log(`all laws checked after ${size.toLocaleString('en')} entries, ms`, Math.round(lawsMs))
      await withPool(server.url('postgres'), (pool) =>
        pool.query(`create database history_${size} template morinowa strategy file_copy`),
      )
      ledgers.push({ entries: size, lawsMs, url: server.url(`history_${size}`) })
    }
    return await compared(ledgers, account, rounds)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

type Ledger = { entries: number; lawsMs: number; url: string }

async function withPool<T>(url: string, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, 2)
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}

async function begun(pool: pg.Pool): Promise<OrganisationId> {
  const account = OrganisationId.parse(randomUUID())
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [account])
  await openDb(pool).transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: account,
      family: 'j-credit',
      massG: 1_000_000_000_000,
      vintage: 2024,
      projectName: 'p',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    }),
  )
  return account
}

/** Writes entries up to a size and answers how long it took to check every law, in milliseconds. */
async function grown(pool: pg.Pool, account: OrganisationId, from: number, to: number): Promise<number> {
  for (let entries = from; entries < to; entries += IN_A_CALL) {
    await grow(pool, account, Math.min(IN_A_CALL, to - entries))
  }
  // As the database itself does now and then: statistics, and pages that need no second look.
  await pool.query('vacuum analyze')
  const began = performance.now()
  const { rows } = await pool.query(
    `select id from ledger_laws() where id <> 'I15' and (left_g <> right_g or broken <> 0)`,
  )
  if (rows.length > 0) throw new Error(`laws are broken: ${JSON.stringify(rows)}`)
  return performance.now() - began
}

async function compared(ledgers: readonly Ledger[], account: OrganisationId, rounds: number): Promise<LedgerHistory[]> {
  const pools = ledgers.map(({ url }) => openPool(url, 2))
  try {
    // A ledger in use: after a checkpoint, and copying one is one, the first change of each page costs a copy of it.
    for (const [at, pool] of pools.entries()) {
      const warm = Math.ceil((ledgers[at]?.entries ?? 0) * WARM)
      for (let n = 0; n < warm; n += IN_A_CALL) await grow(pool, account, Math.min(IN_A_CALL, warm - n))
    }
    const acting = pools.map((pool) => openTogether(openDb(pool)))
    const times = ledgers.map(() => ({ each: [] as number[], together: [] as number[] }))
    for (let round = -2; round < rounds; round++) {
      for (const [at, together] of acting.entries()) {
        const each = await timed(together, account, 1, IN_A_ROUND)
        const many = await timed(together, account, AT_ONCE, 2 * AT_ONCE)
        // The first rounds only warm up.
        if (round < 0) continue
        times[at]?.each.push(each)
        times[at]?.together.push(many)
      }
    }
    const usual = times[ledgers.findIndex(({ entries }) => entries === USUAL)] ?? times[0]
    return ledgers.map(({ entries, lawsMs }, at) => {
      const of = (what: 'each' | 'together') => times[at]?.[what] ?? []
      const part = (what: 'each' | 'together') => middle(of(what).map((us, n) => (usual?.[what][n] ?? us) / us))
      const one: LedgerHistory = {
        entries,
        lawsMs,
        usEach: middle(of('each')),
        usTogether: middle(of('together')),
        each: part('each'),
        together: part('together'),
      }
      console.log(`retirements after ${entries.toLocaleString('en')} entries`, {
        'one after another, µs': Math.round(one.usEach),
        '32 at a time, µs each': Math.round(one.usTogether),
        'of the throughput after 10,000, one after another': one.each.toFixed(2),
        '32 at a time': one.together.toFixed(2),
        'goal at 1,000,000': '≥ 0.9',
      })
      return one
    })
  } finally {
    for (const pool of pools) await pool.end()
  }
}

const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0

/** Retirements of a gram each, written by the same function that the API calls. */
async function grow(pool: pg.Pool, account: OrganisationId, count: number): Promise<void> {
  await pool.query(
    `select count(*) from ledger_act_together(
       (select jsonb_agg(jsonb_build_object(
                 'n', n, 'wants', 1, 'key', gen_random_uuid(), 'request', '\\x' || repeat('00', 32), 'account', $1::uuid,
                 'mass', 1, 'said', '{"beneficiary":"b","purpose":"p","publicName":false}'::jsonb,
                 'salt', '\\x00', 'digest', '\\x' || repeat('00', 32))) from generate_series(1, $2::int) n),
       jsonb_build_array(jsonb_build_object(
         'place', 1, 'account', $1::uuid, 'family', 'j-credit', 'total', $2::int, 'most', 1)))`,
    [account, count],
  )
}

/** Microseconds for each of so many, so many at a time. */
async function timed(
  together: Together,
  organisationId: OrganisationId,
  atOnce: number,
  count: number,
): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < count; n += atOnce) {
    const done = await Promise.all(
      Array.from({ length: atOnce }, () => {
        const retirement = { beneficiary: '森の環商店', purpose: '催しの配送', publicName: false }
        const ask = { key: randomUUID(), organisationId, family: 'j-credit' as const, massG: 1, retirement }
        const once = { caller: organisationId, key: randomUUID(), fingerprint: Buffer.alloc(32) }
        return together(retirementAct(ask, once))
      }),
    )
    if (done.some((one) => one === null)) throw new Error('a retirement was not done together')
  }
  return ((performance.now() - began) * 1_000) / count
}
