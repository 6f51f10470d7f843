// The grid squares of JIS X 0410 (standard area mesh, third level): 30 seconds of latitude by 45 seconds of longitude,
// about a kilometre each way. Japan's statistics are published by them, so figures can be laid beside one another.

/** Cells to a degree of latitude and of longitude. */
const ROWS = 120
const COLUMNS = 80
// First level: two thirds of a degree by one degree; each holds 8 by 8 of the second, each of those 10 by 10 of the third.
const CELLS_IN_FIRST = 80
const CELLS_IN_SECOND = 10
const WEST = 100
const EAST = 180
// Two digits for the first level end at 66° 40′.
const NORTH = (100 * CELLS_IN_FIRST) / ROWS

// A border written in decimal degrees falls short of the exact third of a degree by less than this many cells.
const BORDER = 1e-7

/** Degrees; south and west belong to the cell, north and east to its neighbours. */
export type MeshBounds = { south: number; west: number; north: number; east: number }

/**
 * The third-level cell of a point in degrees (JGD2011 or WGS 84, which agree to a metre).
 * @returns eight digits, or null outside the grid (0° to 66° 40′ north, 100° to 180° east).
 */
export function meshOf(lat: number, lon: number): string | null {
  if (!(lat >= 0 && lat < NORTH && lon >= WEST && lon < EAST)) return null
  const row = Math.floor(lat * ROWS + BORDER)
  const column = Math.floor((lon - WEST) * COLUMNS + BORDER)
  const [r1, r2, r3] = digitsOf(row)
  const [c1, c2, c3] = digitsOf(column)
  return `${twoDigits(r1)}${twoDigits(c1)}${r2}${c2}${r3}${c3}`
}

/** The edges of a third-level cell in degrees; null for what is not a code of one. */
export function meshBounds(code: string): MeshBounds | null {
  const digits = /^(\d\d)(\d\d)([0-7])([0-7])(\d)(\d)$/.exec(code)?.slice(1).map(Number)
  if (!digits) return null
  const [r1 = 0, c1 = 0, r2 = 0, c2 = 0, r3 = 0, c3 = 0] = digits
  if (c1 >= 80) return null
  const row = r1 * CELLS_IN_FIRST + r2 * CELLS_IN_SECOND + r3
  const column = c1 * CELLS_IN_FIRST + c2 * CELLS_IN_SECOND + c3
  return {
    south: row / ROWS,
    west: WEST + column / COLUMNS,
    north: (row + 1) / ROWS,
    east: WEST + (column + 1) / COLUMNS,
  }
}

function digitsOf(cell: number): [number, number, number] {
  const inFirst = cell % CELLS_IN_FIRST
  return [Math.floor(cell / CELLS_IN_FIRST), Math.floor(inFirst / CELLS_IN_SECOND), inFirst % CELLS_IN_SECOND]
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')
