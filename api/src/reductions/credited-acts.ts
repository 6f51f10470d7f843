/** A person's acts with credited grams, each with them: what a programme of another word may reward. */
export { creditedActs } from './reward-store.ts'
