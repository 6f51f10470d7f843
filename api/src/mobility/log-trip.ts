import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { TripAsk } from '@morinowa/shared/methodology/ask.ts'
import { compute } from '@morinowa/shared/methodology/engine.ts'
import type { LogTrip, TripLeg, TripPlace } from '@morinowa/shared/mobility/contract.ts'
import { greatCircleM, type Point, travelledM } from '@morinowa/shared/mobility/distance.ts'
import { type Doubt, doubtOf } from '@morinowa/shared/mobility/plausibility.ts'
import type { Logged } from '@morinowa/shared/reductions/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Arrival } from '../reductions/arrival.ts'
import { logged } from '../reductions/describe-act.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { pinBases } from '../reductions/pin-basis.ts'
import { type Places, places } from '../reductions/places.ts'
import { recordReductions } from '../reductions/record-reductions.ts'

/** Where a point lies; from the areas in force. */
export type MunicipalityAt = (lat: number, lon: number) => string | null

// What somebody types in, shown to them and never credited.
const EVIDENCE = 'E0'

/** Logs a traveller's own trip. */
export async function logTrip(
  deps: Deps,
  actor: Actor,
  ask: LogTrip,
  areas: () => Promise<{ municipalityAt: MunicipalityAt }>,
): Promise<Logged> {
  const { db, now, newId } = deps
  const { personId } = askingPerson(actor)
  const startMs = Date.parse(ask.startedAt)
  const endMs = Date.parse(ask.endedAt)
  if (endMs < startMs) refuse('mobility.ends-before-start', {}, '/endedAt')
  const [registry, known] = await Promise.all([currentRegistry(deps), places(db)])

  const legs = ask.legs.map((leg, index) => locate(leg, index, known))
  const [from, to] = [legs[0]?.from, legs.at(-1)?.to]
  const fromMunicipality = await municipalityOf(from, areas)
  const toMunicipality = await municipalityOf(to, areas)
  const question: TripAsk = {
    type: 'mobility.trip',
    occurredOn: dayOf(ask.startedAt),
    evidence: EVIDENCE,
    ...(ask.purpose && { purpose: ask.purpose }),
    legs: legs.map(({ leg, distanceM }) => ({
      mode: leg.mode,
      distanceM,
      ...(leg.occupants && { occupants: leg.occupants }),
    })),
    ...placeClass(known, fromMunicipality),
    ...(ask.declaredAlternative && { declaredAlternative: ask.declaredAlternative }),
    ...pairDistance(from?.point, to?.point, legs),
  }
  const figures = compute(question, registry)
  const distanceM = legs.reduce((sum, leg) => sum + leg.distanceM, 0)
  const longest = legs.toSorted((a, b) => b.distanceM - a.distanceM)[0] as Located

  const bases = await pinBases(db, [figures.basis])
  return db.transaction(async (tx) => {
    const participant = await ownParticipant(tx, personId)
    const arrival: Arrival = {
      ...participant,
      id: newId(),
      pool: 'mobility',
      providerId: null,
      externalId: null,
      claims: [],
      content: null,
      type: 'mobility.trip',
      // The journey goes by the name of its longest leg.
      mode: longest.leg.mode,
      startMs,
      endMs,
      day: question.occurredOn,
      quantity: distanceM,
      fromMunicipality,
      toMunicipality,
      placeRef: ask.legs.length === 1 ? (ask.legs[0]?.operatorRef ?? null) : null,
      purpose: ask.purpose ?? null,
      evidence: EVIDENCE,
      ...figures,
      doubt: doubtOfJourney(legs, startMs, endMs, Date.parse(now())),
      input: { ask: question, legs: ask.legs },
      note: ask.note ?? null,
    }
    const [outcome] = await recordReductions(tx, [arrival], bases)
    return logged(arrival, outcome)
  })
}

type Located = { leg: TripLeg; distanceM: number; from: Spot | undefined; to: Spot | undefined }
type Spot = { point: Point | undefined; code: string | undefined }

function locate(leg: TripLeg, index: number, known: Places): Located {
  const from = leg.from && spotOf(leg.from, `/legs/${index}/from`, known)
  const to = leg.to && spotOf(leg.to, `/legs/${index}/to`, known)
  if (leg.distanceM !== undefined) return { leg, distanceM: leg.distanceM, from, to }
  if (!from?.point || !to?.point) return refuse('mobility.distance-missing', {}, `/legs/${index}/distanceM`)
  return { leg, distanceM: Math.max(1, travelledM(from.point, to.point)), from, to }
}

function spotOf(place: TripPlace, pointer: string, known: Places): Spot {
  if ('lat' in place) return { point: place, code: undefined }
  if ('municipalityCode' in place) {
    const code = place.municipalityCode
    if (!known.codes.has(code)) return refuse('mobility.place-unknown', { given: code }, pointer)
    return { point: known.officeOf(code), code }
  }
  const given = 'stopId' in place ? place.stopId : place.stationCode
  return refuse('mobility.place-unknown', { given }, pointer)
}

async function municipalityOf(
  spot: Spot | undefined,
  areas: () => Promise<{ municipalityAt: MunicipalityAt }>,
): Promise<string | null> {
  if (!spot) return null
  if (spot.code !== undefined) return spot.code
  return spot.point ? (await areas()).municipalityAt(spot.point.lat, spot.point.lon) : null
}

function placeClass(known: Places, code: string | null): Pick<TripAsk, 'place'> {
  const place = known.classOf(code)
  return place ? { place } : {}
}

// Two ends this close are one place: the way there and back has no pair of places to compare.
const SAME_PLACE_M = 100

/** The baseline belongs to the pair of places, so that a detour earns nothing (METHODOLOGY 5.1). */
function pairDistance(
  from: Point | undefined,
  to: Point | undefined,
  legs: readonly Located[],
): { odDistanceM?: number } {
  if (!from || !to || !legs.every((leg) => leg.from?.point && leg.to?.point)) return {}
  if (greatCircleM(from, to) < SAME_PLACE_M) return { odDistanceM: 0 }
  return { odDistanceM: travelledM(from, to) }
}

/** The first doubt about a leg alone or about the journey at the speed of its fastest mode. */
function doubtOfJourney(legs: readonly Located[], startMs: number, endMs: number, nowMs: number): Doubt | undefined {
  const [only] = legs
  if (legs.length === 1 && only) {
    return doubtOf({ mode: only.leg.mode, distanceM: only.distanceM, startMs, endMs }, nowMs)
  }
  for (const { leg, distanceM } of legs) {
    const doubt = doubtOf({ mode: leg.mode, distanceM, startMs, endMs }, nowMs)
    if (doubt) return doubt
  }
  return undefined
}
