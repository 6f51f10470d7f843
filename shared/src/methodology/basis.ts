import type { Figures } from './core.ts'
import type { FactorKey } from './factor.ts'
import type { ReasonCode } from './reasons.ts'
import type { MethodRef } from './registry.ts'

/** What a stored result pins, so that it can be recomputed and never changes silently. */
export type Basis = {
  method: MethodRef
  factorSet: string
  factorSetHash: string
  /** Rows used, the credited baseline first. */
  factors: readonly FactorKey[]
  /** Id of the credited baseline's row, or `personal` or `measured`. */
  baseline: string
  evidenceBp: number
  uncertaintyBp: number
  additionalityBp: number
  reasons: readonly ReasonCode[]
}

/** Numbers without the explanation. Results of like lines share one `basis` object; do not change it. */
export type Computed = Figures & { basis: Basis }
