-- The laws are sums over everything that ever happened, which takes longer the longer the history. So the last time that all
-- of it was added up is kept, and whoever asks sees that with its time, beside what has happened since, which is checked at
-- once act by act.

create table law_check (
  id           smallint primary key default 1 check (id = 1),
  checked_at   timestamptz not null,
  took_ms      integer not null,
  -- Acts beyond this one may not have been seen.
  operation_id bigint not null,
  laws         jsonb not null
);

-- Up to which act a check that begins now sees everything: numbers are drawn before they are committed, so the last ones
-- are looked at again.
create function ledger_seen() returns bigint language sql stable
  return (select greatest(0, coalesce(max(id), 0) - 1000) from ledger_operation);

-- The newest transfers, retirements and cancellations after an act, at most so many, and how often they break a law: each
-- sums to its entries (I6), each range begins where another ended and its holding stands at the last end (I2, I3, I4), what
-- is held is reserved (I5), each transfer arrived as it left (I7, I8), each retirement says what it must of one family (I12).
create function ledger_laws_since(seen bigint, most int) returns table (acts bigint, broken bigint)
language sql stable as $$
  with acts as materialized (
    select id, kind, mass_g from ledger_operation
     where id > seen and kind in ('transfer', 'retire', 'cancel') order by id desc limit most),
  entries as materialized (
    select e.* from acts a join ledger_entry e on e.operation_id = a.id),
  touched as materialized (
    select h.* from (select distinct holding_id from entries) t join holding h on h.id = t.holding_id)
  select (select count(*) from acts),
    (select count(*) from acts a
       left join (select operation_id, sum(hi - lo) as g from entries where kind <> 'genesis' group by operation_id) m
         on m.operation_id = a.id
      where a.mass_g is distinct from m.g)
    + (select count(*) from entries e
        where e.kind <> 'genesis'
          and not exists (select from ledger_entry b where b.holding_id = e.holding_id and b.hi = e.lo))
    + (select count(*) from touched h
        where h.lo is distinct from (select max(x.hi) from ledger_entry x where x.holding_id = h.id)
           or h.held <> coalesce((select sum(p.left_g) from reservation_part p where p.holding_id = h.id), 0))
    + (select count(*) from entries e left join holding h on h.parent_id = e.id
        where e.kind = 'transfer' and (h.lot_id, h.origin, h.hi) is distinct from (e.lot_id, e.lo, e.hi))
    + (select count(*) from acts a
         left join retirement r on r.operation_id = a.id
         left join retirement_statement s on s.retirement_id = r.id
        where a.kind = 'retire'
          and (s.retirement_id is null or r.mass_g <> a.mass_g
               or exists (select from entries e join lot l on l.id = e.lot_id
                           where e.operation_id = a.id and (e.retirement_id, l.family) is distinct from (r.id, r.family))))
$$;
