import { join } from 'node:path'
import { run } from './install.mjs'
import { recall, root, stampOf } from './paths.mjs'

/** Under which name a bundle's inputs are remembered. */
export const memoryName = (outfile) => `bundle-${outfile.replaceAll(/[^a-z0-9]+/gi, '-')}`

/**
 * Makes one JavaScript file of a TypeScript program of ours if a source changed since the last time, and answers where
 * it is. Packages stay outside. Node 20 does not read TypeScript, and a bundle starts faster than a loader that does.
 * The bundler works in a process of its own, whose memory is gone when the program runs.
 * @param entry the program, relative to the repository
 * @param outfile where to, relative to the repository
 */
export async function bundle(entry, outfile) {
  const known = parse(recall(memoryName(outfile)))
  if (!known || known.stamp !== stampOf(known.inputs)) {
    const builder = join(root, 'scripts/lib/build-bundle.mjs')
    const code = await run(process.execPath, [builder, entry, outfile], { cwd: root, stdio: 'inherit' })
    if (code !== 0) process.exit(code)
  }
  return join(root, outfile)
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
