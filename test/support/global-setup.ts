import { randomBytes } from 'node:crypto'
import { seedAccounts } from '@morinowa/api/demo/seed-accounts.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { migrate } from '@morinowa/prisma/migrate.ts'
import { seed } from '@morinowa/prisma/seed/seed.ts'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startTestServer } from './cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
    template: string
  }
}

type Prepared = { adminUrl: string; template: string; end(): Promise<void> }

// Several projects ask for the database of a run; the first makes it, the last ends it.
const shared = globalThis as typeof globalThis & { testDatabase?: { users: number; prepared: Promise<Prepared> } }

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  shared.testDatabase ??= { users: 0, prepared: prepare() }
  const mine = shared.testDatabase
  mine.users++
  const { adminUrl, template } = await mine.prepared
  project.provide('adminUrl', adminUrl)
  project.provide('template', template)
  return async () => {
    mine.users--
    if (mine.users > 0) return
    delete shared.testDatabase
    await (await mine.prepared).end()
  }
}

/** A server with one migrated and seeded database, which every test file then clones. */
async function prepare(): Promise<Prepared> {
  const server = await startTestServer()
  const template = `morinowa_template_${randomBytes(6).toString('hex')}`
  const end = async () => {
    await administer(server.adminUrl, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
  try {
    await administer(server.adminUrl, `create database ${template}`)
    const url = withDatabase(server.adminUrl, template)
    await migrate(url)
    await seed(url)
    await seedAccountsAndQueues(url)
    return { adminUrl: server.adminUrl, template, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** What every test wants and costs half a second to make: the demo's accounts and the job queues. */
async function seedAccountsAndQueues(url: string): Promise<void> {
  const config = readConfig({ MORINOWA_SECRET: randomBytes(32).toString('hex'), MORINOWA_DEMO: '1' })
  const { deps, close } = await openDeps(config, url, { worker: false })
  await seedAccounts(deps)
  await close()
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}
