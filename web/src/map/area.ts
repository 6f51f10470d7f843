/** Something drawn: rings of `[longitude, latitude]`, the first the outside, for each piece of land. */
export type MapArea = { code: string; polygons: readonly (readonly (readonly (readonly number[])[])[])[] }

export type MapGeometry = {
  areas: readonly MapArea[]
  /** Whether the borders are only estimates, which the map then says. */
  approximate: boolean
  /** Who must be named beside the map. */
  attribution: string
}

/** What the colours mean. */
export type MapLegend = {
  title: string
  /** A value with its unit. */
  format: (value: number) => string
  /** Why a cell shows no number, if the usual words do not fit. */
  withheld?: string
}
