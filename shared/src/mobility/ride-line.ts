import { FARTHEST_M, Purpose } from '../methodology/ask.ts'
import { type Mode, MODES } from '../methodology/mode.ts'
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

/** Where a stop lies and how far two of them are apart along a trip; feeds that were imported answer this. */
export type StopDistance = (line: RawLine) => number | undefined

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
  const tripId = isAbsent(line.tripId) ? null : textOf(line.tripId)
  if (tripId === undefined) return fault('tripId', line.tripId, 'text')

  let distanceM = wholeOf(line.distanceM, FARTHEST_M)
  if (distanceM === undefined && !isAbsent(line.distanceM)) return fault('distanceM', line.distanceM, 'metres')
  if (distanceM === undefined && !isAbsent(line.fromStopId) && !isAbsent(line.toStopId)) {
    distanceM = stops(line)
    if (distanceM === undefined) {
      const given = `${String(line.fromStopId)} – ${String(line.toStopId)}`.slice(0, 60)
      return new LineFault('mobility.place-unknown', { given })
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
  }
}
