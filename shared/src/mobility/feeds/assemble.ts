import { refuse } from '../../kernel/refusal.ts'
import { Calls, NO_TIME } from './calls.ts'
import { coordinatesOf, dateOf, secondsOf, sequenceOf } from './fields.ts'
import { IssueList } from './issues.ts'
import { measurePattern, type Measured } from './patterns.ts'
import { Translations } from './translations.ts'

// A timetable feed, GTFS or GTFS-JP, put together from the rows of its files. Rows that make no sense are left out or
// put right and remarked on; only a feed in which nothing can be ridden is refused as a whole.

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

const NEEDED: readonly FeedFile[] = ['stops.txt', 'trips.txt', 'stop_times.txt']
/** Of the others these are always there in a feed that follows the rules. */
const EXPECTED: readonly FeedFile[] = ['agency.txt', 'routes.txt', 'feed_info.txt']

export const MOST_STOP_TIMES = 3_000_000
export const MOST_SHAPE_POINTS = 3_000_000
/** Stops, trips, routes and services are each fewer than this. */
export const MOST_ROWS = 1_000_000
const LONGEST_ID = 200
const LONGEST_NAME = 200

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

/** Takes the records of one file: the first names the columns. */
export type Taker = {
  /** Answers whether the file can be used at all. */
  header(fields: readonly string[]): boolean
  row(line: number, fields: readonly string[]): void
}

type Column = (name: string) => number
type Row = (line: number, fields: readonly string[]) => void

export class FeedAssembler {
  readonly issues = new IssueList()
  readonly #rows = new Map<string, number>()
  readonly #seen = new Set<FeedFile>()
  #info: FeedInfo = { publisher: null, agency: null, label: null, from: null, to: null }
  readonly #translations = new Translations()
  readonly #routes = new Listed<FeedRoute>()
  readonly #services = new Listed<FeedService>()
  readonly #shapes = new Listed<FeedShape & { sequences: number[]; line: number }>()
  readonly #stops = new Listed<FeedStop & { parentId: string; line: number }>()
  readonly #trips = new Listed<
    Pick<FeedTrip, 'id' | 'route' | 'service' | 'headsign'> & { shape: number | null; line: number }
  >()
  readonly #calls = new Calls()
  readonly #taken = { calendar: 0, dates: 0, translations: 0, points: 0 }

  /** A reader for one file; files must come in the order of `FEED_FILES`. */
  taker(file: FeedFile): Taker {
    this.#seen.add(file)
    this.#rows.set(file, 0)
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
        this.#rows.set(file, (this.#rows.get(file) ?? 0) + 1)
        if (fields.length < width) {
          this.issues.add(file, line, 'fields-missing', { given: fields.length, missing: width - fields.length })
        }
        row?.(line, fields)
      },
    }
  }

  /** A row that could not even be split into fields. */
  unreadable(file: FeedFile, line: number, code: 'record-broken' | 'line-too-long' | 'encoding'): void {
    this.#rows.set(file, (this.#rows.get(file) ?? 0) + 1)
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
      this.#info.agency ??= textAt(fields, name)
    }
  }

  #feedInfo(column: Column): Row {
    const [publisher, label] = [column('feed_publisher_name'), column('feed_version')]
    const [from, to] = [column('feed_start_date'), column('feed_end_date')]
    const file = 'feed_info.txt'
    return (line, fields) => {
      this.#info.publisher ??= textAt(fields, publisher)
      this.#info.label ??= textAt(fields, label)
      this.#info.from ??= this.#date(file, line, fields[from])
      this.#info.to ??= this.#date(file, line, fields[to])
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
      if (this.#services.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const weekdays = days.reduce((bits, at, day) => bits | (fields[at]?.trim() === '1' ? 1 << day : 0), 0)
      const [first, last] = [dateOf(fields[from] ?? ''), dateOf(fields[to] ?? '')]
      if (first === undefined || last === undefined) {
        return this.issues.add(file, line, 'date-unreadable', { given: `${fields[from]} ${fields[to]}` })
      }
      this.#taken.calendar++
      this.#services.add(id, { id, weekdays, from: first, to: last, added: [], removed: [] })
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
      this.#taken.dates++
      const known = this.#services.get(id)
      const one = known ?? { id, weekdays: 0, from: null, to: null, added: [], removed: [] }
      if (!known) this.#services.add(id, one)
      if (fields[kind]?.trim() === '2') one.removed.push(date)
      else one.added.push(date)
    }
  }

  #translation(column: Column): Row {
    const take = this.#translations.taker(column)
    return (_, fields) => {
      if (take(fields)) this.#taken.translations++
    }
  }

  #route(column: Column): Row {
    const file = 'routes.txt'
    const [route, kind] = [column('route_id'), column('route_type')]
    const [short, long] = [column('route_short_name'), column('route_long_name')]
    return (line, fields) => {
      const id = this.#id(file, line, 'route_id', fields[route])
      if (id === undefined) return
      if (this.#routes.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      this.#routes.add(id, {
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
        last = this.#shapes.get(id) ?? this.#shapes.add(id, { id, lats: [], lons: [], sequences: [], line })
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
      if (++this.#taken.points > MOST_SHAPE_POINTS) {
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
      if (this.#stops.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const point = coordinatesOf(fields[lat] ?? '', fields[lon] ?? '')
      if (typeof point === 'string') {
        return this.issues.add(file, line, `coordinates-${point}`, { given: `${fields[lat]}, ${fields[lon]}` })
      }
      if (point.swapped) this.issues.add(file, line, 'coordinates-swapped')
      const given = nameAt(fields, name)
      if (given === '') this.issues.add(file, line, 'name-missing', { id })
      const { kana, en } = this.#translations.ofStop(id, given)
      this.#stops.add(id, {
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
      if (this.#trips.has(id)) return this.issues.add(file, line, 'duplicate-id', { id })
      const named = <T>(list: Listed<T>, at: number, code: 'unknown-route' | 'unknown-service' | 'unknown-shape') => {
        const other = (fields[at] ?? '').trim()
        if (other === '') return null
        const found = list.numberOf(other)
        if (found === undefined) this.issues.add(file, line, code, { id: other })
        return found ?? null
      }
      this.#trips.add(id, {
        id,
        route: named(this.#routes, route, 'unknown-route'),
        service: named(this.#services, service, 'unknown-service'),
        shape: named(this.#shapes, shape, 'unknown-shape'),
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
        tripNumber = this.#trips.numberOf((given ?? '').trim())
      }
      if (tripNumber === undefined) return this.issues.add(file, line, 'unknown-trip', { id: (given ?? '').trim() })
      const stopId = fields[stop] ?? ''
      const stopNumber = this.#stops.numberOf(stopId) ?? this.#stops.numberOf(stopId.trim())
      if (stopNumber === undefined) return this.issues.add(file, line, 'unknown-stop', { id: stopId.trim() })
      const at = sequenceOf(fields[sequence] ?? '')
      if (at === undefined) {
        return this.issues.add(file, line, 'sequence-unreadable', { given: fields[sequence] ?? '' })
      }
      const arrives = this.#time(file, line, fields[arrival])
      const leaves = fields[departure] === fields[arrival] ? arrives : this.#time(file, line, fields[departure])
      if (this.#calls.length >= MOST_STOP_TIMES) refuse('mobility.feed-too-long', { file, limit: MOST_STOP_TIMES })
      this.#calls.add(
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

  /**
   * Puts the feed together. It pauses after each piece of work, so that a server can answer others in between.
   * @throws Refusal when nothing in it can be ridden.
   */
  *assemble(): Generator<void, Feed> {
    for (const file of NEEDED) if (!this.#seen.has(file)) refuse('mobility.feed-file', { file })
    for (const file of EXPECTED) if (!this.#seen.has(file)) this.issues.add(file, 0, 'file-missing', { file })
    const stops = this.#joinStops()
    const shapes = this.#joinShapes()
    yield
    const { trips, patterns, calls } = yield* this.#joinTrips(shapes, stops)
    if (trips.length === 0) refuse('mobility.feed-empty')
    const info = this.#period()
    const taken: Record<FeedFile, number> = {
      'agency.txt': this.#rows.get('agency.txt') ?? 0,
      'feed_info.txt': this.#rows.get('feed_info.txt') ?? 0,
      'calendar.txt': this.#taken.calendar,
      'calendar_dates.txt': this.#taken.dates,
      'translations.txt': this.#taken.translations,
      'routes.txt': this.#routes.all.length,
      'shapes.txt': shapes.kept.reduce((sum, { lats }) => sum + lats.length, 0),
      'stops.txt': stops.length,
      'trips.txt': trips.length,
      'stop_times.txt': calls,
    }
    const counts = FEED_FILES.flatMap((file) => {
      const rows = this.#rows.get(file)
      return rows === undefined ? [] : [{ file, rows, taken: taken[file] }]
    })
    return {
      info,
      stops,
      routes: this.#routes.all,
      services: this.#services.all,
      shapes: shapes.kept,
      patterns,
      trips,
      counts,
      issues: this.issues,
    }
  }

  #joinStops(): FeedStop[] {
    return this.#stops.all.map(({ parentId, line, ...stop }) => {
      if (parentId === '') return stop
      const parent = this.#stops.numberOf(parentId)
      if (parent === undefined) this.issues.add('stops.txt', line, 'unknown-parent', { id: parentId })
      return { ...stop, parent: parent ?? null }
    })
  }

  /** Shapes in the order of their points; `renumbered` says where each one went. */
  #joinShapes(): { kept: FeedShape[]; renumbered: (number | null)[] } {
    const kept: FeedShape[] = []
    const renumbered = this.#shapes.all.map(({ id, lats, lons, sequences, line }) => {
      if (lats.length < 2) {
        // Each of its points is a row that is left out.
        for (let i = 0; i < lats.length; i++) this.issues.add('shapes.txt', line, 'shape-too-short', { id })
        return null
      }
      if (!isAscending(sequences)) {
        this.issues.add('shapes.txt', line, 'out-of-order', { id })
        const order = sequences.map((_, i) => i).toSorted((a, b) => (sequences[a] as number) - (sequences[b] as number))
        kept.push({ id, lats: order.map((i) => lats[i] as number), lons: order.map((i) => lons[i] as number) })
      } else kept.push({ id, lats, lons })
      return kept.length - 1
    })
    return { kept, renumbered }
  }

  *#joinTrips(
    { kept, renumbered }: { kept: FeedShape[]; renumbered: (number | null)[] },
    stops: readonly FeedStop[],
  ): Generator<void, { trips: FeedTrip[]; patterns: FeedPattern[]; calls: number }> {
    const trips: FeedTrip[] = []
    const patterns: FeedPattern[] = []
    const numbers = new Map<string, number>()
    const { start, rows } = this.#calls.byTrip(this.#trips.all.length)
    let calls = 0
    let sincePause = 0
    for (const [number, { id, route, service, headsign, shape: given, line }] of this.#trips.all.entries()) {
      const own = this.#callsOf(id, rows.subarray(start[number], start[number + 1]))
      if (own.length < 2) {
        this.issues.add('trips.txt', line, 'trip-too-short', { id })
        continue
      }
      calls += own.length
      const shape = given === null ? null : (renumbered[given] ?? null)
      const called = own.map((row) => this.#calls.stop[row] as number)
      const key = `${shape} ${called.join(' ')}`
      let pattern = numbers.get(key)
      if (pattern === undefined) {
        pattern = patterns.length
        numbers.set(key, pattern)
        patterns.push(this.#pattern(called, shape, kept, stops, line))
        sincePause += 50
      }
      trips.push({ id, route, service, pattern, headsign, ...this.#times(id, own) })
      if (++sincePause >= 2_000) {
        sincePause = 0
        yield
      }
    }
    return { trips, patterns, calls }
  }

  /** The calls of a trip in their order, one for each place in it. */
  #callsOf(id: string, rows: Int32Array): number[] {
    const { sequence, line } = this.#calls
    const own = [...rows]
    const file = 'stop_times.txt'
    let sorted = true
    for (let i = 1; i < own.length && sorted; i++) {
      sorted = (sequence[own[i] as number] as number) >= (sequence[own[i - 1] as number] as number)
    }
    if (!sorted) {
      this.issues.add(file, line[own[0] as number] as number, 'out-of-order', { id })
      own.sort((a, b) => (sequence[a] as number) - (sequence[b] as number) || a - b)
    }
    for (let i = own.length - 1; i > 0; i--) {
      const row = own[i] as number
      if (sequence[row] !== sequence[own[i - 1] as number]) continue
      this.issues.add(file, line[row] as number, 'duplicate-sequence', { id, sequence: sequence[row] as number })
      own.splice(i, 1)
    }
    return own
  }

  #times(id: string, own: readonly number[]): Pick<FeedTrip, 'arrivals' | 'departures'> {
    const { arrival, departure, line } = this.#calls
    const arrivals: (number | null)[] = []
    const departures: (number | null)[] = []
    let clock = -1
    for (const row of own) {
      const [arrives, leaves] = [arrival[row] as number, departure[row] as number]
      const timed = arrives !== NO_TIME
      if (timed && (arrives < clock || leaves < arrives)) {
        this.issues.add('stop_times.txt', line[row] as number, 'time-backwards', { id })
      }
      if (!timed || arrives < clock || leaves < arrives) {
        arrivals.push(null)
        departures.push(null)
        continue
      }
      arrivals.push(arrives)
      departures.push(leaves)
      clock = leaves
    }
    return { arrivals, departures }
  }

  #pattern(
    called: number[],
    shape: number | null,
    shapes: readonly FeedShape[],
    stops: readonly FeedStop[],
    line: number,
  ): FeedPattern {
    const points = called.map((number) => stops[number] as FeedStop)
    const along = shape === null ? undefined : (shapes[shape] as FeedShape)
    const { missed, ...measured } = measurePattern(points, along)
    if (along && missed !== undefined) {
      this.issues.add('trips.txt', line, 'shape-misses-stops', { id: along.id, stop: points[missed]?.name ?? '' })
    }
    return { shape, stops: called, ...measured }
  }

  /** The days for which the feed stands, from its own statement or from its calendars. */
  #period(): FeedInfo {
    const info = this.#info
    if (info.from !== null && info.to !== null) return info
    const days = this.#services.all.flatMap(({ from, to, added }) => [from, to, ...added]).filter((day) => day !== null)
    const [first, last] = days.reduce<[string | null, string | null]>(
      ([least, most], day) => [least === null || day < least ? day : least, most === null || day > most ? day : most],
      [null, null],
    )
    if (first === null && info.from === null) this.issues.add('feed_info.txt', 0, 'period-missing')
    return { ...info, from: info.from ?? first, to: info.to ?? last }
  }
}

/** Rows by their ids, numbered as they come. */
class Listed<T> {
  readonly all: T[] = []
  readonly #numbers = new Map<string, number>()

  add<U extends T>(id: string, row: U): U {
    if (this.all.length >= MOST_ROWS) refuse('mobility.feed-too-long', { file: 'GTFS', limit: MOST_ROWS })
    this.#numbers.set(id, this.all.length)
    this.all.push(row)
    return row
  }

  has(id: string): boolean {
    return this.#numbers.has(id)
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id)
  }

  get(id: string): T | undefined {
    const number = this.#numbers.get(id)
    return number === undefined ? undefined : this.all[number]
  }
}

function isAscending(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++) if ((numbers[i] as number) < (numbers[i - 1] as number)) return false
  return true
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point.
const CONTROL = /[\u0000-\u001f\u007f]+/g

function nameAt(fields: readonly string[], at: number): string {
  return (fields[at] ?? '').replace(CONTROL, ' ').trim().slice(0, LONGEST_NAME)
}

const textAt = (fields: readonly string[], at: number): string | null => nameAt(fields, at) || null
