import { type Place, placeOf } from '@morinowa/shared/methodology/place.ts'
import type pg from 'pg'
import type { Queryable } from '../platform/db.ts'
import { municipalityFacts } from './place-store.ts'

export type Point = { lat: number; lon: number }

/** What pools need to know of municipalities, in memory: they change with a release, never while a process runs. */
export type Places = {
  codes: ReadonlySet<string>
  /** The class that decides the baseline. */
  classOf(code: string | null): Place | undefined
  /** The town hall. */
  officeOf(code: string): Point | undefined
}

const known = new WeakMap<pg.Pool, Promise<Places>>()

export function places(db: Queryable & { pool: pg.Pool }): Promise<Places> {
  let reading = known.get(db.pool)
  if (!reading) {
    reading = read(db)
    known.set(db.pool, reading)
    reading.catch(() => known.delete(db.pool))
  }
  return reading
}

async function read(db: Queryable): Promise<Places> {
  const facts = await municipalityFacts(db)
  const classes = new Map(facts.map(({ code, population }) => [code, placeOf(code, population ?? 0)]))
  const offices = new Map(
    facts.flatMap(({ code, lat, lon }) => (lat === null || lon === null ? [] : [[code, { lat, lon }] as const])),
  )
  return {
    codes: new Set(classes.keys()),
    classOf: (code) => (code === null ? undefined : classes.get(code)),
    officeOf: (code) => offices.get(code),
  }
}
