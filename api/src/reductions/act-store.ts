import { type Queryable, rows } from '../platform/db.ts'
import { ActRow, AND_BESIDE, HELD_ACT } from './act-row.ts'

// Acts as their person reads them.

export type ActsAsk = { pool: string | null; before: { at: string; id: string } | null; limit: number }

/** A person's acts, the newest first; what waits for a link is nobody's and is not among them. */
export function actsOf(db: Queryable, participantId: string, { pool, before, limit }: ActsAsk): Promise<ActRow[]> {
  return db.many(rows(ActRow)`
    select ${HELD_ACT}, ${AND_BESIDE}
     where r.participant_id = ${participantId}
       and (${pool}::text is null or r.pool = ${pool})
       and (${before?.at ?? null}::timestamptz is null
            or r.started_at < ${before?.at ?? null}
            or (r.started_at = ${before?.at ?? null} and r.id > ${before?.id ?? null}::uuid))
     order by r.started_at desc, r.id
     limit ${limit}`)
}

/** One act of a person. */
export function actOf(db: Queryable, participantId: string, id: string): Promise<ActRow | null> {
  return db.maybe(rows(ActRow)`
    select ${HELD_ACT}, ${AND_BESIDE}
     where r.participant_id = ${participantId} and r.id = ${id}`)
}
