import Flatbush from 'flatbush'
import { feature } from 'topojson-client'
import type { AreaTopology } from './area-topology.ts'

// Which municipality a point lies in. Coordinates are packed in two flat arrays and boxes in an R-tree, because this is
// asked once or twice for every imported ride.

/** Rings of `[longitude, latitude]`; the first is the outside, the others are holes. */
export type Rings = readonly (readonly (readonly number[])[])[]

/** One municipality's land: as many polygons as it has islands. */
export type Area = { code: string; polygons: readonly Rings[] }

export type AreaIndex = {
  /** Codes that have land here, ascending. */
  codes: readonly string[]
  /** The municipality of a point in degrees, or null at sea and abroad. */
  at(lat: number, lon: number): string | null
}

/** The land of every municipality in a topology. */
export function areasOf(topology: AreaTopology): Area[] {
  return feature(topology, topology.objects.municipalities).features.map(({ id, geometry }) => ({
    code: String(id),
    polygons:
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [],
  }))
}

/**
 * Builds the index. A point outside every area still counts to the nearest one within `reachM` metres: piers,
 * reclaimed land and the rounding of a simplified coast are not abroad.
 */
export function indexAreas(areas: readonly Area[], reachM = 0): AreaIndex {
  const codes = [...new Set(areas.map(({ code }) => code))].toSorted()
  const pieces = areas.flatMap(({ code, polygons }) => polygons.map((rings) => ({ code, rings })))
  if (pieces.length === 0) return { codes, at: () => null }

  const size = pieces.reduce((sum, { rings }) => sum + rings.reduce((points, ring) => points + ring.length, 0), 0)
  const xs = new Float64Array(size)
  const ys = new Float64Array(size)
  // Edge i runs from point i to point i + 1; the last point of a ring has no edge of its own.
  const ends = new Uint8Array(size)
  const starts = new Uint32Array(pieces.length + 1)
  const boxes = new Flatbush(pieces.length)

  let point = 0
  pieces.forEach(({ rings }, piece) => {
    starts[piece] = point
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const ring of rings) {
      for (const [x = 0, y = 0] of ring) {
        xs[point] = x
        ys[point] = y
        west = Math.min(west, x)
        south = Math.min(south, y)
        east = Math.max(east, x)
        north = Math.max(north, y)
        point++
      }
      ends[point - 1] = 1
    }
    boxes.add(west, south, east, north)
  })
  starts[pieces.length] = point
  boxes.finish()

  const codeOf = (piece: number) => pieces[piece]?.code ?? null

  /** Even-odd rule over all rings at once, so that a hole needs no case of its own. */
  function covers(piece: number, x: number, y: number): boolean {
    let inside = false
    const end = (starts[piece + 1] ?? 0) - 1
    for (let i = starts[piece] ?? 0; i < end; i++) {
      if (ends[i]) continue
      const [ay, by] = [ys[i] as number, ys[i + 1] as number]
      if (ay > y === by > y) continue
      const [ax, bx] = [xs[i] as number, xs[i + 1] as number]
      if (x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
    return inside
  }

  function distanceM(piece: number, x: number, y: number, perDegreeX: number): number {
    let nearest = Infinity
    const end = (starts[piece + 1] ?? 0) - 1
    for (let i = starts[piece] ?? 0; i < end; i++) {
      if (ends[i]) continue
      const [ax, ay] = [((xs[i] as number) - x) * perDegreeX, ((ys[i] as number) - y) * METRES_PER_DEGREE]
      const [bx, by] = [((xs[i + 1] as number) - x) * perDegreeX, ((ys[i + 1] as number) - y) * METRES_PER_DEGREE]
      nearest = Math.min(nearest, distanceToOrigin(ax, ay, bx, by))
    }
    return nearest
  }

  function nearestWithinReach(lat: number, lon: number): string | null {
    const perDegreeX = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
    const [dx, dy] = [reachM / perDegreeX, reachM / METRES_PER_DEGREE]
    let [code, nearest]: [string | null, number] = [null, reachM]
    for (const piece of boxes.search(lon - dx, lat - dy, lon + dx, lat + dy)) {
      const metres = distanceM(piece, lon, lat, perDegreeX)
      if (metres <= nearest) [code, nearest] = [codeOf(piece), metres]
    }
    return code
  }

  return {
    codes,
    at(lat, lon) {
      for (const piece of boxes.search(lon, lat, lon, lat)) if (covers(piece, lon, lat)) return codeOf(piece)
      return reachM > 0 ? nearestWithinReach(lat, lon) : null
    },
  }
}

const METRES_PER_DEGREE = 111_195

function distanceToOrigin(ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length))
  return Math.hypot(ax + along * dx, ay + along * dy)
}
