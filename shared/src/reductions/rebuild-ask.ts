import type { Day } from '../kernel/calendar.ts'
import { askOfPieces, isPieceType } from './piece-ask.ts'
import { Ask, type TripAsk } from '../methodology/ask.ts'
import type { Evidence } from '../methodology/evidence.ts'
import type { Mode } from '../methodology/mode.ts'
import type { Place } from '../methodology/place.ts'

// Most rows are one leg or one number, and their columns say all that the engine was asked. Only the others keep the
// question itself, so that a country's rides are not stored twice.

/** The columns that make the question. */
export type AskedRow = {
  type: string
  mode: string | null
  day: Day
  quantity: number
  purpose: string | null
  evidence: Evidence
  input: unknown
}

/** The engine's question about a ride of one leg. */
export function askOfRide(
  ride: { mode: Mode; day: Day; distanceM: number; purpose: TripAsk['purpose']; evidence: Evidence },
  place: Place | undefined,
): TripAsk {
  const { mode, day, distanceM, purpose, evidence } = ride
  return {
    type: 'mobility.trip',
    occurredOn: day,
    evidence,
    ...(purpose && { purpose }),
    legs: [{ mode, distanceM }],
    ...(place && { place }),
  }
}

/** The question that a stored row answered, with the edition it was answered from. */
export function rebuildAsk(row: AskedRow, place: Place | undefined, factorSet: string): Ask {
  return { ...rebuilt(row, place), factorSet }
}

function rebuilt(row: AskedRow, place: Place | undefined): Ask {
  if (row.input !== null && row.input !== undefined) return Ask.parse((row.input as { ask: unknown }).ask)
  if (row.mode !== null) {
    return askOfRide(
      {
        mode: row.mode as Mode,
        day: row.day,
        distanceM: row.quantity,
        purpose: (row.purpose ?? undefined) as TripAsk['purpose'],
        evidence: row.evidence,
      },
      place,
    )
  }
  if (!isPieceType(row.type)) throw new Error(`a row of the type ${row.type} does not keep its question`)
  return askOfPieces(row.type, row.quantity, row.day, row.evidence)
}
