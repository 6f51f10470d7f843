import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import type { Claim, PublicScheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { publicWording } from '@morinowa/shared/schemes/public-wording.ts'
import { z } from 'zod'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type ClaimRow, lookAtClaim } from './claim-store.ts'
import { closingsOf } from './closing-store.ts'
import { daysOf, originsOf, type SchemeRow, schemesOf } from './store.ts'

const DAYS_SHOWN = 31
const CLOSINGS_SHOWN = 24

/** The tally on the poster: read from sums that every sale keeps up to date. */
export async function showPublicScheme(deps: Deps, id: SchemeId): Promise<PublicScheme> {
  return (await publicSchemeWithTerms(deps, id)).scheme
}

/** The same with the scheme's terms, from which its tags are made. */
export async function publicSchemeWithTerms(
  { db }: Deps,
  id: SchemeId,
): Promise<{ scheme: PublicScheme; terms: unknown }> {
  const found = await schemeById(db, id)
  const [days, closings, origins] = await Promise.all([
    daysOf(db, id, DAYS_SHOWN),
    closingsOf(db, id, CLOSINGS_SHOWN),
    originsWithProject(db, id),
  ])
  const { organisationId: _id, beneficiary: _beneficiary, terms, createdAt: _at, openG: _open, ...shown } = found
  const scheme: PublicScheme = {
    ...shown,
    perUnit: perUnitOf(terms),
    origins,
    days,
    closings: closings.map(({ through, retiredG, spentYen, carriedYen, certificateId }) => ({
      through,
      retiredG,
      spentYen,
      carriedYen,
      certificateId,
    })),
    wording: publicWording(found.kind, found),
  }
  return { scheme, terms }
}

const Stay = z.object({
  gPerGuestNight: Grams,
  basis: z.enum(['own', 'factor', 'default']),
  factorId: z.string().nullable(),
})

/** Grams of a guest and night, with where they come from: a default must be called one. */
function perUnitOf(terms: unknown): PublicScheme['perUnit'] {
  const stay = Stay.safeParse(terms).data
  return stay ? { massG: stay.gPerGuestNight, basis: stay.basis, factorId: stay.factorId } : null
}

/** What one code stands for. The look is counted, so that copies give themselves away. */
export async function showClaim({ db, now }: Deps, typed: string): Promise<Claim> {
  const code = readClaimCode(typed)
  if (!code) return refuse('schemes.claim-missing')
  const found = await db.transaction((tx) => lookAtClaim(tx, code, now()))
  if (!found) return refuse('schemes.claim-missing')
  const scheme = await schemeById(db, found.schemeId)
  const state = found.returned ? 'returned' : found.covered ? 'retired' : 'attached'
  return {
    code: found.code,
    schemeId: found.schemeId,
    schemeName: scheme.name,
    place: scheme.place,
    organisationName: scheme.organisationName,
    massG: found.massG,
    soldOn: dayOf(found.soldAt),
    state,
    certificateId: state === 'retired' ? found.certificateId : null,
    origins: await originsWithProject(db, found.schemeId),
    looks: found.looks,
    firstLook: found.looks === 1,
    firstSeenAt: found.firstSeenAt,
    warning: warningOf(found),
  }
}

function warningOf({ returned, looks, firstSeenAt }: ClaimRow): Claim['warning'] {
  if (returned) return { ja: '返品された商品の番号です。', en: 'The item with this code was returned.' }
  if (looks === 1) return null
  return {
    ja: `この番号は ${dayOf(firstSeenAt)} に一度確認されています（今回で ${looks} 回目）。ご自身で確認した覚えがなければ、写しの可能性があります。`,
    en: `This code was first looked up on ${dayOf(firstSeenAt)} (this is look number ${looks}). If that was not you, it may be a copy.`,
  }
}

async function schemeById(db: Queryable, id: SchemeId): Promise<SchemeRow> {
  const [scheme] = await schemesOf(db, { id, limit: 1 })
  return scheme ?? refuse('schemes.missing')
}

export async function originsWithProject(db: Queryable, id: SchemeId): Promise<PublicScheme['origins']> {
  const origins = await originsOf(db, id)
  const facts = await lotFacts(
    db,
    origins.map(({ lotId }) => lotId),
  )
  const projects = new Map(facts.map(({ lotId, projectId }) => [lotId, projectId]))
  return origins.map((origin) => ({ ...origin, projectId: projects.get(origin.lotId) ?? null }))
}
