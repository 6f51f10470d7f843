import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { ActRow, AND_BESIDE, HELD_ACT } from './act-row.ts'

const MOST_ACTS = 20_000

/** A person's acts that count, of some days, the oldest first. */
export function actsOfDays(db: Queryable, participantId: string, from: string, to: string): Promise<ActRow[]> {
  return db.many(rows(ActRow)`
    select ${HELD_ACT}, ${AND_BESIDE}
     where r.participant_id = ${participantId} and r.status in ('recorded', 'pooled')
       and r.started_at >= (${from}::date::timestamp at time zone 'Asia/Tokyo')
       and r.started_at < (${to}::date::timestamp + interval '1 day') at time zone 'Asia/Tokyo'
     order by r.started_at, r.id
     limit ${MOST_ACTS}`)
}

const ChoiceRow = z.object({ id: z.string(), journeyId: z.string().nullable() })

/** What a person said about where acts belong. */
export function choicesOf(db: Queryable, participantId: string) {
  return db.many(rows(ChoiceRow)`
    select reduction_id as id, journey_id as "journeyId" from journey_choice
     where participant_id = ${participantId}
     limit 100000`)
}

/** Says where an act belongs; the last word counts. */
export async function recordChoice(
  tx: Tx,
  choice: { participantId: string; reductionId: string; journeyId: string | null; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into journey_choice (participant_id, reduction_id, journey_id, chosen_at)
    values (${choice.participantId}, ${choice.reductionId}, ${choice.journeyId}, ${choice.at})
    on conflict (participant_id, reduction_id) do update
       set journey_id = excluded.journey_id, chosen_at = excluded.chosen_at`)
}
