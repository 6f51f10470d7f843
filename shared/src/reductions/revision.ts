import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Evidence } from '../methodology/evidence.ts'

// What is said about an act and what it was: the same for its person, its reviewer and its verifier.

/** Why an act stands as it does, in words. */
export const Reason = z.strictObject({ code: z.string(), text: Bilingual })
export type Reason = z.infer<typeof Reason>

export const Dispute = z.strictObject({
  id: z.uuid(),
  said: z.string(),
  saidAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
  dueAt: z.string().meta({ description: 'Until when it should be answered: 30 days.' }),
  escalatedAt: z.string().nullable().meta({ description: 'When it was found unanswered after that.' }),
})
export type Dispute = z.infer<typeof Dispute>

/** An act as it stood before or after a change. */
export const RevisionState = z.strictObject({
  status: z.string(),
  type: z.string(),
  mode: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  quantity: z.int().min(0),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  evidence: Evidence,
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
})
export type RevisionState = z.infer<typeof RevisionState>

/** One change of an act; what was before stays for ever. */
export const Revision = z.strictObject({
  revision: z.int().min(1),
  kind: z.enum(['released', 'rejected', 'corrected', 'withdrawn']),
  reason: z.string(),
  by: z.string().meta({ description: 'The organisation that changed it.' }),
  at: z.string(),
  before: RevisionState,
  after: RevisionState,
})
export type Revision = z.infer<typeof Revision>
