import { Purpose } from '@morinowa/shared/reductions/consent.ts'
import { Link as LinkSchema, type Link } from '@morinowa/shared/reductions/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import type { Participant } from './arrival.ts'
import { plainArray, textArray } from './sql-text.ts'

// ---- Subjects and people ----

// Imports read links and linking moves what waits: without order between them, a line that is read as unlinked while
// its person links would wait for ever.

/** Keeps a provider's links as they are until the transaction ends; any number may do so at once. */
export async function lockLinksShared(tx: Tx, providerId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock_shared(hashtextextended('link ' || ${providerId}::text, 0))`)
}

/** Waits until nobody reads a provider's links, and keeps others from reading them. */
export async function lockLinks(tx: Tx, providerId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('link ' || ${providerId}::text, 0))`)
}

const Linked = z.object({ subject: z.string(), participantId: z.string(), shared: z.boolean() })

/** The people that a provider's subjects are linked to. Not refusing to be counted in an area's sums is agreeing. */
export async function participantsOf(
  db: Queryable,
  providerId: string,
  subjects: readonly string[],
): Promise<Map<string, Participant>> {
  const found = await db.many(rows(Linked)`
    select l.subject, l.participant_id as "participantId", c.revoked_at is null as shared
      from provider_link l
      left join consent c on c.person_id = l.person_id and c.purpose = 'share-with-municipality'
     where l.provider_id = ${providerId} and l.revoked_at is null and l.subject = any(${textArray(subjects)}::text[])`)
  return new Map(found.map(({ subject, ...rest }) => [subject, { ...rest, linked: true }]))
}

const ProviderName = z.object({ name: z.string() })

/** The name of an organisation that brings data. */
export async function providerName(db: Queryable, id: string): Promise<string | null> {
  const found = await db.maybe(rows(ProviderName)`
    select name from organisation where id = ${id} and kind in ('provider', 'merchant')`)
  return found?.name ?? null
}

const Holder = z.object({ id: z.string(), personId: z.string() })

/** Who holds a subject now. */
export function holderOf(tx: Tx, providerId: string, subject: string) {
  return tx.maybe(rows(Holder)`
    select id, person_id as "personId" from provider_link
     where provider_id = ${providerId} and subject = ${subject} and revoked_at is null`)
}

export type NewLink = {
  id: string
  providerId: string
  subject: string
  personId: string
  participantId: string
  proof: 'member-number' | 'code'
  at: string
}

export async function recordLink(tx: Tx, link: NewLink): Promise<void> {
  await tx.run(sql`
    insert into provider_link (id, provider_id, subject, person_id, participant_id, proof, linked_at)
    values (${link.id}, ${link.providerId}, ${link.subject}, ${link.personId}, ${link.participantId}, ${link.proof},
            ${link.at})`)
}

const LinkRow = z
  .object({
    id: z.string(),
    providerId: LinkSchema.shape.provider.shape.id,
    providerName: z.string(),
    subject: z.string(),
    proof: LinkSchema.shape.proof,
    linkedAt: z.string(),
    revokedAt: z.string().nullable(),
  })
  .transform(
    ({ providerId, providerName, ...rest }): Link => ({ ...rest, provider: { id: providerId, name: providerName } }),
  )

export function linksOf(db: Queryable, personId: string): Promise<Link[]> {
  return db.many(rows(LinkRow)`
    select l.id, l.provider_id as "providerId", o.name as "providerName", l.subject, l.proof,
           l.linked_at as "linkedAt", l.revoked_at as "revokedAt"
      from provider_link l join organisation o on o.id = l.provider_id
     where l.person_id = ${personId}
     order by l.linked_at desc, l.id
     limit 200`)
}

/** Ends a link; the provider whose it was. */
export function revokeLinkOf(tx: Tx, personId: string, id: string, at: string): Promise<Link | null> {
  return tx.maybe(rows(LinkRow)`
    with ended as (
      update provider_link set revoked_at = coalesce(revoked_at, ${at})
       where id = ${id} and person_id = ${personId}
      returning *
    )
    select l.id, l.provider_id as "providerId", o.name as "providerName", l.subject, l.proof,
           l.linked_at as "linkedAt", l.revoked_at as "revokedAt"
      from ended l join organisation o on o.id = l.provider_id`)
}

// ---- Codes ----

export async function recordLinkCode(
  tx: Tx,
  code: { providerId: string; code: string; subject: string; expiresAt: string },
): Promise<void> {
  await tx.run(sql`
    insert into link_code (provider_id, code, subject, expires_at)
    values (${code.providerId}, ${code.code}, ${code.subject}, ${code.expiresAt})`)
}

const Subject = z.object({ subject: z.string() })

/** Uses a code up; the subject it proves. */
export async function spendLinkCode(tx: Tx, providerId: string, code: string, at: string): Promise<string | null> {
  const spent = await tx.maybe(rows(Subject)`
    update link_code set used_at = ${at}
     where provider_id = ${providerId} and code = ${code} and used_at is null and expires_at > ${at}
    returning subject`)
  return spent?.subject ?? null
}

// ---- Consent ----

const ConsentRow = z.object({ purpose: Purpose, givenAt: z.string(), revokedAt: z.string().nullable() })
export type ConsentRow = z.infer<typeof ConsentRow>

export function consentsOf(db: Queryable, personId: string): Promise<ConsentRow[]> {
  return db.many(rows(ConsentRow)`
    select purpose, given_at as "givenAt", revoked_at as "revokedAt" from consent where person_id = ${personId}`)
}

/** Gives or revokes a consent; giving again what is given changes nothing. */
export function recordConsent(
  tx: Tx,
  personId: string,
  purpose: Purpose,
  given: boolean,
  at: string,
): Promise<ConsentRow> {
  const revokedAt = given ? null : at
  return tx.one(rows(ConsentRow)`
    insert into consent as c (person_id, purpose, given_at, revoked_at)
    values (${personId}, ${purpose}, ${at}, ${revokedAt})
    on conflict (person_id, purpose) do update
       set given_at = case when ${given} and c.revoked_at is not null then excluded.given_at else c.given_at end,
           revoked_at = case when ${given} then null else coalesce(c.revoked_at, excluded.revoked_at) end
    returning purpose, given_at as "givenAt", revoked_at as "revokedAt"`)
}

/** Gives a consent that was never asked for before; one that was revoked stays revoked. */
export async function recordFirstConsent(tx: Tx, personId: string, purpose: Purpose, at: string): Promise<void> {
  await tx.run(sql`
    insert into consent (person_id, purpose, given_at) values (${personId}, ${purpose}, ${at})
    on conflict do nothing`)
}

// ---- People ----

const OwnParticipant = z.object({ personId: z.string(), participantId: z.string(), shared: z.boolean() })

export async function participantOfPerson(db: Queryable, personId: string): Promise<Participant | null> {
  return (await participantsOfPeople(db, [personId])).get(personId) ?? null
}

/** The pseudonyms of people, by their ids; those who are gone are missing. */
export async function participantsOfPeople(
  db: Queryable,
  personIds: readonly string[],
): Promise<Map<string, Participant>> {
  const found = await db.many(rows(OwnParticipant)`
    select p.id as "personId", p.participant_id as "participantId", c.revoked_at is null as shared
      from person p
      left join consent c on c.person_id = p.id and c.purpose = 'share-with-municipality'
     where p.id = any(${plainArray(personIds)}::uuid[])`)
  return new Map(found.map(({ personId, ...one }) => [personId, { ...one, linked: true }]))
}

const Profile = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  language: z.string(),
  createdAt: z.string(),
})

export function profileOf(db: Queryable, personId: string) {
  return db.one(rows(Profile)`
    select id, name, email, language, created_at as "createdAt" from person where id = ${personId}`)
}
