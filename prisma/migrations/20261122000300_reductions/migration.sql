-- One row per act. Everything a person did lies under their pseudonym, so that one person's rows are one shard's.

create extension if not exists btree_gist;

-- What a result stands on: method, edition of factors and the rows used, each with version and hash. A few hundred rows
-- for millions of results, never changed. A reference table when the database is distributed.
create table basis (
  id               integer primary key generated always as identity,
  -- Hash of all that follows, so that equal ones are one row.
  key              bytea not null unique,
  method_id        text not null,
  method_version   text not null,
  method_hash      text not null,
  factor_set       text not null,
  factor_set_hash  text not null,
  -- `id@version`, the credited baseline first.
  factors          text[] not null,
  baseline         text not null,
  evidence_bp      integer not null,
  uncertainty_bp   integer not null,
  additionality_bp integer not null,
  reasons          text[] not null
);
create trigger append_only before update or delete or truncate on basis
  for each statement execute function refuse_change();

-- provider_id, basis_id and municipalities carry no foreign keys: checking three of them would cost more than storing
-- the row. Rows are written by one function alone, which takes all three from their tables.
create table reduction (
  participant_id    uuid not null,
  id                uuid not null,
  pool              text not null check (pool in ('mobility', 'destinations')),
  -- Who reported it: an organisation, or nobody when the person did.
  provider_id       uuid,
  external_id       text,
  type              text not null,
  mode              text,
  started_at        timestamptz not null,
  ended_at          timestamptz not null,
  -- The day in Japan on which it began.
  day               date not null,
  -- Metres of a trip; pieces, grams or watt-hours otherwise.
  quantity          bigint not null,
  -- Where a trip began, or the place itself; null when unknown.
  from_municipality text,
  to_municipality   text,
  place_ref         text,
  purpose           text,
  evidence          text not null check (evidence in ('E0', 'E1', 'E2', 'E3', 'E4')),
  shown_g           bigint not null,
  credited_g        bigint not null check (credited_g >= 0),
  emitted_g         bigint not null check (emitted_g >= 0),
  basis_id          integer not null,
  -- waiting: nobody is linked yet; pooled: in a batch, whose row says how far it is.
  status            text not null check (status in ('waiting', 'recorded', 'quarantined', 'duplicate', 'pooled',
                                                    'rejected')),
  reasons           text[] not null default '{}',
  duplicate_of      uuid,
  batch_id          uuid,
  -- Whether it may be counted in its municipality's sums.
  shared            boolean not null default true,
  -- The engine's question, where the columns above do not already say it all.
  input             jsonb,
  note              text,
  recorded_at       timestamptz not null default current_timestamp,
  primary key (participant_id, id),
  constraint reduction_time check (started_at <= ended_at),
  constraint reduction_batched check ((batch_id is not null) = (status = 'pooled')),
  constraint reduction_worth check (status not in ('quarantined', 'duplicate') or (shown_g = 0 and credited_g = 0)),
  -- Nobody is in two places at once. Instants without length do not meet anything.
  constraint reduction_one_place exclude using gist
    (participant_id with =, tstzrange(started_at, ended_at) with &&)
    where (pool = 'mobility' and status in ('waiting', 'recorded', 'pooled'))
) partition by hash (participant_id);

do $$
begin
  for part in 0..15 loop
    execute format('create table reduction_%s partition of reduction for values with (modulus 16, remainder %s)',
                   lpad(part::text, 2, '0'), part);
  end loop;
end $$;

create index reduction_of_person on reduction (participant_id, started_at desc, id);
create index reduction_to_gather on reduction (pool, from_municipality, day)
  where status = 'recorded' and credited_g > 0;
create index reduction_of_batch on reduction (batch_id, id) where batch_id is not null;

-- A stored number is never recomputed in place: a row may lose its worth before it is in a batch, nothing else.
create function keep_figures() returns trigger language plpgsql as $$
begin
  if old.status <> 'pooled' and new.status in ('duplicate', 'quarantined', 'rejected')
     and new.shown_g = 0 and new.credited_g = 0 and new.quantity = old.quantity and new.basis_id = old.basis_id then
    return new;
  end if;
  raise exception 'the figures of a reduction are not changed in place' using errcode = 'restrict_violation';
end $$;
create trigger keep_figures before update on reduction for each row
  when ((old.shown_g, old.credited_g, old.emitted_g, old.quantity, old.basis_id, old.evidence, old.started_at)
        is distinct from
        (new.shown_g, new.credited_g, new.emitted_g, new.quantity, new.basis_id, new.evidence, new.started_at))
  execute function keep_figures();

-- Each record, seat and room-night is claimed once, whoever is said to have used it. Distributed by claim.
create table act_claim (
  provider_id    uuid not null,
  kind           text not null check (kind in ('record', 'seat', 'room-night')),
  claim          text not null,
  participant_id uuid not null,
  reduction_id   uuid not null,
  -- What was said, hashed: the same claim with other content is not the same act.
  content        bytea not null,
  primary key (provider_id, claim, kind)
);

-- How far a batch has come, once for all its rows.
create table reduction_batch (
  id                uuid primary key,
  pool              text not null check (pool in ('mobility', 'destinations')),
  month             text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  municipality_code text,
  method_id         text not null,
  state             text not null default 'gathered' check (state in ('gathered', 'verified', 'issued')),
  gathered_at       timestamptz not null default current_timestamp,
  verified_at       timestamptz,
  issued_at         timestamptz
);

create table reduction_dispute (
  participant_id uuid not null,
  id             uuid not null,
  reduction_id   uuid not null,
  said           text not null,
  said_at        timestamptz not null default current_timestamp,
  answer         text,
  answered_at    timestamptz,
  primary key (participant_id, id)
);
create index reduction_dispute_of on reduction_dispute (participant_id, reduction_id);

-- What a person agreed to, per purpose.
create table consent (
  person_id  uuid not null references person on delete cascade,
  purpose    text not null check (purpose in ('share-with-municipality', 'credit-assignment')),
  given_at   timestamptz not null default current_timestamp,
  revoked_at timestamptz,
  primary key (person_id, purpose)
);

-- A person's sums, kept in the transaction that changes them: their pages never group their rows.
create table person_sum (
  participant_id uuid not null,
  month          text not null,
  pool           text not null,
  -- The mode of a trip, else the type of the act.
  mode           text not null,
  acts           bigint not null,
  shown_g        bigint not null,
  credited_g     bigint not null,
  emitted_g      bigint not null,
  contributed_g  bigint not null,
  primary key (participant_id, month, pool, mode)
);

-- Sums by area. These three tables hold the same grams at different times: everything (area_sum, read by nobody outside),
-- what fewer than ten people did since the cell was last published (area_pending), and what was published.
create table area_sum (
  municipality_code text not null,
  month             text not null,
  pool              text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  contributed_g     bigint not null,
  primary key (municipality_code, month, pool, mode)
);

create table area_pending (
  municipality_code text not null,
  month             text not null,
  pool              text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  contributed_g     bigint not null,
  -- The people behind it, never more than nine once a transaction has ended.
  people            uuid[] not null,
  primary key (municipality_code, month, pool, mode)
);

create table area_published (
  municipality_code text not null,
  month             text not null,
  pool              text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  contributed_g     bigint not null,
  primary key (municipality_code, month, pool, mode)
);
-- The map asks for one month of the whole country.
create index area_published_month on area_published (month, pool);

-- Who was ever counted in a municipality's month, in which pools (1 mobility, 2 destinations): counts people once.
create table area_person (
  municipality_code text not null,
  month             text not null,
  participant_id    uuid not null,
  pools             smallint not null,
  primary key (participant_id, month, municipality_code)
);

create table area_people (
  municipality_code text not null,
  month             text not null,
  -- `all` counts a person of both pools once.
  pool              text not null check (pool in ('all', 'mobility', 'destinations')),
  people            bigint not null,
  -- As it stood when a cell of the month was last published.
  published         bigint not null default 0,
  primary key (municipality_code, month, pool)
);
create index area_people_month on area_people (month, pool);
