import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'

// What the guided tour says after each step: the same lines on the command line and in the browser.

/** A number the tour met, and what it is. */
export const TourFact = z.strictObject({ label: Bilingual, value: z.string() })
export type TourFact = z.infer<typeof TourFact>

/** A number that arithmetic predicts, beside the one that came. */
export const TourCheck = z.strictObject({
  label: Bilingual,
  expected: z.string(),
  actual: z.string(),
  ok: z.boolean(),
})
export type TourCheck = z.infer<typeof TourCheck>

export const TourStep = z.strictObject({
  number: z.int(),
  title: Bilingual,
  /** Who does it in the story. */
  who: Bilingual,
  /** The requests that were sent, `POST /api/v1/…`. */
  requests: z.array(z.string()),
  facts: z.array(TourFact),
  checks: z.array(TourCheck),
  /** Where to look at the result. */
  links: z.array(z.strictObject({ label: Bilingual, path: z.string() })),
})
export type TourStep = z.infer<typeof TourStep>
