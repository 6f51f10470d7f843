import { type Day, dayOf } from '../kernel/calendar.ts'
import { FARTHEST_M, Purpose } from '../methodology/ask.ts'
import { type Mode, MODES } from '../methodology/mode.ts'
import type { LegDistance } from './leg-distance.ts'
import {
  fault,
  instantOf,
  isAbsent,
  LineFault,
  municipalityOf,
  type RawLine,
  textOf,
  wholeOf,
} from '../reductions/line.ts'

/** A ride as a provider sends it, understood. */
export type Ride = {
  externalId: string
  subject: string | null
  mode: Mode
  startMs: number
  endMs: number
  distanceM: number
  fromMunicipality: string | null
  toMunicipality: string | null
  purpose: Purpose | undefined
  seat: string | null
  tripId: string | null
  /** Between which stops, where the line names them. */
  way: RideWay | null
  /** It ends at the stop where it began. */
  isLoop: boolean
}

/** What a timetable says about a ride between two of its stops. */
export type RideWay = {
  /** As the line names them; what was said stays the same when the timetable changes. */
  said: string
  distance: LegDistance
  /** Metres that belong to the pair of places. */
  pairM: number
  fromMunicipality: string | null
  toMunicipality: string | null
  /** Squares of a kilometre in which its two stops stand. */
  fromMesh: string | null
  toMesh: string | null
}

/** Columns of a CSV and names of a JSON line; others are left alone, since every system exports more than is asked. */
export const RIDE_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'subject',
  'mode',
  'startedAt',
  'endedAt',
  'distanceM',
  'fromMunicipality',
  'toMunicipality',
  'purpose',
  'seat',
  'tripId',
  'feedId',
  'fromStopId',
  'toStopId',
])
export const RIDE_COLUMNS_NEEDED: readonly string[] = ['externalId', 'mode', 'startedAt', 'endedAt']

const MODE_NAMES: ReadonlySet<string> = new Set(MODES)
const PURPOSES: ReadonlySet<string> = new Set(Purpose.options)

/** The stops that a line names, and the day whose timetable counts. */
export type NamedStops = { feedId: string | null; tripId: string | null; from: string; to: string; day: Day }

/** The two stops of a line; undefined when it does not name both, or no day. */
export function stopsNamedIn(line: RawLine): NamedStops | undefined {
  const [from, to] = [textOf(line.fromStopId, LONGEST_ID), textOf(line.toStopId, LONGEST_ID)]
  const startMs = instantOf(line.startedAt)
  if (from === undefined || to === undefined || startMs === undefined) return undefined
  return {
    feedId: textOf(line.feedId) ?? null,
    tripId: textOf(line.tripId, LONGEST_ID) ?? null,
    from,
    to,
    day: dayOf(new Date(startMs).toISOString()),
  }
}

const LONGEST_ID = 200

/** How far two stops are apart along a trip; timetables that were taken answer this. */
export type StopDistance = (stops: NamedStops) => RideWay | LineFault

/** Reads one line; a fault says what to change. */
export function readRide(line: RawLine, municipalities: ReadonlySet<string>, stops: StopDistance): Ride | LineFault {
  const externalId = textOf(line.externalId)
  if (externalId === undefined) return fault('externalId', line.externalId, 'text')
  const subject = isAbsent(line.subject) ? null : textOf(line.subject)
  if (subject === undefined) return fault('subject', line.subject, 'text')
  const { mode } = line
  if (typeof mode !== 'string' || !MODE_NAMES.has(mode)) return fault('mode', mode, 'mode')
  const startMs = instantOf(line.startedAt)
  if (startMs === undefined) return fault('startedAt', line.startedAt, 'instant')
  const endMs = instantOf(line.endedAt)
  if (endMs === undefined) return fault('endedAt', line.endedAt, 'instant')
  if (endMs < startMs) return new LineFault('mobility.ends-before-start')
  const fromMunicipality = isAbsent(line.fromMunicipality)
    ? null
    : municipalityOf(line.fromMunicipality, municipalities)
  if (fromMunicipality === undefined) return fault('fromMunicipality', line.fromMunicipality, 'municipality')
  const toMunicipality = isAbsent(line.toMunicipality) ? null : municipalityOf(line.toMunicipality, municipalities)
  if (toMunicipality === undefined) return fault('toMunicipality', line.toMunicipality, 'municipality')
  const purpose = isAbsent(line.purpose) ? undefined : line.purpose
  if (purpose !== undefined && !PURPOSES.has(purpose as string)) return fault('purpose', purpose, 'purpose')
  const seat = isAbsent(line.seat) ? null : textOf(line.seat)
  if (seat === undefined) return fault('seat', line.seat, 'text')
  const tripId = isAbsent(line.tripId) ? null : textOf(line.tripId, LONGEST_ID)
  if (tripId === undefined) return fault('tripId', line.tripId, 'text')

  let distanceM = wholeOf(line.distanceM, FARTHEST_M)
  if (distanceM === undefined && !isAbsent(line.distanceM)) return fault('distanceM', line.distanceM, 'metres')
  let way: RideWay | null = null
  if (!isAbsent(line.fromStopId) || !isAbsent(line.toStopId)) {
    const named = stopsNamedIn(line)
    const found = named === undefined ? undefined : stops(named)
    // A distance of the provider's own stands; its stops then only say in which municipalities the ride lay.
    if (distanceM === undefined) {
      if (found === undefined) return fault(isAbsent(line.fromStopId) ? 'fromStopId' : 'toStopId', null, 'text')
      if (found instanceof LineFault) return found
      distanceM = found.distance.distanceM
      way = found
    } else if (found !== undefined && !(found instanceof LineFault)) {
      way = { ...found, distance: { source: 'given', distanceM }, pairM: found.pairM }
    }
  }
  if (distanceM === undefined) return new LineFault('mobility.distance-missing')
  return {
    externalId,
    subject,
    mode: mode as Mode,
    startMs,
    endMs,
    distanceM,
    fromMunicipality,
    toMunicipality,
    purpose: purpose as Purpose | undefined,
    seat,
    tripId,
    way,
    isLoop: !isAbsent(line.fromStopId) && line.fromStopId === line.toStopId,
  }
}
