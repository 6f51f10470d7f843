import type { PersonalRecords } from '../identity/personal-records.ts'
import { keepersOf } from './claim-store.ts'

const MOST = 100_000

export const schemeRecords: readonly PersonalRecords[] = [
  { name: 'claims', tables: ['claim_keeper'], read: (db, { participantId }) => keepersOf(db, participantId, MOST) },
]
