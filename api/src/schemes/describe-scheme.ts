import type { ActingFor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Scheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { isSameEvent, sameEventWarning } from '@morinowa/shared/schemes/same-event.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { eventsNear } from './event-store.ts'
import { type SchemeRow, schemesOf } from './store.ts'

/** A scheme of the organisation that asks; for others there is none. */
export async function ownScheme(db: Queryable, acting: ActingFor, id: SchemeId): Promise<SchemeRow> {
  const [scheme] = await schemesOf(db, { id, organisationId: acting.id, limit: 1 })
  return scheme ?? refuse('schemes.missing')
}

/** A scheme as its owner sees it. */
export async function asScheme(deps: Deps, db: Queryable, scheme: SchemeRow): Promise<Scheme> {
  const [shown] = await asSchemes(deps, db, [scheme])
  return shown as Scheme
}

/** Schemes as their owner sees them, with what is to be looked at. */
export async function asSchemes({ settings }: Deps, db: Queryable, schemes: readonly SchemeRow[]): Promise<Scheme[]> {
  const events = schemes.filter(({ kind }) => kind === 'event-offset')
  const near =
    events.length === 0
      ? []
      : await eventsNear(
          db,
          events.map(({ id }) => id),
        )
  return schemes.map((scheme) => {
    const { organisationName: _name, itemsOnPaper: _paper, spentYen: _spent, openG: _open, ...shown } = scheme
    const warnings = near
      .filter(({ schemeId, own, other }) => schemeId === scheme.id && isSameEvent(own, other))
      .map(({ other, organisationName }) => sameEventWarning(other, organisationName))
    return { ...shown, warnings, publicUrl: `${settings.publicUrl}/schemes/${scheme.id}` }
  })
}
