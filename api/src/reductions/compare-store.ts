import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const StoredAct = z.strictObject({
  participantId: z.string(),
  id: z.string(),
  type: z.string(),
  mode: z.string().nullable(),
  day: Day,
  quantity: z.int(),
  fromMunicipality: z.string().nullable(),
  purpose: z.string().nullable(),
  evidence: Evidence,
  input: z.unknown(),
})

const FIRST = '00000000-0000-0000-0000-000000000000'

/** Acts that count, in the order of their keys: what was set aside is worth nothing under any edition. */
export function actsAfter(db: Queryable, after: { participantId: string | null; id: string | null }, limit: number) {
  return db.many(rows(StoredAct)`
    select participant_id as "participantId", id, type, mode, day, quantity, from_municipality as "fromMunicipality",
           purpose, evidence, input
      from reduction
     where (participant_id, id) > (${after.participantId ?? FIRST}::uuid, ${after.id ?? FIRST}::uuid)
       and status in ('waiting', 'recorded', 'pooled')
     order by participant_id, id
     limit ${limit}`)
}

/** How many there are. */
export async function actsStored(db: Queryable): Promise<number> {
  const { count } = await db.one(rows(z.strictObject({ count: z.int() }))`
    select count(*) as count from reduction where status in ('waiting', 'recorded', 'pooled')`)
  return count
}
