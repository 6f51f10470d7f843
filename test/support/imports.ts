import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'

/** One import: who imports, and either a file of ours (relative to the repository) or the name of a package. */
export type Import = { from: string; to: string }

const SOURCE_FOLDERS = ['api/src', 'web/src', 'shared/src', 'prisma', 'test', 'scripts']
const SKIPPED = new Set(['node_modules', 'generated', 'dist', 'migrations'])
const SPECIFIER = /^(?:import|export)\b[^'"`]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm

/** Every import of every source file of the repository. */
export function importsOfRepository(): Import[] {
  return SOURCE_FOLDERS.flatMap((folder) => sourcesBelow(folder)).flatMap(importsOf)
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesBelow(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : []
  })
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root(), from), 'utf8')
  return [...text.matchAll(SPECIFIER)].map(([, named, bare, lazy]) => ({
    from,
    to: resolved(from, named ?? bare ?? lazy ?? ''),
  }))
}

function resolved(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const [, own, rest = ''] = /^@morinowa\/([a-z]+)\/?(.*)$/.exec(specifier) ?? []
  if (!own) return specifier
  return own === 'prisma' ? `prisma/${rest}` : `${own}/src/${rest}`
}
