import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// What is kept of a person for signing in and for acting, as they read it themselves: never a secret, not even hashed.

const Session = z.object({
  createdAt: z.string(),
  expiresAt: z.string(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
})

export function sessionsOf(db: Queryable, personId: string) {
  return db.many(rows(Session)`
    select created_at as "createdAt", expires_at as "expiresAt", ip_address as "ipAddress", user_agent as "userAgent"
      from session where user_id = ${personId} order by created_at desc limit 1000`)
}

const Way = z.object({ provider: z.string(), accountId: z.string(), password: z.boolean(), createdAt: z.string() })

/** Ways of signing in. */
export function waysInOf(db: Queryable, personId: string) {
  return db.many(rows(Way)`
    select provider_id as provider, account_id as "accountId", password is not null as password,
           created_at as "createdAt"
      from account where user_id = ${personId} order by created_at limit 100`)
}

const Passkey = z.object({
  name: z.string().nullable(),
  deviceType: z.string(),
  backedUp: z.boolean(),
  credentialId: z.string(),
  publicKey: z.string(),
  createdAt: z.string().nullable(),
})

export function passkeysOf(db: Queryable, personId: string) {
  return db.many(rows(Passkey)`
    select name, device_type as "deviceType", backed_up as "backedUp", credential_id as "credentialId",
           public_key as "publicKey", created_at as "createdAt"
      from passkey where user_id = ${personId} order by created_at limit 100`)
}

const Permission = z.object({
  app: z.string(),
  organisation: z.string(),
  scopes: z.array(z.string()),
  allowedAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
})

/** What was allowed to apps, one by one: those that ended too. */
export function permissionsOf(db: Queryable, personId: string) {
  return db.many(rows(Permission)`
    select a.name as app, o.name as organisation, g.scopes, g.created_at as "allowedAt", g.revoked_at as "endedAt",
           g.ended_by as "endedBy",
           (select max(t.used_at) from oauth_token t where t.grant_id = g.id) as "lastUsedAt"
      from oauth_grant g join oauth_app a on a.id = g.app_id join organisation o on o.id = a.organisation_id
     where g.person_id = ${personId}
     order by g.created_at desc, g.id
     limit 10000`)
}

const Audited = z.object({ at: z.string(), act: z.string(), organisation: z.string().nullable(), byMe: z.boolean() })

/** What the audit log says of them: what they did for organisations, and what was done to their roles. */
export function auditOf(db: Queryable, personId: string) {
  return db.many(rows(Audited)`
    select e.at, e.act, o.name as organisation, e.actor = ${`person:${personId}`} as "byMe"
      from audit_entry e left join organisation o on o.id = e.organisation_id
     where e.actor = ${`person:${personId}`} or e.subject = ${personId}
     order by e.id
     limit 100000`)
}
