import { officialsLogged } from '../forest/officials-logged.ts'
import type { Deps } from '../platform/deps.ts'
import { publicKeyOf } from './keys.ts'
import { batchSums, checkpoints, exportedLeaves, loggedBalances, loggedRetirements } from './log-store.ts'
import { publicCheckpoint } from './register.ts'
import { signingKeys } from './store.ts'

const AT_ONCE = 1_000
const LOTS_AT_ONCE = 100

/**
 * The whole public log as JSON lines: keys, checkpoints from the newest on, every leaf up to the newest checkpoint, and then
 * what the register says today of the same entries: retirements, balances, batches, and what outside registries retired
 * for them. The last are read from the ledger and
 * not from the log, so whoever plays the leaves again sees whether anything was changed behind the log's back.
 */
export async function* exportLog({ db }: Pick<Deps, 'db'>): AsyncGenerator<string> {
  for (const key of await signingKeys(db)) yield json({ key: publicKeyOf(key) })
  let end = 0
  for (let before: number | null = null; ; ) {
    const found = await checkpoints(db, before, AT_ONCE)
    end ||= found[0]?.size ?? 0
    for (const checkpoint of found) yield json({ checkpoint: publicCheckpoint(checkpoint) })
    const last = found.at(-1)
    if (!last || found.length < AT_ONCE) break
    before = last.size
  }
  for (let index = 0; index < end; index += AT_ONCE) {
    // The leaf is text, exactly as it was hashed.
    for (const row of await exportedLeaves(db, index, Math.min(index + AT_ONCE, end))) yield json(row)
  }
  for (let index = 0; index < end; index += AT_ONCE) {
    for (const retirement of await loggedRetirements(db, index, Math.min(index + AT_ONCE, end)))
      yield json({ retirement })
  }
  for await (const balance of pages((after) => loggedBalances(db, after, end, AT_ONCE))) yield json({ balance })
  for await (const batch of pages((after) => batchSums(db, after, end, AT_ONCE))) yield json({ batch })
  for await (const { officials, reserve } of pages((after) => officialsLogged(db, after, end, LOTS_AT_ONCE))) {
    for (const official of officials) yield json({ official })
    yield json({ reserve })
  }
}

/** Everything that a reader of pages finds, each page asked for with the last `at` of the one before. */
async function* pages<T>(read: (after: string) => Promise<{ at: string | null; items: T[] }>): AsyncGenerator<T> {
  for (let after: string | null = FIRST; after !== null; ) {
    const { at, items } = await read(after)
    yield* items
    after = at
  }
}

const FIRST = '00000000-0000-0000-0000-000000000000'

function json(value: object): string {
  return `${JSON.stringify(value)}\n`
}
