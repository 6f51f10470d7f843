import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Reservations past their time.

const Overdue = z.object({ accountId: OrganisationId })

/** Accounts some of whose reservations are past their time. */
export async function accountsWithOverdue(db: Queryable, limit: number): Promise<OrganisationId[]> {
  const found = await db.many(rows(Overdue)`
    select distinct account_id as "accountId" from reservation
     where open and expires_at <= clock_timestamp() limit ${limit}`)
  return found.map(({ accountId }) => accountId)
}

const Expired = z.object({ expired: z.int() })

/** Gives back what an account's overdue reservations hold, and answers how many there were. */
export async function expireOverdue(tx: Tx, accountId: OrganisationId): Promise<number> {
  await tx.run(sql`select 1 from credit_account where id = ${accountId} for no key update`)
  return (await tx.one(rows(Expired)`select ledger_expire_overdue(${accountId}) as expired`)).expired
}
