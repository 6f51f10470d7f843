import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { actingFor } from '../identity/asking-person.ts'

/** The organisation whose credits somebody moves; a viewer's writes end at the gate. */
export function actingOrganisation(actor: Actor): OrganisationId {
  return actingFor(actor).id
}
