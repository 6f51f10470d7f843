import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { ShareGroup, Shares } from '@morinowa/shared/reductions/shares.ts'
import type { MakeShareTerms } from '@morinowa/shared/reductions/shares-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const Bp = { travellerBp: z.int(), operatorBp: z.int(), hotelBp: z.int(), townBp: z.int() }

const TermsRow = z
  .object({
    providerId: OrganisationId,
    providerName: z.string(),
    pool: Pool,
    validFrom: Day,
    ...Bp,
    madeAt: z.string(),
  })
  .transform(({ providerId, providerName, ...rest }) => ({ provider: { id: providerId, name: providerName }, ...rest }))

/** What was agreed, newest first. */
export function shareTerms(db: Queryable, providerId: string | null) {
  return db.many(rows(TermsRow)`
    select t.provider_id as "providerId", o.name as "providerName", t.pool, t.valid_from as "validFrom",
           t.traveller_bp as "travellerBp", t.operator_bp as "operatorBp", t.hotel_bp as "hotelBp",
           t.town_bp as "townBp", t.made_at as "madeAt"
      from share_terms t join organisation o on o.id = t.provider_id
     where (${providerId}::uuid is null or t.provider_id = ${providerId})
     order by t.valid_from desc, t.provider_id, t.pool
     limit 1000`)
}

/** Writes terms down; 0 when there are some from that day already. */
export function recordTerms(tx: Tx, terms: MakeShareTerms & { madeBy: string; madeAt: string }): Promise<number> {
  return tx.run(sql`
    insert into share_terms (provider_id, pool, valid_from, traveller_bp, operator_bp, hotel_bp, town_bp, made_by, made_at)
    values (${terms.providerId}, ${terms.pool}, ${terms.validFrom}, ${terms.travellerBp}, ${terms.operatorBp},
            ${terms.hotelBp}, ${terms.townBp}, ${terms.madeBy}, ${terms.madeAt})
    on conflict do nothing`)
}

const ActShares = z.object({
  ...Bp,
  from: z.enum(['policy', 'terms', 'act']),
  issued: z.boolean(),
})

/**
 * Whose an act is: what its person said, else the terms of its provider for its day that were known when it was recorded,
 * else all the traveller's.
 * @param agreed leaves out what its person said.
 */
export function sharesOf(db: Queryable, participantId: string, id: string, agreed = false) {
  return db.maybe(rows(ActShares)`
    select coalesce(a.traveller_bp, t.traveller_bp, 10000) as "travellerBp",
           coalesce(a.operator_bp, t.operator_bp, 0) as "operatorBp",
           coalesce(a.hotel_bp, t.hotel_bp, 0) as "hotelBp", coalesce(a.town_bp, t.town_bp, 0) as "townBp",
           case when a.reduction_id is not null then 'act' when t.provider_id is not null then 'terms'
                else 'policy' end as from,
           coalesce(b.state = 'issued', false) as issued
      from reduction r
      left join reduction_batch b on b.id = r.batch_id
      left join act_share a on a.participant_id = r.participant_id and a.reduction_id = r.id and not ${agreed}
      left join lateral (
        select * from share_terms s
         where s.provider_id = r.provider_id and s.pool = r.pool and s.valid_from <= r.day and s.made_at <= r.recorded_at
         order by s.valid_from desc limit 1) t on true
     where r.participant_id = ${participantId} and r.id = ${id}`)
}

export async function recordActShare(
  tx: Tx,
  share: Shares & { participantId: string; reductionId: string; setBy: string; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into act_share (participant_id, reduction_id, traveller_bp, operator_bp, hotel_bp, town_bp, set_by, set_at)
    values (${share.participantId}, ${share.reductionId}, ${share.travellerBp}, ${share.operatorBp}, ${share.hotelBp},
            ${share.townBp}, ${share.setBy}, ${share.at})
    on conflict (participant_id, reduction_id) do update
       set traveller_bp = excluded.traveller_bp, operator_bp = excluded.operator_bp, hotel_bp = excluded.hotel_bp,
           town_bp = excluded.town_bp, set_by = excluded.set_by, set_at = excluded.set_at`)
}

const Group = z.object({
  ...Bp,
  providerId: z.string().nullable(),
  town: z.string().nullable(),
  massG: z.int(),
}) satisfies z.ZodType<ShareGroup>

/** Grams of acts, added up where they share alike. */
export function shareGroups(
  tx: Tx,
  slices: readonly { participantId: string; reductionId: string; massG: number }[],
): Promise<ShareGroup[]> {
  return tx.many(rows(Group)`
    select coalesce(a.traveller_bp, t.traveller_bp, 10000) as "travellerBp",
           coalesce(a.operator_bp, t.operator_bp, 0) as "operatorBp",
           coalesce(a.hotel_bp, t.hotel_bp, 0) as "hotelBp", coalesce(a.town_bp, t.town_bp, 0) as "townBp",
           r.provider_id as "providerId", r.from_municipality as town, sum(s.g)::bigint as "massG"
      from unnest(${slices.map((s) => s.participantId)}::uuid[], ${slices.map((s) => s.reductionId)}::uuid[],
                  ${slices.map((s) => s.massG)}::bigint[]) as s (participant_id, id, g)
      join reduction r on r.participant_id = s.participant_id and r.id = s.id
      left join act_share a on a.participant_id = r.participant_id and a.reduction_id = r.id
      left join lateral (
        select * from share_terms e
         where e.provider_id = r.provider_id and e.pool = r.pool and e.valid_from <= r.day and e.made_at <= r.recorded_at
         order by e.valid_from desc limit 1) t on true
     group by 1, 2, 3, 4, 5, 6
     order by 1, 2, 3, 4, 5, 6`)
}
