import type { ActingFor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Scheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type SchemeRow, schemesOf } from './store.ts'

/** A scheme of the organisation that asks; for others there is none. */
export async function ownScheme(db: Queryable, acting: ActingFor, id: SchemeId): Promise<SchemeRow> {
  const [scheme] = await schemesOf(db, { id, organisationId: acting.id, limit: 1 })
  return scheme ?? refuse('schemes.missing')
}

/** A scheme as its owner sees it. */
export function asScheme({ settings }: Deps, scheme: SchemeRow): Scheme {
  const { organisationName: _name, itemsOnPaper: _paper, spentYen: _spent, openG: _open, ...shown } = scheme
  return { ...shown, publicUrl: `${settings.publicUrl}/schemes/${scheme.id}` }
}
