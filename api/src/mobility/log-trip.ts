import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { TripAsk } from '@morinowa/shared/methodology/ask.ts'
import { compute } from '@morinowa/shared/methodology/engine.ts'
import { type LogTrip, logTripEndpoint, type TripLeg } from '@morinowa/shared/mobility/contract.ts'
import { type Doubt, doubtOf } from '@morinowa/shared/mobility/plausibility.ts'
import type { Logged } from '@morinowa/shared/reductions/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Arrival } from '../reductions/arrival.ts'
import { logged } from '../reductions/describe-act.ts'
import { pinBases } from '../reductions/pin-basis.ts'
import { type Places, places } from '../reductions/places.ts'
import { type OwnAct, recordOwn } from '../reductions/record-own.ts'
import { keptSquares } from '../reductions/squares.ts'
import type { Areas } from './places/areas.ts'
import { type Journey, locateLegs } from './places/locate-legs.ts'

// What somebody types in, shown to them and never credited.
const EVIDENCE = 'E0'

/** Logs a traveller's own trip. */
export async function logTrip(deps: Deps, actor: Actor, ask: LogTrip, areas: Areas): Promise<Logged> {
  const { db, now, newId } = deps
  const { personId } = askingPerson(actor)
  const startMs = Date.parse(ask.startedAt)
  const endMs = Date.parse(ask.endedAt)
  if (endMs < startMs) refuse('mobility.ends-before-start', {}, '/endedAt')
  const day = dayOf(ask.startedAt)
  const [registry, known, journey] = await Promise.all([
    currentRegistry(deps),
    places(db),
    locateLegs(deps, ask.legs, day, areas),
  ])
  const legs = ask.legs.map((leg, index) => ({ leg, distanceM: journey.legs[index]?.distance.distanceM ?? 0 }))
  const fromMunicipality = journey.legs[0]?.from?.code ?? null
  const toMunicipality = journey.legs.at(-1)?.to?.code ?? null
  const squares = await squaresOf(journey, areas)
  const question: TripAsk = {
    type: 'mobility.trip',
    occurredOn: day,
    evidence: EVIDENCE,
    ...(ask.purpose && { purpose: ask.purpose }),
    legs: legs.map(({ leg, distanceM }) => ({
      mode: leg.mode,
      distanceM,
      ...(leg.occupants && { occupants: leg.occupants }),
    })),
    ...placeClass(known, fromMunicipality),
    ...(ask.declaredAlternative && { declaredAlternative: ask.declaredAlternative }),
    ...(journey.pairM !== undefined && { odDistanceM: journey.pairM }),
  }
  const figures = compute(question, registry)
  const distanceM = legs.reduce((sum, leg) => sum + leg.distanceM, 0)
  const longest = legs.toSorted((a, b) => b.distanceM - a.distanceM)[0] as Travelled

  const act: OwnAct = {
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
    ...squares,
    placeRef: ask.legs.length === 1 ? (ask.legs[0]?.operatorRef ?? null) : null,
    purpose: ask.purpose ?? null,
    evidence: EVIDENCE,
    ...figures,
    doubt: doubtOfJourney(legs, startMs, endMs, Date.parse(now())),
    input: {
      ask: question,
      legs: ask.legs,
      distances: journey.legs.map(({ distance }) => distance),
      ...keptSquares(squares),
    },
    note: ask.note ?? null,
  }
  return recordOwn(db, {
    personId,
    acts: [act],
    bases: await pinBases(db, [figures.basis]),
    places: known,
    answer: ([outcome]) => logged(act, outcome),
    status: logTripEndpoint.status,
  })
}

/** Squares of both ends; a town hall that stands for its municipality is no point of anybody's way. */
async function squaresOf({ legs }: Journey, areas: Areas): Promise<Pick<Arrival, 'fromMesh' | 'toMesh'>> {
  const ends = [legs[0]?.from, legs.at(-1)?.to].flatMap((spot) =>
    spot?.point && !('municipalityCode' in spot.place) ? [spot.point] : [],
  )
  if (ends.length < 2) return {}
  const { squareAt } = await areas()
  const [fromMesh = null, toMesh = null] = ends.map(({ lat, lon }) => squareAt(lat, lon))
  return { fromMesh, toMesh }
}

function placeClass(known: Places, code: string | null): Pick<TripAsk, 'place'> {
  const place = known.classOf(code)
  return place ? { place } : {}
}

/** The first doubt about a leg alone or about the journey at the speed of its fastest mode. */
type Travelled = { leg: TripLeg; distanceM: number }

function doubtOfJourney(legs: readonly Travelled[], startMs: number, endMs: number, nowMs: number): Doubt | undefined {
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
