import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTogether, type Together } from '@morinowa/api/credits/act-together.ts'
import { retirementAct } from '@morinowa/api/credits/acts.ts'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { type Db, openDb, openPool } from '@morinowa/api/platform/db.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type pg from 'pg'

// What a retirement costs when a ledger has many behind it: the same holding, from a thousand entries to a million.
// The history is written by the ledger's own function, a few thousand in a call; every law is checked at the end.

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
const IN_A_CALL = 2_000
const MEASURED = 400

export type LedgerHistory = { entries: number; usEach: number; usTogether: number; lawsMs: number }

/** Measures and prints, at each size, one after another and 32 at a time, in microseconds. */
export async function run({ sizes = SIZES } = {}): Promise<LedgerHistory[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  const pool = openPool(server.url(), 4)
  try {
    await prepareDatabase(server.url())
    return await measure(pool, openDb(pool), sizes)
  } finally {
    await pool.end()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(pool: pg.Pool, db: Db, sizes: readonly number[]): Promise<LedgerHistory[]> {
  const account = OrganisationId.parse(randomUUID())
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [account])
  await db.transaction((tx) =>
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
  const together = openTogether(db)
  const found: LedgerHistory[] = []
  let entries = 1
  for (const size of sizes) {
    for (; entries < size; entries += IN_A_CALL) await grow(pool, account, Math.min(IN_A_CALL, size - entries))
    entries = size
    // As the database itself does now and then: statistics, and pages that need no second look.
    await pool.query('vacuum analyze')
    await timed(together, account, 1, 50)
    const usEach = await timed(together, account, 1, MEASURED)
    const usTogether = await timed(together, account, 32, MEASURED)
    const began = performance.now()
    const { rows } = await pool.query(
      `select id from ledger_laws() where id <> 'I15' and (left_g <> right_g or broken <> 0)`,
    )
    if (rows.length > 0) throw new Error(`laws are broken: ${JSON.stringify(rows)}`)
    const one = { entries: size, usEach, usTogether, lawsMs: performance.now() - began }
    console.log(`retirements after ${size.toLocaleString('en')} entries`, {
      'one after another, µs': Math.round(one.usEach),
      '32 at a time, µs each': Math.round(one.usTogether),
      'all laws checked, ms': Math.round(one.lawsMs),
    })
    found.push(one)
    entries += 50 + 2 * MEASURED
  }
  return found
}

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
