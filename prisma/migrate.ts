import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import pg from 'pg'
import { root } from './root.ts'
import { type Engine, schemaEngine } from './schema-engine.ts'

type Migration = { name: string; sql: string; checksum: string }

/**
 * The advisory lock that lets one process migrate while the others wait. It is the engine's own, which takes it a second
 * time for as long as the connection lives; with a key of ours, two processes would each hold one and want the other.
 */
export const LOCK = 72_707_369

/**
 * Brings a database to the newest migration and answers the names it applied. Safe to call from many processes at
 * once. Each migration and its mark are one transaction, so a process killed half-way leaves nothing behind.
 * @throws Unable when an applied migration was edited since, or when a script fails.
 */
export async function migrate(target: string | pg.Pool, folder = join(root(), 'prisma/migrations')): Promise<string[]> {
  const migrations = await read(folder)
  return withConnection(target, async (pool) => {
    if ((await missing(pool, migrations)).length === 0) return []
    const engine = await schemaEngine(pool)
    await pool.query('select pg_advisory_lock($1)', [LOCK])
    const applied: string[] = []
    for (let name = await applyNext(pool, engine, folder, migrations); name; ) {
      applied.push(name)
      name = await applyNext(pool, engine, folder, migrations)
    }
    return applied
  })
}

/** Whether `migrate` would find nothing to do: one short question, without the engine. */
export async function isMigrated(
  target: string | pg.Pool,
  folder = join(root(), 'prisma/migrations'),
): Promise<boolean> {
  const migrations = await read(folder)
  return withConnection(target, async (pool) => (await missing(pool, migrations)).length === 0)
}

/** The engine speaks to a pool; a pool of one connection keeps it inside the transaction that we open. */
async function withConnection<T>(target: string | pg.Pool, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const options = typeof target === 'string' ? { connectionString: target } : target.options
  const pool = new pg.Pool({ ...options, max: 1, idleTimeoutMillis: 0, application_name: 'morinowa-migrate' })
  pool.on('error', () => {})
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

async function read(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** What is not applied yet; a name that this folder does not know is a newer release's, and is left alone. */
async function missing(pool: pg.Pool, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows: tables } = await pool.query(`select to_regclass('_prisma_migrations') as name`)
  if (tables[0].name === null) return [...migrations]
  const { rows } = await pool.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from _prisma_migrations
      where finished_at is not null and rolled_back_at is null`,
  )
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Unable(
        `適用済みのマイグレーション ${name} が書き換えられています。元に戻し、変更は新しいマイグレーションにしてください。`,
        `The migration ${name} was edited after it had been applied; restore it and write the change as a new one.`,
      )
    }
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

/** Applies the first missing migration, if there is one, and answers its name. */
async function applyNext(
  pool: pg.Pool,
  engine: Engine,
  folder: string,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  await pool.query('begin')
  try {
    const [next] = await missing(pool, migrations)
    if (next) await apply(engine, folder, migrations.slice(0, migrations.indexOf(next) + 1), next)
    await pool.query('commit')
    return next?.name
  } catch (error) {
    await pool.query('rollback')
    throw error
  }
}

async function apply(engine: Engine, baseDir: string, upTo: readonly Migration[], next: Migration) {
  const migrationsList = {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: upTo.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
  try {
    await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })
  } catch (error) {
    const said = whereIn(next.sql, engine.refused() ?? error)
    throw new Unable(
      `マイグレーション ${next.name} を適用できません: ${said}`,
      `The migration ${next.name} cannot be applied: ${said}`,
      error,
    )
  }
}

/** What PostgreSQL said, with the line of the script when it named a place. */
function whereIn(script: string, error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return String(error)
  if (!error.position) return error.message
  const line = script.slice(0, Number(error.position) - 1).split('\n').length
  return `${error.message} (migration.sql:${line})`
}
