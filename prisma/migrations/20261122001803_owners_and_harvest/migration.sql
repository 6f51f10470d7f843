-- Many owners behind one project: what they agreed to, whose stand stands behind which grams, and the guard that takes those
-- grams out of every sale the moment a harvest is announced. What is held back is reserved in the ledger, so that not even
-- a mistake of ours could sell it.

create table forest_owner (
  project_id       uuid not null references forest_project,
  number           integer not null,
  name             text not null,
  organisation_id  uuid references organisation,
  consented_on     date not null,
  no_harvest_until date,
  primary key (project_id, number),
  constraint forest_owner_until check (no_harvest_until > consented_on)
);
create index forest_owner_organisation on forest_owner (organisation_id) where organisation_id is not null;

create table forest_stand (
  id           uuid primary key,
  project_id   uuid not null,
  owner_number integer not null,
  name         text not null,
  area_m2      bigint not null,
  foreign key (project_id, owner_number) references forest_owner (project_id, number),
  unique (project_id, name),
  constraint forest_stand_area check (area_m2 > 0)
);

create table forest_stand_lot (
  stand_id uuid not null references forest_stand,
  lot_id   uuid not null references forest_lot,
  mass_g   bigint not null,
  primary key (stand_id, lot_id),
  constraint forest_stand_lot_mass check (mass_g > 0)
);
create index forest_stand_lot_lot on forest_stand_lot (lot_id);

create table forest_harvest (
  id           uuid primary key,
  stand_id     uuid not null references forest_stand,
  harvest_on   date not null,
  announced_at timestamptz not null,
  announced_by text not null,
  note         text,
  ended_at     timestamptz,
  ended_why    text,
  constraint forest_harvest_ended check ((ended_at is null) = (ended_why is null)),
  constraint forest_harvest_why check (ended_why in ('withdrawn', 'compensated'))
);
-- One announcement stands at a time.
create unique index forest_harvest_standing on forest_harvest (stand_id) where ended_at is null;

create table forest_harvest_hold (
  harvest_id     uuid not null references forest_harvest,
  lot_id         uuid not null references forest_lot,
  reservation_id uuid references reservation,
  mass_g         bigint not null,
  -- Sold before the announcement: the registry asks for compensation, and everybody concerned sees how much.
  short_g        bigint not null,
  primary key (harvest_id, lot_id),
  constraint forest_harvest_hold_mass check (mass_g >= 0 and short_g >= 0 and mass_g + short_g > 0
                                             and (mass_g > 0) = (reservation_id is not null))
);
create trigger append_only before update or delete or truncate on forest_harvest_hold
  for each statement execute function refuse_change();
