import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { REVIEW_DAYS } from '@morinowa/shared/reductions/review.ts'
import { ReviewEntry, ReviewKind } from '@morinowa/shared/reductions/review-contract.ts'
import { z } from 'zod'
import { fragment, type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { ActRow } from './act-row.ts'

// Acts in review: set aside when they came in, or disputed by their person.

export const ReviewRow = ActRow.omit({
  purpose: true,
  emittedG: true,
  basisId: true,
  batchId: true,
  shared: true,
  fromMesh: true,
  toMesh: true,
  input: true,
  note: true,
  basisReasons: true,
}).extend({
  kind: ReviewKind,
  since: z.string(),
  openDisputes: z.int(),
  lastAct: ReviewEntry.shape.act.nullable(),
  providerId: OrganisationId.nullable(),
})
export type ReviewRow = z.infer<typeof ReviewRow>

/** What a review shows of an act: nothing that its person wrote. */
const REVIEWED = fragment`
  r.pool, r.provider_id as "providerId", o.name as "providerName", r.external_id as "externalId", r.type, r.mode,
  r.started_at as "startedAt", r.ended_at as "endedAt", r.day, r.quantity, r.from_municipality as "fromMunicipality",
  r.to_municipality as "toMunicipality", r.place_ref as "placeRef", r.evidence, r.shown_g as "shownG",
  r.credited_g as "creditedG", r.status, b.state as "batchState", r.reasons, r.duplicate_of as "duplicateOf",
  r.recorded_at as "recordedAt"`

export type ReviewsAsk = {
  kind: ReviewKind | null
  reason: string | null
  providerId: string | null
  after: { at: string; id: string } | null
  limit: number
}

/** What waits for a decision, the longest first. Each half reads only as many rows as are asked for. */
export function openReviews(db: Queryable, ask: ReviewsAsk): Promise<ReviewRow[]> {
  const { kind, reason, providerId, after, limit } = ask
  return db.many(rows(ReviewRow)`
    with aside as (
      select r.participant_id, r.id, 'quarantined' as kind, r.recorded_at as since
        from reduction r
       where r.status = 'quarantined' and coalesce(${kind}::text, 'quarantined') = 'quarantined'
         and (${providerId}::uuid is null or r.provider_id = ${providerId})
         and (${reason}::text is null or ${reason} = any(r.reasons))
         and (${after?.at ?? null}::timestamptz is null
              or (r.recorded_at, r.id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
       order by r.recorded_at, r.id
       limit ${limit}
    ), disputed as (
      select r.participant_id, r.id, 'disputed' as kind, min(d.said_at) as since
        from reduction_dispute d
        join reduction r on r.participant_id = d.participant_id and r.id = d.reduction_id
       where d.answered_at is null and r.status <> 'quarantined' and coalesce(${kind}::text, 'disputed') = 'disputed'
         and (${providerId}::uuid is null or r.provider_id = ${providerId})
         and (${reason}::text is null or ${reason} = any(r.reasons))
       group by r.participant_id, r.id
      having ${after?.at ?? null}::timestamptz is null
          or (min(d.said_at), r.id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)
       order by 4, 2
       limit ${limit}
    ), found as (
      select * from aside union all select * from disputed order by since, id limit ${limit}
    )
    select f.participant_id as "participantId", f.id, f.kind, f.since,
           (select count(*) from reduction_dispute d
             where d.participant_id = f.participant_id and d.reduction_id = f.id
               and d.answered_at is null) as "openDisputes",
           (select e.act from review_entry e where e.reduction_id = f.id order by e.at desc, e.id desc limit 1) as "lastAct",
           ${REVIEWED}
      from found f
      join reduction r on r.participant_id = f.participant_id and r.id = f.id
      left join organisation o on o.id = r.provider_id
      left join reduction_batch b on b.id = r.batch_id
     order by f.since, f.id`)
}

const Whose = z.object({ participantId: z.string() })

/** Under which pseudonym an act stands that is, or was, in review; nothing is known here of other acts. */
export async function participantInReview(db: Queryable, id: string): Promise<string | null> {
  const found = await db.maybe(rows(Whose)`
    select w.participant_id as "participantId"
      from (select participant_id, 1 as rank from reduction where id = ${id} and status = 'quarantined'
            union all
            select participant_id, 2 from reduction_dispute where reduction_id = ${id}
            union all
            select participant_id, 3 from review_entry where reduction_id = ${id}) w
     where exists (select from reduction r where r.participant_id = w.participant_id and r.id = ${id})
     order by w.rank
     limit 1`)
  return found?.participantId ?? null
}

/** One act as the list shows it, decided or not. */
export function reviewOf(db: Queryable, participantId: string, id: string): Promise<ReviewRow | null> {
  return db.maybe(rows(ReviewRow)`
    select r.participant_id as "participantId", r.id,
           case when r.status = 'quarantined' or d.first is null then 'quarantined' else 'disputed' end as kind,
           case when r.status = 'quarantined' or d.first is null then r.recorded_at else d.first end as since,
           d.open as "openDisputes",
           (select e.act from review_entry e where e.reduction_id = r.id order by e.at desc, e.id desc limit 1) as "lastAct",
           ${REVIEWED}
      from reduction r
      left join organisation o on o.id = r.provider_id
      left join reduction_batch b on b.id = r.batch_id
      cross join lateral (
        select min(said_at) filter (where answered_at is null) as first, count(*) filter (where answered_at is null) as open
          from reduction_dispute d where d.participant_id = r.participant_id and d.reduction_id = r.id) d
     where r.participant_id = ${participantId} and r.id = ${id}`)
}

const EntryRow = ReviewEntry.extend({ reductionId: z.string() })
export type EntryRow = z.infer<typeof EntryRow>

/** What was said about acts, the oldest first. */
export function entriesOf(db: Queryable, reductionIds: readonly string[]): Promise<EntryRow[]> {
  return db.many(rows(EntryRow)`
    select e.id, e.reduction_id as "reductionId", e.act, e.note, coalesce(o.name, '') as by, e.at
      from review_entry e left join organisation o on o.id = e.organisation_id
     where e.reduction_id = any(${reductionIds}::uuid[])
     order by e.at, e.id
     limit 10000`)
}

export type NewEntry = {
  id: string
  reductionId: string
  participantId: string
  act: ReviewEntry['act']
  note: string
  personId: string | null
  organisationId: string
  at: string
}

export async function recordEntry(tx: Tx, entry: NewEntry): Promise<void> {
  await tx.run(sql`
    insert into review_entry (id, reduction_id, participant_id, act, note, person_id, organisation_id, at)
    values (${entry.id}, ${entry.reductionId}, ${entry.participantId}, ${entry.act}, ${entry.note}, ${entry.personId},
            ${entry.organisationId}, ${entry.at})`)
}

/** Answers every open dispute about an act; how many there were. */
export function answerDisputes(
  tx: Tx,
  act: { participantId: string; reductionId: string; answer: string; at: string },
): Promise<number> {
  return tx.run(sql`
    update reduction_dispute set answer = ${act.answer}, answered_at = ${act.at}
     where participant_id = ${act.participantId} and reduction_id = ${act.reductionId} and answered_at is null`)
}

const FullDispute = z.object({
  id: z.string(),
  said: z.string(),
  saidAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
  escalatedAt: z.string().nullable(),
})

/** What a person said about an act, the newest first. */
export function fullDisputesOf(db: Queryable, participantId: string, reductionId: string) {
  return db.many(rows(FullDispute)`
    select id, said, said_at as "saidAt", answer, answered_at as "answeredAt", escalated_at as "escalatedAt"
      from reduction_dispute
     where participant_id = ${participantId} and reduction_id = ${reductionId}
     order by said_at desc, id
     limit 100`)
}

const Escalated = z.object({ id: z.string(), reductionId: z.string() })

/** Marks disputes that nobody answered in time, each once. */
export function escalateDisputes(tx: Tx, now: string, limit: number) {
  return tx.many(rows(Escalated)`
    update reduction_dispute d set escalated_at = ${now}
      from (select participant_id, id from reduction_dispute
             where answered_at is null and escalated_at is null
               and said_at <= ${now}::timestamptz - make_interval(days => ${REVIEW_DAYS})
             order by said_at limit ${limit} for update skip locked) late
     where d.participant_id = late.participant_id and d.id = late.id
    returning d.id, d.reduction_id as "reductionId"`)
}

/** Gives back the acts of a batch that somebody disputes: they are not issued before that was answered. */
export async function giveBackDisputed(tx: Tx, batchId: string): Promise<number> {
  // Whoever disputes an act of this batch waits from here on, and then finds it issued.
  await tx.run(sql`select 1 from reduction_batch where id = ${batchId} for no key update`)
  return tx.run(sql`
    update reduction r set status = 'recorded', batch_id = null
      from reduction_batch b
     where r.batch_id = ${batchId} and b.id = r.batch_id and b.state <> 'issued'
       and exists (select from reduction_dispute d
                    where d.participant_id = r.participant_id and d.reduction_id = r.id and d.answered_at is null)`)
}

const FiguresRow = z.object({
  open: z.int(),
  overdue: z.int(),
  disputes: z.int(),
  oldestSince: z.string().nullable(),
  released: z.int(),
  rejected: z.int(),
  medianHours: z.int().nullable(),
})

/** How many wait, for how long, and what was decided in a year. */
export function reviewFigures(db: Queryable, now: string) {
  return db.one(rows(FiguresRow)`
    with late as (select ${now}::timestamptz - make_interval(days => ${REVIEW_DAYS}) as before,
                         ${now}::timestamptz - interval '365 days' as year_ago),
    aside as (
      select count(*) as open, count(*) filter (where recorded_at <= late.before) as overdue, min(recorded_at) as oldest
        from reduction cross join late where status = 'quarantined'),
    disputed as (
      select count(*) as open, count(*) filter (where said_at <= late.before) as overdue, min(said_at) as oldest
        from reduction_dispute cross join late where answered_at is null),
    decided as (
      select count(*) filter (where act = 'release') as released, count(*) filter (where act = 'reject') as rejected
        from review_entry cross join late where act in ('release', 'reject') and at > late.year_ago),
    answered as (
      select percentile_disc(0.5) within group (order by answered_at - said_at) as median
        from reduction_dispute cross join late where answered_at > late.year_ago)
    select a.open + d.open as open, a.overdue + d.overdue as overdue, d.open as disputes,
           least(a.oldest, d.oldest) as "oldestSince", e.released, e.rejected,
           ceil(extract(epoch from m.median) / 3600)::int as "medianHours"
      from aside a, disputed d, decided e, answered m`)
}

const OwnAct = z.object({ participantId: z.string(), id: z.string() })

/** Whether an act in review is this provider's record. */
export function ownActInReview(db: Queryable, participantId: string, id: string, providerId: string) {
  return db.maybe(rows(OwnAct)`
    select participant_id as "participantId", id from reduction
     where participant_id = ${participantId} and id = ${id} and provider_id = ${providerId}`)
}
