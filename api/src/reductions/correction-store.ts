import { z } from 'zod'
import { rows, sql, type Tx } from '../platform/db.ts'
import type { Claim } from './arrival.ts'

const Claimed = z.object({
  participantId: z.string(),
  reductionId: z.string(),
  content: z.string(),
})

/** The act of a provider's record; whoever corrects the same record waits here. */
export function holdRecord(tx: Tx, providerId: string, externalId: string) {
  return tx.maybe(rows(Claimed)`
    select participant_id as "participantId", reduction_id as "reductionId", encode(content, 'hex') as content
      from act_claim
     where provider_id = ${providerId} and claim = ${externalId} and kind = 'record'
       for update`)
}

const Subject = z.object({ known: z.boolean() })

/** Whether a provider's subject is, or was, the person under this pseudonym. */
export async function isSubjectOf(
  tx: Tx,
  { providerId, subject, participantId }: { providerId: string; subject: string; participantId: string },
): Promise<boolean> {
  const { known } = await tx.one(rows(Subject)`
    select exists (select from provider_link
                    where provider_id = ${providerId} and subject = ${subject}
                      and participant_id = ${participantId}) as known`)
  return known
}

/** Remembers what a record says now, so that the same words again change nothing. */
export async function recordContent(tx: Tx, providerId: string, externalId: string, content: string): Promise<void> {
  await tx.run(sql`
    update act_claim set content = decode(${content}, 'hex')
     where provider_id = ${providerId} and claim = ${externalId} and kind = 'record'`)
}

/** Exchanges the seats and room-nights of an act; false when one of them is somebody else's. */
export async function exchangeClaims(
  tx: Tx,
  act: { providerId: string; participantId: string; reductionId: string; content: string },
  claims: readonly Claim[],
): Promise<boolean> {
  await tx.run(sql`
    delete from act_claim
     where provider_id = ${act.providerId} and reduction_id = ${act.reductionId} and kind <> 'record'`)
  for (const { kind, claim } of claims) {
    const ours = await tx.run(sql`
      insert into act_claim (provider_id, kind, claim, participant_id, reduction_id, content)
      values (${act.providerId}, ${kind}, ${claim}, ${act.participantId}, ${act.reductionId}, decode(${act.content}, 'hex'))
      on conflict do nothing`)
    if (ours === 0) return false
  }
  return true
}
