import type { RefusalCode, RefusalFacts } from '@morinowa/shared/kernel/refusal.ts'
import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import { reasonText } from '@morinowa/shared/methodology/reasons.ts'
import { doubtOf } from '@morinowa/shared/mobility/plausibility.ts'
import { Logged, type Reason, Reduction } from '@morinowa/shared/reductions/contract.ts'
import { statusOf } from '@morinowa/shared/reductions/reduction.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import type { Arrival, Outcome } from './arrival.ts'
import type { ActRow } from './act-row.ts'

// A row as its person reads it.

/** A code in both languages. */
export function reasonOf(code: string, facts: RefusalFacts = {}): Reason {
  if (Object.hasOwn(reasonText, code)) return { code, text: reasonText[code as keyof typeof reasonText] }
  const wording = refusals[code as RefusalCode]
  // A verifier's finding is somebody's own words.
  return { code, text: wording ? { ja: wording.ja(facts), en: wording.en(facts) } : { ja: code, en: code } }
}

/** What became of an act that was logged just now. */
export function logged(
  arrival: Pick<Arrival, 'id' | 'emittedG' | 'evidence' | 'basis'>,
  outcome: Outcome | undefined,
): Logged {
  if (!outcome) throw new Error('an act was recorded without an outcome')
  const { status, code, facts, shownG, creditedG } = outcome
  return Logged.parse({
    id: arrival.id,
    status: status === 'waiting' ? 'recorded' : status,
    shownG,
    creditedG,
    emittedG: arrival.emittedG,
    evidence: arrival.evidence,
    reasons: [...(code === null ? [] : [reasonOf(code, facts)]), ...arrival.basis.reasons.map((one) => reasonOf(one))],
  })
}

/** A stored act, for lists. */
export function reductionOf(row: ActRow): Reduction {
  const { providerId, providerName } = row
  return Reduction.parse({
    id: row.id,
    pool: row.pool,
    type: row.type,
    mode: row.mode,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    day: row.day,
    quantity: row.quantity,
    fromMunicipality: row.fromMunicipality,
    toMunicipality: row.toMunicipality,
    provider: providerId === null ? null : { id: providerId, name: providerName ?? '' },
    evidence: row.evidence,
    shownG: row.shownG,
    creditedG: row.creditedG,
    emittedG: row.emittedG,
    status: statusOf(row.status, row.batchState),
    reasons: [
      ...row.reasons.map((code) => reasonOf(code, factsOf(code, row))),
      ...row.basisReasons.map((one) => reasonOf(one)),
    ],
  })
}

/** What a doubt's wording needs is in the row: the doubt is simply had again, at the time it was had first. */
export function factsOf(
  code: string,
  {
    mode,
    quantity,
    startedAt,
    endedAt,
    recordedAt,
  }: Pick<ActRow, 'mode' | 'quantity' | 'startedAt' | 'endedAt' | 'recordedAt'>,
): RefusalFacts {
  if (mode === null || !code.startsWith('mobility.')) return {}
  const trip = {
    mode: mode as Mode,
    distanceM: quantity,
    startMs: Date.parse(startedAt),
    endMs: Date.parse(endedAt),
  }
  const doubt = doubtOf(trip, Date.parse(recordedAt))
  return doubt?.code === code ? doubt.facts : {}
}
