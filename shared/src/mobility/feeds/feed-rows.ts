import { refuse } from '../../kernel/refusal.ts'
import { Calls, NO_TIME } from './calls.ts'
import type { FeedFile, FeedInfo, FeedRoute, FeedService, FeedShape, FeedStop, FeedTrip } from './feed.ts'
import { coordinatesOf, dateOf, secondsOf, sequenceOf } from './fields.ts'
import { IssueList } from './issues.ts'
import { Listed } from './listed.ts'
import { Translations } from './translations.ts'

// The rows of a feed's files, read and checked one by one. Rows that make no sense are left out or put right and remarked
// on.

export const NEEDED: readonly FeedFile[] = ['stops.txt', 'trips.txt', 'stop_times.txt']

export const MOST_STOP_TIMES = 3_000_000
export const MOST_SHAPE_POINTS = 3_000_000
const LONGEST_ID = 200
const LONGEST_NAME = 200

/** Takes the records of one file: the first names the columns. */
export type Taker = {
  /** Answers whether the file can be used at all. */
  header(fields: readonly string[]): boolean
  row(line: number, fields: readonly string[]): void
}

type Column = (name: string) => number
type Row = (line: number, fields: readonly string[]) => void

/** What the files of a feed say, file by file. */
export class FeedRows {
  readonly issues = new IssueList()
  readonly rows = new Map<string, number>()
  readonly seen = new Set<FeedFile>()
  readonly info: FeedInfo = { publisher: null, agency: null, label: null, from: null, to: null }
  readonly #translations = new Translations()
  readonly routes = new Listed<FeedRoute>()
  readonly services = new Listed<FeedService>()
  readonly shapes = new Listed<FeedShape & { sequences: number[]; line: number }>()
  readonly stops = new Listed<FeedStop & { parentId: string; line: number }>()
  readonly trips = new Listed<
    Pick<FeedTrip, 'id' | 'route' | 'service' | 'headsign'> & { shape: number | null; line: number }
  >()
  readonly calls = new Calls()
  readonly taken = { calendar: 0, dates: 0, translations: 0, points: 0 }

  /** A reader for one file; files must come in the order of `FEED_FILES`. */
  taker(file: FeedFile): Taker {
    this.seen.add(file)
    this.rows.set(file, 0)
    const open = this.#openers[file]
    let row: Row | undefined
    let width = 0
    return {
      header: (fields) => {
        const names = fields.map((name) => name.trim().toLowerCase())
        width = names.length
        const missing = open.needed.find((name) => !names.includes(name))
        if (missing !== undefined) {
          if (NEEDED.includes(file)) refuse('mobility.feed-column', { file, column: missing })
          this.issues.add(file, 1, 'column-missing', { file, field: missing })
          return false
        }
        row = open.row.call(this, (name) => names.indexOf(name))
        return true
      },
      row: (line, fields) => {
        this.rows.set(file, (this.rows.get(file) ?? 0) + 1)
        if (fields.length < width) {
          this.issues.add(file, line, 'fields-missing', { given: fields.length, missing: width - fields.length })
        }
        row?.(line, fields)
      },
    }
  }

  /** A row that could not even be split into fields. */
  unreadable(file: FeedFile, line: number, code: 'record-broken' | 'line-too-long' | 'encoding'): void {
    this.rows.set(file, (this.rows.get(file) ?? 0) + 1)
    this.issues.add(file, line, code)
  }

  readonly #openers: Record<FeedFile, { needed: readonly string[]; row: (column: Column) => Row }> = {
    'agency.txt': { needed: [], row: (column) => this.#agency(column) },
    'feed_info.txt': { needed: [], row: (column) => this.#feedInfo(column) },
    'calendar.txt': { needed: ['service_id'], row: (column) => this.#calendar(column) },
    'calendar_dates.txt': {
      needed: ['service_id', 'date', 'exception_type'],
      row: (column) => this.#calendarDates(column),
    },
    'translations.txt': { needed: ['translation'], row: (column) => this.#translation(column) },
    'routes.txt': { needed: ['route_id'], row: (column) => this.#route(column) },
    'shapes.txt': {
      needed: ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'],
      row: (column) => this.#shapePoint(column),
    },
    'stops.txt': { needed: ['stop_id', 'stop_lat', 'stop_lon'], row: (column) => this.#stop(column) },
    'trips.txt': { needed: ['trip_id'], row: (column) => this.#trip(column) },
    'stop_times.txt': { needed: ['trip_id', 'stop_id', 'stop_sequence'], row: (column) => this.#call(column) },
  }

  #agency(column: Column): Row {
    const name = column('agency_name')
    return (_, fields) => {
      this.info.agency ??= textAt(fields, name)
    }
  }

  #feedInfo(column: Column): Row {
    const [publisher, label] = [column('feed_publisher_name'), column('feed_version')]
    const [from, to] = [column('feed_start_date'), column('feed_end_date')]
    const file = 'feed_info.txt'
    return (line, fields) => {
      this.info.publisher ??= textAt(fields, publisher)
      this.info.label ??= textAt(fields, label)
      this.info.from ??= this.#date(file, line, fields[from])
      this.info.to ??= this.#date(file, line, fields[to])
    }
  }

  #date(file: FeedFile, line: number, text: string | undefined): string | null {
    const date = dateOf(text ?? '')
    if (date === undefined) this.issues.add(file, line, 'date-unreadable', { given: text ?? '' })
    return date ?? null
  }

  #calendar(column: Column): Row {
    const file = 'calendar.txt'
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(column)
    const [service, from, to] = [column('service_id'), column('start_date'), column('end_date')]
    return (line, fields) => {
      const id = this.#id(file, line, 'service_id', fields[service])
      if (id === undefined) return
      if (this.services.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const weekdays = days.reduce((bits, at, day) => bits | (fields[at]?.trim() === '1' ? 1 << day : 0), 0)
      const [first, last] = [dateOf(fields[from] ?? ''), dateOf(fields[to] ?? '')]
      if (first === undefined || last === undefined) {
        return this.issues.add(file, line, 'date-unreadable', { given: `${fields[from]} ${fields[to]}` })
      }
      this.taken.calendar++
      this.services.add(id, { id, weekdays, from: first, to: last, added: [], removed: [] })
    }
  }

  #calendarDates(column: Column): Row {
    const file = 'calendar_dates.txt'
    const [service, day, kind] = [column('service_id'), column('date'), column('exception_type')]
    return (line, fields) => {
      const id = this.#id(file, line, 'service_id', fields[service])
      if (id === undefined) return
      const date = dateOf(fields[day] ?? '')
      if (!date) return this.issues.add(file, line, 'date-unreadable', { given: fields[day] ?? '' })
      this.taken.dates++
      const known = this.services.get(id)
      const one = known ?? { id, weekdays: 0, from: null, to: null, added: [], removed: [] }
      if (!known) this.services.add(id, one)
      if (fields[kind]?.trim() === '2') one.removed.push(date)
      else one.added.push(date)
    }
  }

  #translation(column: Column): Row {
    const take = this.#translations.taker(column)
    return (_, fields) => {
      if (take(fields)) this.taken.translations++
    }
  }

  #route(column: Column): Row {
    const file = 'routes.txt'
    const [route, kind] = [column('route_id'), column('route_type')]
    const [short, long] = [column('route_short_name'), column('route_long_name')]
    return (line, fields) => {
      const id = this.#id(file, line, 'route_id', fields[route])
      if (id === undefined) return
      if (this.routes.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      this.routes.add(id, {
        id,
        shortName: nameAt(fields, short),
        longName: nameAt(fields, long),
        kind: sequenceOf(fields[kind] ?? '') ?? null,
      })
    }
  }

  #shapePoint(column: Column): Row {
    const file = 'shapes.txt'
    const [shape, sequence] = [column('shape_id'), column('shape_pt_sequence')]
    const [lat, lon] = [column('shape_pt_lat'), column('shape_pt_lon')]
    let given: string | undefined
    let last: (FeedShape & { sequences: number[] }) | undefined
    return (line, fields) => {
      if (fields[shape] !== given || !last) {
        given = fields[shape]
        const id = this.#id(file, line, 'shape_id', given)
        if (id === undefined) {
          given = undefined
          return
        }
        last = this.shapes.get(id) ?? this.shapes.add(id, { id, lats: [], lons: [], sequences: [], line })
      }
      const at = sequenceOf(fields[sequence] ?? '')
      if (at === undefined) {
        return this.issues.add(file, line, 'sequence-unreadable', { given: fields[sequence] ?? '' })
      }
      const point = coordinatesOf(fields[lat] ?? '', fields[lon] ?? '')
      if (typeof point === 'string') {
        return this.issues.add(file, line, `coordinates-${point}`, { given: `${fields[lat]}, ${fields[lon]}` })
      }
      if (point.swapped) this.issues.add(file, line, 'coordinates-swapped')
      if (++this.taken.points > MOST_SHAPE_POINTS) {
        refuse('mobility.feed-too-long', { file, limit: MOST_SHAPE_POINTS })
      }
      last.sequences.push(at)
      last.lats.push(Math.round(point.lat * 1e6))
      last.lons.push(Math.round(point.lon * 1e6))
    }
  }

  #stop(column: Column): Row {
    const file = 'stops.txt'
    const [stop, name, parent, kind] = ['stop_id', 'stop_name', 'parent_station', 'location_type'].map(column) as [
      number,
      number,
      number,
      number,
    ]
    const [lat, lon] = [column('stop_lat'), column('stop_lon')]
    return (line, fields) => {
      const id = this.#id(file, line, 'stop_id', fields[stop])
      if (id === undefined) return
      if (this.stops.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const point = coordinatesOf(fields[lat] ?? '', fields[lon] ?? '')
      if (typeof point === 'string') {
        return this.issues.add(file, line, `coordinates-${point}`, { given: `${fields[lat]}, ${fields[lon]}` })
      }
      if (point.swapped) this.issues.add(file, line, 'coordinates-swapped')
      const given = nameAt(fields, name)
      if (given === '') this.issues.add(file, line, 'name-missing', { id })
      const { kana, en } = this.#translations.ofStop(id, given)
      this.stops.add(id, {
        id,
        name: given || id,
        kana,
        nameEn: en,
        lat: point.lat,
        lon: point.lon,
        parent: null,
        parentId: (fields[parent] ?? '').trim(),
        kind: Math.min(4, sequenceOf(fields[kind] ?? '') ?? 0),
        line,
      })
    }
  }

  #trip(column: Column): Row {
    const file = 'trips.txt'
    const [trip, route, service, shape, sign] = [
      column('trip_id'),
      column('route_id'),
      column('service_id'),
      column('shape_id'),
      column('trip_headsign'),
    ]
    return (line, fields) => {
      const id = this.#id(file, line, 'trip_id', fields[trip])
      if (id === undefined) return
      if (this.trips.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const named = <T>(list: Listed<T>, at: number, code: 'unknown-route' | 'unknown-service' | 'unknown-shape') => {
        const other = (fields[at] ?? '').trim()
        if (other === '') return null
        const found = list.numberOf(other)
        if (found === undefined) this.issues.add(file, line, code, { id: other })
        return found ?? null
      }
      this.trips.add(id, {
        id,
        route: named(this.routes, route, 'unknown-route'),
        service: named(this.services, service, 'unknown-service'),
        shape: named(this.shapes, shape, 'unknown-shape'),
        headsign: nameAt(fields, sign),
        line,
      })
    }
  }

  #call(column: Column): Row {
    const file = 'stop_times.txt'
    const [trip, stop, sequence] = [column('trip_id'), column('stop_id'), column('stop_sequence')]
    const [arrival, departure] = [column('arrival_time'), column('departure_time')]
    // Rows of a trip usually follow one another.
    let lastTrip: string | undefined
    let tripNumber: number | undefined
    return (line, fields) => {
      const given = fields[trip]
      if (given === undefined || given !== lastTrip) {
        lastTrip = given
        tripNumber = this.trips.numberOf((given ?? '').trim())
      }
      if (tripNumber === undefined) return this.issues.add(file, line, 'unknown-trip', { id: (given ?? '').trim() })
      const stopId = fields[stop] ?? ''
      const stopNumber = this.stops.numberOf(stopId) ?? this.stops.numberOf(stopId.trim())
      if (stopNumber === undefined) return this.issues.add(file, line, 'unknown-stop', { id: stopId.trim() })
      const at = sequenceOf(fields[sequence] ?? '')
      if (at === undefined) {
        return this.issues.add(file, line, 'sequence-unreadable', { given: fields[sequence] ?? '' })
      }
      const arrives = this.#time(file, line, fields[arrival])
      const leaves = fields[departure] === fields[arrival] ? arrives : this.#time(file, line, fields[departure])
      if (this.calls.length >= MOST_STOP_TIMES) refuse('mobility.feed-too-long', { file, limit: MOST_STOP_TIMES })
      this.calls.add(
        tripNumber,
        at,
        stopNumber,
        arrives === NO_TIME ? leaves : arrives,
        leaves === NO_TIME ? arrives : leaves,
        line,
      )
    }
  }

  #time(file: FeedFile, line: number, text: string | undefined): number {
    const seconds = text === undefined ? null : secondsOf(text)
    if (seconds === undefined) this.issues.add(file, line, 'time-unreadable', { given: text ?? '' })
    return seconds ?? NO_TIME
  }

  #id(file: FeedFile, line: number, field: string, text: string | undefined): string | undefined {
    const id = (text ?? '').trim()
    if (id === '') {
      this.issues.add(file, line, 'id-missing', { field })
      return undefined
    }
    if (id.length > LONGEST_ID) {
      this.issues.add(file, line, 'id-too-long', { field })
      return undefined
    }
    if (id !== text) this.issues.add(file, line, 'trimmed', { field })
    return id
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point.
const CONTROL = /[\u0000-\u001f\u007f]+/g

function nameAt(fields: readonly string[], at: number): string {
  return (fields[at] ?? '').replace(CONTROL, ' ').trim().slice(0, LONGEST_NAME)
}

const textAt = (fields: readonly string[], at: number): string | null => nameAt(fields, at) || null
