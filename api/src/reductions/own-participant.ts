import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Queryable } from '../platform/db.ts'
import type { Participant } from './arrival.ts'
import { participantOfPerson } from './link-store.ts'

/** The pseudonym of somebody who is signed in. A session may outlive its person by a minute. */
export async function ownParticipant(db: Queryable, personId: PersonId): Promise<Participant> {
  return (await participantOfPerson(db, personId)) ?? refuse('identity.sign-in')
}
