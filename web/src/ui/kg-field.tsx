import type { ComponentProps } from 'react'
import { NumberField } from './field.tsx'

const GRAMS_PER_KG = 1_000
const STEP_KG = 0.001

/** What was typed in kilograms, in whole grams; nothing typed stays nothing (NaN). */
export const gramsOfKg = (kg: number): number => Math.round(kg * GRAMS_PER_KG)

/** A mass, typed in kilograms to the gram. */
export function KgField(props: Omit<ComponentProps<typeof NumberField>, 'unit' | 'decimals'>) {
  return <NumberField minValue={STEP_KG} {...props} unit="kg" decimals={3} />
}
