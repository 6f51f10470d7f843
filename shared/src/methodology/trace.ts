import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'

// A union in an answer makes its serialiser try every branch on every value, five times the cost of the calculation.
// The values are checked here and described in words instead.
const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number'
const Scalar = z
  .unknown()
  .refine(isScalar)
  .meta({ description: 'A number, or text where the step chose something.' }) as unknown as z.ZodType<string | number>

/** One step of a calculation: enough for a second person with a calculator to take it. */
export const TraceStep = z.strictObject({
  step: z.string(),
  text: Bilingual,
  inputs: z.record(z.string(), Scalar),
  factorId: z.string().optional(),
  factorVersion: z.int().optional(),
  value: Scalar,
  unit: z.string(),
})
export type TraceStep = z.infer<typeof TraceStep>
