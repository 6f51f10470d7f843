import { Grams } from '@morinowa/shared/kernel/units.ts'
import type { LotPart } from '@morinowa/shared/reductions/shares.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

/** Whose a lot's grams are. The database refuses parts that are not the whole. */
export async function recordLotShares(tx: Tx, lotId: string, parts: readonly LotPart[]): Promise<void> {
  await tx.run(sql`
    insert into lot_share (lot_id, party, name, mass_g)
    select ${lotId}, p.party, p.name, p.g
      from unnest(${parts.map(({ party }) => party)}::text[], ${parts.map(({ name }) => name)}::text[],
                  ${parts.map(({ massG }) => massG)}::bigint[]) as p (party, name, g)`)
}

const PartyRow = z.object({
  party: z.enum(['traveller', 'operator', 'hotel', 'town', 'nobody']),
  massG: Grams,
})

/** By kind of party alone: which town or operator had how much may be the doing of few people. */
export function lotSharesOf(db: Queryable, lotId: string) {
  return db.many(rows(PartyRow)`
    select party, sum(mass_g)::bigint as "massG" from lot_share where lot_id = ${lotId} group by party order by party`)
}
