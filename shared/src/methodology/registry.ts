import { refuse } from '../kernel/refusal.ts'
import { type Factor, type FactorKey, type FactorSet, factorKey } from './factor.ts'

/** Id, version and hash of the method a result was computed with. */
export type MethodRef = { id: string; version: string; hash: string }

/** Everything the engine reads, as it comes out of the database or a file. */
export type RegistryData = {
  factors: readonly Factor[]
  sets: readonly (FactorSet & { members: readonly FactorKey[] })[]
  methods: readonly MethodRef[]
}

/** One frozen edition, ready for look-ups. */
export type Edition = {
  set: FactorSet
  rows: ReadonlyMap<string, Factor>
  /** Last day of the year its yearly series describes; later acts use it until a newer edition is published. */
  lastDay: string
}

export type Registry = {
  /** Editions published on this day or before, the newest activity period first. */
  editions: readonly Edition[]
  methods: ReadonlyMap<string, MethodRef>
}

/**
 * Prepares the registry as it stood on a day: editions published later do not exist yet.
 * @throws Error when a set names a row that is not there; that is a defect of the data, not of the caller.
 */
export function compileRegistry(data: RegistryData, asOf: string): Registry {
  const byKey = new Map(data.factors.map((factor) => [factorKey(factor), factor]))
  const editions = data.sets
    .filter((set) => set.publishedAt <= asOf)
    .toSorted((a, b) =>
      a.validFrom === b.validFrom ? descending(a.publishedAt, b.publishedAt) : descending(a.validFrom, b.validFrom),
    )
    .map(({ members, ...set }): Edition => {
      const rows = new Map<string, Factor>()
      for (const member of members) {
        const factor = byKey.get(factorKey(member))
        if (!factor) throw new Error(`${set.id} names a row that is missing: ${factorKey(member)}`)
        rows.set(factor.id, factor)
      }
      return { set, rows, lastDay: `${Number(set.series.slice(2)) + 1}-03-31` }
    })
  return { editions, methods: new Map(data.methods.map((method) => [method.id, method])) }
}

const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

/**
 * The edition that applies to an activity day: the newest one that covers it, or the one that is named, as long as it
 * covers the day too.
 */
export function editionFor(registry: Registry, day: string, named?: string | null): Edition {
  if (named != null) {
    const edition = registry.editions.find(({ set }) => set.id === named)
    if (!edition) return refuse('methodology.set-unknown', { given: named, known: known(registry) }, '/factorSet')
    if (!covers(edition, day)) return outside(day, edition, edition)
    return edition
  }
  for (const edition of registry.editions) if (covers(edition, day)) return edition
  return outside(day, registry.editions.at(-1), registry.editions[0])
}

function covers({ set }: Edition, day: string): boolean {
  return set.validFrom <= day && day <= set.validTo
}

function outside(day: string, oldest: Edition | undefined, newest: Edition | undefined): never {
  const facts = { given: day, from: oldest?.set.validFrom ?? null, to: newest?.set.validTo ?? null }
  return refuse('methodology.date-outside', facts, '/occurredOn')
}

const known = (registry: Registry): string => registry.editions.map(({ set }) => set.id).join(', ')

/** A row that a rule needs. Its absence is a defect of the edition. */
export function rowOf(edition: Edition, id: string): Factor {
  const factor = edition.rows.get(id)
  if (!factor) throw new Error(`${edition.set.id} has no row ${id}`)
  return factor
}
