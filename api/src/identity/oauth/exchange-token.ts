import type { Tokens } from '@morinowa/shared/identity/oauth/contract.ts'
import type { Tx } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { hashOfKey } from '../recognise-actor.ts'
import { codeOf, endGrant, type Grant, lockGrantOf, markUsed, recordTokens, refreshTokenOf } from './oauth-store.ts'
import { ACCESS_MS, ACCESS_PREFIX, answersChallenge, later, newSecret, REFRESH_MS, REFRESH_PREFIX } from './secrets.ts'

/** What is wrong with a token request, in the words of RFC 6749, 5.2. */
export type TokenError = 'invalid_request' | 'invalid_grant' | 'unsupported_grant_type'

/**
 * Tokens for a code with its verifier or for a refresh token. A refusal is a value, not thrown: what a second use ends
 * must stay ended, so its transaction commits.
 */
export async function exchangeToken(deps: Deps, form: URLSearchParams): Promise<Tokens | TokenError> {
  // A parameter that comes twice could mean one thing here and another to a proxy (RFC 6749, 3.2).
  if (new Set(form.keys()).size !== [...form.keys()].length) return 'invalid_request'
  const type = form.get('grant_type')
  const clientId = form.get('client_id')
  if (!type || !clientId) return 'invalid_request'
  if (type === 'authorization_code') {
    const [code, redirectUri, verifier] = ['code', 'redirect_uri', 'code_verifier'].map((name) => form.get(name))
    if (!code || !redirectUri || !verifier) return 'invalid_request'
    return exchange(deps, code, clientId, async (tx, hash, now) => {
      const found = await codeOf(tx, hash, now)
      if (found?.used) return 'reused'
      return found && !found.expired && found.redirectUri === redirectUri && answersChallenge(verifier, found.challenge)
    })
  }
  if (type === 'refresh_token') {
    const token = form.get('refresh_token')
    if (!token) return 'invalid_request'
    return exchange(deps, token, clientId, async (tx, hash, now) => {
      const found = await refreshTokenOf(tx, hash, now)
      return found?.used ? 'reused' : found && !found.expired
    })
  }
  return 'unsupported_grant_type'
}

type Check = (tx: Tx, hash: Buffer, now: string) => Promise<'reused' | boolean | null>

function exchange({ db, now }: Deps, secret: string, clientId: string, check: Check): Promise<Tokens | TokenError> {
  return db.transaction(async (tx) => {
    const hash = hashOfKey(secret)
    const grant = await lockGrantOf(tx, hash)
    if (!grant?.alive || grant.appId !== clientId) return 'invalid_grant'
    const at = now()
    const checked = await check(tx, hash, at)
    if (checked === 'reused') await endGrant(tx, grant.id, 'reuse', at)
    if (checked !== true) return 'invalid_grant'
    await markUsed(tx, hash, at)
    return issue(tx, grant, at)
  })
}

async function issue(tx: Tx, grant: Grant, now: string): Promise<Tokens> {
  const [access, refresh] = [newSecret(ACCESS_PREFIX), newSecret(REFRESH_PREFIX)]
  await recordTokens(tx, grant.id, {
    access: { hash: hashOfKey(access), expiresAt: later(now, ACCESS_MS) },
    refresh: { hash: hashOfKey(refresh), expiresAt: later(now, REFRESH_MS) },
    now,
  })
  return {
    access_token: access,
    token_type: 'Bearer',
    expires_in: ACCESS_MS / 1_000,
    refresh_token: refresh,
    scope: grant.scopes.join(' '),
  }
}

/** An app gives back what a person let it do; whose token it is not learns nothing. */
export function revokeToken({ db, now }: Deps, form: URLSearchParams): Promise<void> {
  return db.transaction(async (tx) => {
    const grant = await lockGrantOf(tx, hashOfKey(form.get('token') ?? ''))
    if (grant && grant.appId === form.get('client_id')) await endGrant(tx, grant.id, 'app', now())
  })
}
