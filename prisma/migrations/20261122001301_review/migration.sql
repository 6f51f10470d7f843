-- What happens to an act after it came in: who looked at it, what was decided, and how its figures changed.

-- Every change of an act, before and after; never overwritten. Keyed by the act alone, so that it stays with the act when
-- one that waited finds its person; distributed by it.
create table reduction_revision (
  reduction_id    uuid not null,
  revision        integer not null check (revision > 0),
  kind            text not null check (kind in ('released', 'rejected', 'corrected', 'withdrawn')),
  -- In the words of whoever changed it.
  reason          text not null,
  -- The platform's operator, or the provider whose record it is.
  organisation_id uuid not null,
  -- Figures, state and what they were made from: {status, shownG, creditedG, emittedG, quantity, basisId, …}.
  before          jsonb not null,
  after           jsonb not null,
  at              timestamptz not null default clock_timestamp(),
  -- The transaction that made the change; see keep_figures().
  xid             xid8 not null default pg_current_xact_id(),
  primary key (reduction_id, revision)
);
create trigger append_only before update or delete or truncate on reduction_revision
  for each statement execute function refuse_change();

-- A stored number is never changed in place and in silence: a row may lose its worth before it is in a batch, and anything
-- else needs a revision that says what was and what is, written by the same transaction.
create or replace function keep_figures() returns trigger language plpgsql as $$
begin
  if old.status <> 'pooled' and new.status in ('duplicate', 'quarantined', 'rejected')
     and new.shown_g = 0 and new.credited_g = 0 and new.quantity = old.quantity and new.basis_id = old.basis_id then
    return new;
  end if;
  perform 1 from reduction_revision v
    where v.reduction_id = new.id and v.xid = pg_current_xact_id()
      and ((v.before->>'shownG')::bigint, (v.before->>'creditedG')::bigint, (v.before->>'emittedG')::bigint,
           (v.before->>'quantity')::bigint, (v.before->>'basisId')::integer, v.before->>'evidence',
           (v.before->>'startedAt')::timestamptz)
        = (old.shown_g, old.credited_g, old.emitted_g, old.quantity, old.basis_id, old.evidence, old.started_at)
      and ((v.after->>'shownG')::bigint, (v.after->>'creditedG')::bigint, (v.after->>'emittedG')::bigint,
           (v.after->>'quantity')::bigint, (v.after->>'basisId')::integer, v.after->>'evidence',
           (v.after->>'startedAt')::timestamptz)
        = (new.shown_g, new.credited_g, new.emitted_g, new.quantity, new.basis_id, new.evidence, new.started_at);
  if found then return new; end if;
  raise exception 'the figures of a reduction are not changed in place' using errcode = 'restrict_violation';
end $$;

-- What a reviewer decided or asked about an act, and what its provider said; each is kept.
create table review_entry (
  id              uuid primary key,
  reduction_id    uuid not null,
  -- Under which pseudonym the act stood when it was said.
  participant_id  uuid not null,
  act             text not null check (act in ('release', 'reject', 'ask', 'say')),
  note            text not null,
  person_id       uuid,
  organisation_id uuid not null,
  at              timestamptz not null default clock_timestamp()
);
create index review_entry_reduction on review_entry (reduction_id, at);
create index review_entry_at on review_entry (at) where act in ('release', 'reject');
create trigger append_only before update or delete or truncate on review_entry
  for each statement execute function refuse_change();

-- The reviewer's list: what is set aside, the oldest first, of everybody or of one provider.
create index reduction_set_aside on reduction (recorded_at, id) where status = 'quarantined';
create index reduction_set_aside_of on reduction (provider_id, recorded_at, id) where status = 'quarantined';
create index reduction_set_aside_id on reduction (id) where status = 'quarantined';

alter table reduction_dispute add column escalated_at timestamptz;
create index reduction_dispute_open on reduction_dispute (said_at, id) where answered_at is null;
create index reduction_dispute_act on reduction_dispute (reduction_id);
