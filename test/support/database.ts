import { randomBytes } from 'node:crypto'
import { type Db, openDb } from '@morinowa/api/platform/db.ts'
import pg from 'pg'
import { afterAll, inject } from 'vitest'

export type TestDatabase = { url: string; pool: pg.Pool; db: Db }

/**
 * A database of this test file's own, migrated and seeded; it goes when the file ends. Call it at the top of the file
 * or in `beforeAll`. With `empty`, nothing is in it.
 */
export async function freshDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl')
  const name = `morinowa_test_${process.pid}_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name} template ${empty ? 'template0' : inject('template')}`)

  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href, max: 20 })
  pool.on('error', () => {})
  afterAll(async () => {
    await pool.end()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  return { url: url.href, pool, db: openDb(pool) }
}
