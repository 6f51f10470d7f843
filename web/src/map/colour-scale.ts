// From numbers to a handful of colours. Amounts by area are very uneven, so classes hold equally many areas and their
// borders are rounded to numbers that can be read aloud.

export const CLASSES = 5

export type ColourScale = {
  /** The lowest value of each class, ascending; the last class is open upwards. */
  from: readonly number[]
  /** The class of a value, 0 for the palest. */
  classOf(value: number): number
}

/** A scale for these values; no values, no classes. */
export function scaleOf(values: Iterable<number>): ColourScale {
  const sorted = [...values].filter(Number.isFinite).toSorted((a, b) => a - b)
  const lowest = sorted[0]
  if (lowest === undefined) return { from: [], classOf: () => 0 }
  const from = [lowest]
  for (let i = 1; i < CLASSES; i++) {
    const quantile = sorted[Math.floor((i * sorted.length) / CLASSES)] as number
    const border = rounded(quantile)
    // A border takes its class away when nothing lies above it or it does not rise.
    if (border > (from.at(-1) as number) && border <= (sorted.at(-1) as number)) from.push(border)
  }
  return {
    from,
    classOf: (value) =>
      Math.max(
        0,
        from.findLastIndex((border) => value >= border),
      ),
  }
}

/** To one significant digit, or two where the first is 1: 1,200 stays, 4,700 becomes 5,000. */
function rounded(value: number): number {
  if (value === 0) return 0
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)))
  const step = Math.abs(value) / size < 2 ? size / 10 : size
  return Math.round(value / step) * step
}

/** Of the palette's colours, those that spread a scale's classes over its whole range. */
export function spread(classes: number, palette: readonly string[]): string[] {
  if (classes <= 1) return palette.slice(Math.floor(palette.length / 2), Math.floor(palette.length / 2) + classes)
  return Array.from(
    { length: classes },
    (_, i) => palette[Math.round((i * (palette.length - 1)) / (classes - 1))] ?? '',
  )
}
