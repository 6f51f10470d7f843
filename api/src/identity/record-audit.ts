// The audit log is written by every word, in the transaction that does the act.
export { recordAudit } from './store.ts'
