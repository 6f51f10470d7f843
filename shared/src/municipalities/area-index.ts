import Flatbush from 'flatbush'
import type { Area, Rings } from './areas.ts'

// Which municipality a point lies in: an R-tree finds the polygons whose box holds the point, and each polygon keeps its
// edges in horizontal bands, so that only the few edges at the point's latitude are looked at. Coordinates are packed in
// flat arrays, because this is asked once or twice for every imported ride.

export type AreaIndex = {
  /** Codes that have land here, ascending. */
  codes: readonly string[]
  /** The municipality of a point in degrees, or null at sea and abroad. */
  at(lat: number, lon: number): string | null
}

/**
 * Builds the index. A point outside every area still counts to the nearest one within `reachM` metres: piers,
 * reclaimed land and the rounding of a simplified coast are not abroad.
 */
export function indexAreas(areas: readonly Area[], reachM = 0): AreaIndex {
  const codes = [...new Set(areas.map(({ code }) => code))].toSorted()
  const polygons = areas.flatMap(({ code, polygons }) => polygons.map((rings) => ({ code, packed: pack(rings) })))
  if (polygons.length === 0) return { codes, at: () => null }

  const boxes = new Flatbush(polygons.length)
  for (const { packed } of polygons) boxes.add(packed.west, packed.south, packed.east, packed.north)
  boxes.finish()

  function nearestWithinReach(lat: number, lon: number): string | null {
    const perDegreeX = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
    const [dx, dy] = [reachM / perDegreeX, reachM / METRES_PER_DEGREE]
    let [code, nearest]: [string | null, number] = [null, reachM]
    for (const found of boxes.search(lon - dx, lat - dy, lon + dx, lat + dy)) {
      const polygon = polygons[found] as (typeof polygons)[number]
      const metres = distanceM(polygon.packed, lon, lat, perDegreeX)
      if (metres <= nearest) [code, nearest] = [polygon.code, metres]
    }
    return code
  }

  return {
    codes,
    at(lat, lon) {
      for (const found of boxes.search(lon, lat, lon, lat)) {
        const polygon = polygons[found] as (typeof polygons)[number]
        if (covers(polygon.packed, lon, lat)) return polygon.code
      }
      return reachM > 0 ? nearestWithinReach(lat, lon) : null
    },
  }
}

type Packed = {
  west: number
  south: number
  east: number
  north: number
  /** Edges as four numbers each: ax, ay, bx, by. */
  edges: Float64Array
  bands: number
  /** Where each band's edges begin in `banded`. */
  bandStart: Uint32Array
  banded: Uint32Array
}

/** About this many edges share a band; an edge that crosses several bands is listed in each. */
const EDGES_PER_BAND = 6

function pack(rings: Rings): Packed {
  const count = rings.reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0)
  const edges = new Float64Array(count * 4)
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  let at = 0
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax = 0, ay = 0] = ring[i - 1] ?? []
      const [bx = 0, by = 0] = ring[i] ?? []
      edges.set([ax, ay, bx, by], at)
      at += 4
      west = Math.min(west, bx)
      south = Math.min(south, by)
      east = Math.max(east, bx)
      north = Math.max(north, by)
    }
  }

  const bands = Math.max(1, Math.ceil(count / EDGES_PER_BAND))
  const box = { west, south, east, north, bands }
  const eachBand = (visit: (edge: number, band: number) => void) => {
    for (let edge = 0; edge < count; edge++) {
      const [a, b] = [bandOf(box, edges[edge * 4 + 1] as number), bandOf(box, edges[edge * 4 + 3] as number)]
      for (let band = Math.min(a, b); band <= Math.max(a, b); band++) visit(edge, band)
    }
  }
  const bandStart = new Uint32Array(bands + 1)
  eachBand((_, band) => {
    bandStart[band + 1] = (bandStart[band + 1] as number) + 1
  })
  for (let band = 0; band < bands; band++) {
    bandStart[band + 1] = (bandStart[band + 1] as number) + (bandStart[band] as number)
  }
  const banded = new Uint32Array(bandStart[bands] as number)
  const next = bandStart.slice()
  eachBand((edge, band) => {
    const slot = next[band] as number
    banded[slot] = edge
    next[band] = slot + 1
  })
  return { ...box, edges, bandStart, banded }
}

function bandOf({ south, north, bands }: Pick<Packed, 'south' | 'north' | 'bands'>, y: number): number {
  return Math.min(bands - 1, Math.max(0, Math.floor(((y - south) / (north - south)) * bands) || 0))
}

/** Even-odd rule over all rings at once, so that a hole needs no case of its own. */
function covers(polygon: Packed, x: number, y: number): boolean {
  const { edges, bandStart, banded } = polygon
  const band = bandOf(polygon, y)
  const end = bandStart[band + 1] as number
  let inside = false
  for (let i = bandStart[band] as number; i < end; i++) {
    const edge = (banded[i] as number) * 4
    const ay = edges[edge + 1] as number
    const by = edges[edge + 3] as number
    if (ay > y === by > y) continue
    const ax = edges[edge] as number
    const bx = edges[edge + 2] as number
    if (x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

const METRES_PER_DEGREE = 111_195

/** From a point to the nearest edge, on a plane that is true at the point. */
function distanceM({ edges }: Packed, x: number, y: number, perDegreeX: number): number {
  let nearest = Infinity
  for (let edge = 0; edge < edges.length; edge += 4) {
    const ax = ((edges[edge] as number) - x) * perDegreeX
    const ay = ((edges[edge + 1] as number) - y) * METRES_PER_DEGREE
    const dx = ((edges[edge + 2] as number) - x) * perDegreeX - ax
    const dy = ((edges[edge + 3] as number) - y) * METRES_PER_DEGREE - ay
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length))
    nearest = Math.min(nearest, Math.hypot(ax + along * dx, ay + along * dy))
  }
  return nearest
}
