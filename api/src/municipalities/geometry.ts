import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { indexAreas } from '@morinowa/shared/municipalities/area-index.ts'
import { meshOf } from '@morinowa/shared/municipalities/mesh.ts'
import { areasOf } from '@morinowa/shared/municipalities/areas.ts'
import { type AreaQuality, type AreaTopology, COAST_REACH_M } from '@morinowa/shared/municipalities/area-topology.ts'
import { root } from '../platform/root.ts'
import { currentFile, LOOKUP_FILE, MAP_FILE, readInstallation, versionFolder } from './geometry-files.ts'

// The areas in force: what `geo:import` installed, else the approximate ones that come with the product. Read once per
// installation; a running server notices a new one at the next question.

/** What the map is drawn from, ready to be sent. */
export type AreaMap = { version: string; quality: AreaQuality; json: Buffer; gzipped: Buffer }

export type MunicipalityIndex = {
  quality: AreaQuality
  /** The municipality of a point in degrees, or null at sea and abroad. */
  municipalityAt(lat: number, lon: number): string | null
  /** The square kilometre of a point (JIS X 0410), or null outside the grid. */
  squareAt(lat: number, lon: number): string | null
  /** Codes of a prefecture that have land, ascending. */
  municipalitiesWithin(prefectureCode: string): readonly string[]
}

/** The map in force. */
export async function areaMap(dataDir: string): Promise<AreaMap> {
  return (await inForce(dataDir)).map()
}

/** The index in force; ask once per import, then look up every point in it. */
export async function municipalityIndex(dataDir: string): Promise<MunicipalityIndex> {
  return (await inForce(dataDir)).index()
}

type Areas = { stamp: number; map: () => Promise<AreaMap>; index: () => Promise<MunicipalityIndex> }

const known = new Map<string, Promise<Areas>>()

async function inForce(dataDir: string): Promise<Areas> {
  const stamp = await stat(currentFile(dataDir)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  const areas = await known.get(dataDir)
  if (areas?.stamp === stamp) return areas
  const reading = open(dataDir, stamp)
  known.set(dataDir, reading)
  // What could not be read is tried again at the next question.
  reading.catch(() => known.delete(dataDir))
  return reading
}

async function open(dataDir: string, stamp: number): Promise<Areas> {
  const installed = await readInstallation(dataDir)
  const folder = installed && versionFolder(dataDir, installed.version)
  const approximate = join(root(), 'prisma/seed/geo/approximate.topo.json')
  const quality: AreaQuality = installed ? 'imported' : 'approximate'
  const attribution = installed?.attribution ?? APPROXIMATE
  return {
    stamp,
    map: once(async () => makeMap(await read(folder ? join(folder, MAP_FILE) : approximate), quality, attribution)),
    index: once(async () => makeIndex(await read(folder ? join(folder, LOOKUP_FILE) : approximate), quality)),
  }
}

const APPROXIMATE: Bilingual = {
  ja: '役所の位置からつくった概略の区域（海岸線: Natural Earth）。実際の境界ではありません。',
  en: 'Approximate areas made from office locations (coastline: Natural Earth). These are not the real boundaries.',
}

async function makeMap(topology: AreaTopology, quality: AreaQuality, attribution: Bilingual): Promise<AreaMap> {
  const named = { ...topology, quality, attribution }
  const version = createHash('sha256').update(JSON.stringify(named)).digest('base64url').slice(0, 16)
  const json = Buffer.from(JSON.stringify({ ...named, version }))
  return { version, quality, json, gzipped: await promisify(gzip)(json, { level: 9 }) }
}

function makeIndex(topology: AreaTopology, quality: AreaQuality): MunicipalityIndex {
  const index = indexAreas(areasOf(topology), COAST_REACH_M[quality])
  return {
    quality,
    municipalityAt: index.at,
    squareAt: meshOf,
    municipalitiesWithin: (prefectureCode) => index.codes.filter((code) => code.startsWith(prefectureCode)),
  }
}

async function read(path: string): Promise<AreaTopology> {
  return JSON.parse(await readFile(path, 'utf8')) as AreaTopology
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
