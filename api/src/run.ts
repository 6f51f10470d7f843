import { join } from 'node:path'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { buildApp } from './app.ts'
import { seedWorld } from './demo/seed-world.ts'
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
}

/** Everything a process does between its beginning and the moment it is ready; `closing` undoes it. */
export async function run(closing: Closing, { server, worker, alone = false, webReady }: Parts): Promise<void> {
  const config = readConfig()
  if (server) await checkPort(config)
  const databaseUrl = await useDatabase(config, closing, { alone })
  await prepareDatabase(databaseUrl)
  const { deps, close } = await openDeps(config, databaseUrl, { worker })
  closing.add(close)
  await prepareDemo(deps)
  if (worker) await work(deps)
  if (!server) return say('ワーカーが動いています。', 'The worker is running.')

  if ((await webReady) === false) throw new Unable('画面を組み立てられませんでした。', 'The pages could not be built.')
  const app = await buildApp(deps, { webRoot: join(root(), 'web/dist'), logger: config.production })
  closing.add(() => app.close())
  if (config.demo && !config.production) await seedWorld(app, deps)
  const port = await listen(app, config)
  const address = config.publicUrl.replace(/:0$/, `:${port}`)
  say(`準備ができました:`, `Ready: ${address}`)
}
