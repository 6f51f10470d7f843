// Adjustments are read by the public register.
export { type AdjustmentRow, adjustments } from './adjust-store.ts'
