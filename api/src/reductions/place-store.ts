import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const MunicipalityFact = z.object({
  code: z.string(),
  population: z.int().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
})

/** Every municipality: 1,747 rows. */
export function municipalityFacts(db: Queryable) {
  return db.many(rows(MunicipalityFact)`
    select code, population, office_lat as lat, office_lon as lon from municipality order by code limit 5000`)
}
