import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { type RegisteredFamily, registryUnitG } from './registered-family.ts'
import { countSerials, overlapAmong, type SerialRange } from './serials.ts'

/**
 * How far the holding of a registered lot is proven here. `stated`: its owner says so and shows a statement of account.
 * `checked`: the operator has compared that statement with the registry. `refused`: it did not agree, and nothing more
 * of the lot may be sold.
 */
export const Proof = z.enum(['stated', 'checked', 'refused'])
export type Proof = z.infer<typeof Proof>

/** Stops an import whose numbers contradict each other. */
export function requireSoundImport(ask: { family: RegisteredFamily; massG: number }, ranges: readonly SerialRange[]) {
  const unitG = registryUnitG(ask.family)
  if (ask.massG % unitG !== 0) refuse('forest.unit', { family: ask.family, unitG, massG: ask.massG }, '/massG')
  if (overlapAmong(ranges)) refuse('forest.serials-repeated', {}, '/serials')
}

/** The grams that readable serial numbers stand for; to be compared with what was declared. */
export function massOfSerials(family: RegisteredFamily, ranges: readonly SerialRange[]): bigint {
  return countSerials(ranges) * BigInt(registryUnitG(family))
}
