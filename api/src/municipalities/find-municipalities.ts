import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { FindMunicipalities, Municipality } from '@morinowa/shared/municipalities/contract.ts'
import type { Deps } from '../platform/deps.ts'
import { municipalitiesMatching } from './store.ts'

/**
 * One page of the municipalities that match. The cursor counts rows: the table only changes with a release, so a page
 * cannot shift under a reader.
 */
export async function findMunicipalities(
  { db }: Deps,
  _actor: Actor,
  ask: FindMunicipalities,
): Promise<{ items: Municipality[]; next: string | null }> {
  const found = await municipalitiesMatching(db, ask)
  const more = found.length > ask.limit
  return { items: found.slice(0, ask.limit), next: more ? String(Number(ask.cursor ?? 0) + ask.limit) : null }
}
