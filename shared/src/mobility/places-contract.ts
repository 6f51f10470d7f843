import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { Bilingual, Text } from '../kernel/text.ts'
import { MOST_LEGS } from '../methodology/ask.ts'
import { Mode } from '../methodology/mode.ts'
import { DISTANCE_SOURCES } from './leg-distance.ts'
import { TripPlace } from './trip-place.ts'

// Finding the places between which people travel, and how far they are apart. Timetables, stations and airports are public.

const POINT = /^-?\d{1,2}(\.\d{1,12})?,-?\d{1,3}(\.\d{1,12})?$/

const FindPlaces = z.strictObject({
  q: z.string().max(80).default(''),
  near: z
    .string()
    .regex(POINT)
    .optional()
    .meta({ description: 'Latitude and longitude, `36.73,137.07`: the nearest within two kilometres first.' }),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})
export type FindPlaces = z.output<typeof FindPlaces>

/** The municipality a place lies in. */
const In = z
  .strictObject({ code: MunicipalityCode, name: Bilingual, prefecture: Bilingual })
  .nullable()
  .meta({ description: 'Null at sea and abroad.' })

const place = { name: z.string(), nameEn: z.string().nullable(), lat: z.number(), lon: z.number(), municipality: In }

export const Stop = z.strictObject({
  ...place,
  feedId: z.uuid(),
  stopId: z.string(),
  kana: z.string().nullable(),
  operator: z.string(),
  poles: z.int().meta({ description: 'Poles of this name round this spot; any of them may be named.' }),
})
export type Stop = z.infer<typeof Stop>

export const stopsEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/stops',
  summary: 'Stops of the timetables in force, by name, reading, English name or nearness',
  allow: ['public'],
  query: FindPlaces.extend({ feedId: z.uuid().optional() }),
  status: 200,
  reply: z.strictObject({ items: z.array(Stop) }),
  refusals: [],
})

export const Station = z.strictObject({
  ...place,
  stationCode: z.string().meta({ description: 'Code of the station group in N02.' }),
  lines: z.array(z.strictObject({ line: z.string(), operator: z.string() })),
})
export type Station = z.infer<typeof Station>

export const stationsEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/stations',
  summary: 'Railway stations, by name or nearness, the lines of one place together',
  allow: ['public'],
  query: FindPlaces,
  status: 200,
  reply: z.strictObject({
    items: z.array(Station),
    source: z.string().nullable().meta({ description: 'Whom to name; null while no stations are installed.' }),
  }),
  refusals: [],
})

export const Airport = z.strictObject({ ...place, iata: z.string() })
export type Airport = z.infer<typeof Airport>

export const airportsEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/airports',
  summary: 'Airports with scheduled flights in Japan, by name, code or nearness',
  allow: ['public'],
  query: FindPlaces,
  status: 200,
  reply: z.strictObject({ items: z.array(Airport), source: z.string().nullable() }),
  refusals: [],
})

export const MeasureLegs = z.strictObject({
  day: Day.optional().meta({ description: 'The timetable of this day; today without it.' }),
  legs: z
    .array(z.strictObject({ mode: Mode, from: TripPlace, to: TripPlace, tripId: Text(200).optional() }))
    .min(1)
    .max(MOST_LEGS),
})
export type MeasureLegs = z.output<typeof MeasureLegs>

export const MeasuredLeg = z.strictObject({
  distanceM: z.int(),
  source: z.enum(DISTANCE_SOURCES),
  text: Bilingual.meta({ description: 'The distance and where it comes from.' }),
  fromMunicipality: MunicipalityCode.nullable(),
  toMunicipality: MunicipalityCode.nullable(),
})

export const measureLegsEndpoint = endpoint({
  method: 'POST',
  path: '/mobility/distances',
  summary: 'How far legs between places are and how that is known; writes nothing',
  allow: ['public'],
  body: MeasureLegs,
  status: 200,
  reply: z.strictObject({ legs: z.array(MeasuredLeg) }),
  refusals: ['mobility.place-unknown', 'mobility.trip-elsewhere', 'mobility.same-place'],
})
