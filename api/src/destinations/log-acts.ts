import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { LoggedActs, type ActPlace, type LogPurchase, type LogStay } from '@morinowa/shared/destinations/contract.ts'
import { compute } from '@morinowa/shared/methodology/engine.ts'
import { isCountedByMonth } from '@morinowa/shared/reductions/month-count.ts'
import { askOfPieces, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { askingPerson } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Arrival } from '../reductions/arrival.ts'
import { logged } from '../reductions/describe-act.ts'
import { ofMonth } from '../reductions/of-month.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { pinBases } from '../reductions/pin-basis.ts'
import { places } from '../reductions/places.ts'
import { recordReductions } from '../reductions/record-reductions.ts'

const EVIDENCE = 'E0'
const CLOCK_SLACK_MS = 15 * 60_000
// Check-in is a day; three in the afternoon is when most houses give out keys.
const CHECK_IN_HOUR = '15:00:00+09:00'

/** Logs a traveller's own stay: one act a service. */
export function logStay(deps: Deps, actor: Actor, ask: LogStay): Promise<LoggedActs> {
  const { checkIn, nights, guests, place, services } = ask
  services.forEach(({ type, count }, index) => {
    // Linen is skipped by the room, amenities are left by the person.
    const most = type === 'stay.skip-cleaning' ? nights : nights * guests
    if (count > most) refuse('destinations.more-than-nights', { nights, guests, most }, `/services/${index}/count`)
  })
  const startMs = Date.parse(`${checkIn}T${CHECK_IN_HOUR}`)
  const endMs = Date.parse(`${addDays(checkIn, nights)}T${CHECK_IN_HOUR}`)
  const lines = services.map(({ type, count }) => ({ type, quantity: count }))
  return logActs(deps, actor, { startMs, endMs, day: checkIn, place, lines })
}

/** Logs a traveller's own purchase: one act a line. */
export function logPurchase(deps: Deps, actor: Actor, { at, place, lines }: LogPurchase): Promise<LoggedActs> {
  const ms = Date.parse(at)
  return logActs(deps, actor, { startMs: ms, endMs: ms, day: dayOf(at), place, lines })
}

type Acts = {
  startMs: number
  endMs: number
  day: Day
  place: ActPlace
  lines: readonly { type: PieceType; quantity: number }[]
}

async function logActs(deps: Deps, actor: Actor, acts: Acts): Promise<LoggedActs> {
  const { db, now, newId } = deps
  const { personId } = askingPerson(actor)
  const [registry, known] = await Promise.all([currentRegistry(deps), places(db)])
  const { startMs, endMs, day, place } = acts
  const code = place.municipalityCode
  if (code !== undefined && !known.codes.has(code)) {
    refuse('destinations.place-unknown', { given: code }, '/place/municipalityCode')
  }
  const early = startMs > Date.parse(now()) + CLOCK_SLACK_MS
  const calculated = acts.lines.map(({ type, quantity }) => ({
    type,
    quantity,
    ...compute(askOfPieces(type, quantity, day, EVIDENCE), registry),
  }))
  const bases = await pinBases(
    db,
    calculated.map(({ basis }) => basis),
  )
  return db.transaction(async (tx) => {
    const participant = await ownParticipant(tx, personId)
    const arrivals = calculated.map(
      (line): Arrival => ({
        ...participant,
        ...line,
        id: newId(),
        pool: 'destinations',
        providerId: null,
        externalId: null,
        claims: [],
        content: null,
        mode: null,
        startMs,
        endMs,
        day,
        fromMunicipality: place.municipalityCode ?? null,
        toMunicipality: null,
        placeRef: place.name ?? null,
        purpose: null,
        evidence: EVIDENCE,
        doubt: early ? { code: 'destinations.in-future', facts: {} } : undefined,
        input: null,
        note: null,
        ...(isCountedByMonth(line.type) && { ofMonth: ofMonth(line.type, line.quantity, day, EVIDENCE, registry) }),
      }),
    )
    const outcomes = await recordReductions(tx, arrivals, bases, known)
    const items = arrivals.map((arrival, index) => ({ ...logged(arrival, outcomes[index]), type: arrival.type }))
    const [first] = items
    const sum = (key: 'shownG' | 'creditedG' | 'emittedG') => items.reduce((total, item) => total + item[key], 0)
    return LoggedActs.parse({
      id: first?.id,
      // The whole stands as its best part does.
      status: items.find(({ status }) => status === 'recorded')?.status ?? first?.status,
      shownG: sum('shownG'),
      creditedG: sum('creditedG'),
      emittedG: sum('emittedG'),
      evidence: EVIDENCE,
      reasons: first?.reasons ?? [],
      items,
    })
  })
}
