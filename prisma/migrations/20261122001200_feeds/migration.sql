-- Timetable feeds of operators (GTFS, GTFS-JP). Every version that was ever taken stays readable, because a ride belongs to
-- the timetable of its day. Calls are kept by pattern: trips that call at the same stops share one row of stops and
-- metres, and carry only their times. A country's timetables are then thousands of rows instead of a hundred million.

create table feed (
  id          uuid primary key,
  provider_id uuid not null references organisation on delete cascade,
  -- The provider's own name for it, as rides give it in feedId.
  code        text not null check (code ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  created_at  timestamptz not null default current_timestamp,
  unique (provider_id, code)
);

create table feed_version (
  id             integer generated always as identity primary key,
  feed_id        uuid not null references feed on delete cascade,
  -- Of the archive: the same one is taken once.
  content_sha256 bytea not null check (length(content_sha256) = 32),
  label          text,
  publisher      text,
  agency         text,
  -- The days for which it was published; null where it does not say.
  valid_from     date,
  valid_to       date,
  imported_at    timestamptz not null,
  bytes          bigint not null check (bytes > 0),
  -- Rows read and taken, file by file.
  counts         jsonb not null,
  -- How often each thing was remarked, file by file.
  issue_counts   jsonb not null,
  unique (feed_id, content_sha256)
);

-- Remarks about single rows; the first thousand of a version.
create table feed_issue (
  version_id integer not null references feed_version on delete cascade,
  number     integer not null,
  file       text not null,
  line       integer not null,
  code       text not null,
  facts      jsonb,
  primary key (version_id, number)
);

create table feed_stop (
  version_id integer not null references feed_version on delete cascade,
  -- Its place in the feed; patterns name stops by it.
  number     integer not null,
  stop_id    text not null,
  name       text not null,
  kana       text,
  name_en    text,
  lat        double precision not null check (lat between 20 and 46),
  lon        double precision not null check (lon between 122 and 154),
  kind       smallint not null,
  -- Poles of one name around one spot, and the station they belong to, share this number.
  place      integer not null,
  primary key (version_id, number),
  unique (version_id, stop_id)
);
create index feed_stop_place on feed_stop (version_id, place);

create table feed_route (
  version_id integer not null references feed_version on delete cascade,
  number     integer not null,
  route_id   text not null,
  short_name text not null,
  long_name  text not null,
  -- GTFS route_type.
  kind       integer,
  primary key (version_id, number)
);

create table feed_service (
  version_id integer not null references feed_version on delete cascade,
  number     integer not null,
  service_id text not null,
  -- Monday is bit 0.
  weekdays   smallint not null check (weekdays between 0 and 127),
  from_day   date,
  to_day     date,
  added      date[] not null,
  removed    date[] not null,
  primary key (version_id, number)
);

create table feed_shape (
  version_id integer not null references feed_version on delete cascade,
  number     integer not null,
  shape_id   text not null,
  -- Millionths of a degree.
  lats       integer[] not null,
  lons       integer[] not null,
  primary key (version_id, number)
);

create table feed_pattern (
  version_id integer not null references feed_version on delete cascade,
  number     integer not null,
  shape      integer,
  stops      integer[] not null,
  -- Metres from the first stop to each.
  along_m    integer[] not null,
  -- How they were measured: along the shape, or from stop to stop.
  source     text not null check (source in ('shape', 'chain')),
  primary key (version_id, number),
  check (cardinality(stops) = cardinality(along_m) and cardinality(stops) >= 2)
);

create table feed_trip (
  version_id integer not null references feed_version on delete cascade,
  trip_id    text not null,
  route      integer,
  service    integer,
  pattern    integer not null,
  headsign   text not null,
  -- Seconds of the service day at each stop of the pattern, past 86,400 after midnight; null where not published.
  arrivals   integer[] not null,
  departures integer[] not null,
  primary key (version_id, trip_id),
  foreign key (version_id, pattern) references feed_pattern (version_id, number) on delete cascade,
  check (cardinality(arrivals) = cardinality(departures))
);

-- Where people look for a stop by name: one row for each place of the newest version of each feed.
create table stop_place (
  feed_id     uuid not null references feed on delete cascade,
  place       integer not null,
  stop_id     text not null,
  name        text not null,
  kana        text,
  name_en     text,
  lat         double precision not null,
  lon         double precision not null,
  poles       integer not null check (poles >= 1),
  search_text text not null,
  primary key (feed_id, place)
);
create index stop_place_lat on stop_place (lat, lon);
