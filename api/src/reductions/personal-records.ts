import type { PersonalRecords } from '../identity/personal-records.ts'
import { areasOf, everyDisputeOf, journeyChoicesOf, ownSharesOf, passedOnOf, reviewNotesOf } from './personal-store.ts'

export const reductionRecords: readonly PersonalRecords[] = [
  {
    name: 'disputes',
    tables: ['reduction_dispute'],
    read: (db, { participantId }) => everyDisputeOf(db, participantId),
  },
  { name: 'reviewNotes', tables: ['review_entry'], read: (db, { participantId }) => reviewNotesOf(db, participantId) },
  { name: 'shares', tables: ['act_share'], read: (db, { participantId }) => ownSharesOf(db, participantId) },
  {
    name: 'journeyChoices',
    tables: ['journey_choice'],
    read: (db, { participantId }) => journeyChoicesOf(db, participantId),
  },
  { name: 'countedIn', tables: ['area_person'], read: (db, { participantId }) => areasOf(db, participantId) },
  { name: 'passedOn', tables: ['reduction_passed'], read: (db, { participantId }) => passedOnOf(db, participantId) },
]

/** Parts of the export that are more than a list: the person, and files of their own. */
export const wholeFiles: Readonly<Record<string, string>> = {
  person: 'me.json: profile, participantId',
  provider_link: 'me.json: links',
  consent: 'me.json: consents',
  person_sum: 'me.json: sums',
  reduction: 'reductions.json, reductions.csv',
}
