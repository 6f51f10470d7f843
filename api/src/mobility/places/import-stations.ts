import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CsvReader } from '@morinowa/shared/kernel/csv.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { type N02Feature, type Station, stationsOf, tracksOf } from '@morinowa/shared/mobility/n02.ts'
import type { RailEdge } from '@morinowa/shared/mobility/rail-graph.ts'
import yauzl from 'yauzl'
import type { Db } from '../../platform/db.ts'
import { replaceNetwork } from './place-store.ts'

// Railway stations from the ministry's N02 data: the published archive with its GeoJSON, such files on their own, or the
// same as plain tables (stations, and neighbouring stations with kilometres).

export type StationsReport = { edition: string; stations: number; edges: number; measured: 'track' | 'straight' }

type Part = { name: string; text: string }

const GEOJSON_BYTES = 400 * 1_048_576

/**
 * Reads stations and the rails between them, and puts them in force in place of those before.
 * @param paths files or folders. @throws Unable when they hold no stations.
 */
export async function importStations(db: Db, paths: readonly string[], now: string): Promise<StationsReport> {
  const parts = (await Promise.all(paths.map(partsOf))).flat()
  const { stations, edges, measured } = networkOf(parts)
  if (stations.length === 0) {
    throw new Unable(
      '鉄道駅が見つかりません。国土数値情報 N02（鉄道データ）の zip か GeoJSON を指定してください。',
      'No railway stations were found. Give the ministry’s N02 railway data: its zip, or its GeoJSON files.',
    )
  }
  const edition = editionOf([...parts.map(({ name }) => name), ...paths.map((path) => basename(path))])
  await db.transaction((tx) =>
    replaceNetwork(tx, { edition, source: SOURCE, measured, importedAt: now }, stations, edges),
  )
  return { edition, stations: stations.length, edges: edges.length, measured }
}

const SOURCE = '「国土数値情報（鉄道データ）」（国土交通省）を加工して作成'

function editionOf(names: readonly string[]): string {
  for (const name of names) {
    const found = /n02-(?:\d\d)?(\d\d)/i.exec(name)
    if (found) return `N02-${found[1]}`
  }
  return 'N02'
}

function networkOf(parts: readonly Part[]): { stations: Station[]; edges: RailEdge[]; measured: 'track' | 'straight' } {
  const features = parts.filter(({ name }) => /\.(geo)?json$/i.test(name)).flatMap(featuresOf)
  if (features.length > 0) {
    const stations = stationsOf(features)
    const sections = features.filter(({ properties }) => properties?.N02_005 === undefined)
    // A station's own stretch of line is drawn again as a section in most editions, and in some only here.
    return {
      stations,
      edges: tracksOf([...sections, ...features.filter((one) => !sections.includes(one))], stations),
      measured: 'track',
    }
  }
  const tables = parts.filter(({ name }) => /\.csv$/i.test(name)).map(({ text }) => tableOf(text))
  const stations = tables.flatMap(stationsOfTable)
  return { stations, edges: edgesOfTables(tables, stations), measured: 'straight' }
}

function featuresOf({ name, text }: Part): N02Feature[] {
  try {
    const { features } = JSON.parse(text) as { features?: unknown }
    return Array.isArray(features) ? features : []
  } catch (error) {
    throw new Unable(`${name} は GeoJSON として読めません。`, `${name} is no readable GeoJSON.`, error)
  }
}

type Row = Readonly<Record<string, string>>

function tableOf(text: string): Row[] {
  const reader = new CsvReader()
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const records = [...lines.flatMap((line, i) => reader.take(i + 1, line)), ...reader.end()]
  const [head, ...rest] = records.flatMap((record) => ('fields' in record ? [record.fields] : []))
  return rest.map((fields) => Object.fromEntries((head ?? []).map((name, i) => [name.trim(), fields[i] ?? ''])))
}

function stationsOfTable(rows: readonly Row[]): Station[] {
  const found = rows.flatMap((row): Station[] => {
    const { station_code: code, name_ja: name, lat, lon } = row
    if (!code || !name || !lat || !lon || !Number.isFinite(Number(lat)) || !Number.isFinite(Number(lon))) return []
    return [
      {
        code,
        name,
        group: row.group_code || code,
        line: row.line_ja ?? '',
        operator: row.operator_ja ?? '',
        railClass: row.rail_class ?? '',
        institutionType: row.institution_type ?? '',
        lat: Number(lat),
        lon: Number(lon),
      },
    ]
  })
  return [...new Map(found.map((station) => [station.code, station])).values()]
}

function edgesOfTables(tables: readonly (readonly Row[])[], stations: readonly Station[]): RailEdge[] {
  const codes = new Set(stations.map(({ code }) => code))
  const edges = new Map<string, RailEdge>()
  for (const { a_station_code: one, b_station_code: other, km_straight: km } of tables.flat()) {
    const metres = Math.round(Number(km) * 1_000)
    if (!one || !other || one === other || !codes.has(one) || !codes.has(other) || !(metres >= 0)) continue
    const [a, b] = one < other ? [one, other] : [other, one]
    const known = edges.get(`${a} ${b}`)
    if (!known || metres < known.metres) edges.set(`${a} ${b}`, { a, b, metres })
  }
  return [...edges.values()]
}

/** The texts at a path: of a file, of the files in a folder, or in an archive. */
async function partsOf(path: string): Promise<Part[]> {
  const found = await stat(path).catch((error) => {
    throw new Unable(`${path} が見つかりません。`, `${path} does not exist.`, error)
  })
  if (found.isDirectory()) {
    const names = (await readdir(path)).filter(isPart)
    return (await Promise.all(names.map((name) => partsOf(join(path, name))))).flat()
  }
  if (/\.zip$/i.test(path)) return partsOfZip(path)
  return isPart(path) ? [{ name: basename(path), text: await readFile(path, 'utf8') }] : []
}

const isPart = (name: string): boolean => /\.(geojson|json|csv|zip)$/i.test(name)

async function partsOfZip(path: string): Promise<Part[]> {
  const damaged = (error: unknown): never => {
    throw new Unable(`${path} は zip として読めません。`, `${path} is no readable zip archive.`, error)
  }
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true }).catch(damaged)
  try {
    const entries: yauzl.Entry[] = []
    for await (const entry of zip.eachEntry()) if (/\.(geojson|csv)$/i.test(entry.fileName)) entries.push(entry)
    // Newer archives hold everything twice: once in Shift_JIS, once in a folder for UTF-8.
    const utf8 = entries.filter(({ fileName }) => /utf-?8/i.test(fileName))
    const parts: Part[] = []
    for (const entry of utf8.length > 0 ? utf8 : entries) {
      if (entry.uncompressedSize > GEOJSON_BYTES) damaged(new Error('too large'))
      const pieces: Buffer[] = []
      for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer)
      parts.push({ name: entry.fileName, text: decoded(Buffer.concat(pieces)) })
    }
    return parts
  } catch (error) {
    return error instanceof Unable ? Promise.reject(error) : damaged(error)
  } finally {
    zip.close()
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}
