import type { LotId } from '@morinowa/shared/credits/ids.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// SQL from grams back to acts.

const BatchRow = z.object({
  id: z.uuid(),
  month: z.string(),
  pool: z.string(),
  municipalityCode: z.string().nullable(),
  methodId: z.string(),
  acts: z.int(),
  verifier: z.string().nullable(),
  people: z.int(),
})

/** The batch that a lot was issued from, and how many people are behind it, counted no further than `most`. */
export function batchOfLot(db: Queryable, lotId: LotId, most: number) {
  return db.maybe(rows(BatchRow)`
    select b.id, b.month, b.pool, b.municipality_code as "municipalityCode", b.method_id as "methodId",
           coalesce(b.verified, 0) as acts, v.name as verifier,
           (select count(*)::int from (
              select distinct s.participant_id from lot_source s where s.lot_id = l.id limit ${most}) known) as people
      from lot l
      join credit_batch b on b.id = l.batch_id
      left join organisation v on v.id = b.signed_for
     where l.id = ${lotId}`)
}

const SliceRow = z.object({ from: z.int(), to: z.int(), reductionId: z.string(), own: z.boolean() })

/** The acts behind the grams [from, to) of a lot, in order: the slices cover the range without a gap. */
export function slicesOf(
  db: Queryable,
  ask: { lotId: LotId; from: number; to: number; participantId: string | null; limit: number },
) {
  return db.many(rows(SliceRow)`
    select greatest(lo, ${ask.from}::bigint) as from, least(hi, ${ask.to}::bigint) as to, reduction_id as "reductionId",
           coalesce(participant_id = ${ask.participantId}::uuid, false) as own
      from lot_source
     where lot_id = ${ask.lotId} and lo < ${ask.to}
       and lo >= coalesce((select max(lo) from lot_source where lot_id = ${ask.lotId} and lo <= ${ask.from}), 0)
     order by lo
     limit ${ask.limit}`)
}

const Own = z.object({ ownG: z.int() })

/** How many of the grams [from, to) of a lot are of one person. */
export async function ownGramsOf(
  db: Queryable,
  ask: { lotId: LotId; from: number; to: number; participantId: string | null },
): Promise<number> {
  if (ask.participantId === null) return 0
  const { ownG } = await db.one(rows(Own)`
    select coalesce(sum(least(hi, ${ask.to}::bigint) - greatest(lo, ${ask.from}::bigint)), 0)::bigint as "ownG"
      from lot_source
     where participant_id = ${ask.participantId} and lot_id = ${ask.lotId} and lo < ${ask.to} and hi > ${ask.from}`)
  return ownG
}
