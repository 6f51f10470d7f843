import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { actingFor } from '../identity/asking-person.ts'

/** The organisation whose credits somebody may move: a viewer may only look. */
export function actingOrganisation(actor: Actor): OrganisationId {
  const { id, role } = actingFor(actor)
  return role === 'viewer' ? refuse('credits.viewer') : id
}
