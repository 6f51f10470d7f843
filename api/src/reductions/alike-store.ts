import { MOST_ALIKE } from '@morinowa/shared/reductions/alike.ts'
import { z } from 'zod'
import { rows, type Tx } from '../platform/db.ts'
import { plainArray, textArray } from './sql-text.ts'
import { Dropped } from './batch-store.ts'
import { SQUARES } from './squares.ts'

type Member = { participantId: string; id: string }

/** Arrivals that are one ride. */
export type Likeness = { key: string; providerId: string; likeness: string; members: Member[] }

const Alike = z
  .object({ key: z.string(), people: z.int(), participants: z.array(z.string()), reductions: z.array(z.string()) })
  .transform(({ key, people, participants, reductions }) => ({
    key,
    people,
    before: participants.map((participantId, n): Member => ({ participantId, id: reductions[n] as string })),
  }))

/**
 * Counts rides by their likeness, theirs among them; rows are locked in one order. `before` are rides that were believed
 * so far, named only until they have become too many.
 */
export function alikeSoFar(tx: Tx, groups: Iterable<Likeness>): Promise<z.output<typeof Alike>[]> {
  const sorted = [...groups].toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const lists = (of: keyof Member) =>
    textArray(sorted.map(({ members }) => plainArray(members.slice(0, MOST_ALIKE).map((member) => member[of]))))
  return tx.many(rows(Alike)`
    with counted as (
      insert into alike as a (provider_id, likeness, people, participant_ids, reduction_ids)
      select g.provider_id, g.likeness, g.people, g.participant_ids::uuid[], g.reduction_ids::uuid[]
        from unnest(${plainArray(sorted.map((group) => group.providerId))}::uuid[],
                    ${plainArray(sorted.map((group) => group.likeness))}::uuid[],
                    ${plainArray(sorted.map((group) => group.members.length))}::integer[],
                    ${lists('participantId')}::text[], ${lists('id')}::text[])
             as g (provider_id, likeness, people, participant_ids, reduction_ids)
      on conflict (provider_id, likeness) do update
         set people = a.people + excluded.people,
             participant_ids = case when a.people + excluded.people > ${MOST_ALIKE} then '{}'
                                    else a.participant_ids || excluded.participant_ids end,
             reduction_ids = case when a.people + excluded.people > ${MOST_ALIKE} then '{}'
                                  else a.reduction_ids || excluded.reduction_ids end
      returning new.provider_id || ' ' || new.likeness as key, new.people as people,
                coalesce(old.participant_ids, '{}') as participants, coalesce(old.reduction_ids, '{}') as reductions
    )
    select * from counted`)
}

/** Sets rides aside that turned out to be one under many names; those that counted in the sums, as they were. */
export function quarantineAlike(tx: Tx, members: readonly Member[]): Promise<z.infer<typeof Dropped>[]> {
  return tx.many(rows(Dropped)`
    with gone as (
      update reduction r
         set status = 'quarantined', shown_g = 0, credited_g = 0, reasons = r.reasons || 'reductions.alike'::text
        from unnest(${plainArray(members.map((member) => member.participantId))}::uuid[],
                    ${plainArray(members.map((member) => member.id))}::uuid[]) as m (participant_id, id)
       where r.participant_id = m.participant_id and r.id = m.id and r.status in ('waiting', 'recorded')
      returning old.*
    )
    select participant_id as "participantId", pool, type, mode, day, from_municipality as "fromMunicipality",
           to_municipality as "toMunicipality", ${SQUARES}, shared,
           shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG"
      from gone r where status = 'recorded'`)
}
