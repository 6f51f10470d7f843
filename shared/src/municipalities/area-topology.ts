import type { GeometryCollection, Topology } from 'topojson-specification'

/** Where areas come from: borders of the ministry's data, or land nearest to each office. */
export type AreaQuality = 'imported' | 'approximate'

/** TopoJSON whose object `municipalities` has a five-digit code as the id of every geometry. */
export type AreaTopology = Topology<{ municipalities: GeometryCollection }>

/** How far outside every area a point still counts to the nearest one, in metres: the error of the coastline. */
export const COAST_REACH_M = { approximate: 3_000, imported: 500 } as const satisfies Record<AreaQuality, number>
