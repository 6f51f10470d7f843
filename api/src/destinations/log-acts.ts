import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  type ActPlace,
  LoggedActs,
  type LogPurchase,
  logPurchaseEndpoint,
  type LogStay,
  logStayEndpoint,
} from '@morinowa/shared/destinations/contract.ts'
import { compute } from '@morinowa/shared/methodology/engine.ts'
import { isCountedByMonth } from '@morinowa/shared/reductions/month-count.ts'
import { askOfPieces, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { askingPerson } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Outcome } from '../reductions/arrival.ts'
import { logged } from '../reductions/describe-act.ts'
import { ofMonth } from '../reductions/of-month.ts'
import { pinBases } from '../reductions/pin-basis.ts'
import { places } from '../reductions/places.ts'
import { type OwnAct, recordOwn } from '../reductions/record-own.ts'

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
  return logActs(deps, actor, { startMs, endMs, day: checkIn, place, lines, status: logStayEndpoint.status })
}

/** Logs a traveller's own purchase: one act a line. */
export function logPurchase(deps: Deps, actor: Actor, { at, place, lines }: LogPurchase): Promise<LoggedActs> {
  const ms = Date.parse(at)
  return logActs(deps, actor, {
    startMs: ms,
    endMs: ms,
    day: dayOf(at),
    place,
    lines,
    status: logPurchaseEndpoint.status,
  })
}

type Acts = {
  startMs: number
  endMs: number
  day: Day
  place: ActPlace
  lines: readonly { type: PieceType; quantity: number }[]
  status: number
}

async function logActs(deps: Deps, actor: Actor, acts: Acts): Promise<LoggedActs> {
  const { db, now, newId } = deps
  const { personId } = askingPerson(actor)
  const [registry, known] = await Promise.all([currentRegistry(deps), places(db)])
  const { startMs, endMs, day, place, status } = acts
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
  const arriving = calculated.map(
    (line): OwnAct => ({
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
  return recordOwn(db, {
    personId,
    acts: arriving,
    bases,
    places: known,
    answer: (outcomes) => answerOf(arriving, outcomes),
    status,
  })
}

function answerOf(acts: readonly OwnAct[], outcomes: readonly Outcome[]): LoggedActs {
  const items = acts.map((act, index) => ({ ...logged(act, outcomes[index]), type: act.type }))
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
}
