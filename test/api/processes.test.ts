import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopAbandoned } from '@morinowa/api/platform/embedded-postgres.ts'
import { identityOf } from '@morinowa/api/platform/process-identity.ts'
import { root } from '@morinowa/api/platform/root.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { runProgram } from '../support/program.ts'

// The real processes, begun and ended as people and machines do it.

/** A busy machine takes its time to make a database. */
const SLOW_MS = 180_000

const database = await freshDatabase()
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'morinowa-process-'))
})

afterEach(async () => {
  await stopAbandoned(dataDir).catch(() => {})
  await rm(dataDir, { recursive: true, force: true })
})

const worker = () => runProgram('api/src/worker.ts', { MORINOWA_DATA_DIR: dataDir })
const server = (settings: Record<string, string>) =>
  runProgram('api/src/server.ts', { MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', ...settings })

async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
}

async function gone(pid: number): Promise<void> {
  while (identityOf(pid)) await sleep(20)
}

describe('the embedded database', () => {
  test(
    'is taken over after its process was killed, and stopped with the next one',
    async () => {
      const first = worker()
      await first.until('running')
      const pid = await postmaster()
      first.kill('SIGKILL')
      await first.ended
      expect(identityOf(pid)).toBeDefined()
      for (const secret of ['postgres.password', 'session.secret']) {
        expect((await stat(join(dataDir, secret))).mode & 0o777).toBe(0o600)
      }

      const second = worker()
      await second.until('running')
      expect(await postmaster()).toBe(pid)
      second.kill('SIGINT')
      expect(await second.ended).toBe(0)
      await gone(pid)
    },
    SLOW_MS,
  )

  test(
    'starts again after everything was killed at once',
    async () => {
      const first = worker()
      await first.until('running')
      const pid = await postmaster()
      process.kill(pid, 'SIGKILL')
      first.kill('SIGKILL')
      await first.ended

      const second = worker()
      await second.until('running')
      expect(await postmaster()).not.toBe(pid)
      second.kill('SIGTERM')
      expect(await second.ended).toBe(0)
    },
    SLOW_MS,
  )

  test(
    'is shared by a second process, which leaves it running',
    async () => {
      const first = worker()
      await first.until('running')
      const second = worker()
      await second.until('running')
      second.kill('SIGTERM')
      expect(await second.ended).toBe(0)
      expect(identityOf(await postmaster())).toBeDefined()
      first.kill('SIGTERM')
      expect(await first.ended).toBe(0)
    },
    SLOW_MS,
  )
})

describe('a server alone', () => {
  test(
    'answers on its port and ends with 0 on Ctrl-C',
    async () => {
      const port = await unusedPort()
      const alone = server({ PORT: String(port), DATABASE_URL: database.url })
      await alone.until('Ready')
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
      alone.kill('SIGINT')
      // npm passes the terminal's signal on: the same press arrives twice and must not force the end.
      alone.kill('SIGINT')
      expect(await alone.ended).toBe(0)
    },
    SLOW_MS,
  )

  const failures: [string, () => Promise<Record<string, string>>, RegExp][] = [
    [
      'a port in use',
      async () => ({ PORT: String(await takenPort()), DATABASE_URL: database.url }),
      /^Port \d+ is in use/,
    ],
    [
      'an unreachable database',
      async () => ({ PORT: '0', DATABASE_URL: `postgresql://someone:secret@127.0.0.1:${await unusedPort()}/nowhere` }),
      /^The database of DATABASE_URL \(127\.0\.0\.1:\d+\/nowhere\) cannot be reached/,
    ],
    [
      'a data folder that is no folder',
      async () => ({ PORT: '0', MORINOWA_DATA_DIR: await aFile() }),
      /cannot be written/,
    ],
    ['a setting that makes no sense', async () => ({ PORT: 'harbour' }), /^The environment variable PORT has/],
  ]
  test.each(failures)(
    'says %s in one sentence per language and fails',
    async (_, settings, sentence) => {
      const alone = server(await settings())
      expect(await alone.ended).toBe(1)
      const [ja = '', en = '', ...more] = alone.printed().err.trimEnd().split('\n')
      expect(ja).toMatch(/[ぁ-ん]/)
      expect(en).toMatch(sentence)
      expect(more).toEqual([])
      expect(alone.printed().err).not.toContain('secret')
    },
    SLOW_MS,
  )
})

test('an old Node is told which one is needed', () => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' })`
  const script = `${pretend}; import('./scripts/start.mjs')`
  let said = ''
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root(), stdio: 'pipe' })
  } catch (error) {
    said = String((error as { stderr: Buffer }).stderr)
  }
  expect(said.trimEnd().split('\n')).toEqual([
    expect.stringContaining('20.19 以降が必要'),
    expect.stringContaining('20.19 or newer is needed'),
  ])
})

const listening: Server[] = []
afterEach(() => {
  for (const one of listening.splice(0)) one.close()
})

async function takenPort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1')
  listening.push(taken)
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function unusedPort(): Promise<number> {
  const port = await takenPort()
  await new Promise((resolve) => listening.pop()?.close(resolve))
  return port
}

async function aFile(): Promise<string> {
  const file = join(dataDir, 'file')
  await writeFile(file, '')
  return file
}
