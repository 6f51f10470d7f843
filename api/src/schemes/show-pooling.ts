import { Family } from '@morinowa/shared/credits/families.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { grams, yen } from '@morinowa/shared/kernel/units.ts'
import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { MOST_PARTS, type Pooling } from '@morinowa/shared/schemes/kit/contract.ts'
import { splitParts, wholeUnitsUp } from '@morinowa/shared/schemes/pooled-rounding.ts'
import { actingFor } from '../identity/asking-person.ts'
import { findListings } from '../marketplace/show-listings.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import { partSums, partsOf, retiredByLot } from './event-store.ts'
import { sourcesOf } from './reserve-store.ts'

const LISTINGS_LOOKED_AT = 50

/** The parts of a scheme with the share of each source in every one, and what it saves to round their sum once. */
export async function showPooling(deps: Deps, actor: Actor, id: SchemeId): Promise<Pooling> {
  const { db } = deps
  const scheme = await ownScheme(db, actingFor(actor), id)
  const sources = await sourcesOf(db, scheme.id)
  const unitG = Math.max(1, ...sources.map((source) => source.unitG))
  const [found, sums, retired] = await Promise.all([
    partsOf(db, scheme.id, MOST_PARTS + 1),
    partSums(db, scheme.id, unitG),
    retiredByLot(db, scheme.id),
  ])
  const parts = found.slice(0, MOST_PARTS)
  const shares = sources.map(({ share }) => share)
  const rows = splitParts(
    parts.map(({ massG }) => massG),
    shares,
  )
  // The columns of all parts together, those that are not listed included.
  const [columns = []] = splitParts([sums.massG], shares)
  const pooledG = wholeUnitsUp(sums.massG, unitG)
  const savedG = sums.separatelyG - pooledG
  const price = await lowestPrice(deps, sources)
  return {
    unitG: grams(unitG),
    parts: parts.map((part, i) => ({ ...part, split: (rows[i] ?? []).map(grams) })),
    more: found.length > MOST_PARTS,
    sources: sources.map(({ lotId, family, share }, i) => ({
      lotId,
      family,
      share,
      massG: grams(columns[i] ?? 0),
      retiredG: retired.find((one) => one.lotId === lotId)?.massG ?? grams(0),
    })),
    massG: sums.massG,
    pooledG: grams(pooledG),
    separatelyG: sums.separatelyG,
    savedG: grams(savedG),
    savedYen: price === null ? null : priceOf(savedG, { priceYenPerTonne: price, taxIncluded: true }).totalYen,
    priceYenPerTonne: price === null ? null : yen(price),
  }
}

/** The least that a tonne of the sources' families is offered for, tax included. */
async function lowestPrice(deps: Deps, sources: readonly { family: string }[]): Promise<number | null> {
  const families = [...new Set(sources.map(({ family }) => Family.parse(family)))]
  const offers = await Promise.all(families.map((family) => findListings(deps, { family, limit: LISTINGS_LOOKED_AT })))
  const prices = offers.flatMap(({ items }) =>
    items
      .filter(({ availableG, kind }) => availableG > 0 && kind === 'fixed')
      .map(({ pricePerTonne }) => pricePerTonne.withTaxYen),
  )
  return prices.length === 0 ? null : Math.min(...prices)
}
