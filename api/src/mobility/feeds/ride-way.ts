import { pairDistanceM } from '@morinowa/shared/methodology/pair-distance.ts'
import { CIRCUITY_MILLI, greatCircleM } from '@morinowa/shared/mobility/distance.ts'
import type { NamedStops, RideWay } from '@morinowa/shared/mobility/ride-line.ts'
import { LineFault } from '@morinowa/shared/reductions/line.ts'
import type { MunicipalityAt, SquareAt } from '../places/areas.ts'
import type { NoWay, StopWay } from './stop-finder.ts'

/** A way between stops as an imported ride has it, or why it has none. */
export function rideWay(
  named: NamedStops,
  way: StopWay | NoWay,
  { municipalityAt, squareAt }: { municipalityAt: MunicipalityAt; squareAt: SquareAt },
): RideWay | LineFault {
  const given = `${named.from} – ${named.to}`.slice(0, 60)
  if (way === 'unknown') return new LineFault('mobility.place-unknown', { given })
  if (way === 'elsewhere') return new LineFault('mobility.trip-elsewhere', { given, trip: named.tripId })
  if (way === 'same') return new LineFault('mobility.same-place')
  const { from, to } = way
  return {
    said: `${named.feedId ?? ''}/${named.from}/${named.to}`,
    distance: { source: way.source, distanceM: way.distanceM, from: from.name, to: to.name, by: way.by },
    pairM: pairOf(way),
    fromMunicipality: municipalityAt(from.lat, from.lon),
    toMunicipality: municipalityAt(to.lat, to.lon),
    fromMesh: squareAt(from.lat, from.lon),
    toMesh: squareAt(to.lat, to.lon),
  }
}

/** The distance that belongs to the two places (METHODOLOGY 5.1). */
export function pairOf({ shortestM, from, to }: StopWay): number {
  const knownM = shortestM === null ? [] : [shortestM]
  return Math.max(1, pairDistanceM({ knownM, straightM: greatCircleM(from, to), circuityMilli: CIRCUITY_MILLI }))
}
