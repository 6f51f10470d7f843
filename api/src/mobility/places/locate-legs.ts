import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import { pairDistanceM } from '@morinowa/shared/methodology/pair-distance.ts'
import type { TripPlace } from '@morinowa/shared/mobility/trip-place.ts'
import { CIRCUITY_MILLI, greatCircleM, type Point, travelledM } from '@morinowa/shared/mobility/distance.ts'
import type { LegDistance } from '@morinowa/shared/mobility/leg-distance.ts'
import type { Deps } from '../../platform/deps.ts'
import { type Places, places } from '../../reductions/places.ts'
import { StopFinder } from '../feeds/stop-finder.ts'
import { pairOf } from '../feeds/ride-way.ts'
import type { Areas } from './areas.ts'
import { airports } from './place-store.ts'
import { type RailNetwork, railNetwork } from './rail-network.ts'

/** A leg as somebody names it. */
export type NamedLeg = {
  mode: Mode
  distanceM?: number | undefined
  from?: TripPlace | undefined
  to?: TripPlace | undefined
  tripId?: string | undefined
}

/** One end of a leg. */
export type Spot = {
  place: TripPlace
  point: Point | undefined
  /** The municipality it lies in; null at sea and abroad. */
  code: string | null
  /** As people call it, where it has a name. */
  name: string | undefined
}

export type LocatedLeg = { distance: LegDistance; from: Spot | undefined; to: Spot | undefined }

export type Journey = {
  legs: LocatedLeg[]
  /** Metres that belong to the first and the last place; undefined where they are not all known, 0 for a loop. */
  pairM: number | undefined
}

// Who rides these goes along the line; whoever walks or drives between two stops does not.
const ON_TIMETABLE: ReadonlySet<Mode> = new Set<Mode>(['rail', 'shinkansen', 'metro', 'tram', 'bus', 'coach', 'ferry'])
const ON_RAILS: ReadonlySet<Mode> = new Set<Mode>(['rail', 'shinkansen', 'metro', 'tram'])

/** Two ends this close are one place: the way there and back has no pair of places to compare. */
const SAME_PLACE_M = 100

/**
 * Finds out where legs begin and end, how far they go and how that is known.
 * @param day whose timetables count. @throws Refusal naming the leg whose place or distance cannot be found.
 */
export async function locateLegs({ db }: Deps, legs: readonly NamedLeg[], day: string, areas: Areas): Promise<Journey> {
  const [known, rails] = await Promise.all([places(db), legs.some(namesStation) ? railNetwork(db) : null])
  const finder = new StopFinder(db, null)
  const spots = await spotsOf(
    { finder, known, rails, db, areas },
    legs.flatMap(({ from, to }, index) => [
      ...(from ? [{ place: from, pointer: `/legs/${index}/from` }] : []),
      ...(to ? [{ place: to, pointer: `/legs/${index}/to` }] : []),
    ]),
    day,
  )
  const ends = { from: legs[0]?.from, to: legs.at(-1)?.to }
  await finder.prepare([...legs, ends].flatMap((leg) => stopAsk(leg, day) ?? []))

  const located = legs.map((leg, index): LocatedLeg => {
    const [from, to] = [leg.from && spots.get(leg.from), leg.to && spots.get(leg.to)]
    return { from, to, distance: distanceOf(leg, index, { from, to, finder, rails, day }) }
  })
  const [first, last] = [located[0]?.from, located.at(-1)?.to]
  const complete = located.every(({ from, to }) => from?.point && to?.point)
  return { legs: located, pairM: complete && first && last ? pairM(first, last, { finder, rails, day }) : undefined }
}

const namesStation = ({ from, to }: NamedLeg): boolean =>
  [from, to].some((place) => place !== undefined && 'stationCode' in place)

type Sources = {
  finder: StopFinder
  known: Places
  rails: RailNetwork | null
  db: Deps['db']
  areas: Areas
}

async function spotsOf(
  { finder, known, rails, db, areas }: Sources,
  named: readonly { place: TripPlace; pointer: string }[],
  day: string,
): Promise<Map<TripPlace, Spot>> {
  const stops = named.flatMap(({ place }) => ('stopId' in place ? [place] : []))
  const stopSpots = await finder.spots(stops.map(({ stopId, feedId }) => ({ stopId, feedId: feedId ?? null, day })))
  const stopSpot = new Map(stops.map((place, i) => [place, stopSpots[i]]))
  const flights = named.some(({ place }) => 'airport' in place) ? await airports(db) : []
  const needsAreas = named.some(({ place }) => !('municipalityCode' in place) && !('airport' in place))
  const municipalityAt = needsAreas ? (await areas()).municipalityAt : () => null
  const at = (place: TripPlace, point: Point, name?: string): Spot => ({
    place,
    point: { lat: point.lat, lon: point.lon },
    code: municipalityAt(point.lat, point.lon),
    name,
  })

  function spotOf(place: TripPlace, pointer: string): Spot {
    const unknown = (given: string) => refuse('mobility.place-unknown', { given }, pointer)
    if ('lat' in place) return at(place, place)
    if ('municipalityCode' in place) {
      const code = place.municipalityCode
      if (!known.codes.has(code)) return unknown(code)
      return { place, point: known.officeOf(code), code, name: undefined }
    }
    if ('stopId' in place) {
      const spot = stopSpot.get(place)
      return spot ? at(place, spot, spot.name) : unknown(place.stopId)
    }
    if ('stationCode' in place) {
      const station = rails?.station(place.stationCode)
      return station ? at(place, station, station.name) : unknown(place.stationCode)
    }
    const airport = flights.find(({ iata }) => iata === place.airport)
    if (!airport) return unknown(place.airport)
    return { place, point: { lat: airport.lat, lon: airport.lon }, code: airport.municipalityCode, name: airport.name }
  }
  return new Map(named.map(({ place, pointer }) => [place, spotOf(place, pointer)]))
}

type Ways = { finder: StopFinder; rails: RailNetwork | null; day: string }

function distanceOf(
  leg: NamedLeg,
  index: number,
  { from, to, finder, rails, day }: Ways & { from: Spot | undefined; to: Spot | undefined },
): LegDistance {
  const named = { ...(from?.name && { from: from.name }), ...(to?.name && { to: to.name }) }
  if (leg.distanceM !== undefined) return { source: 'given', distanceM: leg.distanceM, ...named }
  if (!from?.point || !to?.point) return refuse('mobility.distance-missing', {}, `/legs/${index}/distanceM`)

  const ask = stopAsk(leg, day)
  if (ask) {
    const way = finder.way(ask)
    const given = `${from.name} – ${to.name}`
    if (way === 'same') return refuse('mobility.same-place', {}, `/legs/${index}/to`)
    if (way === 'elsewhere')
      return refuse('mobility.trip-elsewhere', { given, trip: leg.tripId }, `/legs/${index}/tripId`)
    if (way !== 'unknown' && ON_TIMETABLE.has(leg.mode))
      return { source: way.source, distanceM: way.distanceM, ...named, by: way.by }
  }
  const [a, b] = [from.place, to.place]
  if ('stationCode' in a && 'stationCode' in b && rails) {
    const metres = rails.metres(a.stationCode, b.stationCode, leg.mode === 'shinkansen')
    if (metres === 0) return refuse('mobility.same-place', {}, `/legs/${index}/to`)
    if (metres !== null && ON_RAILS.has(leg.mode)) {
      return { source: `rail-${rails.network.measured}`, distanceM: metres, ...named, by: rails.network.edition }
    }
  }
  const areBothTowns = 'municipalityCode' in a && 'municipalityCode' in b
  if (areBothTowns && a.municipalityCode === b.municipalityCode)
    return refuse('mobility.same-place', {}, `/legs/${index}/to`)
  const distanceM = travelledM(from.point, to.point)
  if (distanceM === 0) return refuse('mobility.same-place', {}, `/legs/${index}/to`)
  return { source: areBothTowns ? 'office' : 'great-circle', distanceM, ...named }
}

/** The baseline belongs to the pair of places, so that a detour earns nothing (METHODOLOGY 5.1). */
function pairM(from: Spot, to: Spot, { finder, rails, day }: Ways): number | undefined {
  if (!from.point || !to.point) return undefined
  const straightM = greatCircleM(from.point, to.point)
  if (straightM < SAME_PLACE_M) return 0
  const ask = stopAsk({ from: from.place, to: to.place }, day)
  const way = ask && finder.way(ask)
  if (way && typeof way !== 'string') return pairOf(way)
  const [a, b] = [from.place, to.place]
  const byRail = 'stationCode' in a && 'stationCode' in b ? rails?.metres(a.stationCode, b.stationCode, true) : null
  return pairDistanceM({ knownM: byRail ? [byRail] : [], straightM, circuityMilli: CIRCUITY_MILLI })
}

/** What to ask the timetables about a leg whose two ends are stops of one feed. */
function stopAsk({ from, to, tripId }: Omit<NamedLeg, 'mode'>, day: string) {
  if (!from || !to || !('stopId' in from) || !('stopId' in to)) return undefined
  if ((from.feedId ?? null) !== (to.feedId ?? null)) return undefined
  return { feedId: from.feedId ?? null, tripId: tripId ?? null, from: from.stopId, to: to.stopId, day }
}
