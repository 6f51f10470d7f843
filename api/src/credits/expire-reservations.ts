import type { Deps } from '../platform/deps.ts'
import { accountsWithOverdue, expireOverdue } from './reservation-store.ts'

// An account at a time, each in its own transaction, so that a sweep never holds two accounts.
const ACCOUNTS_PER_SWEEP = 1_000

/** Gives back what overdue reservations hold. Any number of sweeps may run at once. */
export async function expireReservations({ db }: Pick<Deps, 'db'>): Promise<void> {
  for (const accountId of await accountsWithOverdue(db, ACCOUNTS_PER_SWEEP)) {
    await db.transaction((tx) => expireOverdue(tx, accountId))
  }
}
