import { serialText } from '@morinowa/shared/credits/serials.ts'
import { dayOf, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import { readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import type { Claim, ClaimRetirement } from '@morinowa/shared/schemes/contract.ts'
import { wholeUnitsUp } from '@morinowa/shared/schemes/pooled-rounding.ts'
import { backingOfRanges } from '../forest/show-backing.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type ClaimState, lookAtClaim } from './claim-store.ts'
import { sourcesOf } from './reserve-store.ts'
import { originsWithProject, schemeById } from './show-public.ts'
import type { SchemeRow } from './store.ts'

/** What one code stands for. The look is counted, so that copies give themselves away. */
export async function showClaim({ db, now }: Deps, typed: string): Promise<Claim> {
  const code = readClaimCode(typed)
  if (!code) return refuse('schemes.claim-missing')
  const found = await db.transaction((tx) => lookAtClaim(tx, code, now()))
  if (!found) return refuse('schemes.claim-missing')
  const firstSeenAt = found.firstSeenAt ?? Instant.parse(now())
  return {
    ...(await asClaim(db, found, await factsOfScheme(db, found.schemeId))),
    firstLook: found.looks === 1,
    firstSeenAt,
    warning: warningOf({ ...found, firstSeenAt }),
  }
}

/** What all claims of a scheme have in common. */
export type SchemeFacts = Pick<Claim, 'schemeName' | 'place' | 'organisationName' | 'origins'> & {
  /** What the scheme still has to sell until a unit can be retired. */
  waitsG: Claim['waitsG']
}

export async function factsOfScheme(db: Queryable, id: ClaimState['schemeId']): Promise<SchemeFacts> {
  const scheme = await schemeById(db, id)
  const { name, place, organisationName } = scheme
  const [origins, waitsG] = await Promise.all([originsWithProject(db, id), waitsOf(db, scheme)])
  return { schemeName: name, place, organisationName, origins, waitsG }
}

async function waitsOf(db: Queryable, { id, openG }: SchemeRow): Promise<Claim['waitsG']> {
  const unitG = Math.max(1, ...(await sourcesOf(db, id)).map((source) => source.unitG))
  return openG > 0 && openG < unitG ? grams(wholeUnitsUp(openG, unitG) - openG) : null
}

/** A claim with its own grams: how many are retired, under which serials, and where those are at their registry. */
export async function asClaim(
  db: Queryable,
  claim: ClaimState,
  { waitsG, ...scheme }: SchemeFacts,
): Promise<Omit<Claim, 'firstLook' | 'firstSeenAt' | 'warning'>> {
  const { code, schemeId, massG, looks, retiredG, serialsDue } = claim
  const state = claim.returned ? 'returned' : retiredG === massG ? 'retired' : 'attached'
  return {
    code,
    schemeId,
    ...scheme,
    massG,
    soldOn: dayOf(claim.soldAt),
    state,
    retiredG,
    retirements: await retirementsOf(db, claim),
    serialsDue,
    waitsG: state === 'attached' && !serialsDue ? waitsG : null,
    certificateId: state === 'retired' ? (claim.retirements[0]?.certificateId ?? null) : null,
    looks,
  }
}

async function retirementsOf(db: Queryable, { retirements }: ClaimState): Promise<ClaimRetirement[]> {
  const backings = await backingOfRanges(db, retirements)
  return retirements.map(({ retirementId, certificateId, wholeG, family, lot, lo, hi, retiredAt }, i) => ({
    retirementId,
    certificateId,
    serials: serialText(family, lot, { from: lo, to: hi }),
    massG: grams(hi - lo),
    wholeG,
    retiredAt: Instant.parse(new Date(retiredAt).toISOString()),
    official: backings[i] ?? [],
  }))
}

function warningOf({
  returned,
  looks,
  firstSeenAt,
}: Pick<ClaimState, 'returned' | 'looks'> & { firstSeenAt: string }): Claim['warning'] {
  if (returned) return { ja: '返品された商品の番号です。', en: 'The item with this code was returned.' }
  if (looks === 1) return null
  return {
    ja: `この番号は ${dayOf(firstSeenAt)} に一度確認されています（今回で ${looks} 回目）。ご自身で確認した覚えがなければ、写しの可能性があります。`,
    en: `This code was first looked up on ${dayOf(firstSeenAt)} (this is look number ${looks}). If that was not you, it may be a copy.`,
  }
}
