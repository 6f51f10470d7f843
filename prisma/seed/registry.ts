import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Factor, FactorSet, type FactorKey } from '@morinowa/shared/methodology/factor.ts'
import { METHODS } from '@morinowa/shared/methodology/methods.ts'
import type { RegistryData } from '@morinowa/shared/methodology/registry.ts'
import { canonicalize } from 'json-canonicalize'
import { z } from 'zod'
import { root } from '../root.ts'

// The registry as it comes with the product: rows and editions from factors.json, hashes made here.

const File = z.strictObject({
  sets: z.array(FactorSet.omit({ hash: true })),
  factors: z.array(Factor),
})

/** SHA-256 of the canonical JSON (RFC 8785) of a value, hexadecimal. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex')
}

/** Hash of an edition: its member rows in the order of their ids. */
export function setHash(members: readonly Factor[]): string {
  return canonicalHash(members.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version)))
}

/** Rows, editions with their hashes, and methods. */
export function seedRegistry(): RegistryData {
  const { sets, factors } = File.parse(JSON.parse(readFileSync(join(root(), 'prisma/seed/factors.json'), 'utf8')))
  const yearly = new Set(sets.map(({ id }) => id))
  return {
    factors,
    sets: sets.map((set) => {
      // An edition has its own year's rows and everything that belongs to no year.
      const members = factors.filter((factor) => factor.set === set.id || !yearly.has(factor.set))
      const keys: FactorKey[] = members.map(({ id, version }) => ({ id, version }))
      return { ...set, hash: setHash(members), members: keys }
    }),
    methods: METHODS.map((document) => ({
      id: document.id,
      version: document.version,
      hash: canonicalHash(document),
    })),
  }
}
