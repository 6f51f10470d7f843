import type { Tx } from '../platform/db.ts'
import type { Participant } from './arrival.ts'
import type { Places } from './places.ts'
import { crowFliesOf } from './record-reductions.ts'
import { CONFLICT_CODE, Standing } from './standing.ts'
import { type Displacement, displaceRows, moveRows, type Moved, waitingRows } from './row-store.ts'
import { lockPeople } from './standing-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

export type TakenUp = { records: number; shownG: number; creditedG: number }

/**
 * Gives the acts that waited for a subject to the person it is linked to. They are judged against what the person has,
 * as if they came in now.
 */
export async function takeUpWaiting(
  tx: Tx,
  { providerId, waitingId, to, places }: { providerId: string; waitingId: string; to: Participant; places: Places },
): Promise<TakenUp> {
  await lockPeople(tx, [to.participantId])
  const waiting = await waitingRows(tx, waitingId)
  if (waiting.length === 0) return { records: 0, shownG: 0, creditedG: 0 }
  const mine = waiting.map((row) => ({ ...row, participantId: to.participantId, shared: to.shared }))
  const standing = new Standing(crowFliesOf(places))
  for (const pool of ['mobility', 'destinations'] as const) {
    await standing.load(
      tx,
      pool,
      mine.filter((row) => row.pool === pool && row.status === 'waiting'),
    )
  }
  const deltas = new SumDeltas()
  const moved: Moved[] = []
  const displaced: Displacement[] = []
  const takenUp: TakenUp = { records: 0, shownG: 0, creditedG: 0 }
  for (const row of mine) {
    // Quarantined rows move as they are.
    if (row.status !== 'waiting') {
      moved.push({ id: row.id, status: row.status, of: null, code: null, creditedG: 0 })
      continue
    }
    const decision = standing.judge(row)
    if (decision.kind !== 'counts') {
      moved.push({ id: row.id, status: decision.kind, of: decision.of, code: decision.code, creditedG: 0 })
      continue
    }
    const { creditedG, code } = decision
    for (const { id, as, row: gone } of decision.displaced) {
      // Those that waited never met each other: one subject's rows were judged together when they came.
      if (!gone) throw new Error('an act that waited gave way to another that waited')
      const status = as === 'duplicate' ? 'duplicate' : 'quarantined'
      displaced.push({ participantId: to.participantId, id, status, code: CONFLICT_CODE[as], of: row.id, was: gone })
      deltas.remove(gone)
    }
    moved.push({ id: row.id, status: 'recorded', of: null, code, creditedG })
    deltas.add(row, { ...row, creditedG })
    takenUp.records++
    takenUp.shownG += row.shownG
    takenUp.creditedG += creditedG
  }
  if (displaced.length > 0) await displaceRows(tx, displaced)
  await moveRows(tx, { providerId, from: waitingId, to: to.participantId, shared: to.shared }, moved)
  await addToSums(tx, deltas)
  return takenUp
}
