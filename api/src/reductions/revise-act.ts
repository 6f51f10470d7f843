import { compute, type Computed, type Registry } from '@morinowa/shared/methodology/engine.ts'
import type { Place } from '@morinowa/shared/methodology/place.ts'
import { addedToMonth } from '@morinowa/shared/reductions/month-count.ts'
import { rebuildAsk } from '@morinowa/shared/reductions/rebuild-ask.ts'
import { judge, REACH_MS, type Report } from '@morinowa/shared/reductions/same-act.ts'
import { sqlState, type Tx } from '../platform/db.ts'
import type { HeldAct } from './act-row.ts'
import { type NewRevision, recordRevision } from './revision-store.ts'
import { CONFLICT_CODE, reportOf } from './standing.ts'
import { displaceRows } from './row-store.ts'
import { type Neighbour, neighboursIn } from './standing-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

const EXCLUSION_VIOLATION = '23P01'

/** Whether an act is in the sums. One that waits for its person is in none. */
const isSummed = ({ status }: HeldAct): boolean => status === 'recorded' || status === 'pooled'

/**
 * Changes a locked act: its history, the act and every sum, in the caller's transaction. The same change of the same act
 * gives the same rows, whoever makes it and whenever.
 */
export async function reviseAct(tx: Tx, was: HeldAct, is: HeldAct, by: NewRevision, deltas?: SumDeltas): Promise<void> {
  await recordRevision(tx, was, is, by).catch((error: unknown) => {
    // Somebody recorded an act of the same person since we looked: the transaction is tried again and sees it.
    if (sqlState(error) === EXCLUSION_VIOLATION) throw Object.assign(new Error('overtaken', { cause: error }), RETRY)
    throw error
  })
  const sums = deltas ?? new SumDeltas()
  if (isSummed(was)) sums.remove(was)
  if (isSummed(is)) sums.add(is)
  if (!deltas) await addToSums(tx, sums)
}

const RETRY = { code: '40001' }

/** A pseudonym that waits is made by hashing, and its version says so: nobody is linked to it yet. */
export const isWaitingPseudonym = (participantId: string): boolean => participantId[14] === '8'

/** With what an act counts: nothing that waits is in a sum. */
export const countingStatus = ({ participantId }: HeldAct): 'waiting' | 'recorded' =>
  isWaitingPseudonym(participantId) ? 'waiting' : 'recorded'

/** What stands in the way of an act that is to count, judged as if it came in now. */
export async function meetings(tx: Tx, act: HeldAct) {
  const { pool, participantId } = act
  const report = asReport(act)
  const reach = REACH_MS[pool]
  const windows = [{ participantId, fromMs: report.startMs - reach, toMs: report.endMs + reach }]
  const others = (await neighboursIn(tx, pool, windows)).filter(({ id }) => id !== act.id)
  return {
    verdict: judge(
      pool,
      report,
      others.map((other) => reportOf(other)),
    ),
    others,
    report,
  }
}

/** Acts that would keep this one out, one after the other, until none is left. */
export function inTheWay(pool: HeldAct['pool'], report: Report, others: readonly Neighbour[]): Neighbour[] {
  const left = [...others]
  const found: Neighbour[] = []
  for (;;) {
    const verdict = judge(
      pool,
      report,
      left.map((one) => reportOf(one)),
    )
    if (verdict.kind === 'counts') return found
    const at = left.findIndex(({ id }) => id === verdict.of)
    const [one] = left.splice(at, 1)
    if (!one) return found
    found.push(one)
  }
}

/** Lets acts give way to another one, and takes them out of the sums. */
export async function giveWay(
  tx: Tx,
  gone: readonly (Neighbour & { as: 'duplicate' | 'quarantined' })[],
  to: string,
  sums: SumDeltas,
): Promise<void> {
  if (gone.length === 0) return
  await displaceRows(
    tx,
    gone.map(({ participantId, id, as, status, shownG, creditedG }) => ({
      participantId,
      id,
      status: as,
      code: CONFLICT_CODE[as === 'duplicate' ? 'duplicate' : 'overlap'],
      of: to,
      was: { status, shownG, creditedG },
    })),
  )
  for (const one of gone) if (one.status !== 'waiting') sums.remove(one)
}

function asReport({
  id,
  providerId,
  mode,
  type,
  fromMunicipality,
  startedAt,
  endedAt,
  evidence,
  batchId,
}: HeldAct): Report {
  return {
    id,
    providerId,
    mode: mode ?? type,
    municipality: fromMunicipality,
    startMs: Date.parse(startedAt),
    endMs: Date.parse(endedAt),
    evidence: Number(evidence[1]),
    fixed: batchId !== null,
  }
}

/**
 * An act's figures from its question and the edition that it was calculated with: a change of the act never changes the
 * yardstick.
 * @param baseline what it was compared with, when it is the same question again: a place that changed class since is asked
 * with the baseline it had.
 */
export function computeAgain(
  act: HeldAct,
  { factorSet, baseline }: { factorSet: string; baseline?: string },
  place: Place | undefined,
  registry: Registry,
): Computed {
  const ask = rebuildAsk(act, place, factorSet)
  const before = (act.input as { before?: unknown } | null | undefined)?.before
  if (typeof before === 'number' && 'count' in ask) {
    // Counted by the month: what it added to the pieces before it.
    const ofMonth = addedToMonth((count) => compute({ ...ask, count }, registry), before, ask.count)
    return { ...compute(ask, registry), ...ofMonth }
  }
  const figures = compute(ask, registry)
  if (ask.type !== 'mobility.trip' || baseline === undefined || figures.basis.baseline === baseline) return figures
  const isNamed = baseline !== 'personal' && baseline !== 'measured'
  return isNamed ? compute({ ...ask, baseline }, registry) : figures
}
