import type { Rings } from './areas.ts'

// RFC 7946: degrees of WGS 84, longitude first.

export type GeoFeature = {
  type: 'Feature'
  id?: string
  geometry:
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

/** A straight line between two places; a feature without a geometry when one of them is nowhere. */
export function lineBetween(from: Spot, to: Spot): GeoFeature['geometry'] {
  const [start, end] = [pointOf(from), pointOf(to)]
  return start && end ? { type: 'LineString', coordinates: [start, end] } : null
}

function pointOf(spot: Spot): number[] | null {
  return spot?.lat == null || spot.lon == null ? null : [spot.lon, spot.lat]
}
