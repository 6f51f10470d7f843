import type { Bilingual } from '../kernel/text.ts'
import { Ask } from './ask.ts'
import { estimate } from './engine.ts'
import type { Factor, FactorKey } from './factor.ts'
import { withNumbers } from './method-text.ts'
import type { MethodDocument } from './methods.ts'
import { type Edition, editionFor, type Registry, rowOf } from './registry.ts'
import type { TraceStep } from './trace.ts'
import type { WorkedExample } from './worked-example.ts'

/** A method's document as an edition fills it. */
export type ReadMethod = Omit<MethodDocument, 'conditions' | 'factors'> & {
  conditions: { text: Bilingual; ours: boolean }[]
  factors: string[]
}

/** An example and what the engine makes of it now. */
export type RecomputedExample = Omit<WorkedExample, 'ask'> & {
  ask: Ask
  found: { shownG: number; creditedG: number; emittedG: number }
  factors: readonly FactorKey[]
  trace: TraceStep[]
  /** Whether the engine says what a person worked out. */
  agrees: boolean
}

/** The document in words with the edition's numbers. */
export function readMethod(document: MethodDocument, edition: Edition): ReadMethod {
  const { conditions, factors, ...rest } = document
  return {
    ...rest,
    formula: withNumbers(document.formula, edition),
    baseline: withNumbers(document.baseline, edition),
    conditions: conditions.map(({ ours, ...text }) => ({ text: withNumbers(text, edition), ours: ours ?? false })),
    factors: factors.map((id) => id.replace('{series}', edition.set.series)),
  }
}

/** The rows a method reads. */
export function rowsOfMethod(document: MethodDocument, edition: Edition): Factor[] {
  return document.factors.map((id) => rowOf(edition, id.replace('{series}', edition.set.series)))
}

/** An example, calculated by the engine that runs here: on the server, or in the browser that shows it. */
export function recompute(example: WorkedExample, registry: Registry): RecomputedExample {
  const ask = Ask.parse(example.ask)
  const { shownG, creditedG, emittedG, factors, trace, coefficients } = estimate(ask, registry)
  const found: Record<string, unknown> = { shownG, creditedG, ...coefficients }
  const agrees = Object.entries(example.expect).every(([name, value]) => found[name] === value)
  return { ...example, ask, found: { shownG, creditedG, emittedG }, factors, trace, agrees }
}

/** The edition by which documents are read: the one that a calculation of this day uses. */
export function currentEdition(registry: Registry, day: string): Edition {
  return editionFor(registry, day)
}
