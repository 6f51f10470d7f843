import { buildApp } from './app.ts'
import { readConfig } from './platform/config.ts'
import { openDeps } from './platform/open-deps.ts'
import { runProcess } from './platform/process.ts'
import { useDatabase } from './platform/use-database.ts'
import { prepareDatabase, prepareDemo } from './prepare-database.ts'

/**
 * Brings a database to this release before its servers are replaced: its shape, its facts and, where one is wanted, the
 * demo world. The servers do the same when they start.
 */
export function prepare(): Promise<void> {
  return runProcess(async (closing) => {
    const config = readConfig()
    const url = await useDatabase(config, closing)
    await prepareDatabase(url)
    const { deps, close } = await openDeps(config, url, { worker: false })
    closing.add(close)
    const app = await buildApp(deps)
    closing.add(() => app.close())
    await prepareDemo(app, deps)
    await closing.run()
  })
}
