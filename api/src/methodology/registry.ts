import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { Factor, FactorKey, FactorSet } from '@morinowa/shared/methodology/factor.ts'
import { METHODS } from '@morinowa/shared/methodology/methods.ts'
import { compileRegistry, type MethodRef, type Registry } from '@morinowa/shared/methodology/registry.ts'
import type { Db } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { factorSetsOf, factorsOf, methodsOf, revisionOf } from './store.ts'

export type MethodVersion = MethodRef & { document: unknown }

/** The registry in memory: all of it, and prepared for the day. */
export type Loaded = {
  factors: readonly Factor[]
  sets: readonly (FactorSet & { members: readonly FactorKey[] })[]
  methods: readonly MethodVersion[]
  /** As known on a day; days are kept, since the clock moves on and imports of old days do not. */
  on(day: string): Registry
}

type Kept = { revision: string; checkedAt: number; loaded: Loaded }

// Another process may publish an edition; its arrival is noticed within this time.
const CHECK_EVERY_MS = 10_000
const kept = new WeakMap<Db['pool'], Promise<Kept>>()

/** The whole registry, read from the database once and again when something was added. */
export function loadRegistry({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<Loaded> {
  return loadedAt(db, Date.parse(now()))
}

async function loadedAt(db: Db, at: number): Promise<Loaded> {
  const known = kept.get(db.pool)
  const current = await (known ?? keep(db, read(db, at)))
  const age = at - current.checkedAt
  // A clock that was set back counts as a long time too.
  if (age >= 0 && age < CHECK_EVERY_MS) return current.loaded
  current.checkedAt = at
  if ((await revisionOf(db)) === current.revision) return current.loaded
  return (await keep(db, read(db, at))).loaded
}

/** What calculations of this moment use. */
export async function currentRegistry(deps: Pick<Deps, 'db' | 'now'>): Promise<Registry> {
  const now = deps.now()
  return (await loadedAt(deps.db, Date.parse(now))).on(dayOf(now))
}

/** Forgets what is in memory: an edition was just published here. */
export function forgetRegistry({ db }: Pick<Deps, 'db'>): void {
  kept.delete(db.pool)
}

function keep(db: Db, reading: Promise<Kept>): Promise<Kept> {
  kept.set(db.pool, reading)
  // A failed reading must not be remembered, or one moment without a database would last for ever.
  reading.catch(() => kept.delete(db.pool))
  return reading
}

async function read(db: Db, at: number): Promise<Kept> {
  const revision = await revisionOf(db)
  const [factors, sets, methods] = await Promise.all([factorsOf(db), factorSetsOf(db), methodsOf(db)])
  // The engine runs one version of each method; older ones stay to be read.
  const running: MethodRef[] = methods
    .filter(({ id, version }) => METHODS.some((one) => one.id === id && one.version === version))
    .map(({ id, version, hash }) => ({ id, version, hash }))
  const byDay = new Map<string, Registry>()
  const on = (day: string): Registry => {
    const registry = byDay.get(day) ?? compileRegistry({ factors, sets, methods: running }, day)
    byDay.set(day, registry)
    return registry
  }
  return { revision, checkedAt: at, loaded: { factors, sets, methods, on } }
}
