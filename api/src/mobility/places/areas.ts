/** Where a point lies; from the areas in force, null at sea and abroad. */
export type MunicipalityAt = (lat: number, lon: number) => string | null

/** The square kilometre of a point (JIS X 0410). */
export type SquareAt = (lat: number, lon: number) => string | null

/** The areas in force, read when the first point is asked about. */
export type Areas = () => Promise<{ municipalityAt: MunicipalityAt; squareAt: SquareAt }>
