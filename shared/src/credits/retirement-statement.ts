import { canonicalize } from 'json-canonicalize'
import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { refuse } from '../kernel/refusal.ts'
import { PrintedText } from '../kernel/text.ts'

/** What a retirement says: for whom, for what, where and when. It is final; later notes stand beside it. */
export const RetirementStatement = z.strictObject({
  beneficiary: PrintedText(120),
  purpose: PrintedText(200),
  place: PrintedText(120).optional().meta({ description: 'Where it was used: a name, or a municipality code.' }),
  placeCode: MunicipalityCode.optional().meta({ description: 'The municipality of use; some lots demand one.' }),
  periodFrom: Day.optional(),
  periodTo: Day.optional(),
  publicName: z.boolean().default(false).meta({ description: 'Whether the public may read the beneficiary’s name.' }),
  note: PrintedText(500).optional(),
})
export type RetirementStatement = z.output<typeof RetirementStatement>

/** The statement with nothing left out, as it is stored, committed to and certified. */
export type SaidStatement = {
  beneficiary: string
  purpose: string
  place: string | null
  placeCode: string | null
  periodFrom: string | null
  periodTo: string | null
  note: string | null
  publicName: boolean
}

/**
 * A place given as a municipality code is one.
 * @throws Refusal when the period ends before it begins.
 */
export function statementSaid(said: RetirementStatement): SaidStatement {
  const { periodFrom: from, periodTo: to } = said
  if (from && to && to < from) refuse('credits.period-reversed', { from, to }, '/periodTo')
  const code = said.placeCode ?? MunicipalityCode.safeParse(said.place).data ?? null
  return {
    beneficiary: said.beneficiary,
    purpose: said.purpose,
    place: said.place ?? null,
    placeCode: code,
    periodFrom: said.periodFrom ?? null,
    periodTo: said.periodTo ?? null,
    note: said.note ?? null,
    publicName: said.publicName,
  }
}

/** The text whose hash, after a secret salt, commits the public log to a statement (RFC 8785). */
export function statementText(said: SaidStatement): string {
  return canonicalize(said)
}
