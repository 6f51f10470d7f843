import { migrate } from '@morinowa/prisma/migrate.ts'
import { seed } from '@morinowa/prisma/seed/seed.ts'
import type { FastifyInstance } from 'fastify'
import { seedAccounts } from './demo/seed-accounts.ts'
import { seedWorld } from './demo/seed-world.ts'
import type { Deps } from './platform/deps.ts'

/** Brings a database to this release: its shape, and the facts every installation needs. */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl)
  await seed(databaseUrl)
}

/** Makes the demo world through the application where one is wanted, and says whether; what is there already stays. */
export async function prepareDemo(app: FastifyInstance, deps: Deps): Promise<boolean> {
  if (!deps.settings.demo || deps.settings.production) return false
  await seedAccounts(deps)
  await seedWorld(app, deps)
  return true
}
