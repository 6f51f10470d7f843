import type { Day } from '../kernel/calendar.ts'
import type { Ask, AskType } from '../methodology/ask.ts'
import type { Evidence } from '../methodology/evidence.ts'

// How a counted line becomes a question to the engine. Types whose result needs more than one number (a meal's mix, a
// hotel's audited figures) are asked with their own fields through /destinations/purchases and /estimates.

/** Types of which one number says all, and what the number counts. */
export const PIECE_TYPES = {
  'stay.skip-cleaning': 'count',
  'stay.amenities': 'count',
  'food.leftovers': 'massG',
  'shop.refill': 'count',
  'shop.bag': 'count',
  'shop.cup': 'count',
  'shop.second-hand': 'count',
  'shop.local': 'massG',
  'shop.seasonal': 'massG',
  'shop.e-receipt': 'count',
  'ev.charge': 'energyWh',
} as const satisfies Partial<Record<AskType, 'count' | 'massG' | 'energyWh'>>

export type PieceType = keyof typeof PIECE_TYPES

export function isPieceType(type: string): type is PieceType {
  return Object.hasOwn(PIECE_TYPES, type)
}

/** Grams of a garment when only pieces are counted: a light one, so that the shown number is not too high. */
const GARMENT_G = 200
/** Uses of a cup nobody counted: none before, which earns nothing until break-even is shown. */
const NO_USES_BEFORE = 0

/** The engine's question about a counted line. */
export function askOfPieces(type: PieceType, quantity: number, occurredOn: Day, evidence: Evidence): Ask {
  const common = { occurredOn, evidence }
  switch (type) {
    case 'stay.skip-cleaning':
    case 'stay.amenities':
    case 'shop.bag':
    case 'shop.e-receipt':
      return { type, ...common, count: quantity }
    case 'shop.refill':
      return { type, ...common, count: quantity, instead: 'shop' }
    case 'shop.cup':
      return { type, ...common, count: quantity, usesBefore: NO_USES_BEFORE, cup: 'pp' }
    case 'shop.second-hand':
      return { type, ...common, count: quantity, massG: quantity * GARMENT_G }
    case 'food.leftovers':
      return { type, ...common, massG: quantity }
    case 'shop.local':
    case 'shop.seasonal':
      return { type, ...common, massG: quantity, produce: 'vegetables' }
    case 'ev.charge':
      return { type, ...common, energyWh: quantity, certificate: 'none' }
  }
}
