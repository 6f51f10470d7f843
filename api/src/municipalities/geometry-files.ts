import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { z } from 'zod'

// Imported boundaries on the disk: `<data>/geo/<version>/` holds the files, `<data>/geo/current.json` says which version
// counts. Replacing that one small file is the installation, so a reader sees the old boundaries or the new, never half.

export const Installation = z.object({
  version: z.string(),
  quality: z.literal('imported'),
  attribution: Bilingual,
  importedAt: z.string(),
  sources: z.array(z.string()),
  /** Codes that have no land in these boundaries. */
  missing: z.array(z.string()),
})
export type Installation = z.infer<typeof Installation>

const CURRENT = 'current.json'
export const MAP_FILE = 'map.topo.json'
export const LOOKUP_FILE = 'lookup.topo.json'

export const geometryFolder = (dataDir: string): string => join(dataDir, 'geo')
export const currentFile = (dataDir: string): string => join(geometryFolder(dataDir), CURRENT)
export const versionFolder = (dataDir: string, version: string): string => join(geometryFolder(dataDir), version)

/** What is installed, or null when nothing was ever imported. */
export async function readInstallation(dataDir: string): Promise<Installation | null> {
  try {
    return Installation.parse(JSON.parse(await readFile(currentFile(dataDir), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Puts new boundaries in force. A process killed at any point leaves the former ones in force. */
export async function install(
  dataDir: string,
  installation: Installation,
  files: { map: string; lookup: string },
): Promise<void> {
  const former = await readInstallation(dataDir)
  const folder = versionFolder(dataDir, installation.version)
  await mkdir(folder, { recursive: true })
  await replace(join(folder, MAP_FILE), files.map)
  await replace(join(folder, LOOKUP_FILE), files.lookup)
  await replace(currentFile(dataDir), JSON.stringify(installation, null, 2))
  // A server may still be reading the former version; older ones nobody reads.
  const kept = new Set([installation.version, former?.version])
  for (const entry of await readdir(geometryFolder(dataDir), { withFileTypes: true })) {
    if (!entry.isDirectory() || kept.has(entry.name)) continue
    await rm(join(geometryFolder(dataDir), entry.name), { recursive: true, force: true })
  }
}

async function replace(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}`
  await writeFile(draft, content)
  await rename(draft, path)
}
