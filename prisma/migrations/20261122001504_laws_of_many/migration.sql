-- The same laws. What was retired is summed once: summing it anew for each retirement read every entry for each of them,
-- which ten thousand retirements made slow and a million would have made endless.

create or replace function ledger_laws()
returns table (id text, unit text, left_g bigint, right_g bigint, broken bigint) language sql stable as $$
  with
  lots as (
    select l.id, l.mass_g, coalesce(sum(r.hi - r.lo), 0) as covered_g, min(r.lo) as first, max(r.hi) as last
      from lot l left join lot_range r on r.lot_id = l.id
     group by l.id),
  left_of as (
    select lot_id, sum(hi - lo) as g from holding group by lot_id),
  ended as (
    select lot_id, sum(hi - lo) as g from ledger_entry where kind in ('retire', 'cancel') group by lot_id),
  overlapping as (
    select greatest(0, lag(hi) over (partition by lot_id order by lo, hi) - lo) as g from lot_range),
  gone as (
    select holding_id, sum(hi - lo) as g from ledger_entry where kind <> 'genesis' group by holding_id),
  parts as (
    select p.holding_id, sum(p.left_g) as g from reservation_part p group by p.holding_id),
  reserved as (
    select r.id, r.mass_g - r.captured_g - r.released_g as open_g, sum(p.left_g) as left_g, sum(p.mass_g) as part_g, r.mass_g
      from reservation r left join reservation_part p on p.reservation_id = r.id group by r.id),
  moved as (
    select operation_id, sum(hi - lo) as g from ledger_entry where kind <> 'genesis' group by operation_id),
  settled as (
    select r.id, r.captured_g, r.released_g,
           coalesce(sum(o.mass_g) filter (where o.kind in ('transfer', 'retire')), 0) as paid_g,
           coalesce(sum(o.mass_g) filter (where o.kind in ('release', 'expire')), 0) as given_g
      from reservation r left join ledger_operation o on o.reservation_id = r.id group by r.id),
  batches as (
    select b.id, b.status, b.verified_g + b.carried_in_g as in_g,
           coalesce(l.mass_g, 0) + b.carried_g + b.deducted_g as out_g, coalesce(l.mass_g, 0) + b.carried_g as kept_g,
           coalesce((select sum(s.hi - s.lo) from lot_source s where s.lot_id = l.id), 0)
             + coalesce((select sum(c.hi - c.lo) from carry_source c where c.batch_id = b.id), 0) as traced_g
      from credit_batch b left join lot l on l.batch_id = b.id
     where b.status in ('issued', 'carried')),
  retired as (
    select x.retirement_id, sum(x.hi - x.lo) as g, count(distinct l.family) as families, min(l.family) as family
      from ledger_entry x join lot l on l.id = x.lot_id
     where x.retirement_id is not null
     group by x.retirement_id),
  guards as (
    select count(*) filter (where t.tgenabled = 'O') as present
      from pg_trigger t
     where t.tgname = 'append_only'
       and t.tgrelid in ('ledger_entry'::regclass, 'ledger_operation'::regclass, 'lot'::regclass, 'retirement'::regclass,
                         'cancellation'::regclass, 'lot_source'::regclass, 'log_leaf'::regclass))

  select 'I1', 'g', coalesce(sum(l.mass_g), 0)::bigint, coalesce(sum(coalesce(f.g, 0) + coalesce(e.g, 0)), 0)::bigint,
         count(*) filter (where l.mass_g <> coalesce(f.g, 0) + coalesce(e.g, 0))
    from lot l left join left_of f on f.lot_id = l.id left join ended e on e.lot_id = l.id
  union all
  select 'I2', 'g', coalesce(sum(h.lo - h.origin), 0)::bigint, coalesce(sum(g.g), 0)::bigint,
         count(*) filter (where h.lo - h.origin <> coalesce(g.g, 0))
    from holding h left join gone g on g.holding_id = h.id
  union all
  select 'I3', 'g', coalesce(sum(g), 0)::bigint, 0, count(*) filter (where g > 0) from overlapping
  union all
  select 'I4', 'g', coalesce(sum(mass_g), 0)::bigint, coalesce(sum(covered_g), 0)::bigint,
         count(*) filter (where covered_g <> mass_g or first <> 0 or last <> mass_g)
    from lots
  union all
  select 'I5', 'g', coalesce((select sum(held) from holding), 0)::bigint,
         coalesce((select sum(open_g) from reserved), 0)::bigint,
         (select count(*) from holding h left join parts p on p.holding_id = h.id where h.held <> coalesce(p.g, 0))
           + (select count(*) from reserved where open_g is distinct from left_g or part_g is distinct from mass_g)
  union all
  select 'I6', 'g', coalesce(sum(o.mass_g), 0)::bigint, coalesce(sum(m.g), 0)::bigint,
         count(*) filter (where o.mass_g is distinct from m.g)
    from ledger_operation o left join moved m on m.operation_id = o.id
   where o.kind in ('transfer', 'retire', 'cancel')
  union all
  select 'I7', 'g', coalesce(sum(h.hi - h.origin), 0)::bigint, coalesce(sum(e.hi - e.lo), 0)::bigint,
         count(*) filter (where (e.kind, e.lot_id, e.lo, e.hi) is distinct from ('transfer', h.lot_id, h.origin, h.hi))
    from holding h left join ledger_entry e on e.id = h.parent_id
   where h.parent_id is not null
  union all
  select 'I8', 'count', count(*), count(h.id), count(*) filter (where h.id is null)
    from ledger_entry e left join holding h on h.parent_id = e.id
   where e.kind = 'transfer'
  union all
  select 'I9', 'g', coalesce(sum(captured_g + released_g), 0)::bigint, coalesce(sum(paid_g + given_g), 0)::bigint,
         count(*) filter (where captured_g <> paid_g or released_g <> given_g)
    from settled
  union all
  select 'I10', 'count', count(*), count(distinct key), count(*) - count(distinct key) from ledger_operation
  union all
  select 'I11', 'count', 7, present, 7 - present from guards
  union all
  select 'I12', 'g', coalesce(sum(r.mass_g), 0)::bigint,
         coalesce(sum(e.g), 0)::bigint,
         count(*) filter (where s.retirement_id is null or r.mass_g is distinct from e.g or e.families <> 1
                             or e.family is distinct from r.family)
    from retirement r
    left join retirement_statement s on s.retirement_id = r.id
    left join retired e on e.retirement_id = r.id
  union all
  select 'I13', 'g', coalesce(sum(in_g), 0)::bigint, coalesce(sum(out_g), 0)::bigint,
         count(*) filter (where in_g <> out_g or traced_g <> kept_g)
    from batches
  union all
  select 'I14', 'g', s.left_g, s.right_g, s.broken from scheme_laws() s
  union all
  select 'I15', 'count', p.size, count(f.index),
         p.size - count(f.index) + coalesce(max(f.index) + 1 - p.size, 0)
           + (select count(*) from ledger_entry e where e.id <= p.floor
                 and not exists (select from log_leaf x where x.entry_id = e.id))
    from log_progress p left join log_leaf f on true
   group by p.id
$$;
