import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import type { AreaTopology } from '@morinowa/shared/municipalities/area-topology.ts'
import { unzipSync } from 'fflate'
import { runMapshaper } from './mapshaper.ts'

// Finds and reads boundary files: the ministry's N03 as shapefile or GeoJSON, zipped or not, and ready-made TopoJSON.

/** A file with five-digit areas in it, simplified enough to be worked with, its codes as the source wrote them. */
export type BoundarySource = {
  name: string
  /** Files that lie together may be parts of one whole. */
  group: string
  topology: AreaTopology
  points: number
}

/** Fine enough to decide between neighbours at a street's width, and a thirtieth of the ministry's size. */
const READING_INTERVAL_M = 25
const MIN_ISLAND_M2 = 5_000
/** Separate files of the ministry's archives that repeat the same land by prefecture. */
const REPEATED = /_(sub)?prefecture\.\w+$/i
const SHAPEFILE_PARTS = /\.(shp|dbf|shx|prj|cpg)$/i
const JSON_FILE = /\.(geojson|topojson|json)$/i
const JAPAN = { west: 122, south: 20, east: 155, north: 46.5 }

/**
 * Reads everything usable under the paths; what holds no municipal areas is left out.
 * @param work an empty folder for unpacked archives, which the caller removes.
 * @throws Unable when a path is missing, a file is damaged, or coordinates are not longitude and latitude.
 */
export async function readBoundaries(
  paths: readonly string[],
  work: string,
  tell: (name: string) => void,
): Promise<BoundarySource[]> {
  const sources: BoundarySource[] = []
  for (const path of paths) {
    for (const file of await filesUnder(path)) {
      const group = dirname(file)
      const unpacked =
        extname(file).toLowerCase() === '.zip' ? await unpack(file, join(work, String(sources.length))) : [file]
      for (const part of unpacked) {
        const source = await readSource(part, basename(file), group)
        if (!source) continue
        tell(basename(file))
        sources.push(source)
      }
    }
  }
  return sources
}

async function filesUnder(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null)
  if (!found) {
    throw new Unable(
      `${path} が見つかりません。ファイルかフォルダーの場所を確かめてください。`,
      `${path} does not exist.`,
    )
  }
  if (found.isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(zip|shp|geojson|topojson|json)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !REPEATED.test(file))
    .toSorted()
}

/** Unpacks what is needed of an archive: the shapefile when there is one, since it is the smaller, else the JSON. */
async function unpack(archive: string, folder: string): Promise<string[]> {
  const packed = await readFile(archive)
  const names: string[] = []
  try {
    unzipSync(packed, {
      filter: ({ name }) => {
        names.push(name)
        return false
      },
    })
    const usable = names.filter((name) => !REPEATED.test(name))
    const wanted = new Set(
      usable.filter((name) => (usable.some((other) => /\.shp$/i.test(other)) ? SHAPEFILE_PARTS : JSON_FILE).test(name)),
    )
    const files = unzipSync(packed, { filter: ({ name }) => wanted.has(name) })
    await mkdir(folder, { recursive: true })
    const written: string[] = []
    for (const [name, content] of Object.entries(files)) {
      // Only the last part of a name is used, so that an archive cannot write elsewhere.
      const path = join(folder, basename(name))
      await writeFile(path, content)
      if (/\.(shp|geojson|topojson|json)$/i.test(name)) written.push(path)
    }
    return written
  } catch (error) {
    throw new Unable(
      `${archive} は zip ファイルとして読めません。ダウンロードが途中で切れていないか確かめてください。`,
      `${archive} cannot be read as a zip archive; perhaps the download was cut short.`,
      error,
    )
  }
}

async function readSource(path: string, name: string, group: string): Promise<BoundarySource | null> {
  const commands = [
    `-i "${path}" id-field=__id`,
    // N03 names the code N03_007; ready-made files use an id. A number has lost its leading zero.
    `-each "code = String(this.properties.N03_007 || this.properties.__id || this.properties.code || '')" target=*`,
    `-each "code = (/^[1-9][0-9]{3}$/.test(code) ? '0' : '') + code" target=*`,
    `-filter "/^[0-9]{5}[0-9]?$/.test(code)" target=*`,
    '-merge-layers force target=*',
    '-dissolve code',
    `-simplify weighted keep-shapes interval=${READING_INTERVAL_M}`,
    `-filter-islands min-area=${MIN_ISLAND_M2}`,
    '-rename-layers municipalities',
    '-o read.json format=topojson no-quantization id-field=code bbox',
  ]
  if (extname(path).toLowerCase() !== '.shp' && !(await isGeographic(path))) return null
  let topology: AreaTopology
  try {
    const files = await runMapshaper(commands)
    topology = JSON.parse(String(files['read.json'])) as AreaTopology
  } catch (error) {
    // After the filter nothing was left: prefectures, or something else than areas.
    if ((error as Error).message.includes('Missing a field named: code')) return null
    throw new Unable(
      `${path} を境界データとして読めません: ${(error as Error).message}`,
      `${path} cannot be read as boundaries: ${(error as Error).message}`,
      error,
    )
  }
  const geometries = topology.objects.municipalities?.geometries ?? []
  if (!geometries.some(({ type }) => type)) return null
  const [west = 0, south = 0, east = 0, north = 0] = topology.bbox ?? []
  if (west < JAPAN.west || south < JAPAN.south || east > JAPAN.east || north > JAPAN.north) {
    throw new Unable(
      `${name} の座標が日本の経度・緯度になっていません。世界測地系（緯度経度）のデータを使ってください。`,
      `The coordinates of ${name} are not longitudes and latitudes of Japan; use the data in geographic coordinates.`,
    )
  }
  return { name, group, topology, points: topology.arcs.reduce((sum, arc) => sum + arc.length, 0) }
}

/** Whether a JSON file says at its beginning that it is GeoJSON or TopoJSON. */
async function isGeographic(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0)
    return /"type"\s*:\s*"(Topology|FeatureCollection)"/.test(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}
