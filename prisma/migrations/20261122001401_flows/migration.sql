-- Sums by day, by destination and by grid square beside those by month and mode, all of them made of the same
-- increments: an act becomes public once, together with those of nine other people at least, with the labels that these
-- ten share. Two tables laid against each other are then sums of whole increments, and say nothing of fewer people.

-- How often a cell changed, and how much of that is public: decides when it is looked at again.
alter table area_sum add column changes bigint not null default 0;
alter table area_sum add column published_changes bigint not null default 0;
update area_sum s set changes = abs(s.acts), published_changes = abs(s.acts);

create table area_waiting (
  municipality_code text not null,
  month             text not null,
  pool              text not null,
  mode              text not null,
  -- Acts, or grams of them that were sold.
  kind              text not null check (kind in ('act', 'sold')),
  -- Empty: not said.
  day               text not null,
  to_municipality   text not null,
  from_mesh         text not null,
  to_mesh           text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  contributed_g     bigint not null,
  changes           bigint not null,
  -- Ten at most of those with an act in here that was never public. Never shown to anybody.
  people            uuid[] not null,
  primary key (municipality_code, month, pool, mode, kind, day, to_municipality, from_mesh, to_mesh)
);
insert into area_waiting
select municipality_code, month, pool, mode, 'act', '', '', '', '', acts, shown_g, credited_g, emitted_g, contributed_g,
       greatest(abs(acts), 1), people
  from area_pending;
update area_sum s set published_changes = s.changes - least(s.changes, w.changes)
  from area_waiting w
 where (w.municipality_code, w.month, w.pool, w.mode) = (s.municipality_code, s.month, s.pool, s.mode);
drop table area_pending;

-- What was published with its day.
create table area_day_published (
  municipality_code text not null,
  day               text not null,
  pool              text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  primary key (municipality_code, day, pool, mode)
);

-- What was published with its destination: trips from one municipality to another, or within one.
create table flow_published (
  from_municipality text not null,
  to_municipality   text not null,
  month             text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  primary key (from_municipality, month, to_municipality, mode)
);
create index flow_published_to on flow_published (to_municipality, month);

-- What was published with the squares of a kilometre (JIS X 0410) in which it began and ended.
create table mesh_flow_published (
  from_municipality text not null,
  month             text not null,
  from_mesh         text not null,
  to_mesh           text not null,
  mode              text not null,
  acts              bigint not null,
  shown_g           bigint not null,
  credited_g        bigint not null,
  emitted_g         bigint not null,
  primary key (from_municipality, month, from_mesh, to_mesh, mode)
);
