-- What stands behind a registered lot at its own registry. Here grams are retired by the gram; there whole units are, by
-- the account's holder, now and then. So retired grams of a lot queue up, and each official retirement covers the next
-- ones of the queue, serial number by serial number: a gram is due until its unit is retired there, and then has its number.

-- Retired grams of a lot in the order of the public log: [from_g, to_g) is the entry's place in the lot's queue. The order
-- is the log's because that never changes and anybody can count it again.
create table official_claim (
  lot_id        uuid not null references forest_lot,
  from_g        bigint not null,
  to_g          bigint not null,
  entry_id      bigint not null unique references ledger_entry,
  retirement_id uuid not null references retirement,
  primary key (lot_id, from_g),
  unique (lot_id, to_g),
  constraint official_claim_range check (0 <= from_g and from_g < to_g)
);
create index official_claim_retirement on official_claim (retirement_id);

-- Units that the operator saw retired at the registry, in the order in which they cover the queue. They may run ahead of
-- the queue (whole tonnes are retired for kilograms) but never beyond the lot.
create table official_retirement (
  id          uuid primary key,
  lot_id      uuid not null references forest_lot,
  number      integer not null,
  from_g      bigint not null,
  to_g        bigint not null,
  -- As the registry's notice prints them.
  serials     text not null,
  retired_on  date not null,
  -- Under what the registry filed it.
  document    text not null,
  note        text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (lot_id, number),
  unique (lot_id, from_g),
  unique (lot_id, to_g),
  constraint official_retirement_range check (0 <= from_g and from_g < to_g),
  constraint official_retirement_number check (number > 0)
);

create table official_serial_range (
  id            bigint generated always as identity primary key,
  retirement_id uuid not null references official_retirement,
  block         text not null,
  numbers       int8range not null,
  constraint official_serial_range_numbers check (not isempty(numbers)),
  -- A registry's number is retired once.
  constraint official_serial_once exclude using gist (block with =, numbers with &&)
);
create index official_serial_range_retirement on official_serial_range (retirement_id);

-- Each begins where the one before ended, and all stay within the lot and its units.
create function official_retirement_follows() returns trigger language plpgsql as $$
declare
  lot forest_lot;
begin
  select * into lot from forest_lot where lot_id = new.lot_id;
  if new.from_g <> coalesce((select max(to_g) from official_retirement where lot_id = new.lot_id), 0)
     or new.number <> (select count(*) + 1 from official_retirement where lot_id = new.lot_id)
     or new.to_g > lot.mass_g or (new.to_g - new.from_g) % lot.unit_g <> 0 then
    raise exception 'official retirement % of lot % does not follow', new.number, new.lot_id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger follows before insert on official_retirement for each row execute function official_retirement_follows();

-- Statements of holding that a registry printed, and what each showed of our lots.
create table registry_statement (
  id              uuid primary key,
  organisation_id uuid not null references organisation,
  issued_on       date not null,
  holder          text not null,
  account_number  text,
  -- SHA-256 of the file.
  digest          bytea not null,
  lines           integer not null,
  -- What did not agree, line by line, as it was found on that day.
  differences     jsonb not null,
  imported_by     text not null,
  imported_at     timestamptz not null,
  constraint registry_statement_digest check (octet_length(digest) = 32),
  constraint registry_statement_lines check (lines > 0)
);
create index registry_statement_organisation on registry_statement (organisation_id, id);

create table registry_statement_lot (
  lot_id       uuid not null references forest_lot,
  statement_id uuid not null references registry_statement,
  held_g       bigint not null,
  primary key (lot_id, statement_id),
  constraint registry_statement_lot_held check (held_g >= 0)
);

create trigger append_only before update or delete or truncate on official_claim
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on official_retirement
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on official_serial_range
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on registry_statement
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on registry_statement_lot
  for each statement execute function refuse_change();

-- Queues what the leaves [first, past) of the public log retired of registered lots. Called by the one who appends leaves.
create function queue_official_claims(first bigint, past bigint) returns bigint language sql as $$
  with fresh as (
    select f.index, e.id, e.lot_id, e.hi - e.lo as g, e.retirement_id
      from log_leaf f
      join ledger_entry e on e.id = f.entry_id and e.kind = 'retire'
      join forest_lot l on l.lot_id = e.lot_id
     where f.index >= first and f.index < past),
  placed as (
    select *, sum(g) over (partition by lot_id order by index) as upto from fresh),
  queued as (
    insert into official_claim (lot_id, from_g, to_g, entry_id, retirement_id)
    select p.lot_id, standing.g + p.upto - p.g, standing.g + p.upto, p.id, p.retirement_id
      from placed p
      cross join lateral (
        select coalesce((select c.to_g from official_claim c where c.lot_id = p.lot_id order by c.to_g desc limit 1), 0) as g
      ) standing
    returning 1)
  select count(*) from queued
$$;

-- What was logged before there was a queue.
select queue_official_claims(0, (select size from log_progress));

-- What is known of the backing of a registered lot. `proven_g` is what its registry showed to be ours: held there on the
-- newest statement, and retired there since for grams that were claimed here. Without a statement the word of the import
-- counts, and nothing counts of a lot whose proof was refused.
create view official_standing as
  select f.lot_id, f.mass_g, f.unit_g, f.proof, s.issued_on as statement_on, s.held_g as statement_g,
         coalesce(o.to_g, 0)::bigint as official_g,
         case when f.proof = 'refused' then 0
              when s.held_g is null then f.mass_g
              else s.held_g + coalesce((select sum(x.to_g - x.from_g) from official_retirement x
                                         where x.lot_id = f.lot_id and x.retired_on <= s.issued_on), 0)
         end::bigint as proven_g,
         h.attached_g, h.sold_g, (f.mass_g - h.live_g)::bigint as retired_g
    from forest_lot f
    join lot l on l.id = f.lot_id
    cross join lateral (
      select coalesce(sum(x.held), 0)::bigint as attached_g, coalesce(sum(x.hi - x.lo), 0)::bigint as live_g,
             coalesce(sum(x.hi - x.lo - x.held) filter (where x.account_id <> l.owner_id), 0)::bigint as sold_g
        from holding x where x.lot_id = f.lot_id and x.live) h
    left join lateral (
      select r.to_g from official_retirement r where r.lot_id = f.lot_id order by r.to_g desc limit 1) o on true
    left join lateral (
      select t.issued_on, sl.held_g from registry_statement_lot sl join registry_statement t on t.id = sl.statement_id
       where sl.lot_id = f.lot_id order by t.issued_on desc, t.id desc limit 1) s on true;

-- What is promised of registered lots (attached, or retired here) is within what their registries show.
create function registered_laws()
returns table (id text, unit text, left_g bigint, right_g bigint, broken bigint) language sql stable as $$
  select 'I16', 'g', coalesce(sum(s.attached_g + s.retired_g), 0)::bigint,
         coalesce(sum(least(s.attached_g + s.retired_g, s.proven_g)), 0)::bigint,
         count(*) filter (where s.attached_g + s.retired_g > s.proven_g)
    from official_standing s
$$;
