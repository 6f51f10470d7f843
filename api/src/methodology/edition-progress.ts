// A report is worked out by the word that keeps the acts; where it has come to is kept with the proposal.
export { recordProgress as keepProgress, recordTotal as keepTotal } from './edition-store.ts'
