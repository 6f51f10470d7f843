import { Unable } from '@morinowa/shared/kernel/unable.ts'
import pg from 'pg'
import { v7 } from 'uuid'
import type { Config } from './config.ts'
import { openDb, openPool } from './db.ts'
import type { Deps } from './deps.ts'
import { openJobs } from './jobs.ts'
import { openPrisma } from './prisma.ts'

export type OpenDeps = { deps: Deps; close(): Promise<void> }

const CONNECT_WITHIN_MS = 5_000
const OLDEST_SERVER = 180_000

/** Opens what use-cases are given. `worker` says whether this process also works on jobs. */
export async function openDeps(
  config: Config,
  databaseUrl: string,
  { worker }: { worker: boolean },
): Promise<OpenDeps> {
  const pool = openPool(databaseUrl)
  const prisma = openPrisma(databaseUrl)
  const onError = (error: Error) => process.stderr.write(`jobs: ${error.message}\n`)
  const jobs = await openJobs(databaseUrl, { worker, onError })
  const { publicUrl, dataDir, secret, demo, production, adminEmail, stripe, mail } = config
  return {
    deps: {
      db: openDb(pool),
      prisma,
      jobs,
      now: () => new Date().toISOString(),
      newId: () => v7(),
      settings: { publicUrl, dataDir, secret, demo, production, adminEmail, stripe, mail },
    },
    async close() {
      await jobs.stop()
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/**
 * Makes sure that a database answers and is new enough, before anything else asks it.
 * @throws Unable naming the server, never its password.
 */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const { host, pathname } = new URL(databaseUrl)
  const place = `${host}${pathname}`
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_WITHIN_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < OLDEST_SERVER) throw tooOld(place, Math.floor(version / 10_000))
  } catch (error) {
    if (error instanceof Unable) throw error
    const said = (error as Error).message || (error as { code?: string }).code
    throw new Unable(
      `DATABASE_URL のデータベース（${place}）に接続できません: ${said}`,
      `The database of DATABASE_URL (${place}) cannot be reached: ${said}`,
      error,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

function tooOld(place: string, major: number): Unable {
  return new Unable(
    `${place} は PostgreSQL ${major} です。PostgreSQL 18 以降が必要です。`,
    `${place} is PostgreSQL ${major}; PostgreSQL 18 or newer is needed.`,
  )
}
