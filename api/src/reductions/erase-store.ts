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
  const { count } = await tx.one(rows(Count)`
    select count(*) as count from reduction where participant_id = ${participantId}`)
  return count
}

/** Erases the person; sessions, passkeys, links, consents and roles go with the row. */
export async function erasePerson(tx: Tx, personId: string): Promise<void> {
  await tx.run(sql`delete from idempotent_request where caller = ${personId}`)
  await tx.run(sql`delete from person where id = ${personId}`)
}
