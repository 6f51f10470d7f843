import { greatCircleExactM } from '../distance.ts'
import { alongShape, type Points } from './polyline.ts'

/** How far along a pattern each of its stops lies, and how that was found out. */
export type Measured = { alongM: number[]; source: 'shape' | 'chain' }

/**
 * Metres from the first stop of a pattern to each. Along the shape where it passes the stops in their order; else from
 * stop to stop in straight lines, which no road undercuts.
 * @returns with `missed`, the first stop that the shape does not pass.
 */
export function measurePattern(
  stops: readonly { lat: number; lon: number }[],
  shape: Points | undefined,
): Measured & { missed?: number } {
  if (shape) {
    const along = alongShape(shape, {
      lats: stops.map(({ lat }) => lat * 1e6),
      lons: stops.map(({ lon }) => lon * 1e6),
    })
    if ('metres' in along) {
      const first = along.metres[0] ?? 0
      return { alongM: along.metres.map((metres) => metres - first), source: 'shape' }
    }
    return { ...chain(stops), missed: along.missed }
  }
  return chain(stops)
}

function chain(stops: readonly { lat: number; lon: number }[]): Measured {
  let way = 0
  const alongM = stops.map((stop, i) => {
    const before = stops[i - 1]
    if (before) way += greatCircleExactM(before, stop)
    return Math.round(way)
  })
  return { alongM, source: 'chain' }
}
