import { hash } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import { doubtOf } from '@morinowa/shared/mobility/plausibility.ts'
import {
  readRide,
  RIDE_COLUMNS_NEEDED,
  RIDE_FIELDS,
  type Ride,
  type StopDistance,
} from '@morinowa/shared/mobility/ride-line.ts'
import type { ImportResult } from '@morinowa/shared/reductions/contract.ts'
import { LineFault } from '@morinowa/shared/reductions/line.ts'
import { askOfRide } from '@morinowa/shared/reductions/rebuild-ask.ts'
import { actingFor } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Claim } from '../reductions/arrival.ts'
import { type Draft, importLines, type Upload } from '../reductions/import-lines.ts'
import { type Places, places } from '../reductions/places.ts'

// A record of the other party.
const EVIDENCE = 'E3'

/** Records a provider's rides, one a line. */
export async function importRides(deps: Deps, actor: Actor, upload: Upload): Promise<ImportResult> {
  const { id } = actingFor(actor)
  const [registry, known] = await Promise.all([currentRegistry(deps), places(deps.db)])
  const nowMs = Date.parse(deps.now())
  return importLines(
    deps,
    id,
    {
      pool: 'mobility',
      columns: RIDE_FIELDS,
      needed: RIDE_COLUMNS_NEEDED,
      read(raw) {
        const ride = readRide(raw, known.codes, noStops)
        return ride instanceof LineFault ? ride : draftOf(ride, registry, known, nowMs)
      },
    },
    upload,
  )
}

/** No feed of stops is installed, so a ride needs its distance. */
const noStops: StopDistance = () => undefined

function draftOf(ride: Ride, registry: Registry, known: Places, nowMs: number): Draft | LineFault {
  const { mode, startMs, endMs, distanceM, purpose } = ride
  const day = dayOfMs(startMs)
  const ask = askOfRide({ mode, day, distanceM, purpose, evidence: EVIDENCE }, known.classOf(ride.fromMunicipality))
  let figures: ReturnType<typeof compute>
  try {
    figures = compute(ask, registry)
  } catch (error) {
    // The engine says no to a question: that is this line's fault, not the upload's.
    if (error instanceof Refusal) return new LineFault(error.code, error.facts)
    throw error
  }
  return {
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
    fromMunicipality: ride.fromMunicipality,
    toMunicipality: ride.toMunicipality,
    placeRef: ride.tripId,
    purpose: purpose ?? null,
    evidence: EVIDENCE,
    ...figures,
    doubt: doubtOf(ride, nowMs),
    input: null,
    note: null,
  }
}

function claimsOf({ externalId, tripId, seat }: Ride, day: string): Claim[] {
  const claims: Claim[] = [{ kind: 'record', claim: externalId }]
  if (tripId !== null && seat !== null) claims.push({ kind: 'seat', claim: `${day}/${tripId}/${seat}` })
  return claims
}

function contentOf(ride: Ride): Buffer {
  const said = `${ride.subject}\n${ride.mode}\n${ride.startMs}\n${ride.endMs}\n${ride.distanceM}\n${ride.fromMunicipality}\n${ride.toMunicipality}\n${ride.purpose}\n${ride.seat}\n${ride.tripId}`
  return hash('sha256', said, 'buffer').subarray(0, 16)
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
