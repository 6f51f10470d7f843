create table person (
  id             uuid primary key default uuidv7(),
  name           text not null,
  email          text not null unique,
  email_verified boolean not null default false,
  image          text,
  language       text not null default 'ja',
  participant_id uuid not null unique default uuidv7(),
  created_at     timestamptz not null default current_timestamp,
  updated_at     timestamptz not null default current_timestamp,
  constraint person_email_lower check (email = lower(email))
);

create table session (
  id         uuid primary key default uuidv7(),
  user_id    uuid not null references person on delete cascade,
  token      text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create index session_user_idx on session (user_id);

create table account (
  id                       uuid primary key default uuidv7(),
  user_id                  uuid not null references person on delete cascade,
  account_id               text not null,
  provider_id              text not null,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default current_timestamp,
  updated_at               timestamptz not null default current_timestamp
);
create index account_user_idx on account (user_id);

create table verification (
  id         uuid primary key default uuidv7(),
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create index verification_identifier_idx on verification (identifier);

create table passkey (
  id            uuid primary key default uuidv7(),
  name          text,
  public_key    text not null,
  user_id       uuid not null references person on delete cascade,
  credential_id text not null,
  counter       integer not null,
  device_type   text not null,
  backed_up     boolean not null,
  transports    text,
  aaguid        text,
  created_at    timestamptz default current_timestamp
);
create index passkey_user_idx on passkey (user_id);
create index passkey_credential_idx on passkey (credential_id);

create table organisation (
  id                uuid primary key,
  name              text not null,
  kind              text not null,
  municipality_code text,
  corporate_number  text,
  created_at        timestamptz not null default current_timestamp,
  constraint organisation_kind check (kind in ('provider', 'merchant', 'municipality', 'creditOwner', 'verifier',
                                               'buyer', 'distributor', 'investor', 'operator'))
);

create table membership (
  organisation_id uuid not null references organisation on delete cascade,
  person_id       uuid not null references person on delete cascade,
  role            text not null,
  created_at      timestamptz not null default current_timestamp,
  primary key (person_id, organisation_id),
  constraint membership_role check (role in ('administrator', 'member', 'viewer'))
);
create index membership_organisation_idx on membership (organisation_id);

create table api_key (
  id              uuid primary key,
  organisation_id uuid not null references organisation on delete cascade,
  name            text not null,
  hash            bytea not null unique,
  last4           text not null,
  scopes          text[] not null,
  created_at      timestamptz not null default current_timestamp,
  expires_at      timestamptz,
  revoked_at      timestamptz
);
create index api_key_organisation_idx on api_key (organisation_id);

create table idempotent_request (
  caller      uuid not null,
  key         uuid not null,
  fingerprint bytea not null,
  status      integer,
  body        json,
  created_at  timestamptz not null default current_timestamp,
  primary key (caller, key)
);

create table audit_entry (
  id              bigserial primary key,
  at              timestamptz not null default current_timestamp,
  actor           text not null,
  organisation_id uuid,
  act             text not null,
  subject         text not null,
  facts           jsonb not null default '{}'
);
create index audit_entry_subject_idx on audit_entry (subject);

-- Append-only tables refuse every change, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
