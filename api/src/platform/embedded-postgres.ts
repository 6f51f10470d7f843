import { execFile, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import pg from 'pg'
import { keptSecret, unwritable } from './config.ts'
import { type Binaries, binaries, clusterFolder, makeClusterParent, type Runner, runner } from './postgres-binaries.ts'
import { commandOf, identityOf } from './process-identity.ts'

// A real PostgreSQL in the data folder, for one machine. Its programs come from npm; starting and stopping are ours,
// because a killed run leaves its server behind, and the next run must take that one over instead of failing.

const run = promisify(execFile)

const MAJOR = '18'
const USER = 'morinowa'
const START_WITHIN_MS = 60_000
const LOG_LIMIT_BYTES = 1_048_576
const LOOK_EVERY_MS = 250
const LAST_PORT_TRIES = 5

export type EmbeddedPostgres = {
  /** Where a database of this server is. */
  url(database?: string): string
  /** Where its files are. */
  folder: string
  /** False when another living process of ours started it: then it is not ours to stop. */
  owned: boolean
  /** Stops the server if this process owns it. */
  stop(): Promise<void>
  /**
   * Starts the server again where it was when it dies, for as long as this process lives. Of several processes the owner
   * does it, or whoever outlives the owner.
   */
  keepAlive(onEvent: (event: 'lost' | 'back', error?: unknown) => void): void
}

export type EmbeddedOptions = {
  dataDir: string
  /** False only for tests, whose data may be lost with the machine. */
  durable?: boolean
  connections?: number
  /** Said once, when the cluster had to be put elsewhere than in the data folder. */
  onMoved?: (folder: string) => void
}

type Cluster = {
  programs: Binaries
  as: Runner | undefined
  dataDir: string
  folder: string
  password: string
  durable: boolean
  connections: number
}

/**
 * Starts the database server of a data folder, or takes over the one that a killed run left there.
 * @throws Unable with a plain sentence when the folder or the machine does not allow it.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await makeWritable(dataDir)
  const as = await runner()
  const programs = await binaries(as)
  const { folder, moved } = clusterFolder(dataDir, as)
  if (moved) {
    await makeClusterParent(folder)
    options.onMoved?.(folder)
  }
  const password = keptSecret(dataDir, 'postgres.password')
  const { durable = true, connections = 100 } = options
  const cluster: Cluster = { programs, as, dataDir, folder, password, durable, connections }
  await settleIn(cluster)
  await initialise(cluster)

  const adopted = await adopt(cluster)
  const port = adopted ?? (await start(cluster))
  const owned = await own(dataDir, adopted !== undefined)
  const ending = new AbortController()
  let keeping: Promise<void> | undefined
  return {
    url: (database = USER) => urlOf(cluster, port, database),
    folder,
    owned,
    async stop() {
      ending.abort()
      await keeping
      if ((await ownerOf(dataDir)) === identityOf(process.pid)) await stop(cluster)
    },
    keepAlive(onEvent) {
      keeping = keep(cluster, port, onEvent, ending.signal)
    },
  }
}

async function keep(
  cluster: Cluster,
  port: number,
  onEvent: (event: 'lost' | 'back', error?: unknown) => void,
  ending: AbortSignal,
): Promise<void> {
  let server = await serverOf(cluster)
  // Someone who sleeps keeps no process alive.
  const pause = () => sleep(LOOK_EVERY_MS, undefined, { signal: ending, ref: false }).catch(() => {})
  for (; !ending.aborted; await pause()) {
    if (server !== undefined && identityOf(Number(server.split(' ')[0])) === server) continue
    const wasOurs = server !== undefined
    server = await serverOf(cluster)
    // Somebody else was quicker, or it is for somebody else to do.
    if (server !== undefined || !(await isMine(cluster.dataDir))) continue
    if (wasOurs) onEvent('lost')
    try {
      if ((await adopt(cluster)) === undefined) await start(cluster, { port, ending })
      await own(cluster.dataDir, true)
      server = await serverOf(cluster)
      if (!ending.aborted) onEvent('back')
    } catch (error) {
      // A full disk may be emptied, a port given back: as long as we are asked for data there is reason to try.
      onEvent('lost', error)
    }
  }
}

/** The identity of the server that holds the cluster, if one does. */
async function serverOf({ folder }: Cluster): Promise<string | undefined> {
  const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  return pid > 0 && isPostgres(pid) ? identityOf(pid) : undefined
}

/** Whether this process is the owner of the data folder's server, or the owner is dead. */
async function isMine(dataDir: string): Promise<boolean> {
  const owner = await ownerOf(dataDir)
  return owner === identityOf(process.pid) || identityOf(Number(owner.split(' ')[0])) !== owner
}

/** Ends the server of a data folder whose owner died, for those who want the folder gone. */
export async function stopAbandoned(dataDir: string): Promise<void> {
  const as = await runner()
  const { folder } = clusterFolder(dataDir, as)
  await stop({ programs: await binaries(as), as, dataDir, folder })
}

async function makeWritable(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`)
  try {
    await mkdir(dataDir, { recursive: true })
    await writeFile(probe, '')
    await rm(probe)
    const { uid, mode } = await stat(dataDir)
    // PostgreSQL's user walks through root's folder; whatever is secret inside has a mode of its own.
    if (process.getuid?.() === 0 && uid === 0) await chmod(dataDir, mode | 0o111)
  } catch (error) {
    throw unwritable(dataDir, error)
  }
}

/**
 * A cluster that was copied into the data folder, from a backup or another machine, is brought to where PostgreSQL's user
 * reaches it and becomes that user's.
 */
async function settleIn({ as, dataDir, folder }: Cluster): Promise<void> {
  const brought = join(dataDir, 'postgres')
  if (folder !== brought && !existsSync(join(folder, 'PG_VERSION')) && existsSync(join(brought, 'PG_VERSION'))) {
    await rm(`${folder}.new`, { recursive: true, force: true })
    await cp(brought, `${folder}.new`, { recursive: true })
    await rename(`${folder}.new`, folder)
  }
  const found = await stat(folder).catch(() => undefined)
  if (!found) return
  // Copying tools make folders that others may enter, which PostgreSQL refuses.
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700)
  if (as && found.uid !== as.uid) await run('chown', ['-R', `${as.uid}:${as.gid}`, folder])
}

/** Makes the cluster beside its place and moves it there, so that a killed `initdb` is never taken for a whole one. */
async function initialise({ programs, as, folder, password }: Cluster): Promise<void> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined && version.trim() !== MAJOR) {
    throw new Unable(
      `${folder} は PostgreSQL ${version.trim()} のデータです。この版は PostgreSQL ${MAJOR} を使います。`,
      `${folder} holds the data of PostgreSQL ${version.trim()}; this version uses PostgreSQL ${MAJOR}.`,
    )
  }
  if (version !== undefined) return

  const fresh = `${folder}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  const secrets = await mkdtemp(join(tmpdir(), 'morinowa-'))
  const passwordFile = join(secrets, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (as) await Promise.all([fresh, secrets, passwordFile].map((path) => chown(path, as.uid, as.gid)))
  try {
    const flags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`]
    await run(programs.initdb, ['-D', fresh, ...flags, ...access], { ...as, env: environment(), cwd: fresh })
    await rename(fresh, folder)
  } catch (error) {
    throw unable(error, (error as { stderr?: string }).stderr)
  } finally {
    await rm(secrets, { recursive: true, force: true })
  }
}

/** The port of a server that already runs on this cluster, once it answers. A dead one's lock file is put away. */
async function adopt(cluster: Cluster): Promise<number | undefined> {
  const lock = join(cluster.folder, 'postmaster.pid')
  for (const deadline = Date.now() + START_WITHIN_MS; Date.now() < deadline; await sleep(100)) {
    const lines = await readFile(lock, 'utf8').then(
      (text) => text.split('\n'),
      () => undefined,
    )
    if (!lines) return undefined
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    if (!identityOf(pid) || !isPostgres(pid)) {
      await rm(lock, { force: true })
      return undefined
    }
    // It may still be starting, or stopping: then it answers, or its lock file goes, within this loop.
    if (port && (await answers(cluster, port))) return port
  }
  throw new Unable(
    `前回の PostgreSQL が応答しません。${lock} にある番号のプロセスを終了してから、もう一度起動してください。`,
    `The PostgreSQL of an earlier run does not answer; end the process whose number is in ${lock} and start again.`,
  )
}

function isPostgres(pid: number): boolean {
  const command = commandOf(pid)
  return process.platform === 'win32' || command.includes('postgres')
}

/** Starts the server on a given port, to which others are connected already, or on a free one. */
async function start(cluster: Cluster, again?: { port: number; ending: AbortSignal }): Promise<number> {
  const deadline = Date.now() + START_WITHIN_MS
  for (let port = again?.port ?? (await freePort(cluster.dataDir)); ; port = again?.port ?? (await freePort())) {
    const said = await launch(cluster, port, deadline)
    if (said === undefined) {
      await writeFile(join(cluster.dataDir, 'postgres.port'), String(port))
      const adminUrl = urlOf(cluster, port, 'postgres')
      await ensureDatabase(adminUrl)
      return port
    }
    // Backends of a killed server hold its memory for a moment, and a port can be taken in between.
    const passing = /shared memory block|still in use|postmaster\.pid|Address already in use|could not bind/.test(said)
    if (!passing || again?.ending.aborted || Date.now() > deadline) throw unable(undefined, said)
    const other = await adopt(cluster)
    if (other) return other
    await sleep(250)
  }
}

/** Starts the server apart from this process's group, so that Ctrl-C reaches us alone. Answers why it did not start. */
async function launch(cluster: Cluster, port: number, deadline: number): Promise<string | undefined> {
  const log = join(cluster.dataDir, 'postgres.log')
  const flag = (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES ? 'w' : 'a'
  const output = openSync(log, flag, 0o600)
  const begin = statSync(log).size
  await chmod(log, 0o600)
  const server = spawn(cluster.programs.postgres, ['-D', cluster.folder, '-p', String(port), ...settings(cluster)], {
    ...cluster.as,
    cwd: cluster.folder,
    env: environment(),
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let ended = false
  server.once('error', () => {
    ended = true
  })
  server.once('exit', () => {
    ended = true
  })
  server.unref()
  while (!ended && Date.now() < deadline) {
    if (await answers(cluster, port)) return undefined
    await sleep(25)
  }
  return readFileSync(log).subarray(begin).toString('utf8') || 'postgres did not start'
}

/** Sized for two cores and a few gigabytes; everything that makes data durable keeps PostgreSQL's default. */
function settings({ durable, connections }: Cluster): string[] {
  const lossy = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal' }
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(connections),
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '1',
    // Compiling costs more than it saves on statements that take milliseconds.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { ...lossy, max_wal_senders: '0', autovacuum_naptime: '5min' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(cluster, port, 'postgres'),
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
    return resolve(rows[0]?.folder ?? '') === cluster.folder
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [USER])
    if (rowCount === 0) await client.query(`create database ${USER}`)
  } catch (error) {
    // Two that begin together may both find it missing.
    if ((error as { code?: string }).code !== '42P04') throw error
  } finally {
    await client.end()
  }
}

/** Writes down who stops the server: the process that started it, or that found its owner dead. */
async function own(dataDir: string, adopted: boolean): Promise<boolean> {
  const me = identityOf(process.pid) ?? String(process.pid)
  const owner = await ownerOf(dataDir)
  if (adopted && owner !== '' && owner !== me && identityOf(Number(owner.split(' ')[0])) === owner) return false
  await writeFile(join(dataDir, 'postgres.owner'), me)
  return true
}

function ownerOf(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'postgres.owner'), 'utf8').catch(() => '')
}

async function stop({
  programs,
  as,
  dataDir,
  folder,
}: Pick<Cluster, 'programs' | 'as' | 'dataDir' | 'folder'>): Promise<void> {
  const control = (mode: string) =>
    run(programs.pgCtl, ['stop', '-D', folder, '-m', mode, '-w', '-t', '20'], {
      ...as,
      env: environment(),
      cwd: folder,
    })
  try {
    // Immediate is as safe as a power cut: the log is replayed at the next start.
    await control('fast').catch(() => control('immediate'))
  } catch (error) {
    // Nothing to stop is what was wanted.
    if (!/PID file .* does not exist|No such process/.test(String((error as { stderr?: string }).stderr))) throw error
  } finally {
    await rm(join(dataDir, 'postgres.owner'), { force: true })
  }
}

/** The port of last time if it is still free, so that a saved connection keeps working; otherwise any. */
async function freePort(dataDir?: string): Promise<number> {
  const last = dataDir && Number(await readFile(join(dataDir, 'postgres.port'), 'utf8').catch(() => '0'))
  // Another process that begins at the same moment may be trying it too: both then find it free again.
  for (let tries = 0; last && tries < LAST_PORT_TRIES; tries++) {
    if (await tryPort(last)) return last
    await sleep(50 + Math.random() * 100)
  }
  return (await tryPort(0)) || 0
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

function urlOf({ password }: Cluster, port: number, database: string): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
}

/** Nothing of the caller's: PGDATA, PGPORT or a locale would steer the server elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot ? { SystemRoot } : {}) }
}

function unable(cause: unknown, said = String(cause)): Unable {
  const line =
    said
      .trim()
      .split('\n')
      .findLast((text) => /FATAL|PANIC|ERROR|error|could not/.test(text)) ?? said.trim()
  return new Unable(
    `同梱の PostgreSQL を起動できません: ${line}`,
    `The bundled PostgreSQL could not be started: ${line}`,
    cause,
  )
}
