import { refuse } from '../../kernel/refusal.ts'
import { NO_TIME } from './calls.ts'
import {
  type Feed,
  FEED_FILES,
  type FeedFile,
  type FeedInfo,
  type FeedPattern,
  type FeedShape,
  type FeedStop,
  type FeedTrip,
} from './feed.ts'
import { FeedRows, NEEDED, type Taker } from './feed-rows.ts'
import { measurePattern } from './patterns.ts'

// A timetable feed put together from the rows of its files; only one in which nothing can be ridden is refused as a whole.

/** Of the files that nothing depends on these are always there in a feed that follows the rules. */
const EXPECTED: readonly FeedFile[] = ['agency.txt', 'routes.txt', 'feed_info.txt']

export class FeedAssembler {
  readonly #read = new FeedRows()

  get issues(): FeedRows['issues'] {
    return this.#read.issues
  }

  /** A reader for one file; files must come in the order of `FEED_FILES`. */
  taker(file: FeedFile): Taker {
    return this.#read.taker(file)
  }

  /** A row that could not even be split into fields. */
  unreadable(...[file, line, code]: Parameters<FeedRows['unreadable']>): void {
    this.#read.unreadable(file, line, code)
  }

  /**
   * Puts the feed together. It pauses after each piece of work, so that a server can answer others in between.
   * @throws Refusal when nothing in it can be ridden.
   */
  *assemble(): Generator<void, Feed> {
    for (const file of NEEDED) if (!this.#read.seen.has(file)) refuse('mobility.feed-file', { file })
    for (const file of EXPECTED)
      if (!this.#read.seen.has(file)) this.#read.issues.add(file, 0, 'file-missing', { file })
    const stops = this.#joinStops()
    const shapes = this.#joinShapes()
    yield
    const { trips, patterns, calls } = yield* this.#joinTrips(shapes, stops)
    if (trips.length === 0) refuse('mobility.feed-empty')
    const info = this.#period()
    const taken: Record<FeedFile, number> = {
      'agency.txt': this.#read.rows.get('agency.txt') ?? 0,
      'feed_info.txt': this.#read.rows.get('feed_info.txt') ?? 0,
      'calendar.txt': this.#read.taken.calendar,
      'calendar_dates.txt': this.#read.taken.dates,
      'translations.txt': this.#read.taken.translations,
      'routes.txt': this.#read.routes.all.length,
      'shapes.txt': shapes.kept.reduce((sum, { lats }) => sum + lats.length, 0),
      'stops.txt': stops.length,
      'trips.txt': trips.length,
      'stop_times.txt': calls,
    }
    const counts = FEED_FILES.flatMap((file) => {
      const rows = this.#read.rows.get(file)
      return rows === undefined ? [] : [{ file, rows, taken: taken[file] }]
    })
    return {
      info,
      stops,
      routes: this.#read.routes.all,
      services: this.#read.services.all,
      shapes: shapes.kept,
      patterns,
      trips,
      counts,
      issues: this.#read.issues,
    }
  }

  #joinStops(): FeedStop[] {
    return this.#read.stops.all.map(({ parentId, line, ...stop }) => {
      if (parentId === '') return stop
      const parent = this.#read.stops.numberOf(parentId)
      if (parent === undefined) this.#read.issues.add('stops.txt', line, 'unknown-parent', { id: parentId })
      return { ...stop, parent: parent ?? null }
    })
  }

  /** Shapes in the order of their points; `renumbered` says where each one went. */
  #joinShapes(): { kept: FeedShape[]; renumbered: (number | null)[] } {
    const kept: FeedShape[] = []
    const renumbered = this.#read.shapes.all.map(({ id, lats, lons, sequences, line }) => {
      if (lats.length < 2) {
        // Each of its points is a row that is left out.
        for (let i = 0; i < lats.length; i++) this.#read.issues.add('shapes.txt', line, 'shape-too-short', { id })
        return null
      }
      if (!isAscending(sequences)) {
        this.#read.issues.add('shapes.txt', line, 'out-of-order', { id })
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
    const { start, rows } = this.#read.calls.byTrip(this.#read.trips.all.length)
    let calls = 0
    let sincePause = 0
    for (const [number, { id, route, service, headsign, shape: given, line }] of this.#read.trips.all.entries()) {
      const own = this.#callsOf(id, rows.subarray(start[number], start[number + 1]))
      if (own.length < 2) {
        this.#read.issues.add('trips.txt', line, 'trip-too-short', { id })
        continue
      }
      calls += own.length
      const shape = given === null ? null : (renumbered[given] ?? null)
      const called = own.map((row) => this.#read.calls.stop[row] as number)
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
    const { sequence, line } = this.#read.calls
    const own = [...rows]
    const file = 'stop_times.txt'
    let sorted = true
    for (let i = 1; i < own.length && sorted; i++) {
      sorted = (sequence[own[i] as number] as number) >= (sequence[own[i - 1] as number] as number)
    }
    if (!sorted) {
      this.#read.issues.add(file, line[own[0] as number] as number, 'out-of-order', { id })
      own.sort((a, b) => (sequence[a] as number) - (sequence[b] as number) || a - b)
    }
    for (let i = own.length - 1; i > 0; i--) {
      const row = own[i] as number
      if (sequence[row] !== sequence[own[i - 1] as number]) continue
      this.#read.issues.add(file, line[row] as number, 'duplicate-sequence', { id, sequence: sequence[row] as number })
      own.splice(i, 1)
    }
    return own
  }

  #times(id: string, own: readonly number[]): Pick<FeedTrip, 'arrivals' | 'departures'> {
    const { arrival, departure, line } = this.#read.calls
    const arrivals: (number | null)[] = []
    const departures: (number | null)[] = []
    let clock = -1
    for (const row of own) {
      const [arrives, leaves] = [arrival[row] as number, departure[row] as number]
      const timed = arrives !== NO_TIME
      if (timed && (arrives < clock || leaves < arrives)) {
        this.#read.issues.add('stop_times.txt', line[row] as number, 'time-backwards', { id })
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
      this.#read.issues.add('trips.txt', line, 'shape-misses-stops', { id: along.id, stop: points[missed]?.name ?? '' })
    }
    return { shape, stops: called, ...measured }
  }

  /** The days for which the feed stands, from its own statement or from its calendars. */
  #period(): FeedInfo {
    const info = this.#read.info
    if (info.from !== null && info.to !== null) return info
    const days = this.#read.services.all
      .flatMap(({ from, to, added }) => [from, to, ...added])
      .filter((day) => day !== null)
    const [first, last] = days.reduce<[string | null, string | null]>(
      ([least, most], day) => [least === null || day < least ? day : least, most === null || day > most ? day : most],
      [null, null],
    )
    if (first === null && info.from === null) this.#read.issues.add('feed_info.txt', 0, 'period-missing')
    return { ...info, from: info.from ?? first, to: info.to ?? last }
  }
}

function isAscending(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++) if ((numbers[i] as number) < (numbers[i - 1] as number)) return false
  return true
}
