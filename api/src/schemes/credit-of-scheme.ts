import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { ListingId } from '@morinowa/shared/marketplace/contract.ts'
import { z } from 'zod'
import { lotById } from '../credits/ledger.ts'
import { showListing } from '../marketplace/show-listings.ts'
import type { Queryable } from '../platform/db.ts'
import type { SchemeRow } from './store.ts'

const Buys = z.object({
  buysFrom: z.object({ listingId: ListingId.optional(), lotId: LotId.optional(), family: Family.optional() }),
})

/** What the scheme's credits are: of the lots it has drawn on, or of what its fund will buy. */
export async function creditOf(
  db: Queryable,
  scheme: SchemeRow,
  [drawn]: readonly { family: string; projectName: string }[],
): Promise<{ family: Family; projectName: string }> {
  if (drawn) return { family: Family.parse(drawn.family), projectName: drawn.projectName }
  const { listingId, lotId, family } = Buys.parse(scheme.terms).buysFrom
  if (listingId) return showListing(db, listingId)
  const lot = lotId && (await lotById(db, lotId))
  return lot || { family: family ?? 'other', projectName: scheme.place }
}
