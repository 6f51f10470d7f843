import { z } from 'zod'

/** The size classes by which the methodology's mixed baselines differ. */
export const PlaceClass = z.enum(['major-city', 'city150k', 'city50k-150k', 'under50k'])
export type PlaceClass = z.infer<typeof PlaceClass>

/** What decides the class; population is null where nobody is counted. */
export type PlaceFacts = { kind: string; designated: boolean; population: number | null }

/** Major city: Tokyo's special wards and the cities designated by ordinance. Everything else goes by population. */
export function placeClassOf({ kind, designated, population }: PlaceFacts): PlaceClass {
  if (kind === 'special_ward' || designated) return 'major-city'
  const people = population ?? 0
  if (people >= 150_000) return 'city150k'
  return people >= 50_000 ? 'city50k-150k' : 'under50k'
}
