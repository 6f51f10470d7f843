import { refuse } from '../kernel/refusal.ts'

/** Whether a number is whole and within its range. */
export function isWhole(given: number, min: number, max: number): boolean {
  return Number.isInteger(given) && given >= min && given <= max
}

/**
 * A whole number within its range, or a refusal that names the field and the rule.
 * @param field path of the field with dots, such as `legs.0.distanceM`.
 */
export function whole(given: number, field: string, min: number, max: number, unit: string): number {
  if (isWhole(given, min, max)) return given
  const pointer = `/${field.replaceAll('.', '/')}`
  if (!Number.isInteger(given)) return refuse('methodology.not-whole', { field, given: String(given), unit }, pointer)
  return refuse('methodology.out-of-range', { field, given, min, max }, pointer)
}
