import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const Passage = z.object({
  kind: z.enum(['transfer', 'retire']),
  at: z.string(),
  lotId: z.string(),
  certificateId: z.string().nullable(),
  retirementId: z.string().nullable(),
  massG: z.int(),
})
export type Passage = z.infer<typeof Passage>

/** What happened to the grams that one act became: sales and retirements that reach into its ranges, in order. */
export function passagesOf(
  db: Queryable,
  { participantId, reductionId }: { participantId: string; reductionId: string },
): Promise<Passage[]> {
  return db.many(rows(Passage)`
    select e.kind, o.at, e.lot_id as "lotId", r.certificate_id as "certificateId", r.id as "retirementId",
           sum(least(e.hi, s.hi) - greatest(e.lo, s.lo))::bigint as "massG"
      from lot_source s
      join ledger_entry e on e.lot_id = s.lot_id and e.lo < s.hi and e.hi > s.lo and e.kind in ('transfer', 'retire')
      join ledger_operation o on o.id = e.operation_id and o.kind <> 'issue'
      left join retirement r on r.id = e.retirement_id
     where s.participant_id = ${participantId} and s.reduction_id = ${reductionId}
     group by o.id, e.kind, o.at, e.lot_id, r.certificate_id, r.id
     order by o.id
     limit 200`)
}

const Became = z.object({ lotId: z.string(), massG: z.int() })

/** The lots that hold grams of an act. */
export function lotsOfAct(
  db: Queryable,
  { participantId, reductionId }: { participantId: string; reductionId: string },
) {
  return db.many(rows(Became)`
    select lot_id as "lotId", sum(hi - lo)::bigint as "massG"
      from lot_source
     where participant_id = ${participantId} and reduction_id = ${reductionId}
     group by lot_id
     order by lot_id
     limit 50`)
}
