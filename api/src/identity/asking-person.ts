import type { ActingFor, Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Queryable } from '../platform/db.ts'
import { roleIn } from './store.ts'

/** The person who asks; the gate lets nobody else this far. */
export function askingPerson(actor: Actor): Extract<Actor, { kind: 'person' }> {
  return actor.kind === 'person' ? actor : refuse('identity.sign-in')
}

/** The organisation for which somebody asks, person or machine. */
export function actingFor(actor: Actor): ActingFor {
  const acting = actor.kind === 'anonymous' ? undefined : actor.organisation
  return acting ?? refuse('identity.not-allowed', { allowed: 'organisation' })
}

/** What the audit log calls an actor. */
export function auditName(actor: Actor): string {
  if (actor.kind === 'person') return `person:${actor.personId}`
  return actor.kind === 'machine' ? `key:${actor.keyId}` : 'anonymous'
}

/** Stops whoever is not an administrator; for outsiders the organisation does not exist. */
export async function requireAdministrator(db: Queryable, actor: Actor, organisationId: OrganisationId): Promise<void> {
  const role = await roleIn(db, organisationId, askingPerson(actor).personId)
  if (role === null) refuse('identity.organisation-missing')
  if (role !== 'administrator') refuse('identity.not-administrator')
}
