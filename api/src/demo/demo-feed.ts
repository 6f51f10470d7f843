import { addDays, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import { strToU8, zipSync } from 'fflate'

// The timetable of the fictional bus company, made here from nothing: one line through the town and back, GTFS-JP with
// readings and English names, shapes and a bus every hour.

type DemoStop = { id: string; name: string; kana: string; en: string; lat: number; lon: number }

/** From the depot in the south to the cape; all of it inside the town. */
export const DEMO_STOPS = [
  { id: 'm1', name: '水面車庫', kana: 'みなもしゃこ', en: 'Minamo Depot', lat: 36.684, lon: 137.07 },
  { id: 'm2', name: '葦原一丁目', kana: 'あしはらいっちょうめ', en: 'Ashihara 1-chome', lat: 36.694, lon: 137.074 },
  { id: 'm3', name: '白帆橋', kana: 'しらほばし', en: 'Shiraho Bridge', lat: 36.704, lon: 137.08 },
  { id: 'm4', name: 'みなも駅前', kana: 'みなもえきまえ', en: 'Minamo Station', lat: 36.7165, lon: 137.083 },
  { id: 'm5', name: '市民の森', kana: 'しみんのもり', en: 'Citizens’ Forest', lat: 36.7305, lon: 137.086 },
  { id: 'm6', name: '汐見台', kana: 'しおみだい', en: 'Shiomidai', lat: 36.742, lon: 137.093 },
  { id: 'm7', name: '灯台下', kana: 'とうだいした', en: 'Below the Lighthouse', lat: 36.755, lon: 137.102 },
  { id: 'm8', name: '岬公園', kana: 'みさきこうえん', en: 'Cape Park', lat: 36.768, lon: 137.11 },
] as const satisfies readonly DemoStop[]

const FIRST_HOUR = 6
const LAST_HOUR = 22
const MINUTES_BETWEEN_STOPS = 3
/** How far the road swings out between two stops, degrees. */
const BEND = 0.0015

/** The bus that leaves the depot (`N`) or the cape (`S`) at an hour. */
export const demoTrip = (direction: 'N' | 'S', hour: number): string => `${direction}-${String(hour).padStart(2, '0')}`

/** The archive of a timetable that holds for a year before and two years after a moment: the same for the same day. */
export function demoFeed(now: string): Buffer {
  const today = dayOf(now)
  const files = filesOf(addDays(today, -366), addDays(today, 731))
  const texts = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const)
  // The hour of packing would make every archive another one.
  return Buffer.from(zipSync(Object.fromEntries(texts), { mtime: '2026-01-01T00:00:00' }))
}

type Row = readonly (string | number)[]

function filesOf(from: string, to: string): Record<string, string> {
  const compact = (day: string) => day.replaceAll('-', '')
  const directions = [
    { id: 'N' as const, stops: [...DEMO_STOPS], sign: '岬公園' },
    { id: 'S' as const, stops: DEMO_STOPS.toReversed(), sign: '水面車庫' },
  ]
  const hours = Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, i) => FIRST_HOUR + i)
  const trips = directions.flatMap(({ id, sign, stops }) =>
    hours.map((hour) => ({ id: demoTrip(id, hour), direction: id, sign, stops, hour })),
  )
  const table = (header: readonly string[], rows: readonly Row[]) => csvTable(header, rows)
  return {
    'agency.txt': table(
      ['agency_id', 'agency_name', 'agency_url', 'agency_timezone', 'agency_lang'],
      [['9000000000000', 'みなも交通（架空）', 'https://minamo.example/', 'Asia/Tokyo', 'ja']],
    ),
    'feed_info.txt': table(
      ['feed_publisher_name', 'feed_publisher_url', 'feed_lang', 'feed_start_date', 'feed_end_date', 'feed_version'],
      [['みなも交通（架空）', 'https://minamo.example/', 'ja', compact(from), compact(to), 'デモ']],
    ),
    'calendar.txt': table(
      'service_id monday tuesday wednesday thursday friday saturday sunday start_date end_date'.split(' '),
      [['毎日', 1, 1, 1, 1, 1, 1, 1, compact(from), compact(to)]],
    ),
    'routes.txt': table(
      ['route_id', 'agency_id', 'route_short_name', 'route_long_name', 'route_type'],
      [['minamo', '9000000000000', 'みなも線', '水面車庫～岬公園', 3]],
    ),
    'stops.txt': table(
      ['stop_id', 'stop_name', 'stop_lat', 'stop_lon', 'location_type'],
      DEMO_STOPS.map(({ id, name, lat, lon }) => [id, name, lat, lon, 0]),
    ),
    'shapes.txt': table(
      ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'],
      directions.flatMap(({ id, stops }) => roadOf(stops).map(([lat, lon], i) => [id, lat, lon, i + 1])),
    ),
    'trips.txt': table(
      ['route_id', 'service_id', 'trip_id', 'trip_headsign', 'direction_id', 'shape_id'],
      trips.map(({ id, direction, sign }) => ['minamo', '毎日', id, sign, direction === 'N' ? 0 : 1, direction]),
    ),
    'stop_times.txt': table(
      ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'],
      trips.flatMap(({ id, stops, hour }) =>
        stops.map((stop, i) => {
          const time = `${hour}:${String(i * MINUTES_BETWEEN_STOPS).padStart(2, '0')}:00`
          return [id, time, time, stop.id, i + 1]
        }),
      ),
    ),
    'translations.txt': table(
      ['table_name', 'field_name', 'language', 'translation', 'record_id'],
      DEMO_STOPS.flatMap(({ id, kana, en }) => [
        ['stops', 'stop_name', 'ja-Hrkt', kana, id],
        ['stops', 'stop_name', 'en', en, id],
      ]),
    ),
  }
}

/** The stops joined by a road that swings out to the east between them. */
function roadOf(stops: readonly DemoStop[]): [number, number][] {
  return stops.flatMap((stop, i): [number, number][] => {
    const before = stops[i - 1]
    const here: [number, number] = [stop.lat, stop.lon]
    if (!before) return [here]
    const bend = (a: number, b: number) => Number(((a + b) / 2).toFixed(6))
    return [[bend(before.lat, stop.lat), Number((bend(before.lon, stop.lon) + BEND).toFixed(6))], here]
  })
}
