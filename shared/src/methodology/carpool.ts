import { shareOut } from '../kernel/rounding.ts'
import type { TripAsk } from './ask.ts'
import { exactly, type Figures, rounded } from './core.ts'
import type { Amount } from './line.ts'
import { editionFor, type Registry } from './registry.ts'
import { tripLine } from './trip.ts'

/** A car's result and what each person aboard gets; the parts sum to the car to the gram. */
export type CarpoolShares = { car: Figures; people: Figures[] }

/**
 * Result of one car and its equal division. Grams that do not divide go one by one to the people first in line.
 * @param ask a trip of one carpool leg, as any person aboard would send it.
 */
export function shareCarpool(ask: TripAsk, registry: Registry): CarpoolShares {
  const people = ask.legs[0]?.occupants ?? 1
  const line = tripLine(ask, editionFor(registry, ask.occurredOn, ask.factorSet))
  const together = (amount: Amount): Amount => ({ ...amount, milli: amount.milli * BigInt(people) })
  const car = rounded(
    exactly({
      ...line,
      credited: together(line.credited),
      shown: together(line.shown),
      actual: line.actual.map(together),
      addOnsMg: line.addOnsMg * BigInt(people),
    }),
  )
  const shown = equalParts(car.shownG, people)
  const credited = equalParts(car.creditedG, people)
  const emitted = equalParts(car.emittedG, people)
  return {
    car,
    people: shown.map((shownG, seat) => ({ shownG, creditedG: credited[seat] ?? 0, emittedG: emitted[seat] ?? 0 })),
  }
}

function equalParts(whole: number, people: number): number[] {
  const parts = shareOut(
    BigInt(Math.abs(whole)),
    Array.from({ length: people }, () => 1n),
  ).map(Number)
  return whole < 0 ? parts.map((part) => 0 - part) : parts
}
