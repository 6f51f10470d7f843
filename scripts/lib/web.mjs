import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './install.mjs'
import { filesBelow, recall, remember, root, stampOf } from './paths.mjs'
import { say } from './say.mjs'

const STAMP = 'web'

/**
 * Builds the web with Vite if a source, a setting or the lockfile changed since the last build. Vite works in a
 * process of its own, whose memory is gone when the product runs. Answers false when the build failed.
 */
export async function ensureWeb() {
  const inputs = [...filesBelow('web'), ...filesBelow('shared/src'), 'pnpm-lock.yaml']
  const wanted = stampOf(inputs)
  const dist = join(root, 'web/dist')
  if (recall(STAMP) === wanted && existsSync(join(dist, 'index.html'))) return true

  say('画面を組み立てています…', 'Building the pages…')
  const fresh = `dist.${process.pid}`
  const vite = join(root, 'web/node_modules/vite/bin/vite.js')
  const flags = ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  if ((await run(process.execPath, [vite, ...flags], { cwd: join(root, 'web') })) !== 0) {
    rmSync(join(root, 'web', fresh), { recursive: true, force: true })
    return false
  }
  // Put in place at once, so that a killed or a second build never leaves half of one.
  const old = `${dist}.old.${process.pid}`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(join(root, 'web', fresh), dist)
  rmSync(old, { recursive: true, force: true })
  remember(STAMP, wanted)
  return true
}
