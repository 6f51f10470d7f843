import { travelledM } from '@morinowa/shared/mobility/distance.ts'
import { type FeedChoice, preferredVersions } from '@morinowa/shared/mobility/feeds/version-of-day.ts'
import { type Along, bestAlong } from '@morinowa/shared/mobility/feeds/best-along.ts'
import type { Queryable } from '../../platform/db.ts'
import { feedChoices, patternsAt, patternsNumbered, stopsNamed, stopsOfPlaces, tripsNamed } from './stop-store.ts'

// How far two stops are apart, for many rides at once: what a batch needs is asked for in a handful of statements and
// kept, within bounds, for the batches after it.

export type StopAsk = {
  /** A feed's id or its operator's own name for it. */
  feedId: string | null
  tripId: string | null
  from: string
  to: string
  day: string
}

export type StopSpot = { name: string; lat: number; lon: number }

export type StopWay = {
  distanceM: number
  /** The shortest way that any line of this timetable takes between the two places; null where none does. */
  shortestM: number | null
  source: 'shape' | 'chain' | 'great-circle'
  from: StopSpot
  to: StopSpot
  /** The timetable, as its readers know it. */
  by: string
}

/** `unknown`: no timetable has both stops. `elsewhere`: the trip does not go there. `same`: both ends are one place. */
export type NoWay = 'unknown' | 'elsewhere' | 'same'

type Stop = StopSpot & { number: number; place: number }
type Pattern = Along & { number: number; source: 'shape' | 'chain' }

/** What is known of one version so far. */
type Known = {
  stops: Map<string, Stop | null>
  members: Map<number, readonly number[]>
  trips: Map<string, number | null>
  patterns: Map<number, Pattern>
  /** Patterns that call at a stop, for stops that were asked about. */
  calling: Map<number, Pattern[]>
}

// About 100 MB at the most: a stop or a trip is a few hundred bytes, a call sixteen.
const MOST_NAMES = 200_000
const MOST_CALLS = 2_000_000
const MOST_WAYS = 100_000

export class StopFinder {
  readonly #db: Queryable
  readonly #providerId: string | null
  #feeds: FeedChoice[] | undefined
  #versions = new Map<number, Known>()
  #ways = new Map<string, StopWay | NoWay>()
  #names = 0
  #calls = 0

  /** @param providerId whose timetables are meant; null for everybody's. */
  constructor(db: Queryable, providerId: string | null) {
    this.#db = db
    this.#providerId = providerId
  }

  /** Looks up everything that `way` needs for these. */
  async prepare(asks: readonly StopAsk[]): Promise<void> {
    const fresh = [...new Map(asks.map((ask) => [keyOf(ask), ask])).entries()].filter(([key]) => !this.#ways.has(key))
    if (fresh.length === 0) return
    this.#keepWithinBounds()
    this.#feeds ??= await feedChoices(this.#db, this.#providerId)
    const feeds = this.#feeds

    const candidates = fresh.map(([key, ask]) => ({
      key,
      ask,
      versions: preferredVersions(feeds, ask.feedId, ask.day),
    }))
    await this.#learnStops(candidates)
    const placed = candidates.flatMap(({ key, ask, versions }) => {
      const found = this.#placed(ask, versions)
      if (typeof found === 'string') this.#ways.set(key, found)
      return typeof found === 'string' ? [] : [{ key, ask, ...found }]
    })
    await this.#learnPatterns(placed)
    for (const { key, ask, version, from, to } of placed) this.#ways.set(key, this.#wayOf(ask, version, from, to))
  }

  /** Where single stops lie. Null for a stop that no timetable has, or that several operators have. */
  async spots(asks: readonly { feedId: string | null; stopId: string; day: string }[]): Promise<(StopSpot | null)[]> {
    if (asks.length === 0) return []
    this.#feeds ??= await feedChoices(this.#db, this.#providerId)
    const feeds = this.#feeds
    const candidates = asks.map(({ stopId, feedId, day }) => ({
      ask: { from: stopId, to: stopId },
      versions: preferredVersions(feeds, feedId, day),
    }))
    await this.#learnStops(candidates)
    return candidates.map(({ ask, versions }) => {
      const found = versions.flatMap(({ versionId, feedId }) => {
        const stop = this.#known(versionId).stops.get(ask.from)
        return stop ? [{ feedId, stop }] : []
      })
      const [first] = found
      if (!first || (this.#providerId === null && found.some(({ feedId }) => feedId !== first.feedId))) return null
      return spot(first.stop)
    })
  }

  /** The way between two stops of an ask that was prepared. */
  way(ask: StopAsk): StopWay | NoWay {
    return this.#ways.get(keyOf(ask)) ?? 'unknown'
  }

  async #learnStops(
    candidates: readonly { ask: Pick<StopAsk, 'from' | 'to'>; versions: readonly FeedChoice[] }[],
  ): Promise<void> {
    const wanted = new Map<number, Set<string>>()
    for (const { ask, versions } of candidates) {
      for (const { versionId } of versions) {
        const { stops } = this.#known(versionId)
        for (const id of [ask.from, ask.to])
          if (!stops.has(id)) wanted.set(versionId, (wanted.get(versionId) ?? new Set()).add(id))
      }
    }
    if (wanted.size === 0) return
    for (const [versionId, ids] of wanted) for (const id of ids) this.#known(versionId).stops.set(id, null)
    const ids = [...new Set([...wanted.values()].flatMap((some) => [...some]))]
    for (const { versionId, stopId, ...stop } of await stopsNamed(this.#db, [...wanted.keys()], ids)) {
      this.#known(versionId).stops.set(stopId, stop)
      this.#names++
    }
  }

  /** The first version that has both stops; among everybody's timetables the stops must belong to one feed alone. */
  #placed(ask: StopAsk, versions: readonly FeedChoice[]) {
    const having = versions.flatMap((version) => {
      const { stops } = this.#known(version.versionId)
      const [from, to] = [stops.get(ask.from), stops.get(ask.to)]
      return from && to ? [{ version, from, to }] : []
    })
    const [first] = having
    if (!first) return 'unknown'
    const isUnsure = this.#providerId === null && having.some(({ version }) => version.feedId !== first.version.feedId)
    if (isUnsure) return 'unknown'
    return first.from.place === first.to.place ? 'same' : first
  }

  async #learnPatterns(placed: readonly { ask: StopAsk; version: FeedChoice; from: Stop; to: Stop }[]): Promise<void> {
    const byVersion = new Map<number, typeof placed>()
    for (const one of placed) {
      byVersion.set(one.version.versionId, [...(byVersion.get(one.version.versionId) ?? []), one])
    }
    for (const [versionId, asked] of byVersion) {
      const known = this.#known(versionId)
      const places = missing(
        asked.flatMap(({ from, to }) => [from.place, to.place]),
        known.members,
      )
      if (places.length > 0) {
        for (const { place, numbers } of await stopsOfPlaces(this.#db, versionId, places)) {
          known.members.set(place, numbers)
          this.#names += numbers.length
        }
      }
      const stops = missing(
        asked.flatMap(({ from }) => [...(known.members.get(from.place) ?? [])]),
        known.calling,
      )
      if (stops.length > 0) {
        for (const number of stops) known.calling.set(number, [])
        for (const pattern of await patternsAt(this.#db, versionId, stops)) {
          const kept = this.#keep(known, pattern)
          for (const number of new Set(pattern.stops)) {
            const list = known.calling.get(number)
            if (list && !list.includes(kept)) list.push(kept)
          }
        }
      }
      const trips = missing(
        asked.flatMap(({ ask }) => (ask.tripId === null ? [] : [ask.tripId])),
        known.trips,
      )
      if (trips.length > 0) {
        for (const id of trips) known.trips.set(id, null)
        this.#names += trips.length
        for (const { tripId, pattern } of await tripsNamed(this.#db, versionId, trips)) known.trips.set(tripId, pattern)
      }
      const lacking = missing(
        asked.flatMap(({ ask }) => (ask.tripId === null ? [] : (known.trips.get(ask.tripId) ?? []))),
        known.patterns,
      )
      if (lacking.length > 0) {
        for (const pattern of await patternsNumbered(this.#db, versionId, lacking)) this.#keep(known, pattern)
      }
    }
  }

  #wayOf(ask: StopAsk, version: FeedChoice, from: Stop, to: Stop): StopWay | NoWay {
    const known = this.#known(version.versionId)
    const fromAny = known.members.get(from.place) ?? [from.number]
    const toAny = known.members.get(to.place) ?? [to.number]
    const between = (pattern: Pattern) =>
      bestAlong(pattern, [from.number], [to.number]) ?? bestAlong(pattern, fromAny, toAny)

    let shortest: { metres: number; source: 'shape' | 'chain' } | undefined
    for (const pattern of new Set(fromAny.flatMap((number) => known.calling.get(number) ?? []))) {
      const metres = bestAlong(pattern, fromAny, toAny)
      if (metres === undefined || metres >= (shortest?.metres ?? Number.POSITIVE_INFINITY)) continue
      shortest = { metres, source: pattern.source }
    }
    const ends = { from: spot(from), to: spot(to), by: version.name }
    const number = ask.tripId === null ? null : (known.trips.get(ask.tripId) ?? null)
    const own = number === null ? undefined : known.patterns.get(number)
    if (own) {
      const metres = between(own)
      if (metres === undefined) return 'elsewhere'
      return { distanceM: Math.max(1, metres), shortestM: shortest?.metres ?? metres, source: own.source, ...ends }
    }
    // Without a trip of this timetable, the shortest line that goes there is what is believed.
    if (shortest) {
      const distanceM = Math.max(1, shortest.metres)
      return { distanceM, shortestM: distanceM, source: shortest.source, ...ends }
    }
    return { distanceM: Math.max(1, travelledM(from, to)), shortestM: null, source: 'great-circle', ...ends }
  }

  #known(versionId: number): Known {
    let known = this.#versions.get(versionId)
    if (!known) {
      known = { stops: new Map(), members: new Map(), trips: new Map(), patterns: new Map(), calling: new Map() }
      this.#versions.set(versionId, known)
    }
    return known
  }

  #keep(known: Known, pattern: Pattern): Pattern {
    const kept = known.patterns.get(pattern.number)
    if (kept) return kept
    known.patterns.set(pattern.number, pattern)
    this.#calls += pattern.stops.length
    return pattern
  }

  #keepWithinBounds(): void {
    if (this.#ways.size > MOST_WAYS) this.#ways = new Map()
    if (this.#names <= MOST_NAMES && this.#calls <= MOST_CALLS) return
    this.#versions = new Map()
    this.#names = 0
    this.#calls = 0
  }
}

const keyOf = ({ feedId, tripId, from, to, day }: StopAsk): string =>
  `${day}\t${feedId ?? ''}\t${tripId ?? ''}\t${from}\t${to}`

const spot = ({ name, lat, lon }: Stop): StopSpot => ({ name, lat, lon })

function missing<K>(wanted: readonly K[], known: ReadonlyMap<K, unknown>): K[] {
  return [...new Set(wanted)].filter((one) => !known.has(one))
}
