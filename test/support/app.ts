import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { DEMO_PASSWORD, demoAccounts } from '@morinowa/api/demo/accounts.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import type { Deps } from '@morinowa/api/platform/deps.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { root } from '@morinowa/api/platform/root.ts'
import { work } from '@morinowa/api/work.ts'
import supertest from 'supertest'
import { afterAll } from 'vitest'
import { freshDatabase, type TestDatabase } from './database.ts'

export type Agent = ReturnType<typeof supertest.agent>

export type TestApp = {
  app: Awaited<ReturnType<typeof buildApp>>
  /** Where it listens, under a name that passkeys accept. */
  url: string
  deps: Deps
  database: TestDatabase
  /** Nobody in particular. */
  agent: Agent
  /** Signs in as a demo account (`traveller`, `provider`, `buyer` …); the agent keeps its cookies. */
  signIn(kind: string): Promise<Agent>
  /** Holds the clock at a moment (RFC 3339), or lets it run again. */
  setClock(at?: string): void
}

export type TestAppOptions = {
  /** Work on jobs too, in this process. */
  worker?: boolean
  /** Serve the built web. */
  web?: boolean
  requestsPerMinute?: number
  /** Further environment variables. */
  environment?: Record<string, string>
}

/**
 * The whole application on a port and a database of this test file's own, with the demo's accounts and every answer
 * checked against its contract. Call it at the top of the file or in `beforeAll`.
 */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { worker = false, web = false, environment = {}, ...limits } = options
  const database = await freshDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-app-'))
  const port = await freePort()
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: database.url,
    MORINOWA_DATA_DIR: dataDir,
    MORINOWA_DEMO: '1',
    NODE_ENV: 'test',
    ...environment,
  })
  const opened = await openDeps(config, database.url, { worker })
  let held: string | undefined
  const running = opened.deps.now
  const deps = { ...opened.deps, now: () => held ?? running() }
  const app = await buildApp(deps, {
    strictReplies: true,
    ...limits,
    ...(web && { webRoot: join(root(), 'web/dist') }),
  })
  if (worker) await work(deps)
  await app.listen({ host: '127.0.0.1', port })
  afterAll(async () => {
    await app.close()
    await opened.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const address = `http://127.0.0.1:${port}`
  return {
    app,
    url: config.publicUrl,
    deps,
    database,
    agent: supertest.agent(address),
    signIn: (kind) => signIn(address, kind),
    setClock(at) {
      held = at
    },
  }
}

async function signIn(address: string, kind: string): Promise<Agent> {
  const account = demoAccounts.find((one) => one.kind === kind)
  if (!account) throw new Error(`no demo account of the kind ${kind}`)
  const agent = supertest.agent(address)
  await agent.post('/api/auth/sign-in/email').send({ email: account.email, password: DEMO_PASSWORD }).expect(200)
  return agent
}

/** The address must be known before the server is built: sessions and passkeys carry it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
