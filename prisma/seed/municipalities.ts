import { searchText } from '@morinowa/shared/kernel/search-text.ts'
import { readTable } from './table.ts'

/** What the seeds write through: a `pg` client or pool. */
export type Writer = { query(text: string, values: unknown[]): Promise<unknown> }

export type MunicipalityFacts = {
  code: string
  lgcode: string
  prefectureJa: string
  prefectureEn: string
  countyJa: string | null
  nameJa: string
  nameKana: string
  nameRomaji: string
  nameEn: string
  kind: string
  designated: boolean
  northernTerritories: boolean
  officeLat: number | null
  officeLon: number | null
  /** 2020 census, preliminary count; null where nobody is counted. */
  population: number | null
}

const MUNICIPALITY_SOURCE =
  'code4fukui/localgovjp (CC0); romaji: piuccio/open-data-jp-municipalities (MIT); 令和2年国勢調査 人口速報集計, e-Stat 0003433219'
const AIRPORT_SOURCE = 'OurAirports (public domain); Japanese names: our own writing'
// Read from others' copies; the population adds up to the published national total, but no person has compared the rows.
const VERIFIED = false

/** All 1,747 municipalities, ascending by code. */
export async function readMunicipalities(): Promise<MunicipalityFacts[]> {
  return (await readTable('municipalities.csv')).map((row) => ({
    code: row.code ?? '',
    lgcode: row.lgcode ?? '',
    prefectureJa: row.prefecture_ja ?? '',
    prefectureEn: row.prefecture_en ?? '',
    countyJa: row.county_ja || null,
    nameJa: row.name_ja ?? '',
    nameKana: row.name_kana ?? '',
    nameRomaji: row.name_romaji ?? '',
    nameEn: row.name_en ?? '',
    kind: row.kind ?? '',
    designated: row.designated === '1',
    northernTerritories: row.northern_territories === '1',
    officeLat: numberOrNull(row.office_lat),
    officeLon: numberOrNull(row.office_lon),
    population: numberOrNull(row.population_2020p),
  }))
}

/** Writes prefectures, municipalities and airports, one statement each. Repeating it changes nothing. */
export async function seedMunicipalities(db: Writer): Promise<void> {
  const municipalities = await readMunicipalities()
  const column = <K extends keyof MunicipalityFacts>(key: K) => municipalities.map((row) => row[key])
  const prefectureCodes = municipalities.map(({ code }) => code.slice(0, 2))

  await db.query(
    `insert into prefecture (code, name_ja, name_en)
     select distinct * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (code) do update set name_ja = excluded.name_ja, name_en = excluded.name_en
      where (prefecture.name_ja, prefecture.name_en) is distinct from (excluded.name_ja, excluded.name_en)`,
    [prefectureCodes, column('prefectureJa'), column('prefectureEn')],
  )
  await db.query(
    `insert into municipality
       (code, lgcode, prefecture_code, county_ja, name_ja, name_kana, name_en, kind, designated, northern_territories,
        office_lat, office_lon, population, search_text, source, verified)
     select *, $15, $16::boolean
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::boolean[], $10::boolean[], $11::double precision[], $12::double precision[], $13::integer[],
                   $14::text[])
     on conflict (code) do update set
       lgcode = excluded.lgcode, county_ja = excluded.county_ja, name_ja = excluded.name_ja,
       name_kana = excluded.name_kana, name_en = excluded.name_en, kind = excluded.kind,
       designated = excluded.designated, northern_territories = excluded.northern_territories,
       office_lat = excluded.office_lat, office_lon = excluded.office_lon, population = excluded.population,
       search_text = excluded.search_text, source = excluded.source, verified = excluded.verified
      where municipality is distinct from excluded`,
    [
      column('code'),
      column('lgcode'),
      prefectureCodes,
      column('countyJa'),
      column('nameJa'),
      column('nameKana'),
      column('nameEn'),
      column('kind'),
      column('designated'),
      column('northernTerritories'),
      column('officeLat'),
      column('officeLon'),
      column('population'),
      municipalities.map(searchTextOf),
      MUNICIPALITY_SOURCE,
      VERIFIED,
    ],
  )
  await seedAirports(db)
}

async function seedAirports(db: Writer): Promise<void> {
  const airports = await readTable('airports.csv')
  const column = (name: string) => airports.map((row) => row[name])
  await db.query(
    `insert into airport (iata, icao, name_en, name_ja, lat, lon, municipality_code, kind, source, verified)
     select *, $9, $10::boolean
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::double precision[], $6::double precision[],
                   $7::text[], $8::text[])
     on conflict (iata) do update set
       icao = excluded.icao, name_en = excluded.name_en, name_ja = excluded.name_ja, lat = excluded.lat, lon = excluded.lon,
       municipality_code = excluded.municipality_code, kind = excluded.kind, source = excluded.source,
       verified = excluded.verified
      where airport is distinct from excluded`,
    [
      column('iata'),
      column('icao'),
      column('name_en'),
      column('name_ja'),
      column('lat'),
      column('lon'),
      column('municipality'),
      column('kind'),
      AIRPORT_SOURCE,
      VERIFIED,
    ],
  )
}

/** Everything somebody may type to find a place, ready for a plain substring comparison. */
function searchTextOf(row: MunicipalityFacts): string {
  const { code, lgcode, prefectureJa, prefectureEn, countyJa, nameJa, nameKana, nameRomaji, nameEn } = row
  // The bare name comes first, so that "begins with" can rank it.
  return searchText(
    [nameJa, nameKana, nameRomaji, nameEn, code, lgcode, prefectureJa + (countyJa ?? '') + nameJa, prefectureEn].join(
      ' ',
    ),
  )
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text)
}
