import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LOCK, migrate } from '@morinowa/prisma/migrate.ts'
import { seed } from '@morinowa/prisma/seed/seed.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'

const { pool, url } = await freshDatabase({ empty: true })
const whole = await freshDatabase()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'morinowa-migrations-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(async () => {
  await pool.query('drop schema public cascade; create schema public')
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

const BEECH = `create table beech (id int primary key);
create function rings(age int) returns int language plpgsql as $$
begin
  perform 1; -- A semicolon inside a body ends nothing.
  return age;
end $$;`

test('a migration with a function in it is applied whole, and once', async () => {
  await write('001_beech', BEECH)
  expect(await migrate(url, folder)).toEqual(['001_beech'])
  expect(await migrate(pool, folder)).toEqual([])
  expect((await pool.query('select rings(7) as rings')).rows).toEqual([{ rings: 7 }])
})

test('twenty processes that migrate at once apply each migration once', async () => {
  await write('001_beech', BEECH)
  await write('002_cedar', 'create table cedar (id int primary key)')
  const applied = await Promise.all(Array.from({ length: 20 }, () => migrate(url, folder)))
  expect(applied.flat().toSorted()).toEqual(['001_beech', '002_cedar'])
})

test('a migration that was edited after it had been applied is refused by name', async () => {
  await write('001_beech', BEECH)
  await migrate(url, folder)
  await write('001_beech', `${BEECH}\n-- Only a comment.`)
  const failure = await migrate(url, folder).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Unable)
  expect(failure).toMatchObject({ ja: expect.stringContaining('001_beech'), en: expect.stringContaining('001_beech') })
})

test('a script that fails half-way leaves nothing, says the line, and can be mended', async () => {
  await write('001_beech', BEECH)
  await write('002_cedar', 'create table cedar (id int primary key);\ncreate table fir (id nothing);')
  await expect(migrate(url, folder)).rejects.toThrow('type "nothing" does not exist (migration.sql:2)')
  const tables = await pool.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)
  expect(tables.rows.map(({ tablename }) => tablename)).toEqual(['_prisma_migrations', 'beech'])
  await write('002_cedar', 'create table cedar (id int primary key)')
  expect(await migrate(url, folder)).toEqual(['002_cedar'])
})

test('a database that is up to date is recognised by a question, waiting for nobody who migrates', async () => {
  const busy = await whole.pool.connect()
  try {
    await busy.query('select pg_advisory_lock($1)', [LOCK])
    expect(await migrate(whole.url)).toEqual([])
  } finally {
    await busy.query('select pg_advisory_unlock($1)', [LOCK])
    busy.release()
  }
})

test('seeding a second time changes no row', async () => {
  const count = async () =>
    (await whole.pool.query('select count(*)::int as n, max(xmin::text) from municipality')).rows
  const before = await count()
  await seed(whole.url)
  expect(await count()).toEqual(before)
})
