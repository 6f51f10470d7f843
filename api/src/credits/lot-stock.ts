import { LotId } from '@morinowa/shared/credits/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const LotStock = z.object({ lotId: LotId, heldG: Grams, soldG: Grams, retiredG: Grams })
/** What became of a lot: still with its owner, passed on to others (retired since or not), out of circulation. */
export type LotStock = z.infer<typeof LotStock>

/** The live stock of lots, read from the holdings themselves, so that no counter can disagree with the ledger. */
export function stockOfLots(db: Queryable, lotIds: readonly LotId[]): Promise<LotStock[]> {
  return db.many(rows(LotStock)`
    select l.id as "lotId",
           coalesce(sum(h.hi - h.lo) filter (where h.account_id = l.owner_id), 0)::bigint as "heldG",
           coalesce(sum(h.hi - h.origin) filter (where h.parent_id is not null and from_owner.id is not null), 0)::bigint
             as "soldG",
           (l.mass_g - coalesce(sum(h.hi - h.lo), 0))::bigint as "retiredG"
      from lot l
      left join holding h on h.lot_id = l.id
      left join ledger_entry e on e.id = h.parent_id
      left join holding from_owner on from_owner.id = e.holding_id and from_owner.account_id = l.owner_id
     where l.id = any (${lotIds})
     group by l.id`)
}

const Free = z.object({ availableG: Grams })

/** What an organisation can still use of a lot, in grams. */
export async function holdingOf(db: Queryable, organisationId: string, lotId: LotId): Promise<Grams> {
  const { availableG } = await db.one(rows(Free)`
    select coalesce(sum(hi - lo - held), 0)::bigint as "availableG" from holding
     where account_id = ${organisationId} and lot_id = ${lotId} and live`)
  return availableG
}
