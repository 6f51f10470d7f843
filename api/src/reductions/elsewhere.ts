import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { JourneyStep } from '@morinowa/shared/reductions/contract.ts'
import type { ReductionStatus } from '@morinowa/shared/reductions/reduction.ts'
import type { PersonalRecords } from '../identity/personal-records.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'

/**
 * What words further down the table know of a person's grams. They are given to the routes by app.ts, because
 * reductions build on nobody below them.
 */
export type Elsewhere = {
  /** What becomes of an act's issued grams when its record turns out wrong. */
  adjust(tx: Tx, deps: Deps, ask: AdjustAsk): Promise<Adjusted>
  /** Where the grams of an issued act went: steps in order, and how far that is. */
  follow(
    db: Queryable,
    act: { participantId: string; reductionId: string },
  ): Promise<{ status: Extract<ReductionStatus, 'sold' | 'retired'> | null; steps: JourneyStep[] }>
  /** What every word keeps of a person, beside their acts. */
  personal: readonly PersonalRecords[]
  /** Grams retired in a person's own name in these months; organisations retire, so without schemes there are none. */
  offsetG?(db: Queryable, personId: PersonId, months: { from: string; to: string }): Promise<number>
}

export type AdjustAsk = {
  participantId: string
  reductionId: string
  kind: 'corrected' | 'withdrawn'
  /** Credited grams, before and after; never more after. */
  beforeG: number
  afterG: number
  at: string
}

export type Adjusted = {
  /** Of the adjustment; null when no gram is missing. */
  id: string | null
  coveredG: number
  openG: number
  /** Grams of the act that left the account in which they were issued. */
  soldG: number
}
