import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'

// A provider says that a record was wrong: the same record again as it should have been, or that it was none.

export const CORRECTION_LINE_LIMIT = 10_000

/** Columns of a correction beyond those of the record itself. */
export const CORRECTION_FIELDS = ['withdrawn', 'reason'] as const

export const CORRECTION_MEDIA_TYPES = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'text/csv',
] as const

/** `unchanged`: it says what is recorded already; sending it again changes nothing. */
export const CorrectionStatus = z.enum(['corrected', 'withdrawn', 'unchanged', 'rejected'])
export type CorrectionStatus = z.infer<typeof CorrectionStatus>

const Worth = z.strictObject({ shownG: SignedGrams, creditedG: Grams, emittedG: Grams })

export const CorrectedLine = z.strictObject({
  line: z.int(),
  externalId: z.string().nullable(),
  status: CorrectionStatus,
  adjusted: z.boolean().meta({ description: 'The act was issued already: the difference was taken from the reserve.' }),
  code: z.string().nullable(),
  messages: Bilingual.nullable(),
  before: Worth.nullable(),
  after: Worth.nullable(),
})
export type CorrectedLine = z.infer<typeof CorrectedLine>

export const CorrectionResult = z.strictObject({
  lines: z.int(),
  corrected: z.int(),
  withdrawn: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  adjusted: z.int().meta({ description: 'Of the corrected and withdrawn: after issue.' }),
  rows: z.array(CorrectedLine).meta({ description: 'Every line, in order.' }),
})
export type CorrectionResult = z.infer<typeof CorrectionResult>

const YES: ReadonlySet<unknown> = new Set([true, 'true', 'TRUE', '1', 'yes'])
const NO: ReadonlySet<unknown> = new Set([undefined, null, false, '', 'false', 'FALSE', '0', 'no'])

/** Whether a line withdraws its record; undefined when that cannot be told. */
export function isWithdrawn(value: unknown): boolean | undefined {
  if (YES.has(value)) return true
  return NO.has(value) ? false : undefined
}
