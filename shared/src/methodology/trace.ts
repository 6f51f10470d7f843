import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'

/** One step of a calculation: enough for a second person with a calculator to take it. */
export const TraceStep = z.strictObject({
  step: z.string(),
  text: Bilingual,
  inputs: z.record(z.string(), z.union([z.string(), z.number()])),
  factorId: z.string().optional(),
  factorVersion: z.int().optional(),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
})
export type TraceStep = z.infer<typeof TraceStep>
