import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { Bilingual } from '../kernel/text.ts'

/**
 * What a factor counts. Only rows of one class may be compared: OP fuel plus power generation, TTW tank to wheel,
 * WTT well to tank, WTW both, LCA whole life, SPECIFIC a boundary of its own, NA not an emission.
 */
export const ScopeClass = z.enum(['OP', 'TTW', 'WTT', 'WTW', 'LCA', 'SPECIFIC', 'NA'])
export type ScopeClass = z.infer<typeof ScopeClass>

export const FactorSource = z.strictObject({
  title: z.string(),
  publisher: z.string(),
  year: z.int().nullable(),
  url: z.string(),
  /** Where in the source the figure stands. */
  locator: z.string(),
})
export type FactorSource = z.infer<typeof FactorSource>

/** One row of the registry. Never edited: a change is a row with the same id and the next version. */
export const Factor = z.strictObject({
  id: z.string().max(80),
  version: z.int().min(1),
  /** The series it was taken from, such as `JP-OP-FY2024` or `JP-LCA`. */
  set: z.string().max(40),
  scopeClass: ScopeClass,
  /** The boundary in words; two SPECIFIC rows are comparable only when these agree. */
  scope: z.string(),
  category: z.string(),
  name: Bilingual,
  /** Thousandths of the unit: milligrams of CO2e for every emission factor. */
  valueMg: z.int().min(0),
  unit: z.string(),
  uncertaintyBp: z.int().min(0).nullable(),
  region: z.string(),
  year: z.int(),
  source: FactorSource,
  /** Read in a source, or derived by arithmetic from figures that were. False: shown only, never credited. */
  verified: z.boolean(),
  validFrom: Day,
  publishedAt: Day,
  /** The row of the edition before, when it has another id. */
  supersedes: z.string().nullable(),
  note: z.string(),
})
export type Factor = z.infer<typeof Factor>

/** A frozen edition of the registry: every row a calculation may use, pinned by one hash. */
export const FactorSet = z.strictObject({
  id: z.string().max(40),
  name: Bilingual,
  /** The part of row ids that names this edition's yearly series, such as `fy2024`. */
  series: z.string().max(20),
  /** Activity days the edition covers, both included. */
  validFrom: Day,
  validTo: Day,
  publishedAt: Day,
  /** SHA-256 over the canonical JSON of the member rows, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type FactorSet = z.infer<typeof FactorSet>

/** A row of an edition. */
export type FactorKey = { id: string; version: number }

/** Text form of a row's key. */
export const factorKey = ({ id, version }: FactorKey): string => `${id}@${version}`
