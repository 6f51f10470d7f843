import { refuse } from '../kernel/refusal.ts'
import { actLine } from './acts.ts'
import { type Ask, ASK_TYPES, type TripAsk } from './ask.ts'
import type { Basis, Computed } from './basis.ts'
import { type Exact, exactly, rounded } from './core.ts'
import { evidenceRank } from './evidence.ts'
import { explain, inWords, reasonsOf } from './explain.ts'
import type { FactorKey } from './factor.ts'
import type { Line } from './line.ts'
import { type Edition, editionFor, type Registry } from './registry.ts'
import type { TraceStep } from './trace.ts'
import { tripLine } from './trip.ts'
import { laneResult } from './trip-lane.ts'
import { relativeErrorBp } from './uncertainty.ts'

// The public surface of the calculation. `compute` for many, `estimate` for one that is to be read; both take the same
// line through the same formula.

export type { Ask, AskInput, AskOf, AskType, Leg, TripAsk } from './ask.ts'
export type { Basis, Computed } from './basis.ts'
export { compileRegistry, type Edition, type MethodRef, type Registry, type RegistryData } from './registry.ts'

/** A result with everything needed to follow it. */
export type Estimate = {
  shownG: number
  creditedG: number
  emittedG: number
  method: Basis['method']
  factorSet: string
  factorSetHash: string
  factors: readonly FactorKey[]
  coefficients: {
    evidenceBp: number
    uncertaintyBp: number
    additionalityBp: number
    /** Error of the credited difference; null when there is none to credit. */
    relativeErrorBp: number | null
  }
  trace: TraceStep[]
  reasons: ReturnType<typeof inWords>
}

/**
 * Grams of one act, without explanation.
 * @throws Refusal when the ask breaks a rule; it names the field.
 */
export function compute(ask: Ask, registry: Registry): Computed {
  const edition = editionFor(registry, ask.occurredOn, ask.factorSet)
  if (ask.type === 'mobility.trip') {
    const fast = laneResult(ask, edition, (trip, of) => basisOf(trip, tripLine(trip, of), of, registry))
    if (fast) return fast
  }
  const line = lineOf(ask, edition)
  const exact = exactly(line)
  // Named one by one: spreading an object here costs more than the whole calculation.
  const { shownG, creditedG, emittedG } = rounded(exact)
  return { shownG, creditedG, emittedG, basis: basisFrom(ask, line, exact, edition, registry) }
}

/** Grams of one act with every step in both languages. */
export function estimate(ask: Ask, registry: Registry): Estimate {
  const edition = editionFor(registry, ask.occurredOn, ask.factorSet)
  const line = lineOf(ask, edition)
  const exact = exactly(line)
  const figures = rounded(exact)
  const basis = basisFrom(ask, line, exact, edition, registry)
  return {
    shownG: figures.shownG,
    creditedG: figures.creditedG,
    emittedG: figures.emittedG,
    method: basis.method,
    factorSet: basis.factorSet,
    factorSetHash: basis.factorSetHash,
    factors: basis.factors,
    coefficients: {
      evidenceBp: exact.evidenceBp,
      uncertaintyBp: exact.uncertaintyBp,
      additionalityBp: exact.additionalityBp,
      relativeErrorBp: relativeErrorBp(exact.parts.squaredError, exact.parts.grossCredited),
    },
    trace: explain(ask, line, exact, figures, edition),
    reasons: inWords(basis.reasons),
  }
}

function lineOf(ask: Ask, edition: Edition): Line {
  if (evidenceRank(ask.evidence) === undefined) {
    refuse('methodology.evidence-unknown', { given: String(ask.evidence) }, '/evidence')
  }
  if (ask.type === 'mobility.trip') return tripLine(ask, edition)
  if (!ASK_TYPES.includes(ask.type)) {
    refuse('methodology.type-unknown', { given: String(ask.type), known: ASK_TYPES.join(' ') }, '/type')
  }
  return actLine(ask, edition)
}

function basisOf(ask: TripAsk, line: Line, edition: Edition, registry: Registry): Basis {
  return basisFrom(ask, line, exactly(line), edition, registry)
}

function basisFrom(ask: Ask, line: Line, exact: Exact, edition: Edition, registry: Registry): Basis {
  const method = registry.methods.get(ask.type)
  if (!method) throw new Error(`no method is loaded for ${ask.type}`)
  const [baseline] = line.credited.rate.factors
  return {
    method,
    factorSet: edition.set.id,
    factorSetHash: edition.set.hash,
    factors: factorsOf(line),
    baseline: line.credited.rate.factors.length > 1 ? 'personal' : (baseline?.id ?? 'measured'),
    evidenceBp: exact.evidenceBp,
    uncertaintyBp: exact.uncertaintyBp,
    additionalityBp: exact.additionalityBp,
    reasons: reasonsOf(line, exact),
  }
}

/** Rows a line uses, each once, the credited baseline first. */
function factorsOf(line: Line): FactorKey[] {
  const used: FactorKey[] = []
  const add = ({ id, version }: FactorKey) => {
    if (!used.some((key) => key.id === id)) used.push({ id, version })
  }
  line.credited.rate.factors.forEach(add)
  if (line.shown.rate !== line.credited.rate) line.shown.rate.factors.forEach(add)
  for (const { rate } of line.actual) rate.factors.forEach(add)
  if (line.additionality.factor) add(line.additionality.factor)
  return used
}
