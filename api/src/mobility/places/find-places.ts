import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { searchText, searchWords } from '@morinowa/shared/kernel/search-text.ts'
import { greatCircleM } from '@morinowa/shared/mobility/distance.ts'
import type { Airport, FindPlaces, Station, Stop } from '@morinowa/shared/mobility/places-contract.ts'
import type { Queryable } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import type { Areas } from './areas.ts'
import { airports, municipalitiesNamed, networkInForce, stationsMatching, stopsMatching } from './place-store.ts'

const wantsNothing = ({ q, near }: FindPlaces) => searchWords(q).length === 0 && near === undefined

/** Stops of the timetables in force. */
export async function findStops(
  { db, now }: Deps,
  _actor: Actor,
  ask: FindPlaces & { feedId?: string | undefined },
  areas: Areas,
): Promise<{ items: Stop[] }> {
  if (wantsNothing(ask)) return { items: [] }
  return { items: await within(db, areas, await stopsMatching(db, ask, dayOf(now()))) }
}

/** Stations of the network in force. */
export async function findStations(
  { db }: Deps,
  _actor: Actor,
  ask: FindPlaces,
  areas: Areas,
): Promise<{ items: Station[]; source: string | null }> {
  const network = await networkInForce(db)
  if (!network || wantsNothing(ask)) return { items: [], source: network?.source ?? null }
  const found = await stationsMatching(db, ask)
  const items = found.map((station) => ({ ...station, nameEn: null, lines: unlike(station.lines) }))
  return { items: await within(db, areas, items), source: network.source }
}

/** Airports by name, code or the place they lie in. */
export async function findAirports(
  { db }: Deps,
  _actor: Actor,
  ask: FindPlaces,
): Promise<{ items: Airport[]; source: string | null }> {
  const all = await airports(db)
  const source = all[0]?.source ?? null
  if (wantsNothing(ask)) return { items: [], source }
  const named = await names(
    db,
    all.map(({ municipalityCode }) => municipalityCode),
  )
  const words = searchWords(ask.q)
  const [lat = 0, lon = 0] = ask.near?.split(',').map(Number) ?? []
  const items = all
    .map(({ municipalityCode, source: _, ...airport }) => ({
      ...airport,
      municipality: named.get(municipalityCode) ?? null,
    }))
    .filter((airport) => {
      const { municipality: m } = airport
      const text = searchText(
        [airport.name, airport.nameEn, airport.iata, m?.name.ja, m?.name.en, m?.prefecture.ja, m?.prefecture.en].join(
          ' ',
        ),
      )
      return words.every((word) => text.includes(word))
    })
    .filter((airport) => ask.near === undefined || greatCircleM(airport, { lat, lon }) <= NEAR_AIRPORT_M)
    .toSorted((a, b) =>
      ask.near === undefined
        ? Number(!begins(a.name, ask.q)) - Number(!begins(b.name, ask.q)) || a.name.length - b.name.length
        : greatCircleM(a, { lat, lon }) - greatCircleM(b, { lat, lon }),
    )
  return { items: items.slice(0, ask.limit), source }
}

const NEAR_AIRPORT_M = 50_000

const begins = (name: string, q: string): boolean => searchText(name).startsWith(searchText(q))

/** Each line once: a station is drawn once for every platform line. */
function unlike(lines: Station['lines']): Station['lines'] {
  return [...new Map(lines.map((line) => [`${line.operator} ${line.line}`, line])).values()]
}

/** Says of places in which municipality they lie. */
async function within<T extends { lat: number; lon: number }>(db: Queryable, areas: Areas, found: readonly T[]) {
  if (found.length === 0) return []
  const { municipalityAt } = await areas()
  const codes = found.map(({ lat, lon }) => municipalityAt(lat, lon))
  const named = await names(
    db,
    codes.filter((code) => code !== null),
  )
  return found.map((place, i) => ({ ...place, municipality: named.get(codes[i] ?? '') ?? null }))
}

async function names(db: Queryable, codes: readonly string[]) {
  const found = await municipalitiesNamed(db, [...new Set(codes)])
  return new Map(
    found.map(({ code, nameJa, nameEn, prefectureJa, prefectureEn }) => [
      code,
      { code, name: { ja: nameJa, en: nameEn }, prefecture: { ja: prefectureJa, en: prefectureEn } },
    ]),
  )
}
