import { join } from 'node:path'
import { isMigrated } from '@morinowa/prisma/migrate.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { buildApp } from './app.ts'
import { DEMO_PASSWORD, demoAccounts } from './demo/accounts.ts'
import { readConfig } from './platform/config.ts'
import { openDeps } from './platform/open-deps.ts'
import { type Closing, checkPort, listen, say } from './platform/process.ts'
import { root } from './platform/root.ts'
import { useDatabase } from './platform/use-database.ts'
import { prepareDatabase, prepareDemo } from './prepare-database.ts'
import { work } from './work.ts'

export type Parts = {
  /** Answer requests. */
  server: boolean
  /** Work on jobs. */
  worker: boolean
  /** Refuse a data folder that another process uses. */
  alone?: boolean
  /** Whether the pages that must be there before they are served could be built. */
  webReady?: Promise<boolean>
  /** Brings a database to this release in a process of its own, whose memory is then gone. Answers whether it could. */
  prepareApart?: (databaseUrl: string) => Promise<boolean>
}

/** Everything a process does between its beginning and the moment it is ready; `closing` undoes it. */
export async function run(closing: Closing, parts: Parts): Promise<void> {
  const { server, worker, alone = false, webReady, prepareApart } = parts
  const config = readConfig()
  if (server) await checkPort(config)
  const databaseUrl = await useDatabase(config, closing, { alone })
  if (!prepareApart || (await isMigrated(databaseUrl))) await prepareDatabase(databaseUrl)
  else if (!(await prepareApart(databaseUrl))) {
    throw new Unable('データベースを準備できませんでした。', 'The database could not be prepared.')
  }
  const { deps, close } = await openDeps(config, databaseUrl, { worker })
  closing.add(close)
  if (worker) await work(deps)
  if (!server) return say('ワーカーが動いています。', 'The worker is running.')

  if ((await webReady) === false) throw new Unable('画面を組み立てられませんでした。', 'The pages could not be built.')
  const app = await buildApp(deps, { webRoot: join(root(), 'web/dist'), logger: config.production })
  closing.add(() => app.close())
  const demo = await prepareDemo(app, deps)
  const port = await listen(app, config)
  const address = config.publicUrl.replace(/:0$/, `:${port}`)
  say(`準備ができました:`, `Ready: ${address}`)
  if (!demo) return
  say(
    `デモのアカウント（パスワードはどれも ${DEMO_PASSWORD}）:`,
    `Demo accounts (one password for all): ${address}/demo`,
  )
  for (const { kind, email } of demoAccounts) process.stdout.write(`  ${kind.padEnd(26)}${email}\n`)
}
