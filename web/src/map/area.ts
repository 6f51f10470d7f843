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

export type AreaMapProps = {
  /** What the map is called for those who cannot see it. */
  label: string
  geometry: MapGeometry
  /** By code: a number, null for a withheld one; areas that are not named have no data. */
  values: ReadonlyMap<string, number | null>
  legend: MapLegend
  selected?: string | null
  onSelect?: (code: string) => void
  /** What an area is called, for the note beside the pointer. */
  nameOf: (code: string) => string
  /** Areas to show at first; without them the main islands. */
  focus?: readonly string[]
  className?: string
}
