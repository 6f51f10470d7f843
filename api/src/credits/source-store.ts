import { BatchId, LotId } from '@morinowa/shared/credits/ids.ts'
import { type PlacedSlice, type SourceSlice } from '@morinowa/shared/credits/issuance.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import type { LockedBatch } from './batch-store.ts'

// Which reductions the grams of a lot are, and the remainders that wait for the next one.

const Slice = z.object({ participantId: z.uuid(), reductionId: z.uuid(), grams: z.int() })

/** The remainders that wait for this batch, oldest first, marked as taken up by it. */
export async function takeUpRemainders(tx: Tx, batch: LockedBatch): Promise<SourceSlice[]> {
  const waiting = await tx.many(rows(Slice)`
    select c.participant_id as "participantId", c.reduction_id as "reductionId", (c.hi - c.lo) as grams
      from credit_batch b join carry_source c on c.batch_id = b.id
     where b.pool = ${batch.pool} and b.method_id = ${batch.methodId}
       and b.municipality_code is not distinct from ${batch.municipalityCode} and b.owner_id = ${batch.ownerId}
       and b.carried_g > 0 and b.carried_into is null and b.id <> ${batch.id}
     order by b.issued_at, b.id, c.lo`)
  await tx.run(sql`
    update credit_batch b set carried_into = ${batch.id}
     where b.pool = ${batch.pool} and b.method_id = ${batch.methodId}
       and b.municipality_code is not distinct from ${batch.municipalityCode} and b.owner_id = ${batch.ownerId}
       and b.carried_g > 0 and b.carried_into is null and b.id <> ${batch.id}`)
  return waiting
}

// One statement takes this many rows; more would only make a bigger message.
const CHUNK = 20_000

export async function recordLotSources(tx: Tx, lotId: LotId, slices: readonly PlacedSlice[]): Promise<void> {
  for (let start = 0; start < slices.length; start += CHUNK) {
    const { lo, hi, participants, reductions } = columns(slices.slice(start, start + CHUNK))
    await tx.run(sql`
      insert into lot_source (lot_id, lo, hi, participant_id, reduction_id)
      select ${lotId}, * from unnest(${lo}::bigint[], ${hi}::bigint[], ${participants}::uuid[], ${reductions}::uuid[])`)
  }
}

export async function recordCarrySources(tx: Tx, batchId: BatchId, slices: readonly PlacedSlice[]): Promise<void> {
  for (let start = 0; start < slices.length; start += CHUNK) {
    const { lo, hi, participants, reductions } = columns(slices.slice(start, start + CHUNK))
    await tx.run(sql`
      insert into carry_source (batch_id, lo, hi, participant_id, reduction_id)
      select ${batchId}, * from unnest(${lo}::bigint[], ${hi}::bigint[], ${participants}::uuid[], ${reductions}::uuid[])`)
  }
}

const SourceShare = z.object({ participantId: z.uuid(), reductionId: z.uuid(), massG: Grams })
export type SourceShare = z.infer<typeof SourceShare>

/** Which reductions the grams `[from, to)` of a lot are, and how much of each. */
export function sourcesBetween(
  db: Queryable,
  lotId: LotId,
  { from, to }: { from: number; to: number },
): Promise<SourceShare[]> {
  return db.many(rows(SourceShare)`
    select participant_id as "participantId", reduction_id as "reductionId",
           sum(least(hi, ${to}) - greatest(lo, ${from}))::bigint as "massG"
      from lot_source
     where lot_id = ${lotId} and lo < ${to}
       -- The ranges are contiguous, so the row of the first gram is found by its beginning alone.
       and lo >= (select max(lo) from lot_source where lot_id = ${lotId} and lo <= ${from})
     group by participant_id, reduction_id`)
}

function columns(slices: readonly PlacedSlice[]) {
  return {
    lo: slices.map(({ lo }) => lo),
    hi: slices.map(({ hi }) => hi),
    participants: slices.map(({ participantId }) => participantId),
    reductions: slices.map(({ reductionId }) => reductionId),
  }
}
