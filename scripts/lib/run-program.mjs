import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { fail } from './say.mjs'

/** Runs a TypeScript program in this process, so that signals and the exit code are its own. */
export async function runProgram(entry, args) {
  const path = entry === undefined ? '' : relative(root, isAbsolute(entry) ? entry : resolve(root, entry))
  if (path === '' || path.startsWith('..') || !path.endsWith('.ts')) {
    fail(
      'このリポジトリーの TypeScript ファイルを指定してください。',
      'Name a TypeScript file of this repository: node scripts/run.mjs <file.ts> [arguments]',
    )
  }
  const entryPath = path.split(sep).join('/')
  await ensureInstalled({ checks: entryPath.startsWith('test/') })
  const file = await bundle(entryPath, `node_modules/.cache/morinowa/${entryPath.replace(/\.ts$/, '.mjs')}`)
  process.argv = [process.argv[0], file, ...args]
  await import(pathToFileURL(file).href)
}
