import { hash } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { ACT_COLUMNS_NEEDED, ACT_FIELDS, type Act, readAct } from '@morinowa/shared/destinations/act-line.ts'
import { ACT_HEADINGS, actTypeOf } from '@morinowa/shared/destinations/act-words.ts'
import type { AskOf } from '@morinowa/shared/methodology/ask.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import type { ImportResult } from '@morinowa/shared/reductions/contract.ts'
import { LineFault } from '@morinowa/shared/reductions/line.ts'
import { isCountedByMonth } from '@morinowa/shared/reductions/month-count.ts'
import { askOfPieces, isPieceType, type PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { actingFor } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Claim } from '../reductions/arrival.ts'
import { CONTENT_DIGITS, type Draft, importLines, type LineFormat, type Upload } from '../reductions/import-lines.ts'
import { ofMonth } from '../reductions/of-month.ts'
import { places } from '../reductions/places.ts'
import { MealMixes } from './meal-mixes.ts'
import { type MealDay, recordSales, type Told } from './meal-store.ts'

const EVIDENCE = 'E3'
const CLOCK_SLACK_MS = 15 * 60_000

/** Records a provider's services, meals and sales lines, one a line. */
export async function importActs(deps: Deps, actor: Actor, upload: Upload): Promise<ImportResult> {
  const { id } = actingFor(actor)
  return importLines(deps, id, await actFormat(deps, id), upload)
}

/** What a line of a service, meal or sale means, now. */
export async function actFormat(deps: Deps, providerId: string): Promise<LineFormat> {
  const [registry, known] = await Promise.all([currentRegistry(deps), places(deps.db)])
  const now = deps.now()
  const nowMs = Date.parse(now)
  const mixes = new MealMixes(deps.db, providerId, dayOf(now))
  return {
    pool: 'destinations',
    places: known,
    columns: ACT_FIELDS,
    headings: ACT_HEADINGS,
    needed: ACT_COLUMNS_NEEDED,
    prepare(raws) {
      const meals = raws.flatMap((raw) => (actTypeOf(raw.type) === 'meal.swap' ? [readAct(raw, known.codes)] : []))
      return mixes.load(meals.flatMap((act) => (act instanceof LineFault ? [] : [mealDayOf(act)])))
    },
    read(raw) {
      const act = readAct(raw, known.codes)
      return act instanceof LineFault ? act : draftOf(act, registry, mixes, nowMs)
    },
    recorded: (tx, acts) => recordSales(tx, providerId, acts.flatMap(soldIn), dayOf(now)),
    async revised(tx, was, is) {
      // What was set aside when it came was never counted as sold.
      if (was.status === 'quarantined') return
      const gone = soldIn(was).map((one) => ({ ...one, meals: -one.meals }))
      await recordSales(tx, providerId, [...gone, ...(is ? soldIn(is) : [])], dayOf(now))
    },
    questionAgain(was, draft) {
      if (was.type !== 'meal.swap' || draft.type !== 'meal.swap') return draft.input
      if (was.day !== draft.day || was.placeRef !== draft.placeRef) return draft.input
      // The same restaurant on the same day: what was eaten may change, what it is compared with does not.
      const [{ mix, restaurant }, { mix: _mix, restaurant: _restaurant, ...said }] = [mealAskOf(was), mealAskOf(draft)]
      return { ask: { ...said, ...(mix && { mix }), ...(restaurant && { restaurant }) } }
    },
  }
}

/** The restaurant and the day of a meal. */
function mealDayOf({ placeRef, atMs }: Act): MealDay {
  return { placeRef: placeRef ?? '', day: dayOf(new Date(atMs).toISOString()) }
}

/** Meals that a recorded act says were sold. */
function soldIn(act: Pick<Draft, 'type' | 'placeRef' | 'day' | 'quantity'> & { input: unknown }): Told[] {
  const { type, placeRef, day, quantity } = act
  if (type !== 'meal.swap') return []
  return [{ placeRef: placeRef ?? '', day, meal: mealAskOf(act).meal, meals: quantity }]
}

const mealAskOf = ({ input }: { input: unknown }): AskOf<'meal.swap'> => (input as { ask: AskOf<'meal.swap'> }).ask

function draftOf(act: Act, registry: Registry, mixes: MealMixes, nowMs: number): Draft | LineFault {
  const { type, atMs, quantity, meal } = act
  const day = dayOf(new Date(atMs).toISOString())
  let figures: ReturnType<typeof compute>
  let mealAsk: AskOf<'meal.swap'> | null = null
  try {
    if (type === 'meal.swap' && meal !== null) {
      mealAsk = mixes.askOf(mealDayOf(act), { meal, count: quantity, day, evidence: EVIDENCE })
    }
    figures = compute(mealAsk ?? askOfPieces(type as PieceType, quantity, day, EVIDENCE), registry)
  } catch (error) {
    if (error instanceof Refusal) return new LineFault(error.code, error.facts)
    throw error
  }
  return {
    participantId: '',
    linked: false,
    shared: true,
    id: '',
    pool: 'destinations',
    providerId: null,
    subject: act.subject,
    externalId: act.externalId,
    claims: claimsOf(act, day),
    content: contentOf(act),
    type,
    mode: null,
    startMs: atMs,
    endMs: atMs,
    day,
    quantity,
    fromMunicipality: act.municipality,
    toMunicipality: null,
    placeRef: act.placeRef,
    purpose: null,
    evidence: EVIDENCE,
    shownG: figures.shownG,
    creditedG: figures.creditedG,
    emittedG: figures.emittedG,
    basis: figures.basis,
    doubt: atMs > nowMs + CLOCK_SLACK_MS ? { code: 'destinations.in-future', facts: {} } : undefined,
    // A meal is told by more than its columns: what was eaten, and what it was compared with.
    input: mealAsk && { ask: mealAsk },
    note: null,
    encoded: '',
    ...(isPieceType(type) && isCountedByMonth(type) && { ofMonth: ofMonth(type, quantity, day, EVIDENCE, registry) }),
  }
}

/** A room's night is claimed once for each service, whoever reports it. */
function claimsOf({ externalId, room, placeRef, type }: Act, day: string): Claim[] {
  const claims: Claim[] = [{ kind: 'record', claim: externalId }]
  if (room !== null) claims.push({ kind: 'room-night', claim: `${day}/${placeRef ?? ''}/${room}/${type}` })
  return claims
}

function contentOf(act: Act): string {
  const { subject, type, atMs, quantity, placeRef, municipality, room, meal } = act
  const said = `${subject}\n${type}\n${atMs}\n${quantity}\n${placeRef}\n${municipality}\n${room}`
  return hash('sha256', meal === null ? said : `${said}\n${meal}`).slice(0, CONTENT_DIGITS)
}
