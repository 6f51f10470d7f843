import module from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { bundle } from './bundle.mjs'
import { ensureInstalled, run } from './install.mjs'
import { memory, root } from './paths.mjs'
import { say } from './say.mjs'
import { ensureWeb } from './web.mjs'

/** Installs and builds what is missing, then runs the product in this process: one process needs less memory than two. */
export async function startEverything() {
  await ensureInstalled()
  const webReady = ensureWeb()
  // From Node 22 on, what was compiled once is read the next time.
  module.enableCompileCache?.(join(memory, 'compiled'))
  const file = await bundle('api/src/start.ts', 'api/dist/start.js')
  const { start } = await import(pathToFileURL(file).href)
  await start({ webReady, prepareApart: (databaseUrl) => prepareApart(file, databaseUrl) })
  giveBackMemory()
}

/** What a first start needs once (the migration engine, the demo world) would double the memory of this process. */
async function prepareApart(file, databaseUrl) {
  say('データベースを準備しています…', 'Preparing the database…')
  const program = `await (await import(${JSON.stringify(pathToFileURL(file).href)})).prepare()`
  const args = ['--input-type=module', '--eval', program]
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  return (await run(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env })) === 0
}

/** Beginning leaves garbage behind that an idle process would keep for hours. */
function giveBackMemory() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
