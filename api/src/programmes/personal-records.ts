import type { PersonalRecords } from '../identity/personal-records.ts'
import { rewardsOf } from './store.ts'

const MOST = 100_000

export const rewardRecords: readonly PersonalRecords[] = [
  {
    name: 'rewards',
    tables: ['reward_grant'],
    read: (db, { participantId }) => rewardsOf(db, participantId, { before: null, limit: MOST }),
  },
]
