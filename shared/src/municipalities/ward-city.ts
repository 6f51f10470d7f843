/**
 * The municipality that a five-digit administrative code belongs to: itself, or the designated city whose ward it is.
 * Wards are numbered after their city (14131 follows 14130), so the nearest designated code below is the city.
 * @param codes every municipality. @param designated those with wards.
 * @returns null for codes that are neither, such as unassigned land (NN000) or a municipality that has merged since.
 */
export function municipalityOfWard(
  code: string,
  codes: ReadonlySet<string>,
  designated: readonly string[],
): string | null {
  if (codes.has(code)) return code
  // Ward codes have 1 as the third digit; Tokyo's special wards share that range but are municipalities themselves.
  if (!/^\d\d1\d\d$/.test(code)) return null
  const cities = designated.filter((city) => city.slice(0, 3) === code.slice(0, 3) && city < code)
  return cities.toSorted().at(-1) ?? null
}
