import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { indexAreas } from '@morinowa/shared/municipalities/area-index.ts'
import { areasOf } from '@morinowa/shared/municipalities/areas.ts'
import { type AreaTopology, COAST_REACH_M } from '@morinowa/shared/municipalities/area-topology.ts'
import { municipalityOfWard } from '@morinowa/shared/municipalities/ward-city.ts'
import { type BoundarySource, readBoundaries } from './boundary-sources.ts'
import { geometryFolder, install } from './geometry-files.ts'
import { runMapshaper } from './mapshaper.ts'

/** What the import must know of a municipality. */
export type KnownMunicipality = {
  code: string
  nameJa: string
  designated: boolean
  northernTerritories: boolean
  officeLat: number | null
  officeLon: number | null
}

export type ImportAsk = {
  paths: readonly string[]
  dataDir: string
  municipalities: readonly KnownMunicipality[]
  /** Whom else the source's licence wants named. */
  credit?: string
  /** Installs even when municipalities other than those of the Northern Territories have no land. */
  allowMissing?: boolean
  now: string
  tell: (name: string) => void
}

export type ImportReport = {
  version: string
  folder: string
  map: { sources: string[]; points: number; bytes: number }
  lookup: { sources: string[]; points: number; bytes: number }
  missing: KnownMunicipality[]
  /** Codes in the source that are no municipality of ours, nor a ward of one. */
  unknown: string[]
  /** Of the offices, how many lie in their own area. */
  offices: { all: number; inside: number }
}

/** What a telephone may be asked to fetch before gzip makes a third of it. */
const MAP_BYTES = 1_100_000
const MAP_INTERVALS_M = [0, 50, 100, 150, 250, 400, 800]
const MAP_MIN_ISLAND_M2 = 50_000
/** About 1 m for looking up, 15 m for drawing, over the length of Japan. */
const LOOKUP_QUANTIZATION = 3_000_000
const MAP_QUANTIZATION = 200_000

/**
 * Reads boundaries, makes one file to draw and one to look up from, and puts them in force.
 * Where the paths hold several complete sets, the lightest is drawn and the finest looked up.
 * @throws Unable when nothing usable is found, or when municipalities are missing and that was not allowed.
 */
export async function importBoundaries(ask: ImportAsk): Promise<ImportReport> {
  await mkdir(geometryFolder(ask.dataDir), { recursive: true }).catch((error) => {
    throw new Unable(`${ask.dataDir} に書き込めません。`, `${ask.dataDir} cannot be written.`, error)
  })
  const work = await mkdtemp(join(geometryFolder(ask.dataDir), '.work-'))
  try {
    const sources = await readBoundaries(ask.paths, work, ask.tell)
    if (sources.length === 0) {
      throw new Unable(
        '市区町村の境界が見つかりません。国土数値情報 N03 の zip・シェープファイル・GeoJSON、または市区町村の TopoJSON を指定してください。',
        'No municipal boundaries were found. Give N03 archives, shapefiles or GeoJSON of the ministry, or municipal TopoJSON.',
      )
    }
    return await installBest(ask, sources)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function installBest(ask: ImportAsk, sources: readonly BoundarySource[]): Promise<ImportReport> {
  const translate = translator(ask.municipalities)
  const sets = candidates(sources, translate, ask.municipalities.length)
  const best = Math.max(...sets.map(({ codes }) => codes.size))
  const complete = sets.filter(({ codes }) => codes.size === best).toSorted((a, b) => a.points - b.points)
  const [drawn, finest] = [complete[0] as Candidate, complete.at(-1) as Candidate]

  const missing = ask.municipalities.filter(({ code }) => !finest.codes.has(code))
  const unexpected = missing.filter(({ northernTerritories }) => !northernTerritories)
  if (unexpected.length > 0 && !ask.allowMissing) throw tooFew(unexpected)

  const lookup = await joined(finest, translate, [], LOOKUP_QUANTIZATION)
  const map = await drawable(drawn, translate)
  const version = createHash('sha256').update(map).update(lookup).digest('base64url').slice(0, 16)
  await install(
    ask.dataDir,
    {
      version,
      quality: 'imported',
      attribution: attributionWith(ask.credit),
      importedAt: ask.now,
      sources: [...new Set([...drawn.sources, ...finest.sources].map(({ name }) => name))],
      missing: missing.map(({ code }) => code),
    },
    { map, lookup },
  )
  const describe = ({ sources: used }: Candidate, json: string) => ({
    sources: used.map(({ name }) => name),
    points: (JSON.parse(json) as AreaTopology).arcs.reduce((sum, arc) => sum + arc.length, 0),
    bytes: Buffer.byteLength(json),
  })
  return {
    version,
    folder: geometryFolder(ask.dataDir),
    map: describe(drawn, map),
    lookup: describe(finest, lookup),
    missing,
    unknown: unknownCodes(sources, translate),
    offices: officesInside(ask.municipalities, JSON.parse(lookup) as AreaTopology),
  }
}

type Translate = (code: string) => string | null

function translator(municipalities: readonly KnownMunicipality[]): Translate {
  const codes = new Set(municipalities.map(({ code }) => code))
  const designated = municipalities.filter((municipality) => municipality.designated).map(({ code }) => code)
  return (code) => municipalityOfWard(code, codes, designated)
}

type Candidate = { sources: BoundarySource[]; codes: Set<string>; points: number }

/**
 * The sets that may make a map: each source that holds most of the country, and the parts that lie together. A whole is
 * never joined with parts, because land drawn twice would lie over itself; parts from several places only when needed.
 */
function candidates(sources: readonly BoundarySource[], translate: Translate, all: number): Candidate[] {
  const candidate = (set: readonly BoundarySource[]): Candidate => ({
    sources: [...set],
    codes: new Set(set.flatMap((source) => codesOf(source).flatMap((code) => translate(code) ?? []))),
    points: set.reduce((sum, { points }) => sum + points, 0),
  })
  const wholes = sources.map((source) => candidate([source])).filter(({ codes }) => codes.size > all / 2)
  const parts = sources.filter((source) => !wholes.some((whole) => whole.sources.includes(source)))
  const groups = [...new Set(parts.map(({ group }) => group))]
  const sets = [...wholes, ...groups.map((wanted) => candidate(parts.filter(({ group }) => group === wanted)))]
  const allParts = candidate(parts)
  return sets.some(({ codes }) => codes.size >= allParts.codes.size) ? sets : [...sets, allParts]
}

function codesOf({ topology }: BoundarySource): string[] {
  return topology.objects.municipalities.geometries.flatMap(({ id }) => (id === undefined ? [] : [String(id)]))
}

/** NN000 is land that belongs to no municipality yet; it is left out and not worth a word. */
function unknownCodes(sources: readonly BoundarySource[], translate: Translate): string[] {
  const codes = new Set(sources.flatMap(codesOf))
  return [...codes].filter((code) => !code.endsWith('000') && translate(code) === null).toSorted()
}

/** One topology of several sources, wards dissolved into their city. */
async function joined(
  { sources }: Candidate,
  translate: Translate,
  commands: readonly string[],
  quantization: number,
): Promise<string> {
  const input = Object.fromEntries(
    sources.map(({ topology }, i) => [`source${i}.json`, JSON.stringify(withMunicipalityCodes(topology, translate))]),
  )
  const files = await runMapshaper(
    [
      `-i ${Object.keys(input).join(' ')} combine-files`,
      '-merge-layers force target=*',
      '-dissolve code',
      ...commands,
      '-rename-layers municipalities',
      `-o joined.json format=topojson id-field=code quantization=${quantization}`,
    ],
    input,
  )
  const topology = JSON.parse(String(files['joined.json'])) as AreaTopology
  const geometries = topology.objects.municipalities.geometries.map(({ properties: _, ...geometry }) => geometry)
  return JSON.stringify({ ...topology, objects: { municipalities: { type: 'GeometryCollection', geometries } } })
}

function withMunicipalityCodes(topology: AreaTopology, translate: Translate): AreaTopology {
  const geometries = topology.objects.municipalities.geometries.flatMap(({ id, ...geometry }) => {
    const code = translate(String(id))
    return code === null ? [] : [{ ...geometry, properties: { code } }]
  })
  return { ...topology, objects: { municipalities: { type: 'GeometryCollection', geometries } } }
}

/** The finest drawing that a telephone can be asked to fetch. */
async function drawable(set: Candidate, translate: Translate): Promise<string> {
  let json = ''
  for (const interval of MAP_INTERVALS_M) {
    const simplify = interval === 0 ? [] : [`-simplify weighted keep-shapes interval=${interval}`]
    const islands = `-filter-islands min-area=${MAP_MIN_ISLAND_M2}`
    json = await joined(set, translate, [...simplify, islands], MAP_QUANTIZATION)
    if (Buffer.byteLength(json) <= MAP_BYTES) break
  }
  return json
}

function officesInside(municipalities: readonly KnownMunicipality[], topology: AreaTopology): ImportReport['offices'] {
  const index = indexAreas(areasOf(topology), COAST_REACH_M.imported)
  const drawn = new Set(index.codes)
  let [all, inside] = [0, 0]
  for (const { code, officeLat, officeLon } of municipalities) {
    if (officeLat === null || officeLon === null || !drawn.has(code)) continue
    all++
    if (index.at(officeLat, officeLon) === code) inside++
  }
  return { all, inside }
}

function attributionWith(credit: string | undefined): Bilingual {
  const also = credit ? ` / ${credit}` : ''
  return {
    ja: `「国土数値情報（行政区域データ）」（国土交通省）を加工して作成${also}`,
    en: `Made from National Land Numerical Information, administrative areas (MLIT), simplified${also}`,
  }
}

const NAMED = 8

function tooFew(missing: readonly KnownMunicipality[]): Unable {
  const names = missing.slice(0, NAMED).map(({ code, nameJa }) => `${code} ${nameJa}`)
  const more = missing.length - names.length
  return new Unable(
    `${missing.length} の市区町村の境界がありません（${names.join('、')}${more > 0 ? ` ほか ${more}` : ''}）。全国分をそろえるか、足りないまま使うなら --allow-missing を付けてください。`,
    `${missing.length} municipalities have no boundaries (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}). Give the whole country, or --allow-missing to go on without them.`,
  )
}
