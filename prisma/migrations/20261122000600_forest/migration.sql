-- Lots that other registries have issued: the project they come from, the statement that shows their holding, and the
-- registry's own serial numbers, of which none may ever stand here twice.

-- Ranges of numbers and the series they belong to in one exclusion constraint.
create extension if not exists btree_gist;

create table forest_project (
  id                uuid primary key,
  organisation_id   uuid not null references organisation,
  name              text not null,
  number            text,
  family            text not null,
  scheme            text not null,
  methodology       text not null,
  municipality_code text not null references municipality,
  latitude          double precision,
  longitude         double precision,
  story             text,
  co_benefits       text[] not null default '{}',
  created_at        timestamptz not null default current_timestamp,
  unique (organisation_id, name),
  constraint forest_project_name check (char_length(name) between 1 and 80),
  constraint forest_project_family check (family in ('j-credit', 'j-ver', 'j-blue', 'local')),
  constraint forest_project_point check ((latitude is null) = (longitude is null))
);
create index forest_project_municipality on forest_project (municipality_code);

create table forest_lot (
  lot_id              uuid primary key references lot,
  project_id          uuid not null references forest_project,
  organisation_id     uuid not null references organisation,
  vintage             integer not null,
  mass_g              bigint not null,
  unit_g              bigint not null,
  -- As the registry prints them.
  serials             text not null,
  -- What the numbers count up to; null when they cannot be read as numbers.
  serials_mass_g      bigint,
  statement           jsonb not null,
  price_yen_per_tonne bigint,
  tax_included        boolean not null,
  proof               text not null default 'stated',
  proof_note          text,
  checked_at          timestamptz,
  checked_by          text,
  imported_at         timestamptz not null default current_timestamp,
  constraint forest_lot_mass check (mass_g > 0 and unit_g > 0 and mass_g % unit_g = 0),
  constraint forest_lot_price check (price_yen_per_tonne > 0),
  constraint forest_lot_proof check (proof in ('stated', 'checked', 'refused')),
  constraint forest_lot_checked check ((proof = 'stated') = (checked_at is null) and (checked_at is null) = (checked_by is null))
);
create index forest_lot_project on forest_lot (project_id);
create index forest_lot_organisation on forest_lot (organisation_id, lot_id);
create index forest_lot_proof_waiting on forest_lot (lot_id) where proof = 'stated';

create table forest_serial_range (
  id      bigint generated always as identity primary key,
  lot_id  uuid not null references forest_lot,
  -- The registry's family and the letters before the number.
  block   text not null,
  numbers int8range not null,
  constraint forest_serial_range_numbers check (not isempty(numbers)),
  constraint forest_serial_once exclude using gist (block with =, numbers with &&)
);
create index forest_serial_range_lot on forest_serial_range (lot_id);

create trigger append_only before update or delete or truncate on forest_serial_range
  for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on forest_lot
  for each statement execute function refuse_change();
-- What was imported stays as it was imported; only the proof and the price are news.
create trigger import_fixed before update of lot_id, project_id, organisation_id, vintage, mass_g, unit_g, serials,
  serials_mass_g, statement on forest_lot for each statement execute function refuse_change();
