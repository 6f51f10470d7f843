import { z } from 'zod'

export const Pool = z.enum(['mobility', 'destinations'])
export type Pool = z.infer<typeof Pool>

/**
 * How a row stands. `waiting`: nobody is linked to its subject yet, so it is shown to nobody and earns nothing.
 * `pooled`: it is in a batch, and the batch says how far it is.
 */
export const RowStatus = z.enum(['waiting', 'recorded', 'quarantined', 'duplicate', 'pooled', 'rejected'])
export type RowStatus = z.infer<typeof RowStatus>

/** How far a batch is. */
export const BatchState = z.enum(['gathered', 'verified', 'issued'])
export type BatchState = z.infer<typeof BatchState>

/** What a person is told about an act, from its row, its batch and where its grams went. */
export const ReductionStatus = z.enum([
  'recorded',
  'quarantined',
  'duplicate',
  'rejected',
  'pooled',
  'verified',
  'issued',
  'sold',
  'retired',
])
export type ReductionStatus = z.infer<typeof ReductionStatus>

/** The status that a row and its batch make; what happens to the grams after issue is the ledger's to say. */
export function statusOf(row: RowStatus, batch: BatchState | null): ReductionStatus {
  if (row !== 'pooled') return row === 'waiting' ? 'recorded' : row
  return batch === null || batch === 'gathered' ? 'pooled' : batch
}

/** Rows that count: they are in the sums, and nobody may be elsewhere at the same time. */
export const COUNTING: readonly RowStatus[] = ['waiting', 'recorded', 'pooled']
