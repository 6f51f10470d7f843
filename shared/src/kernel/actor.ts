import { z } from 'zod'
import { OrganisationId, PersonId } from './ids.ts'

export const OrganisationKind = z.enum([
  'provider',
  'merchant',
  'municipality',
  'creditOwner',
  'verifier',
  'buyer',
  'distributor',
  'investor',
  'operator',
])
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const Role = z.enum(['administrator', 'member', 'viewer'])
export type Role = z.infer<typeof Role>

export const Scope = z.enum([
  'mobility:write',
  'destinations:write',
  'sales:write',
  'credits:read',
  'credits:write',
  'marketplace:write',
])
export type Scope = z.infer<typeof Scope>

/** What a person may let an app do for them; nothing else is ever open to an app. */
export const AppScope = z.enum(['trips:write', 'reductions:read'])
export type AppScope = z.infer<typeof AppScope>

/** Who is asking: a person (perhaps for an organisation), a machine with an organisation's key, or nobody. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'person'; personId: PersonId; email: string; organisation?: ActingFor; app?: ActingApp }
  | { kind: 'machine'; keyId: string; scopes: readonly Scope[]; organisation: ActingFor }

/** The app through which a person asks, and what that person let it do. */
export type ActingApp = { grantId: string; scopes: readonly AppScope[] }

export type ActingFor = { id: OrganisationId; kind: OrganisationKind; role: Role; standing: Standing }

/** Whether the operator lets an organisation act; kinds that nobody has to vouch for are approved from the start. */
export const Standing = z.enum(['waiting', 'approved', 'refused'])
export type Standing = z.infer<typeof Standing>

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/**
 * Who may call an endpoint. `public`: anyone. `person`: signed in. `organisation`: acting for any organisation.
 * A kind: acting for an organisation of that kind. Machines additionally need the endpoint's scope.
 */
export type Allow = 'public' | 'person' | 'organisation' | OrganisationKind

type Gate = { method: string; allow: readonly Allow[]; scope?: AnyScope | readonly AnyScope[] }

/** What an endpoint may ask of a key or of an app. */
export type AnyScope = Scope | AppScope

/**
 * Whether this actor passes an endpoint's gate; `sign-in` when signing in might change the answer. For an organisation
 * a viewer only reads, and nobody does anything before it is approved. An app passes only where its scope is named: not
 * even where everybody may, for there an endpoint may say who asks.
 */
export function gate(
  actor: Actor,
  { method, allow, scope }: Gate,
): 'pass' | 'sign-in' | 'forbidden' | 'viewer' | 'unapproved' | 'out-of-scope' {
  const named = [scope ?? []].flat()
  if (actor.kind === 'person' && actor.app)
    return allow.includes('person') && actor.app.scopes.some((one) => named.includes(one)) ? 'pass' : 'out-of-scope'
  if (allow.includes('public')) return 'pass'
  if (actor.kind === 'anonymous') return 'sign-in'
  if (actor.kind === 'person' && allow.includes('person')) return 'pass'
  if (actor.kind === 'machine' && !actor.scopes.some((one) => named.includes(one))) return 'forbidden'
  const acting = actor.organisation
  if (!acting) return 'forbidden'
  if (!allow.includes('organisation') && !allow.includes(acting.kind)) return 'forbidden'
  if (acting.standing !== 'approved') return 'unapproved'
  return acting.role === 'viewer' && method !== 'GET' ? 'viewer' : 'pass'
}
