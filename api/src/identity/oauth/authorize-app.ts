import type { AskingApp, Authorization } from '@morinowa/shared/identity/oauth/contract.ts'
import { type Actor, AppScope } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Queryable } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { askingPerson } from '../asking-person.ts'
import { hashOfKey } from '../recognise-actor.ts'
import { issuerOf } from './metadata.ts'
import { askingAppOf, recordCode, recordGrant } from './oauth-store.ts'
import { CODE_MS, later, newSecret } from './secrets.ts'

/** Which app asks for what. Nobody is ever sent to an address that the app did not register. */
export async function showAuthorization(db: Queryable, ask: Authorization): Promise<AskingApp> {
  const app = await askingAppOf(db, ask.client_id)
  if (!app) return refuse('identity.app-missing')
  if (!app.redirectUris.includes(ask.redirect_uri)) return refuse('identity.app-redirect')
  const named = [...new Set(ask.scope.split(' ').filter((one) => one !== ''))]
  const scopes = named.map((one) => AppScope.safeParse(one).data)
  const known = scopes.filter((one) => one !== undefined)
  if (known.length === 0 || known.length < named.length)
    return refuse('identity.app-scope', { known: AppScope.options.join(', ') })
  return { id: app.id, name: app.name, organisation: app.organisation, scopes: known }
}

/** Writes a yes down as a grant with a code that works once; a no leaves nothing behind. Answers where to return to. */
export function decideAuthorization(
  { db, newId, now, settings }: Deps,
  actor: Actor,
  { approve, ...ask }: Authorization & { approve: boolean },
): Promise<{ redirectTo: string }> {
  return db.transaction(async (tx) => {
    const { personId } = askingPerson(actor)
    const { id: appId, scopes } = await showAuthorization(tx, ask)
    const back = new URL(ask.redirect_uri)
    // An app that speaks with several servers can tell whose answer it is (RFC 9207).
    back.searchParams.set('iss', issuerOf({ settings }))
    if (ask.state !== undefined) back.searchParams.set('state', ask.state)
    if (!approve) {
      back.searchParams.set('error', 'access_denied')
      return { redirectTo: back.href }
    }
    const [grantId, code, at] = [newId(), newSecret(), now()]
    await recordGrant(tx, { id: grantId, appId, personId, scopes, at })
    await recordCode(tx, {
      hash: hashOfKey(code),
      grantId,
      redirectUri: ask.redirect_uri,
      challenge: ask.code_challenge,
      expiresAt: later(at, CODE_MS),
    })
    back.searchParams.set('code', code)
    return { redirectTo: back.href }
  })
}
