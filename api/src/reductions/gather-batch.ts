import { daysOfMonth, type Month } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import { giveBackDisputed } from './review-store.ts'
import { addPassed, contributedOf } from './passed-claims.ts'
import {
  type BatchedReduction,
  type Gathered,
  gatherRows,
  giveBackRows,
  lockConsents,
  participantOfRow,
  recordBatchState,
  rejectRow,
  rowsOfBatch,
  rowsSold,
} from './batch-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

export type { BatchedReduction, Gathered } from './batch-store.ts'

/**
 * Takes into a batch every act of the month that may be credited: recorded, worth something, its person agrees to the
 * assignment, nobody disputes it. Each act is in one batch ever.
 */
export function gatherForBatch(
  tx: Tx,
  ask: { batchId: string; month: Month; municipalityCode: string | null; pool: Pool; methodId: string },
): Promise<Gathered> {
  const { from, to } = daysOfMonth(ask.month)
  return gatherRows(tx, { ...ask, from, to })
}

const FIRST = '00000000-0000-0000-0000-000000000000'

/** The acts of a batch, by id. A page when `limit` is given; go on with `after`. */
export function reductionsOfBatch(
  db: Queryable,
  batchId: string,
  { after = FIRST, limit = null }: { after?: string; limit?: number | null } = {},
): Promise<BatchedReduction[]> {
  return rowsOfBatch(db, batchId, after, limit)
}

/** Under which pseudonym an act of a batch stands; acts that dropped out of it are no longer found. */
export async function participantOfAct(db: Queryable, batchId: string, reductionId: string): Promise<string> {
  return (await participantOfRow(db, batchId, reductionId)) ?? refuse('reductions.missing')
}

/**
 * Takes an act that failed verification out of its batch for good; its grams leave every sum.
 * @returns the credited grams that the batch lost.
 */
export async function dropFromBatch(
  tx: Tx,
  { batchId, reductionId, reason }: { batchId: string; reductionId: string; reason: string },
): Promise<number> {
  const dropped = await rejectRow(tx, batchId, reductionId, reason)
  if (!dropped) return refuse('reductions.missing')
  const deltas = new SumDeltas()
  deltas.remove(dropped)
  await addToSums(tx, deltas)
  return dropped.creditedG
}

/**
 * Gives back the acts of everybody in a batch who no longer agrees to the assignment, or is no longer known: they stay
 * theirs, in every sum, and may be gathered again when they agree again. Until the transaction ends nobody whose acts stay
 * can take their consent back: whoever tries waits, and then finds the batch issued. Acts that somebody disputes are given
 * back too: they wait for the answer and for a later batch.
 * @returns how many acts the batch lost.
 */
export async function giveBackWithdrawn(tx: Tx, batchId: string): Promise<number> {
  await lockConsents(tx, batchId)
  return (await giveBackDisputed(tx, batchId)) + (await giveBackRows(tx, batchId))
}

/** Moves a batch on, and every act in it with it; refuses to skip a step or to go back. */
export async function markBatch(tx: Tx, batchId: string, state: 'verified' | 'issued'): Promise<void> {
  if ((await recordBatchState(tx, batchId, state)) === 0) refuse('reductions.missing')
}

/** Says that grams of acts were sold: they stay reduced where they were, and the claim is the buyer's. */
export async function recordContributions(
  tx: Tx,
  parts: readonly { participantId: string; reductionId: string; massG: number }[],
): Promise<void> {
  if (parts.length === 0) return
  const sold = new Map((await rowsSold(tx, parts)).map((row) => [`${row.participantId} ${row.id}`, row]))
  const deltas = new SumDeltas()
  for (const { participantId, reductionId, massG } of parts) {
    const row = sold.get(`${participantId} ${reductionId}`)
    if (!row) throw new Error(`grams were sold of an act that does not exist: ${reductionId}`)
    const before = row.isCorrected ? await addPassed(tx, { participantId, reductionId, massG }) : null
    // Of an act that was corrected after issue more was issued than exists: the rest is nobody's contribution.
    deltas.contribute(row, before === null ? massG : contributedOf(before + massG, row) - contributedOf(before, row))
  }
  await addToSums(tx, deltas)
}
