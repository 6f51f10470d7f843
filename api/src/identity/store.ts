import { OrganisationKind, Role, Scope } from '@morinowa/shared/kernel/actor.ts'
import { OrganisationId, ParticipantId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import type {
  ApiKey,
  FindOrganisations,
  ListedOrganisation,
  Member,
  Organisation,
} from '@morinowa/shared/identity/contract.ts'
import {
  ApiKey as ApiKeySchema,
  ListedOrganisation as ListedOrganisationSchema,
  Member as MemberSchema,
  Organisation as OrganisationSchema,
} from '@morinowa/shared/identity/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const Membership = OrganisationSchema.extend({ role: Role })
export type Membership = z.infer<typeof Membership>

/** The organisations a person belongs to, oldest membership first. */
export function membershipsOf(db: Queryable, personId: PersonId): Promise<Membership[]> {
  return db.many(rows(Membership)`
    select o.id, o.name, o.kind, o.municipality_code as "municipalityCode",
           o.corporate_number as "corporateNumber", m.role
      from membership m join organisation o on o.id = m.organisation_id
     where m.person_id = ${personId}
     order by m.created_at, o.id
     limit 100`)
}

/** Organisations whose name contains the text, in the order of their names. */
export function organisationsMatching(
  db: Queryable,
  { q, kind, limit }: FindOrganisations,
): Promise<ListedOrganisation[]> {
  return db.many(rows(ListedOrganisationSchema)`
    select id, name, kind, municipality_code as "municipalityCode"
      from organisation
     where strpos(lower(name), lower(${q.normalize('NFKC').trim()})) > 0
       and (${kind ?? null}::text is null or kind = ${kind ?? null})
     order by name, id
     limit ${limit}`)
}

const KeyHolder = z.object({
  keyId: z.uuid(),
  scopes: z.array(Scope),
  id: OrganisationId,
  kind: OrganisationKind,
})
export type KeyHolder = z.infer<typeof KeyHolder>

/** The organisation whose live key has this hash. */
export function keyHolderOf(db: Queryable, hash: Buffer): Promise<KeyHolder | null> {
  return db.maybe(rows(KeyHolder)`
    select k.id as "keyId", k.scopes, o.id, o.kind
      from api_key k join organisation o on o.id = k.organisation_id
     where k.hash = ${hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`)
}

const PersonRow = z.object({ id: PersonId, name: z.string(), email: z.string(), participantId: ParticipantId })
export type PersonRow = z.infer<typeof PersonRow>

export function personOf(db: Queryable, id: PersonId): Promise<PersonRow | null> {
  return db.maybe(rows(PersonRow)`
    select id, name, email, participant_id as "participantId" from person where id = ${id}`)
}

export function personByEmail(db: Queryable, email: string): Promise<PersonRow | null> {
  return db.maybe(rows(PersonRow)`
    select id, name, email, participant_id as "participantId" from person where email = ${email.toLowerCase()}`)
}

export async function recordOrganisation(tx: Tx, organisation: Organisation): Promise<void> {
  const { id, name, kind, municipalityCode, corporateNumber } = organisation
  await tx.run(sql`
    insert into organisation (id, name, kind, municipality_code, corporate_number)
    values (${id}, ${name}, ${kind}, ${municipalityCode}, ${corporateNumber})`)
}

export function recordMember(tx: Tx, organisationId: OrganisationId, personId: PersonId, role: Role): Promise<Member> {
  return tx.one(rows(MemberSchema)`
    with put as (
      insert into membership (organisation_id, person_id, role) values (${organisationId}, ${personId}, ${role})
      on conflict (person_id, organisation_id) do update set role = excluded.role
      returning person_id, role)
    select p.id as "personId", p.name, p.email, put.role from put join person p on p.id = put.person_id`)
}

const OwnRole = z.object({ role: Role })

/** A person's role in an organisation; null when they do not belong to it. */
export async function roleIn(db: Queryable, organisationId: OrganisationId, personId: PersonId): Promise<Role | null> {
  const found = await db.maybe(rows(OwnRole)`
    select role from membership where organisation_id = ${organisationId} and person_id = ${personId}`)
  return found?.role ?? null
}

export type NewKey = {
  id: string
  organisationId: OrganisationId
  name: string
  hash: Buffer
  last4: string
  scopes: Scope[]
}

export async function recordApiKey(tx: Tx, key: NewKey): Promise<void> {
  await tx.run(sql`
    insert into api_key (id, organisation_id, name, hash, last4, scopes)
    values (${key.id}, ${key.organisationId}, ${key.name}, ${key.hash}, ${key.last4}, ${key.scopes})`)
}

export function apiKeysOf(db: Queryable, organisationId: OrganisationId): Promise<ApiKey[]> {
  return db.many(rows(ApiKeySchema)`
    select id, name, last4, scopes, created_at as "createdAt", revoked_at as "revokedAt"
      from api_key where organisation_id = ${organisationId} order by created_at desc limit 100`)
}

export function revokeApiKey(tx: Tx, organisationId: OrganisationId, keyId: string): Promise<ApiKey | null> {
  return tx.maybe(rows(ApiKeySchema)`
    update api_key set revoked_at = coalesce(revoked_at, now())
     where id = ${keyId} and organisation_id = ${organisationId}
    returning id, name, last4, scopes, created_at as "createdAt", revoked_at as "revokedAt"`)
}

const OperatorRow = z.object({ id: OrganisationId, members: z.int() })

/** The organisations that operate the platform, with how many people belong to each; two sign-ups wait for each other here. */
export async function lockOperators(tx: Tx): Promise<z.infer<typeof OperatorRow>[]> {
  await tx.run(sql`lock table organisation in share row exclusive mode`)
  return tx.many(rows(OperatorRow)`
    select o.id, count(m.person_id)::int as members
      from organisation o left join membership m on m.organisation_id = o.id
     where o.kind = 'operator' group by o.id order by o.id limit 100`)
}

/** Writes a privileged act into the audit log, in the transaction that does it. */
export async function recordAudit(
  tx: Tx,
  entry: { actor: string; organisationId: string | null; act: string; subject: string; facts?: object },
): Promise<void> {
  await tx.run(sql`
    insert into audit_entry (actor, organisation_id, act, subject, facts)
    values (${entry.actor}, ${entry.organisationId}, ${entry.act}, ${entry.subject}, ${JSON.stringify(entry.facts ?? {})})`)
}
