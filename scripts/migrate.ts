import { readConfig } from '../api/src/platform/config.ts'
import { runProcess, say } from '../api/src/platform/process.ts'
import { useDatabase } from '../api/src/platform/use-database.ts'
import { migrate } from '../prisma/migrate.ts'
import { seed } from '../prisma/seed/seed.ts'

// Brings a database to this release before its servers are replaced; the servers themselves do the same at start.
await runProcess(async (closing) => {
  const url = await useDatabase(readConfig(), closing)
  const applied = await migrate(url)
  await seed(url)
  say(
    applied.length === 0 ? 'マイグレーションは最新です。' : `適用しました: ${applied.join(', ')}`,
    applied.length === 0 ? 'The database is up to date.' : 'Applied.',
  )
  await closing.run()
})
