import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, openDb, sqlState } from './db.ts'
import { isUnavailable } from './unavailable.ts'

// Waiting for the disk is what a transaction costs most, and it costs the same for one act as for many. So whatever
// arrives while a call is under way waits for it and then goes together in the next one: nobody waits longer than they
// would have for the locks, and a busy row is changed once instead of once for each.

/** Does an act with others, durably; null when nothing was done and it has to be asked alone. */
export type Together<Ask, Done> = (ask: Ask) => Promise<Done | null>

export type TogetherOptions<Ask, Done> = {
  /** Does them all in one transaction, or none when it throws; null for each that has to be asked alone. */
  work(asks: readonly Ask[]): Promise<(Done | null)[]>
  /** Whose rows it locks: two calls under way never have the same. */
  holder(ask: Ask): string
  /** What must not be in two places at once, not even in one call: the key of a request that may be repeated. */
  key(ask: Ask): string | undefined
  most?: number
  /** SQLSTATEs after which the same call is made again, beyond deadlocks and serialisation failures. */
  transient?: readonly string[]
}

const MOST_TOGETHER = 64
/** While one call waits for the disk another one may be prepared. */
const MOST_AT_ONCE = 2
const ATTEMPTS = 4

type Waiting<Ask, Done> = { ask: Ask; resolve: (done: Done | null) => void; reject: (error: unknown) => void }

export function openTogether<Ask, Done>({
  work,
  holder,
  key,
  most = MOST_TOGETHER,
  transient = [],
}: TogetherOptions<Ask, Done>): Together<Ask, Done> {
  const retried = new Set(['40001', '40P01', ...transient])
  let waiting: Waiting<Ask, Done>[] = []
  const holders = new Set<string>()
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

  /** The oldest of those whose holder no call has in hand; one key is never in two places. */
  function takeGroup(): Waiting<Ask, Done>[] {
    const group: Waiting<Ask, Done>[] = []
    const left: Waiting<Ask, Done>[] = []
    const inGroup = new Set<string>()
    for (const one of waiting) {
      const name = key(one.ask)
      const isKeyFree = name === undefined || !(keys.has(name) || inGroup.has(name))
      const free = group.length < most && isKeyFree && !holders.has(holder(one.ask))
      if (free && name !== undefined) inGroup.add(name)
      ;(free ? group : left).push(one)
    }
    waiting = left
    return group
  }

  async function run(group: readonly Waiting<Ask, Done>[]): Promise<void> {
    running++
    const held = group.map(({ ask }) => ({ holder: holder(ask), key: key(ask) }))
    for (const one of held) {
      holders.add(one.holder)
      if (one.key !== undefined) keys.add(one.key)
    }
    try {
      const done = await tried(group.map(({ ask }) => ask))
      group.forEach(({ resolve }, at) => {
        resolve(done[at] ?? null)
      })
    } catch (error) {
      for (const { resolve, reject } of group) {
        // Without a database nobody knows whether it happened; anything else is the fault of one, who is found alone.
        if (isUnavailable(error)) reject(error)
        else resolve(null)
      }
    } finally {
      running--
      for (const one of held) {
        holders.delete(one.holder)
        if (one.key !== undefined) keys.delete(one.key)
      }
      next()
    }
  }

  async function tried(asks: readonly Ask[]): Promise<(Done | null)[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(asks)
      } catch (error) {
        if (attempt >= ATTEMPTS || !retried.has(sqlState(error) ?? '')) throw error
        await sleep(attempt * 10 + Math.random() * 20)
      }
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject })
      // After everything that has arrived by now was read.
      if (!called) setImmediate(next)
      called = true
    })
}

/** What belongs to a database: made once for each pool of connections, with a database that knows no request. */
export function perPool<T>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<Db['pool'], T>()
  return ({ pool }) => {
    const known = made.get(pool) ?? make(openDb(pool))
    made.set(pool, known)
    return known
  }
}
