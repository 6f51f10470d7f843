import type { OrganisationKind } from '@morinowa/shared/kernel/actor.ts'

/** Whom a page is for: nobody in particular, a person for themselves, or a kind of organisation. */
export type Kind = 'traveller' | OrganisationKind

/** For pages that every organisation has its own of: orders, holdings. */
export const everyOrganisation: readonly OrganisationKind[] = [
  'buyer',
  'merchant',
  'municipality',
  'creditOwner',
  'distributor',
  'investor',
  'provider',
  'verifier',
  'operator',
]
