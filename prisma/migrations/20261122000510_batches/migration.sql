-- From verified reductions to a lot, and what is said about retirements afterwards.

-- Reductions of a month, an area, a pool and a method on their way to a lot: gathered by the operator, sampled and signed
-- by a verifier who has no part in it, issued by somebody else again.
create table credit_batch (
  id                uuid primary key,
  month             text not null,
  municipality_code text,
  pool              text not null,
  method_id         text not null,
  -- Whose credits they become.
  owner_id          uuid not null references organisation,
  status            text not null default 'gathered',
  gathered          integer not null,
  gathered_g        bigint not null,
  created_by        uuid not null,
  created_at        timestamptz not null default clock_timestamp(),
  seed              text,
  sample_size       integer,
  sampled_by        uuid,
  sampled_at        timestamptz,
  -- What passed, and which reductions that is: the digest is over their ids and grams in order.
  verified          integer,
  verified_g        bigint,
  deduction_bp      integer,
  source_digest     bytea,
  signed_by         uuid,
  signed_for        uuid references organisation,
  signed_at         timestamptz,
  -- verified + carried in = lot + carried on + deducted.
  carried_in_g      bigint,
  deducted_g        bigint,
  carried_g         bigint,
  issued_by         uuid,
  issued_at         timestamptz,
  -- The later batch that took the remainder up.
  carried_into      uuid references credit_batch,
  constraint credit_batch_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint credit_batch_municipality check (municipality_code ~ '^[0-9]{5}$'),
  constraint credit_batch_pool check (pool in ('mobility', 'destinations')),
  constraint credit_batch_gathered check (gathered > 0 and gathered_g >= 0),
  constraint credit_batch_status check (status in ('gathered', 'sampled', 'signed', 'issued', 'carried')),
  constraint credit_batch_sampled check (
    status = 'gathered' or (seed is not null and sample_size > 0 and sampled_by is not null and sampled_at is not null)),
  constraint credit_batch_signed check (
    status in ('gathered', 'sampled')
    or (verified is not null and verified_g >= 0 and deduction_bp between 0 and 10000
        and octet_length(source_digest) = 32 and signed_at is not null
        and signed_by is not null and signed_by <> created_by
        and signed_for is not null and signed_for <> owner_id)),
  constraint credit_batch_issued check (
    status not in ('issued', 'carried')
    or (carried_in_g >= 0 and deducted_g >= 0 and carried_g >= 0 and issued_at is not null
        and issued_by is not null and issued_by <> signed_by)),
  constraint credit_batch_carried check (
    status <> 'carried' or carried_g = verified_g + carried_in_g - deducted_g)
);
create index credit_batch_line on credit_batch (pool, method_id, municipality_code, month);
-- Remainders that wait for the next batch of their line.
create index credit_batch_waiting on credit_batch (pool, method_id)
  where carried_g > 0 and carried_into is null;

alter table lot add foreign key (batch_id) references credit_batch;

-- What was once decided about a batch stays; a finished batch only learns who took its remainder up.
create function credit_batch_guard() returns trigger language plpgsql as $$
declare
  steps constant text[] := array['gathered', 'sampled', 'signed', 'issued'];
begin
  if (new.month, new.municipality_code, new.pool, new.method_id, new.owner_id, new.gathered, new.gathered_g, new.created_by)
     is distinct from
     (old.month, old.municipality_code, old.pool, old.method_id, old.owner_id, old.gathered, old.gathered_g, old.created_by)
     or old.carried_into is not null
     or (old.status in ('issued', 'carried')
         and to_jsonb(new) - 'carried_into' is distinct from to_jsonb(old) - 'carried_into')
     or (old.status = 'signed' and (new.verified_g, new.source_digest, new.signed_by, new.deduction_bp)
         is distinct from (old.verified_g, old.source_digest, old.signed_by, old.deduction_bp))
     or coalesce(array_position(steps, new.status), 4) - array_position(steps, old.status) not in (0, 1) then
    raise exception 'batch % cannot change that way', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger one_way before update on credit_batch for each row execute function credit_batch_guard();
create trigger never_deleted before delete or truncate on credit_batch
  for each statement execute function refuse_change();

-- The sample: the reductions with the smallest SHA-256 of seed and id.
create table batch_sample (
  batch_id     uuid not null references credit_batch,
  reduction_id uuid not null,
  rank         integer not null,
  primary key (batch_id, rank),
  unique (batch_id, reduction_id)
);
create trigger append_only before update or delete or truncate on batch_sample
  for each statement execute function refuse_change();

-- What the verifier found; of two on the same reduction the later counts, and both stay.
create table batch_finding (
  id              bigint generated always as identity primary key,
  batch_id        uuid not null,
  reduction_id    uuid not null,
  pass            boolean not null,
  note            text,
  found_by        uuid not null,
  organisation_id uuid not null references organisation,
  found_at        timestamptz not null default clock_timestamp(),
  foreign key (batch_id, reduction_id) references batch_sample (batch_id, reduction_id)
);
create index batch_finding_reduction on batch_finding (batch_id, reduction_id, id);
create trigger append_only before update or delete or truncate on batch_finding
  for each statement execute function refuse_change();

-- Which reduction each gram of a behaviour lot is. Serial n of the lot is in the row with lo <= n < hi.
create table lot_source (
  lot_id         uuid not null references lot,
  lo             bigint not null,
  hi             bigint not null,
  participant_id uuid not null,
  reduction_id   uuid not null,
  primary key (lot_id, lo),
  unique (lot_id, hi),
  constraint lot_source_range check (0 <= lo and lo < hi)
);
create index lot_source_reduction on lot_source (participant_id, reduction_id);
create trigger append_only before update or delete or truncate on lot_source
  for each statement execute function refuse_change();

-- The grams left over when a batch was cut to whole kilograms; they come first in the next batch of the same line.
create table carry_source (
  batch_id       uuid not null references credit_batch,
  lo             bigint not null,
  hi             bigint not null,
  participant_id uuid not null,
  reduction_id   uuid not null,
  primary key (batch_id, lo),
  unique (batch_id, hi),
  constraint carry_source_range check (0 <= lo and lo < hi)
);
create index carry_source_reduction on carry_source (participant_id, reduction_id);
create trigger append_only before update or delete or truncate on carry_source
  for each statement execute function refuse_change();

-- What the platform itself burnt in a month; it is taken off before anything is issued.
create table platform_energy (
  month       text primary key,
  wh          bigint not null,
  g           bigint not null,
  source      text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint platform_energy_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint platform_energy_amount check (wh >= 0 and g >= 0)
);
create trigger append_only before update or delete or truncate on platform_energy
  for each statement execute function refuse_change();

create table energy_deduction (
  batch_id uuid not null references credit_batch,
  month    text not null references platform_energy,
  g        bigint not null,
  primary key (batch_id, month),
  constraint energy_deduction_amount check (g > 0)
);
create index energy_deduction_month on energy_deduction (month);
create trigger append_only before update or delete or truncate on energy_deduction
  for each statement execute function refuse_change();

-- Said after a retirement, beside it and never instead of it.
create table retirement_note (
  id              bigint generated always as identity primary key,
  retirement_id   uuid not null references retirement,
  organisation_id uuid not null references organisation,
  text            text not null,
  noted_at        timestamptz not null default clock_timestamp()
);
create index retirement_note_retirement on retirement_note (retirement_id, id);
create trigger append_only before update or delete or truncate on retirement_note
  for each statement execute function refuse_change();

-- Whether the public may read a beneficiary's name: the operator's decisions, of which the last counts.
create table name_review (
  id            bigint generated always as identity primary key,
  retirement_id uuid not null references retirement,
  decision      text not null,
  reason        text,
  reviewed_by   uuid not null,
  reviewed_at   timestamptz not null default clock_timestamp(),
  constraint name_review_decision check (decision in ('approved', 'rejected'))
);
create index name_review_retirement on name_review (retirement_id, id);
create trigger append_only before update or delete or truncate on name_review
  for each statement execute function refuse_change();

-- How a beneficiary's name stands: private by wish or erased, waiting, or as the operator last decided.
create function name_review_of(s retirement_statement) returns text language sql stable
  return case
    when not s.public_name or s.erased_at is not null then 'private'
    else coalesce((select v.decision from name_review v where v.retirement_id = s.retirement_id order by v.id desc limit 1),
                  'pending')
  end;
