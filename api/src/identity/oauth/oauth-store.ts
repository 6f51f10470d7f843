import { App, MyApp } from '@morinowa/shared/identity/oauth/contract.ts'
import { AppScope } from '@morinowa/shared/kernel/actor.ts'
import { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'

export function recordApp(
  tx: Tx,
  app: { id: string; organisationId: string; name: string; redirectUris: string[]; at: string },
): Promise<App> {
  return tx.one(rows(App)`
    insert into oauth_app (id, organisation_id, name, redirect_uris, created_at)
    values (${app.id}, ${app.organisationId}, ${app.name}, ${app.redirectUris}, ${app.at})
    returning id, name, redirect_uris as "redirectUris", created_at as "createdAt", disabled_at as "disabledAt"`)
}

export function appsOf(db: Queryable, organisationId: string): Promise<App[]> {
  return db.many(rows(App)`
    select id, name, redirect_uris as "redirectUris", created_at as "createdAt", disabled_at as "disabledAt"
      from oauth_app where organisation_id = ${organisationId} order by created_at desc, id limit 100`)
}

export function disableApp(tx: Tx, organisationId: string, id: string, at: string): Promise<App | null> {
  return tx.maybe(rows(App)`
    update oauth_app set disabled_at = coalesce(disabled_at, ${at})
     where id = ${id} and organisation_id = ${organisationId}
    returning id, name, redirect_uris as "redirectUris", created_at as "createdAt", disabled_at as "disabledAt"`)
}

export async function endGrantsOfApp(tx: Tx, appId: string, at: string): Promise<void> {
  await tx.run(sql`
    update oauth_grant set revoked_at = ${at}, ended_by = 'provider' where app_id = ${appId} and revoked_at is null`)
}

const Asking = z.object({
  id: z.uuid(),
  name: z.string(),
  redirectUris: z.array(z.string()),
  organisation: z.object({ id: OrganisationId, name: z.string() }),
})

/** An app that may ask people: not stopped, of a provider whom the operator lets act. */
export function askingAppOf(db: Queryable, id: string): Promise<z.infer<typeof Asking> | null> {
  return db.maybe(rows(Asking)`
    select a.id, a.name, a.redirect_uris as "redirectUris", json_build_object('id', o.id, 'name', o.name) as organisation
      from oauth_app a join organisation o on o.id = a.organisation_id
     where a.id = ${id} and a.disabled_at is null and o.standing = 'approved'`)
}

export async function recordGrant(
  tx: Tx,
  grant: { id: string; appId: string; personId: string; scopes: readonly AppScope[]; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into oauth_grant (id, app_id, person_id, scopes, created_at)
    values (${grant.id}, ${grant.appId}, ${grant.personId}, ${grant.scopes}, ${grant.at})`)
}

export async function recordCode(
  tx: Tx,
  code: { hash: Buffer; grantId: string; redirectUri: string; challenge: string; expiresAt: string },
): Promise<void> {
  await tx.run(sql`
    insert into oauth_code (hash, grant_id, redirect_uri, challenge, expires_at)
    values (${code.hash}, ${code.grantId}, ${code.redirectUri}, ${code.challenge}, ${code.expiresAt})`)
}

const Grant = z.object({ id: z.uuid(), appId: z.uuid(), scopes: z.array(AppScope), alive: z.boolean() })
export type Grant = z.infer<typeof Grant>

/** The grant behind a code or token, held until the transaction ends: two uses at once come one after the other. */
export function lockGrantOf(tx: Tx, hash: Buffer): Promise<Grant | null> {
  return tx.maybe(rows(Grant)`
    select g.id, g.app_id as "appId", g.scopes,
           g.revoked_at is null and a.disabled_at is null and o.standing = 'approved' as alive
      from oauth_grant g join oauth_app a on a.id = g.app_id join organisation o on o.id = a.organisation_id
     where g.id = (select grant_id from oauth_code where hash = ${hash}
                   union all select grant_id from oauth_token where hash = ${hash})
       for update of g`)
}

const Code = z.object({ redirectUri: z.string(), challenge: z.string(), used: z.boolean(), expired: z.boolean() })

export function codeOf(tx: Tx, hash: Buffer, now: string): Promise<z.infer<typeof Code> | null> {
  return tx.maybe(rows(Code)`
    select redirect_uri as "redirectUri", challenge, used_at is not null as used, expires_at <= ${now} as expired
      from oauth_code where hash = ${hash}`)
}

const Refresh = z.object({ used: z.boolean(), expired: z.boolean() })

export function refreshTokenOf(tx: Tx, hash: Buffer, now: string): Promise<z.infer<typeof Refresh> | null> {
  return tx.maybe(rows(Refresh)`
    select used_at is not null as used, expires_at <= ${now} as expired
      from oauth_token where hash = ${hash} and kind = 'refresh'`)
}

export async function markUsed(tx: Tx, hash: Buffer, at: string): Promise<void> {
  await tx.run(sql`update oauth_code set used_at = ${at} where hash = ${hash}`)
  await tx.run(sql`update oauth_token set used_at = ${at} where hash = ${hash}`)
}

/** Adds a pair of tokens and drops what has expired, so that a grant's rows do not grow without end. */
export async function recordTokens(
  tx: Tx,
  grantId: string,
  { access, refresh, now }: { access: NewToken; refresh: NewToken; now: string },
): Promise<void> {
  await tx.run(sql`delete from oauth_token where grant_id = ${grantId} and expires_at <= ${now}`)
  await tx.run(sql`
    insert into oauth_token (hash, grant_id, kind, expires_at)
    values (${access.hash}, ${grantId}, 'access', ${access.expiresAt}),
           (${refresh.hash}, ${grantId}, 'refresh', ${refresh.expiresAt})`)
}
type NewToken = { hash: Buffer; expiresAt: string }

export async function endGrant(tx: Tx, grantId: string, endedBy: 'app' | 'reuse', at: string): Promise<void> {
  await tx.run(sql`
    update oauth_grant set revoked_at = ${at}, ended_by = ${endedBy} where id = ${grantId} and revoked_at is null`)
}

const TokenHolder = z.object({ personId: PersonId, email: z.string(), grantId: z.uuid(), scopes: z.array(AppScope) })

/** The person whose app has this live access token, and what they let it do. */
export function tokenHolderOf(db: Queryable, hash: Buffer, now: string): Promise<z.infer<typeof TokenHolder> | null> {
  return db.maybe(rows(TokenHolder)`
    select p.id as "personId", p.email, g.id as "grantId", g.scopes
      from oauth_token t
      join oauth_grant g on g.id = t.grant_id and g.revoked_at is null
      join oauth_app a on a.id = g.app_id and a.disabled_at is null
      join organisation o on o.id = a.organisation_id and o.standing = 'approved'
      join person p on p.id = g.person_id
     where t.hash = ${hash} and t.kind = 'access' and t.expires_at > ${now}`)
}

/** One row per app, however often the person said yes to it. */
export function myApps(db: Queryable, personId: PersonId): Promise<MyApp[]> {
  return db.many(rows(MyApp)`
    select a.id, a.name, o.name as organisation, min(g.created_at) as since,
           array_agg(distinct one.scope order by one.scope) as scopes
      from oauth_grant g
      join oauth_app a on a.id = g.app_id and a.disabled_at is null
      join organisation o on o.id = a.organisation_id,
           unnest(g.scopes) as one(scope)
     where g.person_id = ${personId} and g.revoked_at is null
     group by a.id, o.name
     order by min(g.created_at) desc, a.id
     limit 200`)
}

export function endGrantsOfPerson(tx: Tx, personId: PersonId, appId: string, at: string): Promise<number> {
  return tx.run(sql`
    update oauth_grant set revoked_at = ${at}, ended_by = 'person'
     where person_id = ${personId} and app_id = ${appId} and revoked_at is null`)
}
