import type { PersonalRecords } from '../identity/personal-records.ts'
import { adjustmentsOf, carriedOf, issuedOf } from './personal-store.ts'

export const creditRecords: readonly PersonalRecords[] = [
  { name: 'issued', tables: ['lot_source'], read: (db, { participantId }) => issuedOf(db, participantId) },
  { name: 'carried', tables: ['carry_source'], read: (db, { participantId }) => carriedOf(db, participantId) },
  {
    name: 'adjustments',
    tables: ['credit_adjustment'],
    read: (db, { participantId }) => adjustmentsOf(db, participantId),
  },
]
