import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { Queryable } from '../platform/db.ts'
import { auditOf, passkeysOf, permissionsOf, sessionsOf, waysInOf } from './personal-store.ts'
import { membershipsOf } from './store.ts'

/** Whose records are read: the person, and the pseudonym under which their acts lie. */
export type Whose = { personId: PersonId; participantId: string }

/** A part of what is known of a person, under the name by which their export calls it. */
export type PersonalRecords = {
  name: string
  /** Where it lies. */
  tables: readonly string[]
  read(db: Queryable, whose: Whose): Promise<readonly object[]>
}

export const identityRecords: readonly PersonalRecords[] = [
  { name: 'signIns', tables: ['account'], read: (db, { personId }) => waysInOf(db, personId) },
  { name: 'sessions', tables: ['session'], read: (db, { personId }) => sessionsOf(db, personId) },
  { name: 'passkeys', tables: ['passkey'], read: (db, { personId }) => passkeysOf(db, personId) },
  { name: 'memberships', tables: ['membership'], read: (db, { personId }) => membershipsOf(db, personId) },
  { name: 'apps', tables: ['oauth_grant'], read: (db, { personId }) => permissionsOf(db, personId) },
  { name: 'audit', tables: ['audit_entry'], read: (db, { personId }) => auditOf(db, personId) },
]
