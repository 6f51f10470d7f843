import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { checkWording, type WordingCheck } from '@morinowa/shared/schemes/claim-wording.ts'
import type { CheckWording, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { lotById } from '../credits/ledger.ts'
import { actingFor } from '../identity/asking-person.ts'
import { showListing } from '../marketplace/show-listings.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import { originsOf, type SchemeRow } from './store.ts'

/** Looks at words for a scheme's tag or poster with what is true of the scheme now. */
export async function checkSchemeWording(
  { db }: Deps,
  actor: Actor,
  { id, text, markets }: CheckWording & { id: SchemeId },
): Promise<WordingCheck> {
  const scheme = await ownScheme(db, actingFor(actor), id)
  const { family, projectName } = await originOf(db, scheme)
  const { attachedG, retiredG, organisationName } = scheme
  return checkWording(text, {
    family,
    projectName,
    perItemG: itemMass(scheme),
    attachedG,
    retiredG,
    organisationName,
    markets,
  })
}

const Attached = z.object({ products: z.array(z.object({ massG: z.int() })).length(1) })
const Stay = z.object({ gPerGuestNight: z.int() })

/** Grams of one item, where all items of the scheme carry the same. */
function itemMass({ terms }: SchemeRow): number | null {
  const products = Attached.safeParse(terms).data?.products
  return products?.[0]?.massG ?? Stay.safeParse(terms).data?.gPerGuestNight ?? null
}

const Buys = z.object({
  buysFrom: z.object({ listingId: ListingId.optional(), lotId: LotId.optional(), family: Family.optional() }),
})

/** What the scheme's credits are: of the lots it has drawn on, or of what its fund will buy. */
async function originOf(db: Queryable, scheme: SchemeRow): Promise<{ family: Family; projectName: string }> {
  const [drawn] = await originsOf(db, scheme.id)
  if (drawn) return { family: Family.parse(drawn.family), projectName: drawn.projectName }
  const { listingId, lotId, family } = Buys.parse(scheme.terms).buysFrom
  if (listingId) return showListing(db, listingId)
  const lot = lotId && (await lotById(db, lotId))
  return lot || { family: family ?? 'other', projectName: scheme.place }
}
