import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'
import { ensureInstalled } from './install.mjs'
import { ensureWeb } from './web.mjs'

/** Installs and builds what is missing, then runs the product in this process: one process needs less memory than two. */
export async function startEverything() {
  await ensureInstalled()
  const webReady = ensureWeb()
  const file = await bundle('api/src/start.ts', 'api/dist/start.js')
  const { start } = await import(pathToFileURL(file).href)
  await start(webReady)
}
