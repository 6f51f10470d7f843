import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type CreateListing, type Listing, ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { lotById, reserve } from '../credits/ledger.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { recordListing, recordStock } from './listing-store.ts'
import { showListing } from './show-listings.ts'
import { recordTender } from './tender-store.ts'

/** Puts credits on sale. They are set aside in the ledger first, so nothing is offered that is not held. */
export function createListing({ db, now, newId }: Deps, actor: Actor, ask: CreateListing): Promise<Listing> {
  const seller = actingFor(actor)
  if (ask.massG % ask.minG !== 0) refuse('marketplace.step', { minG: ask.minG, massG: ask.massG }, '/massG')
  if (ask.tender) requireTender(ask, now())
  return db.transaction(async (tx) => {
    const lot = await lotById(tx, ask.lotId)
    if (!lot) return refuse('marketplace.lot-missing', {}, '/lotId')
    const [facts] = await lotFacts(tx, [lot.id])
    if (facts?.proof === 'refused') refuse('marketplace.lot-refused', {}, '/lotId')

    const id = ListingId.parse(newId())
    const { reservationId } = await reserve(tx, {
      key: newId(),
      organisationId: seller.id,
      lotId: lot.id,
      massG: ask.massG,
      purpose: `listing ${id}`,
      expiresAt: null,
      use: 'transfer',
    })
    await recordListing(tx, {
      ...ask,
      id,
      organisationId: seller.id,
      family: lot.family,
      projectId: facts?.projectId ?? null,
      projectName: lot.projectName,
      scheme: lot.scheme,
      methodology: lot.methodology,
      municipalityCode: lot.municipalityCode,
      vintage: lot.vintage,
      point: facts && facts.lat !== null && facts.lon !== null ? { lat: facts.lat, lon: facts.lon } : null,
    })
    await recordStock(tx, id, reservationId, ask.massG)
    if (ask.tender) await recordTender(tx, id, ask.tender)
    return showListing(tx, id)
  })
}

/** Bids can come in, and what the rules of orders would cap is capped by the tender's own terms. */
function requireTender({ tender, rules }: CreateListing, now: string): void {
  if (tender && Date.parse(tender.closesAt) <= Date.parse(now)) {
    refuse('marketplace.tender-terms', { earliest: now }, '/tender/closesAt')
  }
  if (rules.some(({ kind }) => kind !== 'buyer-prefecture')) refuse('marketplace.tender-terms', {}, '/rules')
}
