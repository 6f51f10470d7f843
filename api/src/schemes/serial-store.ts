import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of which retired grams stand for which sale. Whoever changes that holds the scheme's row of scheme_serials, after its
// stock where both are held.

/** Makes the grams that a closing has retired wait for the sales they were retired for. */
export async function recordSpare(tx: Tx, id: SchemeId, number: number): Promise<void> {
  await tx.run(sql`
    insert into scheme_serials (scheme_id, due) values (${id}, true)
    on conflict (scheme_id) do update set due = true`)
  await tx.run(sql`
    insert into spare_retirement (scheme_id, retirement_id, lot_id, lo, hi)
    select t.scheme_id, t.retirement_id, e.lot_id, e.lo, e.hi
      from scheme_closing_retirement t
      join ledger_entry e on e.retirement_id = t.retirement_id and e.kind = 'retire'
     where t.scheme_id = ${id} and t.number = ${number}`)
}

const More = z.object({ more: z.boolean() })

/** Gives serials to the next sales of a closed period, so many claims at most. Answers whether more are due. */
export async function giveNextSerials(tx: Tx, id: SchemeId, claims: number): Promise<boolean> {
  return (await tx.one(rows(More)`select scheme_give_serials(${id}, ${claims}) as more`)).more
}

/** Frees the retired grams of what came back of a sale; its claims say already what is left. */
export async function freeRetired(tx: Tx, id: SchemeId, externalId: string): Promise<void> {
  await tx.run(sql`select scheme_free_retired(${id}, ${externalId})`)
}

const Due = z.object({ schemeId: SchemeId })

const MOST_DUE = 1_000

/** Schemes whose sales still wait for serials of a closing. */
export function serialsDue(db: Queryable): Promise<z.infer<typeof Due>[]> {
  return db.many(rows(Due)`
    select scheme_id as "schemeId" from scheme_serials where due order by scheme_id limit ${MOST_DUE}`)
}
