/** What a sale's division set aside for the rewards of an organisation. */
export { rewardShareOf } from './money-store.ts'
