import type { Family } from '@morinowa/shared/credits/families.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { PublicScheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { publicWording } from '@morinowa/shared/schemes/public-wording.ts'
import { z } from 'zod'
import { lotFacts } from '../forest/lot-facts.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { closingsOf } from './closing-store.ts'
import { creditOf } from './credit-of-scheme.ts'
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
  const { organisationId: _id, beneficiary: _beneficiary, terms, createdAt: _at, openG: _open, ...counted } = found
  const { serialsDueG: _due, ...shown } = counted
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
    wording: publicWording(found.kind, found, await familyOf(db, found, origins)),
  }
  return { scheme, terms }
}

/** The one family of a scheme's credits; null when there are several. */
async function familyOf(db: Queryable, scheme: SchemeRow, origins: PublicScheme['origins']): Promise<Family | null> {
  if (origins.some(({ family }) => family !== origins[0]?.family)) return null
  return (await creditOf(db, scheme, origins)).family
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

export async function schemeById(db: Queryable, id: SchemeId): Promise<SchemeRow> {
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
