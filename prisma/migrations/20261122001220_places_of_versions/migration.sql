-- The places of every version are kept, so that people find the stops of the timetable in force today, whatever season or
-- old year was sent last.

alter table stop_place rename to stop_place_of_feed;
alter table stop_place_of_feed rename constraint stop_place_pkey to stop_place_of_feed_pkey;
drop index stop_place_lat;

create table stop_place (
  version_id  integer not null references feed_version on delete cascade,
  place       integer not null,
  stop_id     text not null,
  name        text not null,
  kana        text,
  name_en     text,
  lat         double precision not null,
  lon         double precision not null,
  poles       integer not null check (poles >= 1),
  search_text text not null,
  primary key (version_id, place)
);
create index stop_place_lat on stop_place (lat, lon);

insert into stop_place (version_id, place, stop_id, name, kana, name_en, lat, lon, poles, search_text)
select v.id, s.place, s.stop_id, s.name, s.kana, s.name_en, s.lat, s.lon, s.poles, s.search_text
  from stop_place_of_feed s
  join lateral (select id from feed_version where feed_id = s.feed_id order by imported_at desc, id desc limit 1) v on true;
drop table stop_place_of_feed;
