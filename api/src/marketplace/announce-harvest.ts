import type { LotId } from '@morinowa/shared/credits/ids.ts'
import type { AnnounceHarvest, Harvest } from '@morinowa/shared/forest/owners-contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { release, reserve } from '../credits/ledger.ts'
import { holdingOf } from '../credits/lot-stock.ts'
import { harvestsOf, lockStand, recordHarvest, recordHarvestEnded, recordHold } from '../forest/harvests.ts'
import { harvestShown } from '../forest/project-owners.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockListing, openListingsOfLot, recordTakenOut } from './listing-store.ts'
import { releaseStock } from './move-stock.ts'

// The guard against harvest. It stands in the market because it has to empty shelves, and ends in the ledger: what a stand
// that will be cut has taken up is reserved there, where no sale can reach it.

/** Announces a harvest. The stand's grams leave open listings and are reserved; what was sold before is named as short. */
export function announceHarvest(deps: Deps, actor: Actor, ask: AnnounceHarvest & { id: string }): Promise<Harvest> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const stand = await lockStand(tx, ask.id)
    if (!stand || ![stand.sellerId, stand.ownerId].includes(acting.id)) return refuse('forest.stand-missing')
    if ((await harvestsOf(tx, { standId: stand.id })).some(({ endedAt }) => endedAt === null)) {
      refuse('forest.harvest-known')
    }
    const id = deps.newId()
    const by = auditName(actor)
    await recordHarvest(tx, { ...ask, id, standId: stand.id, at: deps.now(), by, note: ask.note ?? null })
    for (const { lotId, massG } of stand.grams) await holdBack(tx, deps, id, stand.sellerId, lotId, massG)
    await recordAudit(tx, { actor: by, organisationId: stand.sellerId, act: 'harvest.announce', subject: id })
    const [harvest] = await harvestsOf(tx, { id })
    return harvest ? harvestShown(harvest) : refuse('forest.harvest-missing')
  })
}

/** Takes it back, or says that the registry was compensated: what was held is the seller's again. */
export function endHarvest(
  deps: Deps,
  actor: Actor,
  ask: { id: string; why: 'withdrawn' | 'compensated' },
): Promise<Harvest> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const [harvest] = await harvestsOf(tx, { id: ask.id })
    // An owner takes back what they announced; that it was compensated is said by the seller or the operator.
    const may = ask.why === 'withdrawn' ? [harvest?.sellerId, harvest?.ownerId] : [harvest?.sellerId]
    if (!harvest || (acting.kind !== 'operator' && !may.includes(acting.id))) return refuse('forest.harvest-missing')
    if (!(await recordHarvestEnded(tx, harvest.id, ask.why, deps.now()))) refuse('forest.harvest-ended')
    for (const { reservationId } of harvest.holds) {
      if (reservationId) await release(tx, { key: deps.newId(), reservationId })
    }
    const [ended] = await harvestsOf(tx, { id: ask.id })
    return ended ? harvestShown(ended) : refuse('forest.harvest-missing')
  })
}

async function holdBack(
  tx: Tx,
  deps: Deps,
  harvestId: string,
  sellerId: OrganisationId,
  lotId: LotId,
  wantedG: number,
) {
  await emptyShelves(tx, deps, sellerId, lotId, wantedG)
  const massG = Math.min(wantedG, await holdingOf(tx, sellerId, lotId))
  const held =
    massG === 0
      ? null
      : await reserve(tx, {
          key: deps.newId(),
          organisationId: sellerId,
          lotId,
          massG,
          purpose: `harvest ${harvestId}`,
          expiresAt: null,
        })
  await recordHold(tx, { harvestId, lotId, reservationId: held?.reservationId ?? null, massG, shortG: wantedG - massG })
}

/** Takes grams that are missing in the holding from open listings, the newest first, in their whole steps. */
async function emptyShelves(
  tx: Tx,
  deps: Deps,
  sellerId: OrganisationId,
  lotId: LotId,
  wantedG: number,
): Promise<void> {
  for (const { id } of await openListingsOfLot(tx, lotId, sellerId)) {
    const missing = wantedG - (await holdingOf(tx, sellerId, lotId))
    if (missing <= 0) return
    const listing = await lockListing(tx, id)
    if (!listing || listing.state !== 'open') continue
    const massG = Math.min(listing.availableG, Math.ceil(missing / listing.minG) * listing.minG)
    if (massG === 0) continue
    await recordTakenOut(tx, id, massG)
    await releaseStock(tx, deps, id, massG)
  }
}
