import { searchText, searchWords } from '@morinowa/shared/kernel/search-text.ts'
import type { FindPlaces } from '@morinowa/shared/mobility/places-contract.ts'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Station } from '@morinowa/shared/mobility/n02.ts'
import type { RailEdge } from '@morinowa/shared/mobility/rail-graph.ts'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'
import { copyText } from '../../reductions/sql-text.ts'

// Finding places by words or nearness. All three kinds are asked in the same way: every word must be found, what begins
// with the words comes first, then the shorter name.

/** Degrees of two kilometres, and the point in whose neighbourhood is looked. */
type Near = { lat: number; lon: number; dLat: number; dLon: number } | null

const NEAR_M = 2_000
const METRES_PER_DEGREE = 111_195

function nearOf(text: string | undefined): Near {
  if (text === undefined) return null
  const [lat = 0, lon = 0] = text.split(',').map(Number)
  const dLat = NEAR_M / METRES_PER_DEGREE
  return { lat, lon, dLat, dLon: dLat / Math.max(0.2, Math.cos((lat * Math.PI) / 180)) }
}

const StopRow = z.object({
  feedId: z.uuid(),
  stopId: z.string(),
  name: z.string(),
  kana: z.string().nullable(),
  nameEn: z.string().nullable(),
  lat: z.number(),
  lon: z.number(),
  poles: z.int(),
  operator: z.string(),
})

/**
 * Stops of the version of each timetable that is in force on a day; where none is, of the one that ended last, else of
 * the one that begins next.
 */
export function stopsMatching(db: Queryable, ask: FindPlaces & { feedId?: string | undefined }, day: string) {
  const { words, whole, near } = asked(ask)
  return db.many(rows(StopRow)`
    with current as (
      select distinct on (v.feed_id) v.id, v.feed_id, coalesce(v.agency, v.publisher, f.code) as operator
        from feed_version v join feed f on f.id = v.feed_id
        cross join lateral (select case when v.valid_to < ${day}::date then 'ended'
                                        when v.valid_from > ${day}::date then 'later' else 'now' end as stands) s
       where ${ask.feedId ?? null}::uuid is null or v.feed_id = ${ask.feedId ?? null}::uuid
       order by v.feed_id, array_position(array['now', 'ended', 'later'], s.stands),
                case s.stands when 'ended' then v.valid_to end desc, case s.stands when 'later' then v.valid_from end,
                v.imported_at desc, v.id desc)
    select c.feed_id as "feedId", s.stop_id as "stopId", s.name, s.kana, s.name_en as "nameEn", s.lat, s.lon, s.poles,
           c.operator
      from current c
      join stop_place s on s.version_id = c.id
     where not exists (select from unnest(${words}::text[]) as word where strpos(s.search_text, word) = 0)
       and (${near === null} or (s.lat between ${near?.lat ?? 0}::float8 - ${near?.dLat ?? 0}::float8
                                           and ${near?.lat ?? 0}::float8 + ${near?.dLat ?? 0}::float8
                             and s.lon between ${near?.lon ?? 0}::float8 - ${near?.dLon ?? 0}::float8
                                           and ${near?.lon ?? 0}::float8 + ${near?.dLon ?? 0}::float8))
     order by case when ${near === null} then 0 else (s.lat - ${near?.lat ?? 0}::float8) ^ 2
                    + ((s.lon - ${near?.lon ?? 0}::float8) * cos(radians(s.lat))) ^ 2 end,
              strpos(s.search_text, ${whole}) <> 1, length(s.name), s.poles desc, s.name, s.version_id, s.place
     limit ${ask.limit}`)
}

const StationRow = z.object({
  stationCode: z.string(),
  name: z.string(),
  lat: z.number(),
  lon: z.number(),
  lines: z.array(z.object({ line: z.string(), operator: z.string() })),
})

export function stationsMatching(db: Queryable, ask: FindPlaces) {
  const { words, whole, near } = asked(ask)
  return db.many(rows(StationRow)`
    select s.group_code as "stationCode", min(s.name) as name, avg(s.lat) as lat, avg(s.lon) as lon,
           json_agg(json_build_object('line', s.line, 'operator', s.operator) order by s.code) as lines
      from rail_station s
     where s.group_code in (
             select group_code from rail_station
              where not exists (select from unnest(${words}::text[]) as word where strpos(search_text, word) = 0)
                and (${near === null} or (lat between ${near?.lat ?? 0}::float8 - ${near?.dLat ?? 0}::float8
                                                  and ${near?.lat ?? 0}::float8 + ${near?.dLat ?? 0}::float8
                                      and lon between ${near?.lon ?? 0}::float8 - ${near?.dLon ?? 0}::float8
                                                  and ${near?.lon ?? 0}::float8 + ${near?.dLon ?? 0}::float8)))
     group by s.group_code
     order by case when ${near === null} then 0 else (avg(s.lat) - ${near?.lat ?? 0}::float8) ^ 2
                    + ((avg(s.lon) - ${near?.lon ?? 0}::float8) * cos(radians(avg(s.lat)))) ^ 2 end,
              bool_and(strpos(s.search_text, ${whole}) <> 1), length(min(s.name)), count(*) desc, min(s.name),
              s.group_code
     limit ${ask.limit}`)
}

function asked({ q, near }: FindPlaces) {
  return { words: searchWords(q), whole: searchText(q), near: nearOf(near) }
}

const AirportRow = z.object({
  iata: z.string(),
  name: z.string(),
  nameEn: z.string(),
  lat: z.number(),
  lon: z.number(),
  municipalityCode: z.string(),
  source: z.string(),
})
export type AirportRow = z.infer<typeof AirportRow>

/** All of them: fewer than a hundred. */
export function airports(db: Queryable): Promise<AirportRow[]> {
  return db.many(rows(AirportRow)`
    select iata, coalesce(nullif(name_ja, ''), name_en) as name, name_en as "nameEn", lat, lon,
           municipality_code as "municipalityCode", source
      from airport order by iata`)
}

const NamedMunicipality = z.object({
  code: z.string(),
  nameJa: z.string(),
  nameEn: z.string(),
  prefectureJa: z.string(),
  prefectureEn: z.string(),
})

export function municipalitiesNamed(db: Queryable, codes: readonly string[]) {
  return db.many(rows(NamedMunicipality)`
    select m.code, m.name_ja as "nameJa", m.name_en as "nameEn", p.name_ja as "prefectureJa", p.name_en as "prefectureEn"
      from municipality m join prefecture p on p.code = m.prefecture_code
     where m.code = any(${codes}::text[])`)
}

// ---- The railway network ----

const Network = z.object({
  edition: z.string(),
  source: z.string(),
  measured: z.enum(['track', 'straight']),
  importedAt: z.string(),
})
export type Network = z.infer<typeof Network>

export function networkInForce(db: Queryable): Promise<Network | null> {
  return db.maybe(rows(Network)`
    select edition, source, measured, imported_at as "importedAt" from rail_network where id = 1`)
}

const StationFacts = z.object({
  code: z.string(),
  group: z.string(),
  name: z.string(),
  institutionType: z.string(),
  lat: z.number(),
  lon: z.number(),
})
export type StationFacts = z.infer<typeof StationFacts>

export function networkStations(db: Queryable): Promise<StationFacts[]> {
  return db.many(rows(StationFacts)`
    select code, group_code as "group", name, institution_type as "institutionType", lat, lon from rail_station`)
}

const EdgeRow = z.object({ a: z.string(), b: z.string(), metres: z.int() })

export function networkEdges(db: Queryable): Promise<RailEdge[]> {
  return db.many(rows(EdgeRow)`select a, b, metres from rail_edge`)
}

/** Puts another edition of the network in force. Nobody sees half of it. */
export async function replaceNetwork(
  tx: Tx,
  network: Network,
  stations: readonly Station[],
  edges: readonly RailEdge[],
): Promise<void> {
  await tx.run(sql`lock table rail_network in exclusive mode`)
  await tx.run(sql`delete from rail_edge`)
  await tx.run(sql`delete from rail_station`)
  await copy(
    tx,
    'rail_station (code, group_code, name, line, operator, rail_class, institution_type, lat, lon, search_text)',
    stations.map((s) =>
      [
        ...[s.code, s.group, s.name, s.line, s.operator, s.railClass, s.institutionType].map(copyText),
        s.lat,
        s.lon,
        copyText(searchText(`${s.name} ${s.name}駅 ${s.line} ${s.operator}`)),
      ].join('\t'),
    ),
  )
  await copy(
    tx,
    'rail_edge (a, b, metres)',
    edges.map(({ a, b, metres }) => `${copyText(a)}\t${copyText(b)}\t${metres}`),
  )
  await tx.run(sql`
    insert into rail_network (id, edition, source, measured, imported_at, stations, edges)
    values (1, ${network.edition}, ${network.source}, ${network.measured}, ${network.importedAt}, ${stations.length},
            ${edges.length})
    on conflict (id) do update set
      edition = excluded.edition, source = excluded.source, measured = excluded.measured,
      imported_at = excluded.imported_at, stations = excluded.stations, edges = excluded.edges`)
}

async function copy(tx: Tx, into: string, lines: readonly string[]): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join('')
  await pipeline(Readable.from([text]), tx.client.query(copyFrom(`copy ${into} from stdin`)))
}
