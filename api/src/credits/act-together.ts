import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, sqlState } from '../platform/db.ts'
import { isUnavailable } from '../platform/unavailable.ts'
import { type Act, actTogether, KEY_IN_USE, type Taken } from './ledger.ts'

// Waiting for the disk is what an act costs most, and it costs the same for one as for many. So whatever arrives while a
// call is under way waits for it and then goes together in the next one: nobody waits longer than they would have for the
// locks, and a busy account is asked once instead of once for each.

/** Does an act with others, durably; null when nothing was done and it has to be asked alone. */
export type Together = (act: Act) => Promise<Taken | null>

const MOST_TOGETHER = 64
/** While one call waits for the disk another one may be prepared. */
const MOST_AT_ONCE = 2

const TRANSIENT = new Set(['40001', '40P01', KEY_IN_USE])
const ATTEMPTS = 4

type Waiting = { act: Act; resolve: (taken: Taken | null) => void; reject: (error: unknown) => void }

export function openTogether(db: Db): Together {
  let waiting: Waiting[] = []
  const accounts = new Set<string>()
  const keys = new Set<string>()
  let running = 0
  let called = false

  function next(): void {
    called = false
    while (running < MOST_AT_ONCE) {
      const group = takeGroup()
      if (group.length === 0) return
      void run(group)
    }
  }

  /** The oldest of those whose account no call has in hand; one key is never in two places. */
  function takeGroup(): Waiting[] {
    const group: Waiting[] = []
    const left: Waiting[] = []
    const inGroup = new Set<string>()
    for (const one of waiting) {
      const { account, key } = one.act
      const free = group.length < MOST_TOGETHER && !accounts.has(account) && !keys.has(key) && !inGroup.has(key)
      if (free) inGroup.add(key)
      ;(free ? group : left).push(one)
    }
    waiting = left
    return group
  }

  async function run(group: readonly Waiting[]): Promise<void> {
    running++
    for (const { act } of group) {
      accounts.add(act.account)
      keys.add(act.key)
    }
    try {
      const taken = await tried(group.map(({ act }) => act))
      group.forEach(({ resolve }, at) => {
        resolve(taken[at] ?? null)
      })
    } catch (error) {
      for (const { resolve, reject } of group) {
        // Without a database nobody knows whether it happened; anything else is the fault of one, who is found alone.
        if (isUnavailable(error)) reject(error)
        else resolve(null)
      }
    } finally {
      running--
      for (const { act } of group) {
        accounts.delete(act.account)
        keys.delete(act.key)
      }
      next()
    }
  }

  async function tried(acts: readonly Act[]): Promise<(Taken | null)[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await actTogether(db, acts)
      } catch (error) {
        if (attempt >= ATTEMPTS || !TRANSIENT.has(sqlState(error) ?? '')) throw error
        await sleep(attempt * 10 + Math.random() * 20)
      }
    }
  }

  return (act) =>
    new Promise((resolve, reject) => {
      waiting.push({ act, resolve, reject })
      // After everything that has arrived by now was read.
      if (!called) setImmediate(next)
      called = true
    })
}
