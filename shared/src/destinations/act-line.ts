import {
  fault,
  isAbsent,
  LineFault,
  municipalityOf,
  type RawLine,
  textOf,
  whenOf,
  wholeOf,
} from '../reductions/line.ts'
import type { Meal } from '../methodology/ask.ts'
import { mealOf } from './sales-mix.ts'
import { type ActType, actTypeOf } from './act-words.ts'

/** A service, meal or line of a till as a provider sends it, understood. */
export type Act = {
  externalId: string
  subject: string | null
  type: ActType
  atMs: number
  quantity: number
  placeRef: string | null
  municipality: string | null
  /** What was eaten, of a meal. */
  meal: Meal | null
  /** The room or slot a service belongs to: one claim a night. */
  room: string | null
}

export const ACT_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'subject',
  'type',
  'at',
  'quantity',
  'placeRef',
  'municipality',
  'room',
  'meal',
])
export const ACT_COLUMNS_NEEDED: readonly string[] = ['externalId', 'type', 'at', 'quantity']

const MOST = 1_000_000_000

/** Reads one line; a fault says what to change. */
export function readAct(line: RawLine, municipalities: ReadonlySet<string>): Act | LineFault {
  const externalId = textOf(line.externalId)
  if (externalId === undefined) return fault('externalId', line.externalId, 'text')
  const subject = isAbsent(line.subject) ? null : textOf(line.subject)
  if (subject === undefined) return fault('subject', line.subject, 'text')
  const type = actTypeOf(line.type)
  if (type === undefined) return fault('type', line.type, 'type')
  const atMs = whenOf(line.at)
  if (atMs === undefined) return fault('at', line.at, 'when')
  const quantity = wholeOf(line.quantity, MOST)
  if (quantity === undefined) return fault('quantity', line.quantity, 'quantity')
  const placeRef = isAbsent(line.placeRef) ? null : textOf(line.placeRef)
  if (placeRef === undefined) return fault('placeRef', line.placeRef, 'text')
  const municipality = isAbsent(line.municipality) ? null : municipalityOf(line.municipality, municipalities)
  if (municipality === undefined) return fault('municipality', line.municipality, 'municipality')
  const room = isAbsent(line.room) ? null : textOf(line.room)
  if (room === undefined) return fault('room', line.room, 'text')
  const meal = type === 'meal.swap' ? mealOf(line.meal) : null
  if (meal === undefined) return fault('meal', line.meal, 'meal')
  return { externalId, subject, type, atMs, quantity, placeRef, municipality, room, meal }
}
