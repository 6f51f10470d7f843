-- Municipalities: small, read everywhere, written only by the seed. Reference tables when the database is distributed.

create table prefecture (
  code    text primary key check (code ~ '^[0-9]{2}$'),
  name_ja text not null,
  name_en text not null
);

create table municipality (
  code                 text primary key check (code ~ '^[0-9]{5}$'),
  -- The same code with its check digit, as local governments write it.
  lgcode               text not null unique check (lgcode ~ '^[0-9]{6}$' and left(lgcode, 5) = code),
  prefecture_code      text not null references prefecture check (prefecture_code = left(code, 2)),
  county_ja            text,
  name_ja              text not null,
  name_kana            text not null,
  name_en              text not null,
  kind                 text not null check (kind in ('city', 'special_ward', 'town', 'village')),
  -- A city designated by ordinance, whose wards have codes of their own in other people's data.
  designated           boolean not null,
  northern_territories boolean not null,
  -- The town hall, in degrees. Null where there is none.
  office_lat           double precision check (office_lat between 20 and 46),
  office_lon           double precision check (office_lon between 122 and 154),
  population           integer check (population >= 0),
  -- Code and names as the search compares them.
  search_text          text not null,
  source               text not null,
  verified             boolean not null,
  check ((office_lat is null) = (office_lon is null))
);
create index municipality_prefecture_code_idx on municipality (prefecture_code);

create table airport (
  iata              text primary key check (iata ~ '^[A-Z]{3}$'),
  icao              text not null check (icao ~ '^[A-Z0-9]{4}$'),
  name_en           text not null,
  lat               double precision not null check (lat between 20 and 46),
  lon               double precision not null check (lon between 122 and 154),
  municipality_code text not null references municipality,
  kind              text not null check (kind in ('large_airport', 'medium_airport', 'small_airport')),
  source            text not null,
  verified          boolean not null
);
create index airport_municipality_code_idx on airport (municipality_code);
