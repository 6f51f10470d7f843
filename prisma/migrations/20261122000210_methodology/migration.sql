-- Factors, the editions that freeze them, and methods. Small, read everywhere, only ever added to: reference tables when
-- the database is distributed.

create table factor (
  id               text not null,
  version          integer not null check (version > 0),
  -- The series it was taken from.
  set_id           text not null,
  scope_class      text not null check (scope_class in ('OP', 'TTW', 'WTT', 'WTW', 'LCA', 'SPECIFIC', 'NA')),
  scope            text not null,
  category         text not null,
  name_ja          text not null,
  name_en          text not null,
  -- Thousandths of the unit: milligrams of CO2e for every emission factor.
  value_mg         bigint not null check (value_mg >= 0),
  unit             text not null,
  uncertainty_bp   integer check (uncertainty_bp >= 0),
  region           text not null,
  year             integer not null,
  source_title     text not null,
  source_publisher text not null,
  source_year      integer,
  source_url       text not null,
  source_locator   text not null,
  verified         boolean not null,
  valid_from       date not null,
  published_at     date not null,
  supersedes       text,
  note             text not null,
  primary key (id, version)
);

-- An edition of the registry: which rows, for which days of activity, known from which day on.
create table factor_set (
  id           text primary key,
  name_ja      text not null,
  name_en      text not null,
  series       text not null,
  valid_from   date not null,
  valid_to     date not null check (valid_to >= valid_from),
  published_at date not null,
  -- SHA-256 of the canonical JSON of its rows.
  hash         text not null unique check (hash ~ '^[0-9a-f]{64}$')
);

create table factor_set_member (
  set_id         text not null references factor_set,
  factor_id      text not null,
  factor_version integer not null,
  primary key (set_id, factor_id),
  foreign key (factor_id, factor_version) references factor (id, version)
);
create index factor_set_member_factor_idx on factor_set_member (factor_id, factor_version);

create table method (
  id           text not null,
  version      text not null,
  hash         text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- What the page says and the hash is made from.
  document     jsonb not null,
  published_at timestamptz not null default now(),
  primary key (id, version)
);

create trigger append_only before update or delete or truncate on factor
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on factor_set
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on factor_set_member
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on method
  for each statement execute function refuse_change();
