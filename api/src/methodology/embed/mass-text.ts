/** Grams for a small space: whole grams, or kilograms with one decimal rounded half up. */
export function massText(grams: number): string {
  const size = Math.abs(Math.trunc(grams))
  if (size < 1_000) return `${size} g`
  const tenths = Math.floor((size + 50) / 100)
  return `${Math.floor(tenths / 10).toLocaleString('en-US')}.${tenths % 10} kg`
}
