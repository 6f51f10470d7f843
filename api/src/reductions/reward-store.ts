import { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const Credited = z.object({ id: ReductionId, creditedG: Grams })

/** A person's acts with credited grams between two days, the oldest first: what a programme may reward. */
export function creditedActs(
  db: Queryable,
  participantId: string,
  days: { from: string; to: string },
): Promise<z.infer<typeof Credited>[]> {
  return db.many(rows(Credited)`
    select id, credited_g as "creditedG" from reduction
     where participant_id = ${participantId} and credited_g > 0 and status in ('recorded', 'pooled')
       and day between ${days.from}::date and ${days.to}::date
     order by day, id limit 5000`)
}
