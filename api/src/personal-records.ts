import { creditRecords } from './credits/personal-records.ts'
import { identityRecords, type PersonalRecords } from './identity/personal-records.ts'
import { rewardRecords } from './programmes/personal-records.ts'
import { reductionRecords, wholeFiles } from './reductions/personal-records.ts'
import { schemeRecords } from './schemes/personal-records.ts'

/** Everything that a person's export holds beside their acts, a line per word. */
export const personalRecords: readonly PersonalRecords[] = [
  ...identityRecords,
  ...reductionRecords,
  ...creditRecords,
  ...schemeRecords,
  ...rewardRecords,
]

/** Tables whose rows a person finds in their export. */
export const exportedTables: ReadonlySet<string> = new Set([
  ...Object.keys(wholeFiles),
  ...personalRecords.flatMap(({ tables }) => tables),
])

const FOR_AN_ORGANISATION = 'who did this for an organisation; what somebody did for one is in the export as `audit`'

/** Tables with a column for people that no export holds, and why. */
export const notExported: Readonly<Record<string, string>> = {
  act_claim: 'keys by which a record is counted once; the record itself is in reductions.json',
  alike: 'fingerprints of rides that are one under many names; the acts themselves are in reductions.json',
  area_waiting: 'which acts wait until ten people stand behind them; the acts themselves are in reductions.json',
  batch_finding: FOR_AN_ORGANISATION,
  credit_batch: FOR_AN_ORGANISATION,
  edition_proposal: FOR_AN_ORGANISATION,
  forest_harvest: FOR_AN_ORGANISATION,
  forest_lot: FOR_AN_ORGANISATION,
  idempotent_request: 'answers that were given already, kept so that a repeat happens once',
  name_review: FOR_AN_ORGANISATION,
  official_retirement: FOR_AN_ORGANISATION,
  proxy_consent: FOR_AN_ORGANISATION,
  registry_statement: FOR_AN_ORGANISATION,
  reward_deposit: FOR_AN_ORGANISATION,
  scheme_tally: FOR_AN_ORGANISATION,
  share_proposal: FOR_AN_ORGANISATION,
  share_terms: FOR_AN_ORGANISATION,
  verification: 'codes that prove an address once and end within the hour',
}

/**
 * Tables that keep the number of a person who worked for an organisation after that person is forgotten: who submits, who
 * checks and who issues must stay three. The number leads to nobody, and of travellers there is none.
 */
export const keptOfStaff: ReadonlySet<string> = new Set([
  'audit_entry',
  'review_entry',
  ...Object.entries(notExported).flatMap(([table, why]) => (why === FOR_AN_ORGANISATION ? [table] : [])),
])
