import { z } from 'zod'
import { rows, sql, type Tx } from '../platform/db.ts'

// Acts that were corrected after issue: more grams of them were issued than exist, and a sale of those is nobody's
// contribution.

/** Remembers how much of an act was sold when it was corrected. */
export async function recordPassed(
  tx: Tx,
  { participantId, reductionId, soldG }: { participantId: string; reductionId: string; soldG: number },
): Promise<void> {
  await tx.run(sql`
    insert into reduction_passed (participant_id, reduction_id, sold_g) values (${participantId}, ${reductionId}, ${soldG})
    on conflict (participant_id, reduction_id) do update set sold_g = excluded.sold_g`)
}

/** Of an act's grams that were sold, those that are its person's contribution: no more than there really are. */
export const contributedOf = (soldG: number, { creditedG }: { creditedG: number }): number => Math.min(soldG, creditedG)

const Passed = z.object({ soldG: z.int() })

/** Adds a sale to what was sold of a corrected act; how much was sold before, or null when it was never corrected. */
export async function addPassed(
  tx: Tx,
  { participantId, reductionId, massG }: { participantId: string; reductionId: string; massG: number },
): Promise<number | null> {
  const found = await tx.maybe(rows(Passed)`
    update reduction_passed set sold_g = sold_g + ${massG}
     where participant_id = ${participantId} and reduction_id = ${reductionId}
    returning sold_g - ${massG}::bigint as "soldG"`)
  return found?.soldG ?? null
}
