import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Scheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { releaseRest } from './close-scheme.ts'
import { asScheme, ownScheme } from './describe-scheme.ts'
import { lockStock, recordEnd } from './store.ts'

/** Ends a scheme. Grams that sold items carry stay set aside until closings have retired them; the rest goes back. */
export function endScheme(deps: Deps, actor: Actor, id: SchemeId): Promise<Scheme> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    await ownScheme(tx, acting, id)
    await lockStock(tx, id)
    const scheme = await ownScheme(tx, acting, id)
    if (scheme.state === 'ended') refuse('schemes.ended')
    const released = await releaseRest(tx, deps, id, Math.max(0, scheme.openG))
    await recordEnd(tx, id, deps.now(), released)
    return asScheme(deps, tx, await ownScheme(tx, acting, id))
  })
}
