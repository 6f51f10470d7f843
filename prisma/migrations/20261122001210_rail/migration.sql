-- Railway stations and the network between them, from the ministry's N02 railway data; installed by whoever runs this.
-- One edition is in force; a ride keeps its metres and their source.

create table rail_network (
  id          smallint primary key check (id = 1),
  edition     text not null,
  source      text not null,
  -- `track`: edges follow the rails. `straight`: from station to station as the crow flies.
  measured    text not null check (measured in ('track', 'straight')),
  imported_at timestamptz not null,
  stations    integer not null,
  edges       integer not null
);

create table rail_station (
  -- N02_005c, one for each line at a station.
  code             text primary key,
  -- N02_005g, shared by stations where one changes trains.
  group_code       text not null,
  name             text not null,
  line             text not null,
  operator         text not null,
  -- N02_001 and N02_002.
  rail_class       text not null,
  institution_type text not null,
  lat              double precision not null check (lat between 20 and 46),
  lon              double precision not null check (lon between 122 and 154),
  search_text      text not null
);
create index rail_station_group on rail_station (group_code);

create table rail_edge (
  a      text not null references rail_station on delete cascade,
  b      text not null references rail_station on delete cascade,
  metres integer not null check (metres >= 0),
  primary key (a, b),
  check (a < b)
);

-- Airports are known by their Japanese names too.
alter table airport add column name_ja text not null default '';
