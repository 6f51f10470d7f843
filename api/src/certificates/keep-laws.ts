import { setTimeout as sleep } from 'node:timers/promises'
import type { Law } from '@morinowa/shared/certificates/contract.ts'
import { type LawId, laws } from '@morinowa/shared/certificates/laws.ts'
import type { Deps } from '../platform/deps.ts'
import { lastCheck, type LawRow, lawsNow, lawsSince, type MadeCheck, recordCheck, seenNow } from './law-store.ts'

// The laws are sums over the whole ledger and the page is public. So the sums are kept with their time, what takes long is
// done again the more seldom, and nobody waits for it who can be shown an earlier one: what happened since then is little, and
// is checked at once.

const FRESH_MS = 1_000
/** So that a long history never costs more than a twentieth of a processor. */
const REST = 20
const PATIENCE_MS = 1_000
const MOST_SINCE = 10_000

type Checked = Pick<MadeCheck, 'seen' | 'checkedAt' | 'tookMs'> & { items: Law[] }

/** The laws over everything, as lately as that is cheap, and what the acts since then are like. */
export async function keptLaws(deps: Deps): Promise<[Checked, Awaited<ReturnType<typeof lawsSince>>]> {
  const checked = shown(await newest(deps))
  return [checked, await lawsSince(deps.db, checked.seen, MOST_SINCE)]
}

async function newest(deps: Deps): Promise<MadeCheck> {
  const kept = await lastCheck(deps.db)
  if (kept && kept.ageMs < Math.max(FRESH_MS, kept.tookMs * REST)) return kept
  const made = checkLaws(deps)
  if (!kept) return made
  // It goes on when nobody waits any more; whoever asks next finds it.
  made.catch(() => {})
  return (await Promise.race([made, sleep(PATIENCE_MS)])) ?? kept
}

const running = new WeakMap<Deps['db']['pool'], Promise<MadeCheck>>()

/** Adds up every law over everything and keeps the result; whoever asks meanwhile waits for the same. */
export function checkLaws({ db }: Deps): Promise<MadeCheck> {
  const known = running.get(db.pool)
  if (known) return known
  const made = add().finally(() => running.delete(db.pool))
  running.set(db.pool, made)
  return made

  async function add(): Promise<MadeCheck> {
    const began = performance.now()
    const beginning = await seenNow(db)
    const check = { ...beginning, laws: await lawsNow(db), tookMs: Math.round(performance.now() - began) }
    await db.transaction((tx) => recordCheck(tx, check))
    return check
  }
}

function shown({ seen, checkedAt, tookMs, laws }: MadeCheck): Checked {
  return { seen, checkedAt, tookMs, items: laws.map(law) }
}

function law({ id, unit, leftG, rightG, broken }: LawRow): Law {
  return { id, text: laws[id as LawId], unit, leftG, rightG, broken, ok: broken === 0 && leftG === rightG }
}
