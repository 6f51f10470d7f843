import { monthOf } from '@morinowa/shared/kernel/calendar.ts'
import type { Deps } from '../platform/deps.ts'
import { publishRemainders } from './sums-store.ts'

/**
 * Publishes what months that are over still hold back, wherever ten people stand behind it together. The clock starts
 * it: nothing that anybody does in a month that is over would.
 */
export async function publishClosedMonths({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await db.transaction((tx) => publishRemainders(tx, monthOf(now())))
}
