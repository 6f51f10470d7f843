const EARTH_M = 6_371_009
const RADIANS = Math.PI / 180

export type Point = { lat: number; lon: number }

/** Great-circle distance, metres, rounded to the nearest. */
export function greatCircleM(a: Point, b: Point): number {
  return Math.round(greatCircleExactM(a, b))
}

/** Great-circle distance in metres and parts of one, for sums that are rounded once. */
export function greatCircleExactM(a: Point, b: Point): number {
  const dLat = (b.lat - a.lat) * RADIANS
  const dLon = (b.lon - a.lon) * RADIANS
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** How much longer a way is than the great circle, thousandths: our policy until it is measured (METHODOLOGY 5.1). */
export const CIRCUITY_MILLI = 1_200

/** Distance travelled between two places of which only the places are known: great circle times circuity. */
export function travelledM(a: Point, b: Point): number {
  return Math.round((greatCircleM(a, b) * CIRCUITY_MILLI) / 1_000)
}
