import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { checkWording, type WordingCheck } from '@morinowa/shared/schemes/claim-wording.ts'
import type { CheckWording, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { creditOf } from './credit-of-scheme.ts'
import { ownScheme } from './describe-scheme.ts'
import { originsOf, type SchemeRow } from './store.ts'

/** Looks at words for a scheme's tag or poster with what is true of the scheme now. */
export async function checkSchemeWording(
  { db }: Deps,
  actor: Actor,
  { id, text, markets }: CheckWording & { id: SchemeId },
): Promise<WordingCheck> {
  const scheme = await ownScheme(db, actingFor(actor), id)
  const { family, projectName } = await creditOf(db, scheme, await originsOf(db, scheme.id))
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
