import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'

/** A question with the answer a person worked out: the tests, the methods pages and the browser all recompute it. */
export const WorkedExample = z.strictObject({
  id: z.string().max(20),
  title: Bilingual,
  ask: z.unknown(),
  expect: z.strictObject({
    shownG: z.int(),
    creditedG: z.int(),
    evidenceBp: z.int().optional(),
    uncertaintyBp: z.int().optional(),
    additionalityBp: z.int().optional(),
    relativeErrorBp: z.int().nullable().optional(),
  }),
})
export type WorkedExample = z.infer<typeof WorkedExample>
