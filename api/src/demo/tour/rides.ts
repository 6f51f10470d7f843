import { demoTrip } from '../demo-feed.ts'

// A month of a fictional bus company: rides of its own making, enough to fill a town's map, with the flaws real files have.

/** A way between two stops of the company's timetable, with the metres that the timetable says. */
export type StopWay = { fromStopId: string; toStopId: string; metres: number }

export type RideFile = {
  ndjson: string
  lines: number
  /** Rides that can be taken in: every line less the repeated and the unreadable one. */
  valid: number
  /** Metres of every valid ride, by member. */
  metresOf: ReadonlyMap<string, readonly number[]>
  /** Valid rides that name stops instead of metres. */
  byStops: number
}

const SLOTS_FROM_HOUR = 7
const MINUTES_PER_RIDE = 25
// Distances between the stops of one line, each at least 3 km, where one regional mix applies.
const DISTANCES_M = [3_200, 4_700, 5_200, 6_400, 7_900, 9_100] as const

/**
 * Writes a file of bus rides as a provider would send it.
 * One line is unreadable and one repeats an earlier ride. Members travel once an hour at most, so nobody is in two places.
 * Every other ride names its stops and the bus it took instead of a distance and a town.
 * @param run distinguishes the record ids of one file from another's.
 */
export function rideFile(
  run: string,
  month: string,
  members: readonly string[],
  lines: number,
  ways: readonly StopWay[],
): RideFile {
  const rides = lines - 2
  const metresOf = new Map<string, number[]>(members.map((member) => [member, []]))
  const written: string[] = []
  for (let i = 0; i < rides; i++) {
    const member = members[i % members.length] as string
    const own = metresOf.get(member) as number[]
    const day = String((own.length % 28) + 1).padStart(2, '0')
    const hour = SLOTS_FROM_HOUR + Math.floor(own.length / 28)
    const way = i % 2 === 0 ? ways[(i / 2) % ways.length] : undefined
    const distanceM = DISTANCES_M[(i * 7 + own.length) % DISTANCES_M.length] as number
    own.push(way?.metres ?? distanceM)
    const at = (minute: number) =>
      `${month}-${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+09:00`
    written.push(
      JSON.stringify({
        externalId: `${run}-${String(i + 1).padStart(6, '0')}`,
        subject: member,
        mode: 'bus',
        startedAt: at(0),
        endedAt: at(MINUTES_PER_RIDE),
        ...(way
          ? { fromStopId: way.fromStopId, toStopId: way.toStopId, feedId: 'main', tripId: demoTrip('N', hour) }
          : { distanceM, fromMunicipality: '16211', toMunicipality: '16211' }),
        purpose: 'daily',
      }),
    )
  }
  const middle = Math.floor(rides / 2)
  const withFlaws = [
    ...written.slice(0, middle),
    `{"externalId":"${run}-broken","subject":"${members[0]}","mode":"hovercraft"`,
    ...written.slice(middle),
    written[0] as string,
  ]
  const byStops = ways.length === 0 ? 0 : Math.ceil(rides / 2)
  return { ndjson: `${withFlaws.join('\n')}\n`, lines: withFlaws.length, valid: rides, metresOf, byStops }
}
