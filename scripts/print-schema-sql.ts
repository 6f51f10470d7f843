import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPool } from '../api/src/platform/db.ts'
import { startEmbeddedPostgres } from '../api/src/platform/embedded-postgres.ts'
import { runProcess } from '../api/src/platform/process.ts'
import { schemaSql } from '../prisma/diff.ts'

// Prints the SQL of prisma/schema: material for a new migration, which is then finished by hand. The engine wants a
// server to ask for its version, so a throwaway one is started.
await runProcess(async (closing) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-schema-'))
  closing.add(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  closing.add(() => server.stop())
  const pool = openPool(server.url())
  closing.add(() => pool.end())
  process.stdout.write(await schemaSql(pool))
  await closing.run()
})
