import { setTimeout as sleep } from 'node:timers/promises'
import { followLog } from '@morinowa/api/certificates/follow-log.ts'
import type { Deps } from '@morinowa/api/platform/deps.ts'

const WITHIN_MS = 20_000

/**
 * Follows the ledger until the public log has every entry, and answers how many were taken up. One round may take fewer:
 * the log waits for older transactions of the whole server, and other test files have databases on it too.
 */
export async function logEverything(deps: Deps): Promise<number> {
  const until = Date.now() + WITHIN_MS
  for (let taken = 0; ; await sleep(20)) {
    taken += await followLog(deps)
    const { rows } = await deps.db.pool.query(
      `select 1 from ledger_entry e where not exists (select from log_leaf f where f.entry_id = e.id) limit 1`,
    )
    if (rows.length === 0) return taken
    if (Date.now() > until) throw new Error('the public log does not catch up')
  }
}
