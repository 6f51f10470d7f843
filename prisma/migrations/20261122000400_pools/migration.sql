-- How providers' records find people, and what became of each upload.

create table provider_link (
  id             uuid primary key,
  provider_id    uuid not null references organisation on delete cascade,
  -- The provider's own name for the person: member number, card or loyalty number.
  subject        text not null,
  person_id      uuid not null references person on delete cascade,
  participant_id uuid not null,
  proof          text not null check (proof in ('member-number', 'code')),
  linked_at      timestamptz not null default current_timestamp,
  revoked_at     timestamptz
);
-- One living person per subject.
create unique index provider_link_subject on provider_link (provider_id, subject) where revoked_at is null;
create index provider_link_person on provider_link (person_id);

-- A provider's one-time proof that somebody is its subject: shown at a counter or in its app.
create table link_code (
  provider_id uuid not null references organisation on delete cascade,
  code        text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  subject     text not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  primary key (provider_id, code)
);

create table import (
  id          uuid primary key,
  provider_id uuid not null references organisation on delete cascade,
  pool        text not null check (pool in ('mobility', 'destinations')),
  started_at  timestamptz not null,
  -- Null while lines come in, and for ever when the connection broke: the chunks that came are kept.
  finished_at timestamptz,
  lines       bigint not null default 0,
  accepted    bigint not null default 0,
  -- Of the accepted: nobody is linked yet.
  waiting     bigint not null default 0,
  duplicate   bigint not null default 0,
  quarantined bigint not null default 0,
  rejected    bigint not null default 0,
  shown_g     bigint not null default 0,
  credited_g  bigint not null default 0
);
create index import_provider on import (provider_id, started_at desc);

-- Only lines that were not simply accepted.
create table import_row (
  import_id   uuid not null references import on delete cascade,
  line        integer not null,
  external_id text,
  status      text not null check (status in ('duplicate', 'quarantined', 'rejected')),
  code        text not null,
  facts       jsonb,
  primary key (import_id, line)
);
