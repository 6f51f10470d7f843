import { resolve } from 'node:path'
import { backUp } from '../api/src/platform/back-up.ts'
import { readConfig } from '../api/src/platform/config.ts'
import { startEmbeddedPostgres } from '../api/src/platform/embedded-postgres.ts'
import { runProcess, say } from '../api/src/platform/process.ts'
import { Unable } from '../shared/src/kernel/unable.ts'

// pnpm backup <new folder>: copies the data folder, database included, while everything runs. Whoever starts with the copy
// as their data folder has everything back.

await runProcess(async (closing) => {
  const [, , asked] = process.argv
  const config = readConfig()
  if (!asked) {
    throw new Unable(
      '使い方: pnpm backup <まだないフォルダー>',
      'Usage: pnpm backup <a folder that does not exist yet>',
    )
  }
  if (config.databaseUrl) {
    throw new Unable(
      'DATABASE_URL のデータベースは、PostgreSQL の pg_basebackup で写してください。',
      'Copy the database of DATABASE_URL with PostgreSQL’s own pg_basebackup.',
    )
  }
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir })
  closing.add(() => server.stop())
  const { folder, bytes } = await backUp(server, config.dataDir, resolve(process.env.INIT_CWD ?? '.', asked))
  const size = Math.ceil(bytes / 1_048_576).toLocaleString('en')
  say(`${folder} に写しました（${size} MB）。`, `Copied to ${folder} (${size} MB).`)
  say(
    '戻すには、この写しを MORINOWA_DATA_DIR に指定して起動します。',
    'To restore it, start with the copy as MORINOWA_DATA_DIR.',
  )
  await closing.run()
})
