import { LotId } from '@morinowa/shared/credits/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { GRAMS_PER_KG } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { holdingOf } from '../credits/lot-stock.ts'
import { publishedPrice } from '../forest/lot-facts.ts'
import { offerFor } from '../marketplace/buy-on-account.ts'
import type { Tx } from '../platform/db.ts'
import type { SchemeRow } from './store.ts'

/** What a fund may buy: a listing's credits, or those of an own lot at the price its owner published. */
export type SchemeOffer = {
  listingId: string | null
  lotId: string
  priceYenPerTonne: number
  taxIncluded: boolean
  minG: number
  availableG: number
}

const Buys = z.object({
  buysFrom: z.object({ listingId: z.string().optional(), lotId: z.string().optional(), family: z.string().optional() }),
})

/** Finds and locks what the scheme's fund buys from; refused when nothing is on sale. */
export async function offerOfScheme(tx: Tx, { organisationId, terms }: SchemeRow): Promise<SchemeOffer> {
  const { buysFrom } = Buys.parse(terms)
  const offer = await offerFor(tx, buysFrom, organisationId)
  if (offer) return offer
  if (buysFrom.lotId !== undefined) {
    const lotId = LotId.parse(buysFrom.lotId)
    const price = await publishedPrice(tx, lotId, organisationId)
    const availableG = price ? await holdingOf(tx, organisationId, lotId) : 0
    if (price && availableG > 0) return { listingId: null, lotId, ...price, minG: GRAMS_PER_KG, availableG }
  }
  return refuse('schemes.price-missing')
}
