import type { ActingFor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { Db } from '../platform/db.ts'
import { type SchemeRow, schemesOf } from './store.ts'

// A scheme's kind and terms never change, and a busy till asks for them a hundred times a second.

/** What of a scheme never changes. */
export type KnownScheme = Pick<SchemeRow, 'id' | 'kind' | 'terms' | 'organisationId'>

const MOST_KEPT = 10_000
const kept = new WeakMap<Db['pool'], Map<SchemeId, KnownScheme>>()

/** A scheme of the organisation that asks, from memory once it has been read; for others there is none. */
export async function knownScheme(db: Db, acting: ActingFor, id: SchemeId): Promise<KnownScheme> {
  const known = schemesIn(db).get(id) ?? (await read(db, id))
  return known?.organisationId === acting.id ? known : refuse('schemes.missing')
}

/** The scheme of a cash register, which its signature has let in. */
export async function schemeForTerminal(db: Db, id: SchemeId): Promise<KnownScheme> {
  return schemesIn(db).get(id) ?? (await read(db, id)) ?? refuse('schemes.missing')
}

async function read(db: Db, id: SchemeId): Promise<KnownScheme | undefined> {
  const [scheme] = await schemesOf(db, { id, limit: 1 })
  if (!scheme) return undefined
  const schemes = schemesIn(db)
  if (schemes.size >= MOST_KEPT) schemes.clear()
  const { kind, terms, organisationId } = scheme
  schemes.set(id, { id, kind, terms, organisationId })
  return scheme
}

function schemesIn({ pool }: Db): Map<SchemeId, KnownScheme> {
  const schemes = kept.get(pool) ?? new Map<SchemeId, KnownScheme>()
  kept.set(pool, schemes)
  return schemes
}
