import { type FindMunicipalities, Municipality } from '@morinowa/shared/municipalities/contract.ts'
import { placeOf } from '@morinowa/shared/methodology/place.ts'
import { searchText, searchWords } from '@morinowa/shared/kernel/search-text.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const MunicipalityRow = z
  .object({
    code: z.string(),
    lgcode: z.string(),
    prefecture_code: z.string(),
    prefecture_ja: z.string(),
    prefecture_en: z.string(),
    county_ja: z.string().nullable(),
    name_ja: z.string(),
    name_kana: z.string(),
    name_en: z.string(),
    kind: Municipality.shape.kind,
    designated: z.boolean(),
    office_lat: z.number().nullable(),
    office_lon: z.number().nullable(),
    population: z.int().nullable(),
  })
  .transform(
    (row): Municipality => ({
      code: row.code,
      lgcode: row.lgcode,
      prefectureCode: row.prefecture_code,
      prefecture: { ja: row.prefecture_ja, en: row.prefecture_en },
      county: row.county_ja,
      name: { ja: row.name_ja, en: row.name_en },
      kana: row.name_kana,
      kind: row.kind,
      designated: row.designated,
      office: row.office_lat === null || row.office_lon === null ? null : { lat: row.office_lat, lon: row.office_lon },
      population: row.population,
      placeSize: placeOf(row.code, row.population ?? 0).size,
    }),
  )

/**
 * Municipalities in which every word is found, best first: the code itself, then names that begin with the words, then
 * the larger ones. Without words all, by code.
 */
export async function municipalitiesMatching(db: Queryable, ask: FindMunicipalities): Promise<Municipality[]> {
  const words = searchWords(ask.q)
  const whole = searchText(ask.q)
  return db.many(rows(MunicipalityRow)`
    select m.*, p.name_ja as prefecture_ja, p.name_en as prefecture_en
      from municipality m join prefecture p on p.code = m.prefecture_code
     where not exists (select from unnest(${words}::text[]) as word where strpos(m.search_text, word) = 0)
       and (${ask.prefecture ?? null}::text is null or m.prefecture_code = ${ask.prefecture ?? null})
     order by case when ${whole} = '' then 0
                   when ${whole} in (m.code, m.lgcode) then 0
                   when strpos(' ' || m.search_text, ' ' || ${whole}) > 0 then 1
                   else 2 end,
              case when ${whole} = '' then 0 else -coalesce(m.population, 0) end,
              m.code
    offset ${Number(ask.cursor ?? 0)}
     limit ${ask.limit + 1}`)
}

export function municipalityOf(db: Queryable, code: string): Promise<Municipality | null> {
  return db.maybe(rows(MunicipalityRow)`
    select m.*, p.name_ja as prefecture_ja, p.name_en as prefecture_en
      from municipality m join prefecture p on p.code = m.prefecture_code
     where m.code = ${code}`)
}
