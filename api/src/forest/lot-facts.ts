/** What the words after this one may ask of imported lots. */
export { type ForestLotFacts, lotFacts, publishedPrice } from './store.ts'
