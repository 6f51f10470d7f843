import { z } from 'zod'

/** Size of the municipality a trip belongs to. */
export const PlaceSize = z.enum(['major-city', 'city150k', 'city50k-150k', 'under50k'])
export type PlaceSize = z.infer<typeof PlaceSize>

/** What the baseline needs to know of a place, and nothing that would tell where somebody was. */
export const Place = z.strictObject({
  size: PlaceSize,
  /** In one of the three big metropolitan areas (Tokyo, Chukyo, Keihanshin). */
  metro3: z.boolean(),
})
export type Place = z.infer<typeof Place>

// Whole prefectures stand for the three areas. Their outskirts are taken in too, which only lowers the baseline.
const METRO3_PREFECTURES: ReadonlySet<string> = new Set(['11', '12', '13', '14', '23', '26', '27', '28'])

/**
 * Class of a municipality. Designated cities, their wards and Tokyo's wards are major cities: their JIS codes have a 1
 * after the prefecture. Every other place goes by population.
 * @param code five digits.
 */
export function placeOf(code: string, population: number): Place {
  const size: PlaceSize =
    code[2] === '1'
      ? 'major-city'
      : population >= 150_000
        ? 'city150k'
        : population >= 50_000
          ? 'city50k-150k'
          : 'under50k'
  return { size, metro3: METRO3_PREFECTURES.has(code.slice(0, 2)) }
}
