import { refuse } from '../kernel/refusal.ts'

/**
 * A whole number within its range, or a refusal that names the field and the rule.
 * @param field path of the field with dots, such as `legs.0.distanceM`.
 */
export function whole(given: number, field: string, min: number, max: number, unit: string): number {
  const pointer = `/${field.replaceAll('.', '/')}`
  if (!Number.isInteger(given)) return refuse('methodology.not-whole', { field, given: String(given), unit }, pointer)
  if (given < min || given > max) return refuse('methodology.out-of-range', { field, given, min, max }, pointer)
  return given
}
