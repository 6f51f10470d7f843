import { OrganisationKind, Role, Scope, Standing } from '@morinowa/shared/kernel/actor.ts'
import { OrganisationId, ParticipantId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import type {
  ApiKey,
  FindOrganisations,
  ListedOrganisation,
  Member,
  DecideOrganisation,
  Organisation,
  WaitingOrganisation,
} from '@morinowa/shared/identity/contract.ts'
import {
  ApiKey as ApiKeySchema,
  ListedOrganisation as ListedOrganisationSchema,
  Member as MemberSchema,
  Organisation as OrganisationSchema,
  WaitingOrganisation as WaitingSchema,
} from '@morinowa/shared/identity/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const Membership = OrganisationSchema.extend({ role: Role })
export type Membership = z.infer<typeof Membership>

/** The organisations a person belongs to, oldest membership first. */
export async function membershipsOf(db: Queryable, personId: PersonId): Promise<Membership[]> {
  return (await membershipsOfAll(db, [personId])).get(personId) ?? []
}

const MembershipOf = Membership.extend({ personId: PersonId })

/** Memberships of people by their ids, the oldest first. */
export async function membershipsOfAll(
  db: Queryable,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, Membership[]>> {
  const found = await db.many(rows(MembershipOf)`
    select a.person_id as "personId", m.*
      from unnest(${personIds}::uuid[]) as a (person_id)
     cross join lateral (
       select o.id, o.name, o.kind, o.municipality_code as "municipalityCode",
              o.corporate_number as "corporateNumber", o.standing, o.standing_note as "standingNote", m.role
         from membership m join organisation o on o.id = m.organisation_id
        where m.person_id = a.person_id
        order by m.created_at, o.id
        limit 100) m`)
  const byPerson = new Map<PersonId, Membership[]>()
  for (const { personId, ...one } of found) {
    const known = byPerson.get(personId)
    if (known) known.push(one)
    else byPerson.set(personId, [one])
  }
  return byPerson
}

/**
 * Organisations whose name contains the text, in the order of their names. Both are compared in one width: a name with
 * full-width brackets is found by those and by half-width ones.
 */
export function organisationsMatching(
  db: Queryable,
  { q, kind, limit }: FindOrganisations,
): Promise<ListedOrganisation[]> {
  return db.many(rows(ListedOrganisationSchema)`
    select id, name, kind, municipality_code as "municipalityCode"
      from organisation
     where strpos(lower(normalize(name, nfkc)), lower(${q.normalize('NFKC').trim()})) > 0
       and (${kind ?? null}::text[] is null or kind = any(${kind ?? null}::text[]))
     order by name, id
     limit ${limit}`)
}

const KeyHolder = z.object({
  keyId: z.uuid(),
  scopes: z.array(Scope),
  id: OrganisationId,
  kind: OrganisationKind,
  standing: Standing,
})
export type KeyHolder = z.infer<typeof KeyHolder>

/** The organisation whose live key has this hash. */
export function keyHolderOf(db: Queryable, hash: Buffer): Promise<KeyHolder | null> {
  return db.maybe(rows(KeyHolder)`
    select k.id as "keyId", k.scopes, o.id, o.kind, o.standing
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
  const { id, name, kind, municipalityCode, corporateNumber, standing } = organisation
  await tx.run(sql`
    insert into organisation (id, name, kind, municipality_code, corporate_number, standing)
    values (${id}, ${name}, ${kind}, ${municipalityCode}, ${corporateNumber}, ${standing})`)
}

export function recordMember(tx: Tx, organisationId: OrganisationId, personId: PersonId, role: Role): Promise<Member> {
  return tx.one(rows(MemberSchema)`
    with put as (
      insert into membership (organisation_id, person_id, role) values (${organisationId}, ${personId}, ${role})
      on conflict (person_id, organisation_id) do update set role = excluded.role
      returning person_id, role)
    select p.id as "personId", p.name, p.email, put.role from put join person p on p.id = put.person_id`)
}

export function membersOf(db: Queryable, organisationId: OrganisationId): Promise<Member[]> {
  return db.many(rows(MemberSchema)`
    select p.id as "personId", p.name, p.email, m.role
      from membership m join person p on p.id = m.person_id
     where m.organisation_id = ${organisationId} order by m.created_at, p.id limit 1000`)
}

export function removeMember(tx: Tx, organisationId: OrganisationId, personId: PersonId): Promise<Member | null> {
  return tx.maybe(rows(MemberSchema)`
    with gone as (
      delete from membership where organisation_id = ${organisationId} and person_id = ${personId}
      returning person_id, role)
    select p.id as "personId", p.name, p.email, gone.role from gone join person p on p.id = gone.person_id`)
}

/** Members change one after the other, so that two who leave at once do not both find the other still there. */
export async function lockOrganisation(tx: Tx, organisationId: OrganisationId): Promise<boolean> {
  return (await tx.run(sql`select 1 from organisation where id = ${organisationId} for update`)) > 0
}

const Administrators = z.object({ administrators: z.int() })

export async function administratorsOf(tx: Tx, organisationId: OrganisationId): Promise<number> {
  const { administrators } = await tx.one(rows(Administrators)`
    select count(*)::int as administrators from membership
     where organisation_id = ${organisationId} and role = 'administrator'`)
  return administrators
}

/** Organisations that wait for the operator, with whoever founded them. */
export function waitingOrganisations(db: Queryable): Promise<WaitingOrganisation[]> {
  return db.many(rows(WaitingSchema)`
    select o.id, o.name, o.kind, o.municipality_code as "municipalityCode", o.corporate_number as "corporateNumber",
           o.standing, o.standing_note as "standingNote", o.created_at as "foundedAt",
           (select json_build_object('name', p.name, 'email', p.email)
              from membership m join person p on p.id = m.person_id
             where m.organisation_id = o.id order by m.created_at, p.id limit 1) as founder
      from organisation o where o.standing = 'waiting' order by o.created_at, o.id limit 100`)
}

/** Null when there is none, or it was approved before. */
export function decideStanding(
  tx: Tx,
  id: OrganisationId,
  { standing, note }: DecideOrganisation,
): Promise<Organisation | null> {
  return tx.maybe(rows(OrganisationSchema)`
    update organisation set standing = ${standing}, standing_note = ${note ?? null}
     where id = ${id} and standing <> 'approved'
    returning id, name, kind, municipality_code as "municipalityCode", corporate_number as "corporateNumber",
              standing, standing_note as "standingNote"`)
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
