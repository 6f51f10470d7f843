import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// What became of a person's grams in the ledger, as they read it themselves.

const Issued = z.object({ reductionId: z.string(), lot: z.string(), massG: z.int() })

/** Grams of their acts by the lot in which they were issued. */
export function issuedOf(db: Queryable, participantId: string) {
  return db.many(rows(Issued)`
    select s.reduction_id as "reductionId", l.code as lot, s.hi - s.lo as "massG"
      from lot_source s join lot l on l.id = s.lot_id
     where s.participant_id = ${participantId} order by l.code, s.lo limit 100000`)
}

const Carried = z.object({ reductionId: z.string(), batchId: z.string(), massG: z.int() })

/** Grams of their acts that wait for the next kilogram. */
export function carriedOf(db: Queryable, participantId: string) {
  return db.many(rows(Carried)`
    select reduction_id as "reductionId", batch_id as "batchId", hi - lo as "massG"
      from carry_source where participant_id = ${participantId} order by batch_id, lo limit 100000`)
}

const Adjusted = z.object({
  id: z.string(),
  reductionId: z.string(),
  kind: z.string(),
  beforeG: z.int(),
  afterG: z.int(),
  at: z.string(),
})

/** Corrections of their acts after issue. */
export function adjustmentsOf(db: Queryable, participantId: string) {
  return db.many(rows(Adjusted)`
    select id, reduction_id as "reductionId", kind, before_g as "beforeG", after_g as "afterG", at
      from credit_adjustment where participant_id = ${participantId} order by at, id limit 100000`)
}
