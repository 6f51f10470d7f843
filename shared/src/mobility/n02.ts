import { greatCircleExactM, type Point } from './distance.ts'
import { type RailEdge, Queue } from './rail-graph.ts'

// The ministry's railway data (National Land Numerical Information N02): stations and sections of line, both as lines on
// the map. N02_001 railway class, N02_002 kind of operator, N02_003 line, N02_004 operator, N02_005 station, N02_005c its
// code, N02_005g the code of its group.

export type N02Feature = {
  properties: Readonly<Record<string, unknown>> | null
  geometry: { type: string; coordinates: unknown } | null
}

export type Station = {
  code: string
  group: string
  name: string
  line: string
  operator: string
  railClass: string
  institutionType: string
  lat: number
  lon: number
}

type Way = readonly (readonly [number, number])[]

/** Stations, each in the middle of its platforms; one code may be drawn as several lines. */
export function stationsOf(features: readonly N02Feature[]): Station[] {
  const found = new Map<string, Station & { drawn: Point[] }>()
  for (const { properties, geometry } of features) {
    const [code, name] = [said(properties?.N02_005c), said(properties?.N02_005)]
    if (code === '' || name === '') continue
    const middle = waysOf(geometry).map(middleOf)
    if (middle.length === 0) continue
    const known = found.get(code)
    if (known) {
      known.drawn.push(...middle)
      continue
    }
    found.set(code, {
      code,
      group: said(properties?.N02_005g) || code,
      name,
      line: said(properties?.N02_003),
      operator: said(properties?.N02_004),
      railClass: said(properties?.N02_001),
      institutionType: said(properties?.N02_002),
      lat: 0,
      lon: 0,
      drawn: middle,
    })
  }
  return [...found.values()].map(({ drawn, ...station }) => ({
    ...station,
    lat: Number((drawn.reduce((sum, { lat }) => sum + lat, 0) / drawn.length).toFixed(6)),
    lon: Number((drawn.reduce((sum, { lon }) => sum + lon, 0) / drawn.length).toFixed(6)),
  }))
}

/** A station farther than this from every drawn point of its line is not on it. */
const OFF_LINE_M = 500

/**
 * Neighbouring stations of each line with the metres of rail between them: the drawn sections are joined where they
 * share a point, and followed from each station to the next ones.
 */
export function tracksOf(sections: readonly N02Feature[], stations: readonly Station[]): RailEdge[] {
  const lines = new Map<string, { ways: Way[]; stations: Station[] }>()
  const lineOf = (operator: string, line: string) => {
    const key = `${operator}\t${line}`
    const known = lines.get(key)
    if (known) return known
    const made = { ways: [], stations: [] }
    lines.set(key, made)
    return made as { ways: Way[]; stations: Station[] }
  }
  for (const { properties, geometry } of sections) {
    lineOf(said(properties?.N02_004), said(properties?.N02_003)).ways.push(...waysOf(geometry))
  }
  for (const station of stations) lineOf(station.operator, station.line).stations.push(station)

  const edges = new Map<string, RailEdge>()
  for (const line of lines.values()) {
    for (const { a, b, metres } of neighbours(line.ways, line.stations)) {
      const key = `${a} ${b}`
      const known = edges.get(key)
      if (!known || metres < known.metres) edges.set(key, { a, b, metres })
    }
  }
  return [...edges.values()]
}

function neighbours(ways: readonly Way[], stations: readonly Station[]): RailEdge[] {
  const { points, joins } = network(ways)
  const at = new Map<number, string>()
  for (const station of stations) {
    const nearest = nearestPoint(points, station)
    if (nearest !== undefined) at.set(nearest, station.code)
  }
  const found: RailEdge[] = []
  for (const [start, code] of at) {
    for (const [other, metres] of reachedFrom(start, joins, at)) {
      if (code < other) found.push({ a: code, b: other, metres: Math.round(metres) })
    }
  }
  return found
}

type Joins = { to: number; metres: number }[][]

/** The drawn points of a line, each once, and what joins them. A ten-millionth of a degree is a centimetre. */
function network(ways: readonly Way[]): { points: Point[]; joins: Joins } {
  const points: Point[] = []
  const joins: Joins = []
  const numbers = new Map<string, number>()
  const numberOf = ([lon, lat]: readonly [number, number]) => {
    const key = `${Math.round(lon * 1e6)} ${Math.round(lat * 1e6)}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, points.length)
    points.push({ lat, lon })
    joins.push([])
    return points.length - 1
  }
  for (const way of ways) {
    let before: number | undefined
    for (const drawn of way) {
      const here = numberOf(drawn)
      if (before !== undefined && before !== here) {
        const metres = greatCircleExactM(points[before] as Point, points[here] as Point)
        joins[before]?.push({ to: here, metres })
        joins[here]?.push({ to: before, metres })
      }
      before = here
    }
  }
  return { points, joins }
}

function nearestPoint(points: readonly Point[], station: Point): number | undefined {
  let [nearest, least]: [number | undefined, number] = [undefined, OFF_LINE_M]
  for (const [number, point] of points.entries()) {
    if (Math.abs(point.lat - station.lat) > 0.006) continue
    const metres = greatCircleExactM(point, station)
    if (metres < least) [nearest, least] = [number, metres]
  }
  return nearest
}

/** The first stations on every way from a point, with the metres to them. */
function reachedFrom(start: number, joins: Joins, stations: ReadonlyMap<number, string>): Map<string, number> {
  const reached = new Map<string, number>()
  const best = new Map<number, number>([[start, 0]])
  const queue = new Queue()
  queue.add(start, 0)
  for (let next = queue.take(); next; next = queue.take()) {
    const [point, so] = next
    if (so > (best.get(point) ?? Number.POSITIVE_INFINITY)) continue
    const station = point === start ? undefined : stations.get(point)
    if (station !== undefined) {
      reached.set(station, so)
      continue
    }
    for (const { to, metres } of joins[point] ?? []) {
      const way = so + metres
      if (way >= (best.get(to) ?? Number.POSITIVE_INFINITY)) continue
      best.set(to, way)
      queue.add(to, way)
    }
  }
  return reached
}

/** The point half-way along a drawn line. */
function middleOf(way: Way): Point {
  const point = (i: number): Point => ({ lon: way[i]?.[0] ?? 0, lat: way[i]?.[1] ?? 0 })
  const steps = way.slice(1).map((_, i) => greatCircleExactM(point(i), point(i + 1)))
  let left = steps.reduce((sum, step) => sum + step, 0) / 2
  for (const [i, step] of steps.entries()) {
    if (left <= step && step > 0) {
      const [a, b] = [point(i), point(i + 1)]
      const share = left / step
      return { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share }
    }
    left -= step
  }
  return point(0)
}

function waysOf(geometry: N02Feature['geometry']): Way[] {
  if (geometry?.type === 'LineString') return [geometry.coordinates].filter(isWay)
  if (geometry?.type === 'MultiLineString') return (geometry.coordinates as unknown[]).filter(isWay)
  return []
}

function isWay(value: unknown): value is Way {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((point) => Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]))
  )
}

const said = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
