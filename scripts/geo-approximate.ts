import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Delaunay } from 'd3-delaunay'
import type { Feature, FeatureCollection, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { runMapshaper } from '../api/src/municipalities/mapshaper.ts'
import { readMunicipalities } from '../prisma/seed/municipalities.ts'
import { readTable } from '../prisma/seed/table.ts'
import { root } from '../prisma/root.ts'
import { indexAreas } from '../shared/src/municipalities/area-index.ts'
import { type AreaTopology, COAST_REACH_M } from '../shared/src/municipalities/area-topology.ts'

// Makes prisma/seed/geo/approximate.topo.json: for every municipality the land that is nearer to its office than to any
// other office. Run by hand when the municipalities change; the result is committed, because it is ours and small.

/** About 60 m over the length of Japan: far finer than a nearest-office border can claim to be. */
const QUANTIZATION = 50_000
/** Half-width of the patch of land that stands for an island the outline leaves out. */
const HEXAGON_KM = 1.5
const JAPAN = '392'
const RUSSIA = '643'
/** The four large islands of the Northern Territories, which the outline files under Russia. */
const NORTHERN = { west: 145.3, south: 43.2, east: 148.95, north: 45.6 }

type Site = { code: string; lat: number; lon: number }
type Area = Feature<Polygon>
/** A piece of land and the sites that divide it among themselves. */
type Island = { land: Area[]; sites: Site[] }

const municipalities = await readMunicipalities()
const sites = await allSites()
const { shared, whole, unclaimed } = islandsOf(await japan(), sites)

// Island by island: crossing cells of different islands in one run make mapshaper lose some of them.
const divided: Area[] = [...whole]
for (const island of [...shared, { land: unclaimed, sites }]) {
  divided.push(...(await clip(cellsOf(island.sites), island.land)))
}
const files = await runMapshaper(
  [
    '-i municipalities.json',
    '-dissolve code',
    `-o approximate.json format=topojson quantization=${QUANTIZATION} id-field=code`,
  ],
  { 'municipalities.json': JSON.stringify(collection(divided)) },
)
const made = JSON.parse(String(files['approximate.json'])) as AreaTopology
const geometries = made.objects.municipalities.geometries.map(({ properties: _, ...geometry }) => geometry)
const drawn = new Set(geometries.map(({ id }) => id))
const missing = municipalities.filter(({ code }) => !drawn.has(code)).map(({ code }) => code)
if (missing.length > 0) throw new Error(`no area was made for ${missing.join(', ')}`)

geometries.sort((a, b) => String(a.id).localeCompare(String(b.id)))
const topology = { ...made, objects: { municipalities: { ...made.objects.municipalities, geometries } } }
const target = join(root(), 'prisma/seed/geo/approximate.topo.json')
await writeFile(target, `${JSON.stringify(topology)}\n`)
console.log(`${target}: ${geometries.length} areas`)

/**
 * Offices, and points in territory that lies far from its office. Where the office is in another municipality, or
 * nowhere, only the extra points count.
 */
async function allSites(): Promise<Site[]> {
  const extra = (await readTable('geo/sites.csv')).map(({ code = '', lat, lon }) => ({
    code,
    lat: Number(lat),
    lon: Number(lon),
  }))
  const elsewhere = new Set(['07546', '46303', '46304', '47381'])
  const offices = municipalities.flatMap(({ code, officeLat, officeLon }) =>
    officeLat === null || officeLon === null || elsewhere.has(code) ? [] : [{ code, lat: officeLat, lon: officeLon }],
  )
  return [...offices, ...extra]
}

/** Japan's outline from Natural Earth (public domain) as one feature per island. */
async function japan(): Promise<Area[]> {
  const atlas = createRequire(join(root(), 'package.json')).resolve('world-atlas/countries-10m.json')
  const world = JSON.parse(await readFile(atlas, 'utf8')) as Topology<{ countries: GeometryCollection }>
  const islands = feature(world, world.objects.countries).features.flatMap(({ id, geometry }) =>
    (id === JAPAN || id === RUSSIA) && geometry.type === 'MultiPolygon'
      ? geometry.coordinates.filter((rings) => id === JAPAN || northern(rings[0] ?? []))
      : [],
  )
  return islands.map((coordinates) => area({ type: 'Polygon', coordinates }))
}

function northern(ring: readonly Position[]): boolean {
  const { west, south, east, north } = NORTHERN
  return ring.every(([lon = 0, lat = 0]) => lon > west && lon < east && lat > south && lat < north)
}

/**
 * Land is divided among the offices that stand on it, so that a town across a strait gets none of it. Islands without an
 * office go to the nearest one; an office with no land under it gets a patch of its own.
 */
function islandsOf(land: Area[], offices: Site[]): { shared: Island[]; whole: Area[]; unclaimed: Area[] } {
  const islands = new Map<string, Island>(land.map((island, i) => [String(i), { land: [island], sites: [] }]))
  const pieces = land.map(({ geometry }, i) => ({ code: String(i), polygons: [geometry.coordinates] }))
  const [exact, near] = [indexAreas(pieces), indexAreas(pieces, COAST_REACH_M.approximate)]
  for (const site of offices) {
    const dry = exact.at(site.lat, site.lon)
    const island = islands.get(dry ?? near.at(site.lat, site.lon) ?? '')
    if (!island) islands.set(`${site.code} ${site.lat}`, { land: [hexagon(site)], sites: [site] })
    else {
      island.sites.push(site)
      if (dry === null) island.land.push(hexagon(site))
    }
  }
  const all = [...islands.values()]
  return {
    shared: all.filter((island) => codesOf(island).size > 1),
    whole: all
      .filter((island) => codesOf(island).size === 1)
      .flatMap((island) => island.land.map(({ geometry }) => area(geometry, { code: island.sites[0]?.code ?? '' }))),
    unclaimed: all.filter((island) => codesOf(island).size === 0).flatMap((island) => island.land),
  }
}

function codesOf(island: Island): Set<string> {
  return new Set(island.sites.map(({ code }) => code))
}

/** One cell per site, in Mercator, which keeps angles, so that "nearest" is right in every neighbourhood. */
function cellsOf(some: Site[]): Area[] {
  const voronoi = Delaunay.from(
    some,
    ({ lon }) => lon,
    ({ lat }) => northing(lat),
  ).voronoi([120, northing(20), 160, northing(50)])
  return some.map(({ code }, i) => area({ type: 'Polygon', coordinates: [voronoi.cellPolygon(i)] }, { code }))
}

/** What each cell has of the land. Borders are straight in Mercator only, so the cutting is done there. */
async function clip(cells: Area[], land: Area[]): Promise<Area[]> {
  const clipped = await runMapshaper(
    [
      '-i cells.json land.json combine-files',
      '-dissolve2 target=land',
      '-clip target=cells land',
      '-explode target=cells',
      '-o clipped.json target=cells format=geojson',
    ],
    {
      'cells.json': JSON.stringify(collection(cells)),
      'land.json': JSON.stringify(collection(land.map((piece) => mapLatitudes(piece, northing)))),
    },
  )
  const { features } = JSON.parse(String(clipped['clipped.json'])) as FeatureCollection<Polygon>
  return features.map((piece) => mapLatitudes(piece, latitude))
}

function hexagon({ lat, lon }: Site): Area {
  const ring = [0, 60, 120, 180, 240, 300, 0].map((angle) => {
    const [east, north] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
    const perDegree = 111.2
    return [
      lon + (HEXAGON_KM * east) / (perDegree * Math.cos((lat * Math.PI) / 180)),
      lat + (HEXAGON_KM * north) / perDegree,
    ]
  })
  return area({ type: 'Polygon', coordinates: [ring] })
}

function mapLatitudes(piece: Area, change: (lat: number) => number): Area {
  const coordinates = piece.geometry.coordinates.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon, change(lat)]))
  return { ...piece, geometry: { type: 'Polygon', coordinates } }
}

/** Mercator, in degrees. */
function northing(lat: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI
}

function latitude(y: number): number {
  return (Math.atan(Math.exp((y * Math.PI) / 180)) * 360) / Math.PI - 90
}

function area(geometry: Polygon, properties: Record<string, string> = {}): Area {
  return { type: 'Feature', properties, geometry }
}

function collection(features: Area[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}
