import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { strToU8, zipSync } from 'fflate'

/** Feeds of real operators, beside the repository on some machines; tests that need them say so where they are not. */
export const REAL_FEEDS = join(root(), '../shared/data/gtfs')
export const haveRealFeeds = existsSync(REAL_FEEDS)

/** An archive of text files; the same files make the same archive at any hour. */
export function archive(files: Record<string, string>): Buffer {
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))
  return Buffer.from(zipSync(bytes, { mtime: '2026-04-01T00:00:00Z' }))
}

/** A line of four stops going east along 36.7° north, one every 0.01° (about 892 m), and back. */
export const SMALL_FEED: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\n1,ためし交通,https://bus.example/,Asia/Tokyo\n',
  'feed_info.txt':
    'feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\nためし交通,https://bus.example/,ja,20260401,20270331,2026\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR,1,海岸線,,3\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n毎日,1,1,1,1,1,1,1,20260401,20270331\n',
  'stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\nA,市役所前,36.7,137.05,0,\nB,港,36.7,137.06,0,\nC,市場,36.7,137.07,0,\nD,岬,36.7,137.08,0,\nC2,市場,36.7002,137.0702,0,\n',
  'trips.txt': 'route_id,service_id,trip_id,trip_headsign,shape_id\nR,毎日,T1,岬,S\nR,毎日,T2,市役所前,\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT1,23:50:00,23:50:00,A,1\nT1,23:55:00,23:56:00,B,2\nT1,24:02:00,24:02:00,C,3\nT1,24:10:00,24:10:00,D,4\nT2,7:00:00,7:00:00,D,1\nT2,7:09:00,7:09:00,C2,2\nT2,7:20:00,7:20:00,A,3\n',
  // The way from B to C goes round by the north: 0.005° up, over, and down again, 2 × 556 m more.
  'shapes.txt':
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nS,36.7,137.05,1\nS,36.7,137.06,2\nS,36.705,137.06,3\nS,36.705,137.07,4\nS,36.7,137.07,5\nS,36.7,137.08,6\n',
}
