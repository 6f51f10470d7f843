import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { driveMillion, PROVIDERS, seeded } from '../../load/million-drive.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { createHash, randomBytes, randomUUID } from 'node:crypto'

let here: TestApp

beforeAll(async () => {
  here = await startApp()
})

async function provider(): Promise<{ id: string; key: string }> {
  const id = randomUUID()
  const key = `mw_${randomBytes(32).toString('base64url')}`
  const { pool } = here.database
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'Million', 'provider')`, [id])
  await pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes)
     values ($1, $2, 'million', $3, 'load', '{mobility:write}')`,
    [randomUUID(), id, createHash('sha256').update(key).digest()],
  )
  return { id, key }
}

test('rides of four providers at once, shuffled, cut off, sent twice and typed in too leave what a recount says', {
  timeout: 400_000,
}, async () => {
  // The demonstration's own acts are in the towns' sums already, and are not what is counted here.
  await here.database.pool.query('truncate area_sum, area_people, area_person')
  const providers = await Promise.all(Array.from({ length: PROVIDERS }, provider))
  const pool = new pg.Pool({ connectionString: here.database.url, max: 2 })
  try {
    const driven = await driveMillion({ address: here.url, pool, providers, batch: 1_000, random: seeded(7) }, 20_000)
    expect(driven.differences).toEqual([])
    expect(driven.lines).toBeGreaterThan(20_400)
    expect(driven.typed).toBe(400)
    expect(driven.cuts).toBeGreaterThan(5)
  } finally {
    await pool.end()
  }
})
