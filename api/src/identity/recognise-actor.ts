import { createHash, hash } from 'node:crypto'
import { type Actor, ANONYMOUS } from '@morinowa/shared/kernel/actor.ts'
import { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { lookUp } from '../platform/look-up.ts'
import { isOwnPage } from './mount-people.ts'
import type { People } from './people.ts'
import { ACCESS_PREFIX } from './oauth/secrets.ts'
import { tokenHolderOf } from './oauth/oauth-store.ts'
import { type KeyHolder, keyHolderOf, membershipsOfAll } from './store.ts'

// A revoked key works at most this much longer; looking every call up would cost a statement each.
const KEY_CACHE_MS = 10_000
const KEY_CACHE_SIZE = 10_000
// A session is written in its cookie and believed for a minute; checking that writing again for each of somebody's
// requests costs more than most requests do.
const SESSION_CACHE_MS = 10_000
const SESSION_CACHE_SIZE = 50_000

type Session = { personId: PersonId; email: string }

/** Who sends this request: a key beats a cookie, and neither is anonymous. */
export function actorReader({ db, settings, now }: Deps, people: People): (request: FastifyRequest) => Promise<Actor> {
  const ownOrigin = new URL(settings.publicUrl).origin
  const keys = new Map<string, { holder: KeyHolder; until: number }>()
  const sessions = new Map<string, Session & { until: number }>()
  const membershipsOf = lookUp((people: readonly PersonId[]) => membershipsOfAll(db, people))

  async function machine(key: string): Promise<Actor> {
    const hash = hashOfKey(key)
    const name = hash.toString('base64')
    let known = keys.get(name)
    if (!known || known.until < Date.now()) {
      const holder = await keyHolderOf(db, hash)
      if (!holder) return refuse('identity.key-unknown')
      if (keys.size >= KEY_CACHE_SIZE) keys.clear()
      known = { holder, until: Date.now() + KEY_CACHE_MS }
      keys.set(name, known)
    }
    const { keyId, scopes, id, kind, standing } = known.holder
    return { kind: 'machine', keyId, scopes, organisation: { id, kind, role: 'member', standing } }
  }

  // Never remembered between requests: a person who takes a consent back is obeyed at once.
  async function app(token: string): Promise<Actor> {
    const holder = await tokenHolderOf(db, hashOfKey(token), now())
    if (!holder) return refuse('identity.app-token-unknown')
    const { personId, email, grantId, scopes } = holder
    return { kind: 'person', personId, email, app: { grantId, scopes } }
  }

  async function sessionOf(request: FastifyRequest): Promise<Session | undefined> {
    const name = hash('sha256', request.headers.cookie ?? '', 'base64')
    const known = sessions.get(name)
    if (known && known.until > Date.now()) return known
    const found = await people.api.getSession({ headers: fromNodeHeaders(request.headers) })
    if (!found) return undefined
    const session = { personId: PersonId.parse(found.user.id), email: found.user.email }
    if (sessions.size >= SESSION_CACHE_SIZE) sessions.clear()
    sessions.set(name, { ...session, until: Date.now() + SESSION_CACHE_MS })
    return session
  }

  async function person(request: FastifyRequest): Promise<Actor> {
    const session = await sessionOf(request)
    if (!session) return ANONYMOUS
    if (!SAFE.has(request.method) && !(isOwnPage(request) || request.headers.origin === ownOrigin))
      refuse('identity.origin')
    const { personId, email } = session
    const memberships = (await membershipsOf(personId)) ?? []
    const wanted = request.headers['x-organisation']
    const acting = wanted === undefined ? memberships[0] : memberships.find((one) => one.id === wanted)
    if (wanted !== undefined && !acting) return refuse('identity.organisation-missing')
    const base = { kind: 'person', personId, email } as const
    if (!acting) return base
    const { id, kind, role, standing } = acting
    return { ...base, organisation: { id, kind, role, standing } }
  }

  return async (request) => {
    const { authorization, cookie } = request.headers
    if (authorization?.startsWith('Bearer ')) {
      const bearer = authorization.slice('Bearer '.length)
      return bearer.startsWith(ACCESS_PREFIX) ? app(bearer) : machine(bearer)
    }
    return cookie?.includes('better-auth.') ? person(request) : ANONYMOUS
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
