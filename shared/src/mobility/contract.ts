import { z } from 'zod'
import { Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { Text } from '../kernel/text.ts'
import { FARTHEST_M, MOST_LEGS, Purpose } from '../methodology/ask.ts'
import { Mode } from '../methodology/mode.ts'
import { IMPORT_MEDIA_TYPES, ImportResult, Logged, Reduction } from '../reductions/contract.ts'
import { TripPlace } from './trip-place.ts'

export const TripLeg = z.strictObject({
  mode: Mode,
  distanceM: z
    .int()
    .min(1)
    .max(FARTHEST_M)
    .optional()
    .meta({
      description:
        'Metres. Without it the distance is found from the places: along the timetable or the rails where both ends are ' +
        'stops or stations, else great circle times circuity.',
    }),
  from: TripPlace.optional(),
  to: TripPlace.optional(),
  tripId: Text(200).optional().meta({ description: 'Of the timetable, where both ends are stops.' }),
  operatorRef: Text(80).optional(),
  occupants: z.int().min(2).max(60).optional().meta({ description: 'For a carpool: people, the driver among them.' }),
})
export type TripLeg = z.output<typeof TripLeg>

export const LogTrip = z.strictObject({
  startedAt: Instant,
  endedAt: Instant,
  purpose: Purpose.optional(),
  legs: z.array(TripLeg).min(1).max(MOST_LEGS),
  declaredAlternative: z.string().max(80).nullish(),
  note: Text(500).optional(),
})
export type LogTrip = z.output<typeof LogTrip>

export const logTripEndpoint = endpoint({
  method: 'POST',
  path: '/mobility/trips',
  summary: 'Log a trip of my own: self-declared, so it is shown and not credited',
  allow: ['person'],
  scope: 'trips:write',
  body: LogTrip,
  status: 201,
  reply: Logged,
  refusals: [
    'identity.sign-in',
    'mobility.ends-before-start',
    'mobility.distance-missing',
    'mobility.place-unknown',
    'mobility.trip-elsewhere',
    'mobility.same-place',
    'methodology.date-outside',
    'request.id-reused',
  ],
  idempotent: true,
})

export const myTripsEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/trips',
  summary: 'My trips, the newest first',
  allow: ['person'],
  query: PageQuery,
  status: 200,
  reply: pageOf(Reduction),
  refusals: ['identity.sign-in'],
})

export const importRidesEndpoint = endpoint({
  method: 'POST',
  path: '/mobility/imports',
  summary: 'Rides of a provider, one a line; sending them again changes nothing',
  description:
    'NDJSON, or CSV with the same names as columns (RFC 4180; UTF-8 with or without BOM, or Shift_JIS). Up to ' +
    '1,000,000 lines. Chunks are recorded as they arrive: after a broken connection send the same upload again.',
  allow: ['provider'],
  scope: 'mobility:write',
  body: z.unknown(),
  status: 200,
  reply: ImportResult,
  refusals: ['request.media-type', 'reductions.too-many-lines', 'reductions.header-missing'],
  streams: IMPORT_MEDIA_TYPES,
})
