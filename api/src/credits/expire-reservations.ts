import type { Deps } from '../platform/deps.ts'
import { accountsWithOverdue, expireOverdue } from './store.ts'

// An account at a time, each in its own transaction, so that a sweep never holds two accounts.
const ACCOUNTS_PER_SWEEP = 1_000

/** Gives back what overdue reservations hold, and answers how many ran out. Any number of sweeps may run at once. */
export async function expireReservations({ db }: Pick<Deps, 'db'>): Promise<number> {
  let expired = 0
  for (const accountId of await accountsWithOverdue(db, ACCOUNTS_PER_SWEEP)) {
    expired += await db.transaction((tx) => expireOverdue(tx, accountId))
  }
  return expired
}
