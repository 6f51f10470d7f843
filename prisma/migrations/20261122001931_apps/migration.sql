-- Several apps on one pool: an app of a provider acts for a person who agreed, within named scopes (OAuth 2.1).

create table oauth_app (
  id              uuid primary key,
  organisation_id uuid not null references organisation on delete cascade,
  name            text not null,
  -- Compared letter for letter: no patterns, no prefixes.
  redirect_uris   text[] not null check (cardinality(redirect_uris) between 1 and 5),
  created_at      timestamptz not null,
  disabled_at     timestamptz
);
create index oauth_app_of on oauth_app (organisation_id, created_at);

-- One yes of one person; every code and token that follows from it ends with it.
create table oauth_grant (
  id         uuid primary key,
  app_id     uuid not null references oauth_app on delete cascade,
  person_id  uuid not null references person on delete cascade,
  scopes     text[] not null check (cardinality(scopes) >= 1),
  created_at timestamptz not null,
  revoked_at timestamptz,
  -- Why it ended: the person, the app, or a code or token that came twice.
  ended_by   text check (ended_by in ('person', 'app', 'provider', 'reuse')),
  check ((revoked_at is null) = (ended_by is null))
);
create index oauth_grant_of on oauth_grant (person_id, app_id);
create index oauth_grant_app on oauth_grant (app_id);

create table oauth_code (
  -- SHA-256; the code itself is only ever in the redirect.
  hash         bytea primary key,
  grant_id     uuid not null references oauth_grant on delete cascade,
  redirect_uri text not null,
  challenge    text not null,
  expires_at   timestamptz not null,
  used_at      timestamptz
);
create index oauth_code_of on oauth_code (grant_id);

create table oauth_token (
  hash       bytea primary key,
  grant_id   uuid not null references oauth_grant on delete cascade,
  kind       text not null check (kind in ('access', 'refresh')),
  expires_at timestamptz not null,
  -- A refresh token works once; a second use ends the whole grant.
  used_at    timestamptz
);
create index oauth_token_of on oauth_token (grant_id, expires_at);
