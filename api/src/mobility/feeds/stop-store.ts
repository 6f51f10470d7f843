import type { FeedChoice } from '@morinowa/shared/mobility/feeds/version-of-day.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../../platform/db.ts'
import { textArray } from '../../reductions/sql-text.ts'

const Choice = z
  .object({
    feedId: z.uuid(),
    code: z.string(),
    versionId: z.int(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    called: z.string(),
    label: z.string().nullable(),
  })
  .transform(({ called, label, ...one }): FeedChoice => ({ ...one, name: label ? `${called} ${label}` : called }))

/** Every version of a provider's timetables, or of everybody's: the latest taken first, `main` before others. */
export function feedChoices(db: Queryable, providerId: string | null): Promise<FeedChoice[]> {
  return db.many(rows(Choice)`
    select f.id as "feedId", f.code, v.id as "versionId", v.valid_from as "validFrom", v.valid_to as "validTo",
           coalesce(v.agency, v.publisher, f.code) as called, v.label
      from feed f join feed_version v on v.feed_id = f.id
     where ${providerId}::uuid is null or f.provider_id = ${providerId}::uuid
     order by f.code <> 'main', f.code, v.imported_at desc, v.id desc`)
}

const StopRow = z.object({
  versionId: z.int(),
  stopId: z.string(),
  number: z.int(),
  place: z.int(),
  name: z.string(),
  lat: z.number(),
  lon: z.number(),
})

export function stopsNamed(db: Queryable, versionIds: readonly number[], stopIds: readonly string[]) {
  return db.many(rows(StopRow)`
    select version_id as "versionId", stop_id as "stopId", number, place, name, lat, lon
      from feed_stop
     where version_id = any(${versionIds}::integer[]) and stop_id = any(${textArray(stopIds)}::text[])`)
}

const Members = z.object({ place: z.int(), numbers: z.array(z.int()) })

/** The poles of places. */
export function stopsOfPlaces(db: Queryable, versionId: number, places: readonly number[]) {
  return db.many(rows(Members)`
    select place, array_agg(number order by number) as numbers
      from feed_stop
     where version_id = ${versionId} and place = any(${places}::integer[])
     group by place`)
}

const TripRow = z.object({ tripId: z.string(), pattern: z.int() })

export function tripsNamed(db: Queryable, versionId: number, tripIds: readonly string[]) {
  return db.many(rows(TripRow)`
    select trip_id as "tripId", pattern from feed_trip
     where version_id = ${versionId} and trip_id = any(${textArray(tripIds)}::text[])`)
}

const PatternRow = z.object({
  number: z.int(),
  stops: z.array(z.int()),
  alongM: z.array(z.int()),
  source: z.enum(['shape', 'chain']),
})

/** The patterns that call at any of some stops. A version has hundreds, so they are looked through. */
export function patternsAt(db: Queryable, versionId: number, stops: readonly number[]) {
  return db.many(rows(PatternRow)`
    select number, stops, along_m as "alongM", source from feed_pattern
     where version_id = ${versionId} and stops && ${stops}::integer[]`)
}

export function patternsNumbered(db: Queryable, versionId: number, numbers: readonly number[]) {
  return db.many(rows(PatternRow)`
    select number, stops, along_m as "alongM", source from feed_pattern
     where version_id = ${versionId} and number = any(${numbers}::integer[])`)
}
