import { judge, REACH_MS } from '@morinowa/shared/reductions/same-act.ts'
import type { Tx } from '../platform/db.ts'
import type { Participant } from './arrival.ts'
import { reportOf } from './record-reductions.ts'
import { displaceRows, moveRows, type Moved, neighboursIn, waitingRows } from './store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

export type TakenUp = { records: number; shownG: number; creditedG: number }

/**
 * Gives the acts that waited for a subject to the person it is linked to. They are judged against what the person has,
 * as if they came in now.
 */
export async function takeUpWaiting(tx: Tx, providerId: string, waitingId: string, to: Participant): Promise<TakenUp> {
  const waiting = await waitingRows(tx, waitingId)
  if (waiting.length === 0) return { records: 0, shownG: 0, creditedG: 0 }
  const deltas = new SumDeltas()
  const moved: Moved[] = []
  const displaced: Parameters<typeof displaceRows>[1][number][] = []
  for (const pool of ['mobility', 'destinations'] as const) {
    const mine = waiting.filter((row) => row.pool === pool)
    const windows = mine.map(({ startMs, endMs }) => ({
      participantId: to.participantId,
      fromMs: startMs - REACH_MS[pool],
      toMs: endMs + REACH_MS[pool],
    }))
    const had = mine.length > 0 ? await neighboursIn(tx, pool, windows) : []
    for (const row of mine) {
      // Quarantined rows move as they are; those of one subject never met each other.
      if (row.status !== 'waiting') {
        moved.push({ id: row.id, status: row.status, of: null })
        continue
      }
      const reports = had.map(reportOf)
      const verdict = judge(pool, reportOf(row), reports)
      if (verdict.kind !== 'counts') {
        const status = verdict.kind === 'duplicate' ? 'duplicate' : 'quarantined'
        moved.push({ id: row.id, status, of: verdict.of })
        continue
      }
      for (const { id, as } of verdict.displaced) {
        const [gone] = had.splice(
          had.findIndex((one) => one.id === id),
          1,
        )
        if (!gone) continue
        const status = as === 'duplicate' ? 'duplicate' : 'quarantined'
        displaced.push({ participantId: to.participantId, id, status, of: row.id, was: gone })
        deltas.remove(gone)
      }
      moved.push({ id: row.id, status: 'recorded', of: null })
      deltas.add({ ...row, participantId: to.participantId, shared: to.shared })
    }
  }
  if (displaced.length > 0) await displaceRows(tx, displaced)
  await moveRows(tx, { providerId, from: waitingId, to: to.participantId, shared: to.shared }, moved)
  await addToSums(tx, deltas)
  const recorded = new Set(moved.flatMap(({ id, status }) => (status === 'recorded' ? [id] : [])))
  const taken = waiting.filter(({ id }) => recorded.has(id))
  return {
    records: taken.length,
    shownG: taken.reduce((sum, { shownG }) => sum + shownG, 0),
    creditedG: taken.reduce((sum, { creditedG }) => sum + creditedG, 0),
  }
}
