import type { RefusalCode } from '@morinowa/shared/kernel/refusal.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { type DayTotals, EMPTY_DAY, limitDay, withAct } from '@morinowa/shared/reductions/day-limits.ts'
import type { Pool, RowStatus } from '@morinowa/shared/reductions/reduction.ts'
import { type Between, type Displaced, judge, REACH_MS, type Report } from '@morinowa/shared/reductions/same-act.ts'
import { TELEPORT_REACH_MS } from '@morinowa/shared/reductions/teleport.ts'
import type { Tx } from '../platform/db.ts'
import { type DaySpan, dayTotalsOf, type Neighbour, neighboursIn } from './standing-store.ts'

/** The part of an act that decides whether it counts. */
export type Judged = {
  id: string
  participantId: string
  pool: Pool
  providerId: string | null
  type: string
  mode: string | null
  day: string
  startMs: number
  endMs: number
  quantity: number
  creditedG: number
  fromMunicipality: string | null
  toMunicipality: string | null
  evidence: Evidence
}

/** An act that gives way to a better report; `row` is undefined when it came in this very call. */
export type GivesWay = { id: string; as: Displaced['as']; row: Neighbour | undefined }

export type Decision =
  | { kind: 'duplicate' | 'quarantined'; code: RefusalCode; of: string | null }
  | { kind: 'counts'; creditedG: number; code: RefusalCode | null; displaced: readonly GivesWay[] }

export const CONFLICT_CODE: Readonly<Record<Displaced['as'], RefusalCode>> = {
  duplicate: 'reductions.better-report',
  overlap: 'reductions.overlap',
  teleport: 'reductions.teleport',
}

type Near = { report: Report; act: Judged; creditedG: number; row: Neighbour | undefined }

/**
 * What people have that counts: where they were, and what they were credited for each day. Acts are judged against it
 * one after another, and what counts is added to it. It is true while the people are locked.
 */
export class Standing {
  readonly #between: Between
  readonly #limit: typeof limitDay
  readonly #near = new Map<string, Near[]>()
  readonly #days = new Map<string, DayTotals>()
  /** How many of each person's acts are still to be judged: nobody asks what came of the last one. */
  readonly #left = new Map<string, number>()

  constructor(between: Between, limit = limitDay) {
    this.#between = between
    this.#limit = limit
  }

  /** Reads what there is around acts of one pool. */
  async load(tx: Tx, pool: Pool, acts: readonly Judged[]): Promise<void> {
    if (acts.length === 0) return
    for (const { participantId } of acts) this.#left.set(participantId, (this.#left.get(participantId) ?? 0) + 1)
    const spans = spansOf(pool, acts)
    const found = await dayTotalsOf(tx, pool, spans)
    const windows = found.flatMap(({ index, near }) => {
      const span = spans[index]
      return near > 0 && span ? [{ participantId: span.participantId, fromMs: span.farFromMs, toMs: span.farToMs }] : []
    })
    for (const { index, near: _, ...totals } of found) {
      const span = spans[index] as DaySpan
      const key = `${span.participantId}${span.day}`
      if (!this.#days.has(key)) this.#days.set(key, totals)
    }
    if (windows.length === 0) return
    for (const row of await neighboursIn(tx, pool, windows)) {
      this.#push({ report: reportOf(row), act: row, creditedG: row.creditedG, row })
    }
  }

  /** Decides about an act and counts it in if it counts. */
  judge(act: Judged): Decision {
    const left = (this.#left.get(act.participantId) ?? 0) - 1
    this.#left.set(act.participantId, left)
    const others = this.#near.get(act.participantId)?.filter(({ act: { pool } }) => pool === act.pool) ?? NOBODY
    const verdict =
      others.length === 0
        ? NOBODY_NEAR
        : judge(
            act.pool,
            reportOf(act),
            others.map((other) => other.report),
            this.#between,
          )
    if (verdict.kind !== 'counts') {
      const kind = verdict.kind === 'duplicate' ? 'duplicate' : 'quarantined'
      return { kind, code: CONFLICT_CODE[verdict.kind], of: verdict.of }
    }
    const key = `${act.participantId}${act.day}`
    if (verdict.displaced.length === 0) {
      const totals = this.#days.get(key) ?? EMPTY_DAY
      const limit = this.#limit(totals, act)
      if (limit.kind === 'review') return { kind: 'quarantined', code: limit.code, of: null }
      if (left !== 0) this.#remember(act, key, totals, limit.creditedG)
      return { kind: 'counts', creditedG: limit.creditedG, code: codeOf(limit), displaced: NOTHING_LEAVES }
    }
    const leaving = verdict.displaced.map(({ id, as }) => ({ as, near: others.find((one) => one.report.id === id) }))

    let totals = this.#days.get(key) ?? EMPTY_DAY
    for (const { near: gone } of leaving) {
      if (gone?.act.day === act.day) totals = withAct(totals, { ...gone.act, creditedG: gone.creditedG }, -1)
    }
    const limit = this.#limit(totals, act)
    if (limit.kind === 'review') return { kind: 'quarantined', code: limit.code, of: null }

    for (const { near: gone } of leaving) if (gone) this.#remove(gone, act.day)
    this.#remember(act, key, totals, limit.creditedG)
    return {
      kind: 'counts',
      creditedG: limit.creditedG,
      code: codeOf(limit),
      displaced: leaving.flatMap(({ as, near: gone }) => (gone ? [{ id: gone.report.id, as, row: gone.row }] : [])),
    }
  }

  #remember(act: Judged, key: string, totals: Readonly<DayTotals>, creditedG: number): void {
    const { mode, quantity } = act
    this.#days.set(key, withAct(totals, { mode, quantity, creditedG }, 1))
    this.#push({ report: reportOf(act), act, creditedG, row: undefined })
  }

  #push(one: Near): void {
    const { participantId } = one.act
    const list = this.#near.get(participantId)
    if (list) list.push(one)
    else this.#near.set(participantId, [one])
  }

  /** The day that is being judged has been reckoned with already. */
  #remove(gone: Near, except: string): void {
    const { participantId, day } = gone.act
    const list = this.#near.get(participantId)
    list?.splice(list.indexOf(gone), 1)
    const key = `${participantId}${day}`
    const totals = this.#days.get(key)
    if (day !== except && totals) this.#days.set(key, withAct(totals, { ...gone.act, creditedG: gone.creditedG }, -1))
  }
}

const DAY_MS = 86_400_000
const JAPAN_MS = 9 * 3_600_000
const NOBODY: readonly Near[] = []
const NOBODY_NEAR = { kind: 'counts', displaced: [] } as const
const NOTHING_LEAVES: readonly GivesWay[] = []

const codeOf = ({ isCapped }: { isCapped: boolean }): RefusalCode | null =>
  isCapped ? 'reductions.daily-active-cap' : null

/** One span a person and day: however many acts of a day come, its rows are read once. */
function spansOf(pool: Pool, acts: readonly Judged[]): DaySpan[] {
  const reach = REACH_MS[pool]
  const far = pool === 'mobility' ? TELEPORT_REACH_MS : reach
  const spans = new Map<string, DaySpan>()
  for (const { participantId, day, startMs, endMs, fromMunicipality, toMunicipality } of acts) {
    const key = `${participantId}${day}`
    const span = spans.get(key)
    // Only a town that is left or reached can be too far from another; staying in one town never is.
    const town = fromMunicipality === toMunicipality ? fromMunicipality : ANY_TOWN
    if (!span) {
      spans.set(key, {
        participantId,
        day,
        dayFromMs: Math.floor((startMs + JAPAN_MS) / DAY_MS) * DAY_MS - JAPAN_MS,
        fromMs: startMs - reach,
        toMs: endMs + reach,
        farFromMs: startMs - far,
        farToMs: endMs + far,
        town,
      })
      continue
    }
    span.fromMs = Math.min(span.fromMs, startMs - reach)
    span.toMs = Math.max(span.toMs, endMs + reach)
    span.farFromMs = Math.min(span.farFromMs, startMs - far)
    span.farToMs = Math.max(span.farToMs, endMs + far)
    if (span.town !== town) span.town = ANY_TOWN
  }
  return [...spans.values()]
}

/** No town's code: acts that touch several towns are compared with everything near. */
const ANY_TOWN = '*'

/** An act as the judge sees it; what is in a batch already does not give way. */
export function reportOf(act: Judged & { status?: RowStatus }): Report {
  const { id, providerId, mode, type, fromMunicipality, toMunicipality, startMs, endMs, evidence } = act
  return {
    id,
    providerId,
    mode: mode ?? type,
    municipality: fromMunicipality,
    toMunicipality,
    startMs,
    endMs,
    evidence: Number(evidence[1]),
    fixed: act.status === 'pooled',
  }
}
