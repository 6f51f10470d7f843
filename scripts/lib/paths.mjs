import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const packages = ['api', 'web', 'shared', 'prisma', 'test']

/** What the scripts remember between runs; it goes with node_modules. */
export const memory = join(root, 'node_modules/.morinowa')

/** Reads what an earlier run remembered under a name. */
export function recall(name) {
  try {
    return readFileSync(join(memory, name), 'utf8')
  } catch {
    return undefined
  }
}

/** Remembers a text under a name. Written beside and renamed, so that a killed run leaves the old one or the new. */
export function remember(name, text) {
  mkdirSync(memory, { recursive: true })
  writeWhole(join(memory, name), text)
}

export function writeWhole(file, contents) {
  const part = `${file}.${process.pid}`
  writeFileSync(part, contents)
  renameSync(part, file)
}

/** One hash over the contents of files; a missing one counts as empty. */
export function hashOf(files, ...more) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${file}\0`)
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)))
  }
  return hash.update(more.join('\0')).digest('hex')
}

/** A fingerprint of files by size and time of change, which is enough to see that something was edited. */
export function stampOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const found = statSync(join(root, file), { throwIfNoEntry: false })
    hash.update(`${file}\0${found ? `${found.mtimeMs} ${found.size}` : 'none'}\0`)
  }
  return hash.digest('hex')
}

/** Every file below a folder, relative to the repository. */
export function filesBelow(folder) {
  const found = []
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('dist')) continue
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) found.push(...filesBelow(path))
    else found.push(path)
  }
  return found.sort()
}
