import { greatCircleExactM } from '../distance.ts'
import type { FeedStop } from './feed.ts'

/** Poles of one name this near each other are one place to whoever says where they boarded. */
export const ONE_PLACE_M = 500

/** A place as people name it: its poles, and the one that stands for them. */
export type StopPlace = { stop: FeedStop; poles: number }

/**
 * Puts the poles of one name around one spot, and those of one station, together.
 * @returns for each stop the number of its place, and the places.
 */
export function placesOf(stops: readonly FeedStop[]): { placeOf: number[]; places: StopPlace[] } {
  const places: StopPlace[] = []
  const byName = new Map<string, number[]>()
  const own = stops.map((stop) => {
    const same = byName.get(stop.name) ?? []
    const near = same.find((place) => greatCircleExactM((places[place] as StopPlace).stop, stop) <= ONE_PLACE_M)
    if (near !== undefined) return near
    places.push({ stop, poles: 0 })
    byName.set(stop.name, [...same, places.length - 1])
    return places.length - 1
  })
  const placeOf = stops.map(({ parent }, number) => own[parent ?? number] as number)
  for (const [number, place] of placeOf.entries()) {
    const one = places[place] as StopPlace
    one.poles++
    // A station speaks for its poles.
    if (stops[number]?.kind === 1 && one.stop.kind !== 1) one.stop = stops[number] as FeedStop
  }
  return { placeOf, places }
}
