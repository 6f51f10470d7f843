import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres, stopAbandoned } from '@morinowa/api/platform/embedded-postgres.ts'
import { identityOf } from '@morinowa/api/platform/process-identity.ts'

// A throwaway PostgreSQL for one run. Several runs may share a machine, and a killed one leaves its server behind.

const PREFIX = 'morinowa-test-'
const RUNNER_FILE = 'runner'

export type TestServer = { adminUrl: string; stop(): Promise<void> }

/** The server that `TEST_DATABASE_URL` names, or one of our own that may lose its data with the machine. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { adminUrl: given, stop: () => Promise.resolve() }

  await sweep()
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX))
  await writeFile(join(dataDir, RUNNER_FILE), identityOf(process.pid) ?? '')
  const server = await startEmbeddedPostgres({ dataDir, durable: false, connections: 300 })
  return {
    adminUrl: server.url('postgres'),
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Ends the servers and removes the folders of runs that were killed. */
async function sweep(): Promise<void> {
  await mkdir(tmpdir(), { recursive: true })
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  for (const name of names) {
    const dataDir = join(tmpdir(), name)
    const runner = await readFile(join(dataDir, RUNNER_FILE), 'utf8').catch(() => '')
    // A folder without a name is one whose run has only just begun.
    if (runner === '' || identityOf(Number(runner.split(' ')[0])) === runner) continue
    await stopAbandoned(dataDir).catch(() => {})
    await rm(dataDir, { recursive: true, force: true }).catch(() => {})
  }
}
