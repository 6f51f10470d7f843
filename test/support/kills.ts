import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { randomInt } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopAbandoned } from '@morinowa/api/platform/embedded-postgres.ts'
import { identityOf } from '@morinowa/api/platform/process-identity.ts'
import pg from 'pg'
import { unusedPort } from './port.ts'
import { type Program, runProgram } from './program.ts'

// Our programs and their PostgreSQL as processes of their own, to be killed at any moment and begun again.

/** How often something is killed; more when they are asked for: KILL_CYCLES=50. */
export const CYCLES = Number(process.env.KILL_CYCLES ?? 3)

/** A folder and a port that outlive whatever runs there. */
export type Site = { dataDir: string; port: number }

export async function newSite(): Promise<Site> {
  return { dataDir: await mkdtemp(join(tmpdir(), 'morinowa-kill-')), port: await unusedPort() }
}

export async function clearSite({ dataDir }: Site): Promise<void> {
  await stopAbandoned(dataDir).catch(() => {})
  await rm(dataDir, { recursive: true, force: true })
}

export type Running = { api: Program; worker?: Program }
export type Victim = 'api' | 'worker' | 'database'

const settings = ({ dataDir, port }: Site) => ({
  MORINOWA_DATA_DIR: dataDir,
  MORINOWA_DEMO: '0',
  PORT: String(port),
})

export async function startedApi(site: Site): Promise<Program> {
  const api = runProgram('api/src/server.ts', settings(site))
  await api.until('Ready')
  return api
}

/** It is not waited for: a kill may meet it while it begins. */
export const startedWorker = (site: Site): Program => runProgram('api/src/worker.ts', settings(site))

/** Kills one after the other or at once. */
export async function kill(site: Site, running: Running, victims: readonly Victim[]): Promise<void> {
  for (const victim of victims) {
    if (victim === 'database') killDatabase(site.dataDir)
    else {
      running[victim]?.kill('SIGKILL')
      await running[victim]?.ended
    }
    if (randomInt(2) === 0) await sleep(randomInt(200))
  }
}

/**
 * Kills PostgreSQL, now: only its first process, whose children then end as they find out, or all at once, so that none of
 * them writes down what only memory held. It may be dead already, or just beginning again.
 */
export function killDatabase(dataDir: string, { whole = randomInt(2) === 0 } = {}): void {
  const pid = databaseOf(dataDir)
  if (pid === undefined) return
  for (const one of whole ? [pid, ...childrenOf(pid)] : [pid]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It ended by itself in between.
    }
  }
}

/** PostgreSQL's first process, if it lives. */
function databaseOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    return identityOf(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

/** Elsewhere than on Linux the children find out by themselves that they have no parent. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Starts what is dead; what lives is given the time to notice that the database is back. */
export async function mend(site: Site, running: Running): Promise<void> {
  // One that was just beginning may also have ended because its database did.
  if (running.worker?.hasEnded()) running.worker = startedWorker(site)
  if (running.api.hasEnded()) running.api = await startedApi(site)
  const until = Date.now() + 60_000
  const ready = async () => {
    // Children of a dead server may still answer.
    if (databaseOf(site.dataDir) === undefined) return false
    return (await fetch(`http://127.0.0.1:${site.port}/readyz`)).status === 200
  }
  while (!(await ready().catch(() => false))) {
    if (running.api.hasEnded()) throw new Error(`the API ended by itself: ${running.api.printed().err}`)
    if (Date.now() > until) throw new Error(`the API does not recover: ${JSON.stringify(running.api.printed())}`)
    await sleep(50)
  }
}

export async function withPool<T>({ dataDir }: Site, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const [password, at] = await Promise.all(
    ['postgres.password', 'postgres.port'].map((name) => readFile(join(dataDir, name), 'utf8')),
  )
  const pool = new pg.Pool({ connectionString: `postgresql://morinowa:${password?.trim()}@127.0.0.1:${at}/morinowa` })
  pool.on('error', () => {})
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}

const WITHIN_MS = 180_000

/** So that a test that hangs says where. */
export async function within<T>(what: string, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), WITHIN_MS)
  })
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}
