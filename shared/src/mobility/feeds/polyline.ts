// Where stops lie along the line that a vehicle drives. Flat arithmetic on a local plane: over the few kilometres
// between two points of a shape the curvature of the Earth is far below a metre.

const METRES_PER_DEGREE = 111_195.08
const RADIANS = Math.PI / 180

/** Points in millionths of a degree, two arrays of equal length. */
export type Points = { lats: readonly number[]; lons: readonly number[] }

/** A stop farther than this from the shape is not on it: our policy, twice what feeds in towns are seen to be off. */
export const OFF_SHAPE_M = 250
/** Places on the shape that are looked at for one stop; loops and there-and-back lines have two or three. */
const MOST_CANDIDATES = 8

export type Along = { metres: number[] } | { missed: number }

/**
 * Metres from the beginning of a shape at which each stop of a trip lies, never decreasing, chosen so that the stops
 * lie as near to their places as together they can.
 * @returns the metres, or which stop has no place on the shape after those before it.
 */
export function alongShape(shape: Points, stops: Points): Along {
  const plane = planeOf(shape)
  let before: Candidate[] = []
  const chosen: Candidate[][] = []
  for (let i = 0; i < stops.lats.length; i++) {
    const found = candidates(plane, stops.lats[i] as number, stops.lons[i] as number)
    const reached: Candidate[] = []
    for (const one of found) {
      if (i === 0) {
        reached.push(one)
        continue
      }
      // The cheapest way to be here after the stop before; candidates come in the order of the shape.
      let best: Candidate | undefined
      for (const last of before) {
        if (last.at > one.at + SLACK_M) break
        if (!best || last.cost < best.cost) best = last
      }
      if (best) reached.push({ ...one, cost: one.cost + best.cost, from: best })
    }
    if (reached.length === 0) return { missed: i }
    chosen.push(reached)
    before = reached
  }
  let end = before.reduce((best, one) => (one.cost < best.cost ? one : best), before[0] as Candidate)
  const metres: number[] = new Array(stops.lats.length)
  for (let i = metres.length - 1; i >= 0; i--) {
    metres[i] = end.at
    if (end.from) end = end.from
  }
  // Within the slack a stop may lie before the one it follows.
  for (let i = 1; i < metres.length; i++) metres[i] = Math.max(metres[i] as number, metres[i - 1] as number)
  return { metres: metres.map(Math.round) }
}

/** Two poles across a street may lie in the wrong order by about its width. */
const SLACK_M = 30

type Candidate = { at: number; cost: number; from?: Candidate }

/** A shape on its own plane: coordinates in metres, and the way to each point. */
type Plane = { x: Float64Array; y: Float64Array; way: Float64Array; scaleX: number }

function planeOf({ lats, lons }: Points): Plane {
  const n = lats.length
  const scaleX = METRES_PER_DEGREE * 1e-6 * Math.cos((lats[n >> 1] ?? 0) * 1e-6 * RADIANS)
  const x = new Float64Array(n)
  const y = new Float64Array(n)
  const way = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    x[i] = (lons[i] as number) * scaleX
    y[i] = (lats[i] as number) * METRES_PER_DEGREE * 1e-6
    if (i === 0) continue
    const dx = (x[i] as number) - (x[i - 1] as number)
    const dy = (y[i] as number) - (y[i - 1] as number)
    way[i] = (way[i - 1] as number) + Math.sqrt(dx * dx + dy * dy)
  }
  return { x, y, way, scaleX }
}

/** The nearest places of a shape to a point: one for each stretch that comes near it, in the order of the shape. */
function candidates({ x, y, way, scaleX }: Plane, lat: number, lon: number): Candidate[] {
  const px = lon * scaleX
  const py = lat * METRES_PER_DEGREE * 1e-6
  const found: Candidate[] = []
  const reach = OFF_SHAPE_M * OFF_SHAPE_M
  let near: Candidate | undefined
  for (let i = 1; i < x.length; i++) {
    const ax = x[i - 1] as number
    const ay = y[i - 1] as number
    const dx = (x[i] as number) - ax
    const dy = (y[i] as number) - ay
    const square = dx * dx + dy * dy
    const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square))
    const ex = px - ax - t * dx
    const ey = py - ay - t * dy
    const cost = ex * ex + ey * ey
    if (cost > reach) {
      if (near) found.push(near)
      near = undefined
      continue
    }
    const at = (way[i - 1] as number) + t * Math.sqrt(square)
    if (!near || cost < near.cost) {
      // A stretch that turned away and comes back is another place, not a better one.
      if (near && at - near.at > TURN_M) {
        found.push(near)
      }
      near = { at, cost }
    } else if (at - near.at > TURN_M) {
      found.push(near)
      near = { at, cost }
    }
  }
  if (near) found.push(near)
  if (found.length <= MOST_CANDIDATES) return found
  const limit = found.map(({ cost }) => cost).toSorted((a, b) => a - b)[MOST_CANDIDATES - 1] as number
  return found.filter(({ cost }) => cost <= limit).slice(0, MOST_CANDIDATES)
}

/** So far along a shape two places near the same stop are two. */
const TURN_M = 150
