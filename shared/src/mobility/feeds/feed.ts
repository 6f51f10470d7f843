import type { IssueList } from './issues.ts'
import type { Measured } from './patterns.ts'

// A timetable feed, GTFS or GTFS-JP: what its files are called, and what is made of them.

/** What is read, in the order in which one file needs another. Fares and the like say nothing about where and how far. */
export const FEED_FILES = [
  'agency.txt',
  'feed_info.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'translations.txt',
  'routes.txt',
  'shapes.txt',
  'stops.txt',
  'trips.txt',
  'stop_times.txt',
] as const
export type FeedFile = (typeof FEED_FILES)[number]

export type FeedStop = {
  id: string
  name: string
  kana: string | null
  nameEn: string | null
  lat: number
  lon: number
  /** The station it belongs to, by its place in the list. */
  parent: number | null
  /** 0 a stop, 1 a station, 2 to 4 entrances and the like. */
  kind: number
}
export type FeedRoute = { id: string; shortName: string; longName: string; kind: number | null }
export type FeedService = {
  id: string
  /** Monday is bit 0. */
  weekdays: number
  from: string | null
  to: string | null
  added: string[]
  removed: string[]
}
/** Points in millionths of a degree. */
export type FeedShape = { id: string; lats: number[]; lons: number[] }
/** A way of calling at stops that trips share: by their places in the list, with metres from the first. */
export type FeedPattern = { shape: number | null; stops: number[] } & Measured
export type FeedTrip = {
  id: string
  route: number | null
  service: number | null
  pattern: number
  headsign: string
  /** Seconds of the service day; null where the feed gives no time. */
  arrivals: (number | null)[]
  departures: (number | null)[]
}
export type FeedCount = { file: string; rows: number; taken: number }
export type FeedInfo = {
  publisher: string | null
  agency: string | null
  label: string | null
  from: string | null
  to: string | null
}

export type Feed = {
  info: FeedInfo
  stops: FeedStop[]
  routes: FeedRoute[]
  services: FeedService[]
  shapes: FeedShape[]
  patterns: FeedPattern[]
  trips: FeedTrip[]
  counts: FeedCount[]
  issues: IssueList
}
