import type { Rings } from './areas.ts'

// RFC 7946: degrees of WGS 84, longitude first.

export type GeoFeature = {
  type: 'Feature'
  id?: string
  geometry:
    | { type: 'Point'; coordinates: number[] }
    | { type: 'LineString'; coordinates: number[][] }
    | { type: 'MultiPolygon'; coordinates: readonly Rings[] }
    | null
  properties: Record<string, unknown>
}

/** A collection with what must be said beside it. */
export function geoCollection(features: readonly GeoFeature[], said: Record<string, unknown> = {}) {
  return { type: 'FeatureCollection', ...said, features } as const
}

export type Spot = { lat: number | null; lon: number | null } | null | undefined

/** A straight line between two places, a point where they are one; no geometry when one of them is nowhere. */
export function lineBetween(from: Spot, to: Spot): GeoFeature['geometry'] {
  const [start, end] = [pointOf(from), pointOf(to)]
  if (!start || !end) return null
  return start[0] === end[0] && start[1] === end[1]
    ? { type: 'Point', coordinates: start }
    : { type: 'LineString', coordinates: [start, end] }
}

/** Polygons as the standard has them: outlines against the clock, holes with it. Boundaries for screens run as they came. */
export function areaOf(polygons: readonly Rings[]): GeoFeature['geometry'] {
  const coordinates = polygons.map((rings) =>
    rings.map((ring, index) => (isCounterclockwise(ring) === (index === 0) ? ring : ring.toReversed())),
  )
  return { type: 'MultiPolygon', coordinates }
}

/** By the sign of the area that a closed ring goes around. */
function isCounterclockwise(ring: Rings[number]): boolean {
  let twice = 0
  for (const [at, [x = 0, y = 0]] of ring.entries()) {
    const [nextX = x, nextY = y] = ring[(at + 1) % ring.length] ?? []
    twice += x * nextY - nextX * y
  }
  return twice > 0
}

function pointOf(spot: Spot): number[] | null {
  return spot?.lat == null || spot.lon == null ? null : [spot.lon, spot.lat]
}
