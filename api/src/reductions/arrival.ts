import type { RefusalCode, RefusalFacts } from '@morinowa/shared/kernel/refusal.ts'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import type { MonthFigures } from '@morinowa/shared/reductions/month-count.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'

/** Whose an act is: a linked person's pseudonym, or one that waits for somebody to be linked. */
export type Participant = { participantId: string; linked: boolean; shared: boolean }

/** What can be claimed only once by anybody. */
export type Claim = { kind: 'record' | 'seat' | 'room-night'; claim: string }

/** An act that was read, calculated and doubted, and is about to be recorded. */
export type Arrival = Participant & {
  id: string
  pool: Pool
  /** The reporting organisation; null when the person reports. */
  providerId: string | null
  externalId: string | null
  /** The record first, if there is one. */
  claims: readonly Claim[]
  /** Hash of what was said, in hexadecimal; null when nothing is claimed. */
  content: string | null
  type: string
  mode: string | null
  startMs: number
  endMs: number
  /** The day in Japan on which it began. */
  day: string
  quantity: number
  fromMunicipality: string | null
  toMunicipality: string | null
  /** Squares of the kilometre grid in which a trip began and ended; only where both are known as points. */
  fromMesh?: string | null
  toMesh?: string | null
  placeRef: string | null
  purpose: string | null
  evidence: Evidence
  shownG: number
  creditedG: number
  emittedG: number
  basis: Basis
  /** Why it is not believed as it stands. */
  doubt: { code: RefusalCode; facts: RefusalFacts } | undefined
  /** What the engine was asked beyond the columns; null when the columns say it all. */
  input: object | null
  note: string | null
  /** For acts that are counted by the month: what it is worth after so many pieces. */
  ofMonth?: (before: number) => MonthFigures & { input: object | null }
  /** Its columns as COPY takes them, when they were made beforehand. */
  encoded?: string
}

/** What became of an arrival. */
export type Outcome = {
  status: 'recorded' | 'waiting' | 'quarantined' | 'duplicate' | 'rejected'
  /** Why, unless it was simply recorded. */
  code: RefusalCode | null
  facts: RefusalFacts
  shownG: number
  creditedG: number
}
