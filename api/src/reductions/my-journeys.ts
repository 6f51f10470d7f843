import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, daysOfMonth, Month, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type Grouped, journeysOf, type Piece } from '@morinowa/shared/reductions/journeys.ts'
import { Journey, JourneyDetail, type JourneyPiece } from '@morinowa/shared/reductions/journeys-contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { reductionOf } from './describe-act.ts'
import { actsOfDays, choicesOf, recordChoice } from './journey-store.ts'
import { ownParticipant } from './own-participant.ts'
import type { ActRow } from './act-row.ts'
import { actOf } from './act-store.ts'

const MOST_MONTHS = 24
const USUAL_MONTHS = 12
/** Days before and after that are read too: a journey may begin before the first and end after the last. */
const MARGIN_DAYS = 35
/** How far from a journey an act may lie that its person puts in. */
const JOIN_DAYS = 14
/** Acts offered beside a journey. */
const NEARBY_DAYS = 2
const MOST_NEARBY = 40

type Act = Piece & { row: ActRow }

/** A person's journeys of some months, the newest first. */
export async function myJourneys(
  { db, now }: Deps,
  actor: Actor,
  ask: { from?: Month | undefined; to?: Month | undefined },
) {
  const to = ask.to ?? monthOf(now())
  const from = ask.from ?? monthsBefore(to, USUAL_MONTHS - 1)
  const months = monthNumber(to) - monthNumber(from) + 1
  if (months > MOST_MONTHS || months < 1)
    return refuse('reductions.journey-period', { months: MOST_MONTHS }, '/query/from')
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  const days = { from: daysOfMonth(from).from, to: daysOfMonth(to).to }
  const journeys = await journeysBetween(db, participantId, days.from, days.to)
  const items = journeys
    .map(describe)
    .filter(({ fromDay }) => fromDay >= days.from && fromDay <= days.to)
    .toReversed()
  return { from, to, items }
}

/** One journey with its pieces. */
export async function myJourney({ db }: Deps, actor: Actor, id: ReductionId): Promise<JourneyDetail> {
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  return (await detail(db, participantId, id)) ?? refuse('reductions.journey-missing')
}

/** Puts an act into a journey. */
export function joinJourney(
  { db, now }: Deps,
  actor: Actor,
  { id, reductionId }: { id: ReductionId; reductionId: ReductionId },
): Promise<JourneyDetail> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    const act = await actOf(tx, participantId, reductionId)
    const anchor = await actOf(tx, participantId, id)
    if (!act) return refuse('reductions.missing', {}, '/reductionId')
    if (!anchor) return refuse('reductions.journey-missing')
    const apart = Math.abs(Date.parse(act.startedAt) - Date.parse(anchor.startedAt))
    if (apart > JOIN_DAYS * 86_400_000) return refuse('reductions.journey-far', { days: JOIN_DAYS }, '/reductionId')
    await recordChoice(tx, { participantId, reductionId, journeyId: id, at: now() })
    // A journey that is made of trips alone goes by one of them, which belongs to it too.
    const made = await detail(tx, participantId, id)
    if (!made?.pieces.some((piece) => piece.id === id)) {
      await recordChoice(tx, { participantId, reductionId: id, journeyId: id, at: now() })
    }
    return (await detail(tx, participantId, id)) ?? refuse('reductions.journey-missing')
  })
}

/** Takes an act out of a journey. */
export function splitJourney(
  { db, now }: Deps,
  actor: Actor,
  { id, reductionId }: { id: ReductionId; reductionId: ReductionId },
): Promise<JourneyDetail | null> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    if (!(await actOf(tx, participantId, reductionId))) return refuse('reductions.missing')
    await recordChoice(tx, { participantId, reductionId, journeyId: null, at: now() })
    return detail(tx, participantId, id)
  })
}

async function detail(db: Queryable, participantId: string, id: ReductionId): Promise<JourneyDetail | null> {
  const anchor = await actOf(db, participantId, id)
  if (!anchor) return null
  const [from, to] = [addDays(anchor.day, -MARGIN_DAYS), addDays(anchor.day, MARGIN_DAYS)]
  const journeys = await journeysBetween(db, participantId, from, to)
  // A stay that was joined by an earlier one is found by either.
  const found =
    journeys.find((one) => one.id === id) ?? journeys.find(({ pieces }) => pieces.some((act) => act.id === id))
  if (!found) return null
  const journey = describe(found)
  const inOne = new Set(journeys.flatMap(({ pieces }) => pieces.map((act) => act.id)))
  const [nearFrom, nearTo] = [addDays(journey.fromDay, -NEARBY_DAYS), addDays(journey.toDay, NEARBY_DAYS)]
  const nearby = (await actsOfDays(db, participantId, nearFrom, nearTo)).filter((row) => !inOne.has(row.id))
  return JourneyDetail.parse({
    ...journey,
    pieces: found.pieces.map(({ row }) => pieceOf(row)),
    nearby: nearby.slice(0, MOST_NEARBY).map(pieceOf),
  })
}

async function journeysBetween(db: Queryable, participantId: string, from: Day, to: Day): Promise<Grouped<Act>[]> {
  const acts = await actsOfDays(db, participantId, addDays(from, -MARGIN_DAYS), addDays(to, MARGIN_DAYS))
  const choices = await choicesOf(db, participantId)
  const known = new Set(acts.map(({ id }) => id))
  return journeysOf(
    acts.map((row) => ({
      id: row.id,
      pool: row.pool,
      type: row.type,
      startMs: Date.parse(row.startedAt),
      endMs: Date.parse(row.endedAt),
      from: row.fromMunicipality,
      to: row.toMunicipality,
      row,
    })),
    choices.filter(({ id }) => known.has(id)),
  )
}

function describe({ id, pieces }: Grouped<Act>): Journey {
  const rows = pieces.map(({ row }) => row)
  const sum = (of: (row: ActRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const days = rows.map(({ day }) => day).toSorted()
  const isTrip = ({ pool }: ActRow) => pool === 'mobility'
  const isStay = ({ type }: ActRow) => type.startsWith('stay.')
  const places = rows.flatMap((row) => (isTrip(row) ? [row.toMunicipality] : [row.fromMunicipality]))
  return Journey.parse({
    id,
    fromDay: days[0],
    toDay: days.at(-1),
    places: [...new Set(places.filter((place) => place !== null))],
    trips: rows.filter(isTrip).length,
    // Every service of every night is an act; where somebody slept is counted once.
    stays: new Set(rows.filter(isStay).map(({ fromMunicipality, placeRef }) => `${fromMunicipality} ${placeRef}`)).size,
    others: rows.filter((row) => !isTrip(row) && !isStay(row)).length,
    distanceM: sum((row) => (isTrip(row) ? row.quantity : 0)),
    shownG: sum(({ shownG }) => shownG),
    creditedG: sum(({ creditedG }) => creditedG),
    emittedG: sum(({ emittedG }) => emittedG),
    insteadG: sum(({ shownG, emittedG }) => shownG + emittedG),
  })
}

function pieceOf(row: ActRow): JourneyPiece {
  const {
    id,
    pool,
    type,
    mode,
    startedAt,
    endedAt,
    day,
    quantity,
    fromMunicipality,
    toMunicipality,
    provider,
    ...rest
  } = reductionOf(row)
  const { evidence, status, shownG, creditedG, emittedG } = rest
  const insteadG = (shownG + emittedG) as JourneyPiece['insteadG']
  return {
    id,
    pool,
    type,
    mode,
    startedAt,
    endedAt,
    day,
    quantity,
    fromMunicipality,
    toMunicipality,
    provider,
    evidence,
    status,
    shownG,
    creditedG,
    emittedG,
    insteadG,
  }
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

function monthsBefore(month: Month, months: number): Month {
  const number = monthNumber(month) - months
  return Month.parse(`${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`)
}
