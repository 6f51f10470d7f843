import { feature } from 'topojson-client'
import type { AreaTopology } from './area-topology.ts'

/** Rings of `[longitude, latitude]`; the first is the outside, the others are holes. */
export type Rings = readonly (readonly (readonly number[])[])[]

/** One municipality's land: as many polygons as it has islands. */
export type Area = { code: string; polygons: readonly Rings[] }

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
