import { createHash } from 'node:crypto'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import { factorKey } from '@morinowa/shared/methodology/factor.ts'
import type pg from 'pg'
import type { Db } from '../platform/db.ts'
import { basisIdOf } from './basis-store.ts'

// Results of like acts share one basis object, so its number is looked up once per object and then once per process.

const known = new WeakMap<pg.Pool, { byObject: WeakMap<Basis, number>; byKey: Map<string, Promise<number>> }>()

/** Finds the numbers of bases. They are written outside the caller's transaction: a basis is true whoever fails. */
export async function pinBases(db: Pick<Db, 'pool' | 'maybe' | 'run' | 'many' | 'one'>, bases: Iterable<Basis>) {
  let cache = known.get(db.pool)
  if (!cache) {
    cache = { byObject: new WeakMap(), byKey: new Map() }
    known.set(db.pool, cache)
  }
  const numbers = new Map<Basis, number>()
  for (const basis of bases) {
    if (numbers.has(basis)) continue
    let number = cache.byObject.get(basis)
    if (number === undefined) {
      const row = rowOf(basis)
      const name = row.key.toString('base64')
      let finding = cache.byKey.get(name)
      if (!finding) {
        finding = basisIdOf(db, row)
        cache.byKey.set(name, finding)
        finding.catch(() => cache.byKey.delete(name))
      }
      number = await finding
      cache.byObject.set(basis, number)
    }
    numbers.set(basis, number)
  }
  return numbers
}

function rowOf(basis: Basis) {
  const row = {
    methodId: basis.method.id,
    methodVersion: basis.method.version,
    methodHash: basis.method.hash,
    factorSet: basis.factorSet,
    factorSetHash: basis.factorSetHash,
    factors: basis.factors.map(factorKey),
    baseline: basis.baseline,
    evidenceBp: basis.evidenceBp,
    uncertaintyBp: basis.uncertaintyBp,
    additionalityBp: basis.additionalityBp,
    reasons: basis.reasons,
  }
  return { ...row, key: createHash('sha256').update(JSON.stringify(row)).digest() }
}
