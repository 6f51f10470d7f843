/** Harvests announced for a stand, and the hold they put on its lots: for whoever sells those lots. */
export { harvestsOf, lockStand, recordHarvest, recordHarvestEnded, recordHold } from './owners-store.ts'
