import { hash } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import { doubtOf } from '@morinowa/shared/mobility/plausibility.ts'
import {
  readRide,
  RIDE_COLUMNS_NEEDED,
  RIDE_FIELDS,
  type Ride,
  type StopDistance,
  stopsNamedIn,
} from '@morinowa/shared/mobility/ride-line.ts'
import type { ImportResult } from '@morinowa/shared/reductions/contract.ts'
import { LineFault } from '@morinowa/shared/reductions/line.ts'
import { askOfRide } from '@morinowa/shared/reductions/rebuild-ask.ts'
import { actingFor } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Claim } from '../reductions/arrival.ts'
import { CONTENT_DIGITS, type Draft, importLines, type LineFormat, type Upload } from '../reductions/import-lines.ts'
import { type Places, places } from '../reductions/places.ts'
import { keptSquares } from '../reductions/squares.ts'
import { rideWay } from './feeds/ride-way.ts'
import { StopFinder } from './feeds/stop-finder.ts'
import type { Areas } from './places/areas.ts'

// A record of the other party.
const EVIDENCE = 'E3'

/** Records a provider's rides, one a line. */
export async function importRides(deps: Deps, actor: Actor, upload: Upload, areas: Areas): Promise<ImportResult> {
  const { id } = actingFor(actor)
  return importLines(deps, id, await rideFormat(deps, id, areas), upload)
}

/** What a line of a provider's ride means, now. */
export async function rideFormat(deps: Deps, providerId: OrganisationId, areas: Areas): Promise<LineFormat> {
  const [registry, known] = await Promise.all([currentRegistry(deps), places(deps.db)])
  const nowMs = Date.parse(deps.now())
  const finder = new StopFinder(deps.db, providerId)
  let points: Awaited<ReturnType<Areas>> = { municipalityAt: () => null, squareAt: () => null }
  const stops: StopDistance = (named) => rideWay(named, finder.way(named), points)
  return {
    pool: 'mobility',
    places: known,
    columns: RIDE_FIELDS,
    needed: RIDE_COLUMNS_NEEDED,
    async prepare(raws) {
      const named = raws.flatMap((raw) => stopsNamedIn(raw) ?? [])
      if (named.length === 0) return
      // Read once in a process's life; an upload that names no stops need not wait for it.
      points = await areas()
      await finder.prepare(named)
    },
    read(raw) {
      const ride = readRide(raw, known.codes, stops)
      return ride instanceof LineFault ? ride : draftOf(ride, registry, known, nowMs)
    },
  }
}

const LOOP = { code: 'mobility.loop', facts: {} } as const

function draftOf(ride: Ride, registry: Registry, known: Places, nowMs: number): Draft | LineFault {
  const { mode, startMs, endMs, distanceM, purpose } = ride
  const day = dayOfMs(startMs)
  const { way } = ride
  const fromMunicipality = ride.fromMunicipality ?? way?.fromMunicipality ?? null
  const asked = askOfRide({ mode, day, distanceM, purpose, evidence: EVIDENCE }, known.classOf(fromMunicipality))
  // The baseline belongs to the pair of places where they are known, so that a detour earns nothing (METHODOLOGY 5.1).
  const ask = way ? { ...asked, odDistanceM: way.pairM } : asked
  let figures: ReturnType<typeof compute>
  try {
    figures = compute(ask, registry)
  } catch (error) {
    // The engine says no to a question: that is this line's fault, not the upload's.
    if (error instanceof Refusal) return new LineFault(error.code, error.facts)
    throw error
  }
  return {
    participantId: '',
    linked: false,
    shared: true,
    id: '',
    pool: 'mobility',
    providerId: null,
    subject: ride.subject,
    externalId: ride.externalId,
    claims: claimsOf(ride, day),
    content: contentOf(ride),
    type: 'mobility.trip',
    mode,
    startMs,
    endMs,
    day,
    quantity: distanceM,
    fromMunicipality,
    toMunicipality: ride.toMunicipality ?? way?.toMunicipality ?? null,
    fromMesh: way?.fromMesh ?? null,
    toMesh: way?.toMesh ?? null,
    placeRef: ride.tripId,
    purpose: purpose ?? null,
    evidence: EVIDENCE,
    shownG: figures.shownG,
    creditedG: figures.creditedG,
    emittedG: figures.emittedG,
    basis: figures.basis,
    doubt: ride.isLoop ? LOOP : doubtOf(ride, nowMs),
    input: way ? { ask, distances: [way.distance], ...keptSquares(way) } : null,
    note: null,
    encoded: '',
  }
}

function claimsOf({ externalId, tripId, seat }: Ride, day: string): Claim[] {
  const claims: Claim[] = [{ kind: 'record', claim: externalId }]
  if (tripId !== null && seat !== null) claims.push({ kind: 'seat', claim: `${day}/${tripId}/${seat}` })
  return claims
}

function contentOf(ride: Ride): string {
  // A timetable that changes between two sendings of one file does not make it another file.
  const far = ride.way && ride.way.distance.source !== 'given' ? ride.way.said : ride.distanceM
  const said = `${ride.subject}\n${ride.mode}\n${ride.startMs}\n${ride.endMs}\n${far}\n${ride.fromMunicipality}\n${ride.toMunicipality}\n${ride.purpose}\n${ride.seat}\n${ride.tripId}`
  return hash('sha256', said).slice(0, CONTENT_DIGITS)
}

// Making the text of a date is most of what a line costs, and lines of an upload share few days.
const DAY_MS = 86_400_000
const JAPAN_MS = 9 * 3_600_000
const days = new Map<number, ReturnType<typeof dayOf>>()

function dayOfMs(ms: number): ReturnType<typeof dayOf> {
  const number = Math.floor((ms + JAPAN_MS) / DAY_MS)
  let day = days.get(number)
  if (day === undefined) {
    if (days.size > 10_000) days.clear()
    day = dayOf(new Date(ms).toISOString())
    days.set(number, day)
  }
  return day
}
