/** What the words after this one may ask of imported lots. */
export { type ForestLotFacts, lotFacts } from './store.ts'
