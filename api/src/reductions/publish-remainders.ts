import { monthOf } from '@morinowa/shared/kernel/calendar.ts'
import type { Deps } from '../platform/deps.ts'
import { publishRemainders, waitingPlaces } from './sums-store.ts'

/**
 * Publishes what was held back, wherever ten people stand behind it together: of the present month as it is, of months
 * that are over also across modes and municipalities. The clock starts it: nothing that anybody does in a month that is
 * over would.
 */
export async function publishClosedMonths({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const present = monthOf(now())
  for (const { prefecture, month } of await waitingPlaces(db)) {
    await db.transaction((tx) => publishRemainders(tx, { prefecture, month, closed: month < present }))
  }
}
