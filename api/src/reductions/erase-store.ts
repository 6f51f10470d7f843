import { z } from 'zod'
import { rows, sql, type Tx } from '../platform/db.ts'

const Named = z.object({ name: z.string() })

/** Organisations that would be left without an administrator. */
export function soleAdministrations(tx: Tx, personId: string) {
  return tx.many(rows(Named)`
    select o.name
      from membership m join organisation o on o.id = m.organisation_id
     where m.person_id = ${personId} and m.role = 'administrator'
       and not exists (select from membership other
                        where other.organisation_id = m.organisation_id and other.role = 'administrator'
                          and other.person_id <> m.person_id)
     order by o.name
     limit 1`)
}

const Count = z.object({ count: z.int() })

/** Takes from a pseudonym's acts what could say who it was: notes, points, the numbers providers know them by. */
export async function forgetDetails(tx: Tx, participantId: string): Promise<number> {
  await tx.run(sql`
    update reduction set note = null, input = input - 'legs'
     where participant_id = ${participantId} and (note is not null or input ? 'legs')`)
  await tx.run(sql`update reduction_dispute set said = '' where participant_id = ${participantId}`)
  // Who set them is the person; that it was the traveller is what matters.
  await tx.run(sql`update act_share set set_by = participant_id where participant_id = ${participantId}`)
  const { count } = await tx.one(rows(Count)`
    select count(*) as count from reduction where participant_id = ${participantId}`)
  return count
}

/** Erases the person; sessions, passkeys, links, consents and roles go with the row. */
export async function erasePerson(tx: Tx, personId: string): Promise<void> {
  // Codes that counters made for the numbers by which providers know them, and codes that proved their address.
  await tx.run(sql`
    delete from link_code c using provider_link l
     where l.person_id = ${personId} and l.provider_id = c.provider_id and l.subject = c.subject`)
  await tx.run(sql`
    delete from verification v using person p
     where p.id = ${personId} and (strpos(v.identifier, p.email) > 0 or strpos(v.value, p.email) > 0
                                   or strpos(v.identifier, ${personId}) > 0 or strpos(v.value, ${personId}) > 0)`)
  // Their own answers, and those in which somebody else was told their name: a member that was added.
  await tx.run(sql`
    delete from idempotent_request r using person p
     where p.id = ${personId} and (r.caller = p.id or strpos(r.body::text, p.email) > 0
                                   or strpos(r.body::text, ${personId}) > 0)`)
  await tx.run(sql`delete from person where id = ${personId}`)
}
