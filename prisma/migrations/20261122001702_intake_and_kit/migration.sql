-- Cash registers that send by themselves, emissions with what was done against them, and claims that people keep.

create table scheme_terminal (
  scheme_id     uuid not null references scheme,
  id            uuid not null,
  name          text not null,
  -- Deliveries are numbered without gaps; this is the number that the next one must carry.
  next_sequence bigint not null default 1,
  created_at    timestamptz not null default current_timestamp,
  revoked_at    timestamptz,
  primary key (scheme_id, id),
  constraint scheme_terminal_sequence check (next_sequence >= 1)
);

create table scheme_delivery (
  scheme_id   uuid not null,
  terminal_id uuid not null,
  sequence    bigint not null,
  -- SHA-256 of the body: the same number with other contents is no repeat.
  digest      bytea not null,
  answer      json not null,
  received_at timestamptz not null,
  primary key (scheme_id, terminal_id, sequence),
  foreign key (scheme_id, terminal_id) references scheme_terminal (scheme_id, id)
);

-- How the grams of a sale were counted, where they were: what was emitted, and what measures took off first.
create table scheme_emission (
  scheme_id   uuid not null,
  external_id text not null,
  detail      jsonb not null,
  emitted_g   bigint not null,
  measures_g  bigint not null,
  primary key (scheme_id, external_id),
  foreign key (scheme_id, external_id) references scheme_sale (scheme_id, external_id),
  constraint scheme_emission_mass check (emitted_g >= 0 and measures_g >= 0)
);

-- A claim in somebody's account, under their pseudonym. Spread by the code like the claim itself.
create table claim_keeper (
  code           text primary key references claim,
  participant_id uuid not null,
  added_at       timestamptz not null
);
create index claim_keeper_participant on claim_keeper (participant_id, added_at desc);

-- What a closing gave back of the grams that had been set aside for an estimate.
alter table scheme_closing add column released_g bigint not null default 0;
alter table scheme_closing add constraint scheme_closing_released check (released_g >= 0);

-- Two events at the same place and time are told of each other.
create index scheme_municipality on scheme (municipality_code, kind);

create trigger append_only before update or delete or truncate on scheme_delivery
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on scheme_emission
  for each statement execute function refuse_change();
