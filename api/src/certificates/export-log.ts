import type { Deps } from '../platform/deps.ts'
import { publicKeyOf } from './keys.ts'
import { checkpoints, leavesFrom } from './log-store.ts'
import { publicCheckpoint } from './register.ts'
import { signingKeys } from './store.ts'

const AT_ONCE = 1_000

/**
 * The whole public log as JSON lines: keys, checkpoints from the newest on, then every leaf up to the newest checkpoint.
 * What it says can be recomputed from it alone.
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
    const found = await leavesFrom(db, index, Math.min(AT_ONCE, end - index))
    // The leaf is text, exactly as it was hashed.
    for (const { index, leaf } of found) yield json({ index, leaf })
  }
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`
}
