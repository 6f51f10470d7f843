import type { OrganisationKind, Scope } from '@morinowa/shared/kernel/actor.ts'

const holder: readonly Scope[] = ['credits:read', 'credits:write', 'marketplace:write']

/** What the machines of each kind have a use for; the server asks for the scope and for the kind. */
export const scopesOf: Record<OrganisationKind, readonly Scope[]> = {
  provider: ['mobility:write', 'destinations:write', 'credits:read'],
  merchant: ['destinations:write', 'sales:write', ...holder],
  municipality: holder,
  creditOwner: holder,
  verifier: ['credits:read'],
  buyer: holder,
  distributor: holder,
  investor: holder,
  operator: ['credits:read', 'credits:write'],
}
