-- What schemes say of grams and money is what the ledger, their sales and their closings come to, scheme by scheme.

-- left: what schemes keep of the grams they set aside; right: what the ledger holds for them. broken counts whatever does
-- not add up in a scheme:
--   a reserve that is not what the ledger holds for it, or reserves that are not the stock's;
--   sales that used more than is set aside, where the scheme promises that they do not;
--   attached grams that are not the sum of its days, or not those retired, less those bought, with those still open;
--   closings that do not come to the grams retired and the yen spent, or spend more than the fund had;
--   a closing whose retirements are not its grams, or are not the ledger's retirements of that account.
create function scheme_laws()
returns table (left_g bigint, right_g bigint, broken bigint) language sql stable as $$
  with
  reserves as (
    select r.scheme_id, r.left_g, coalesce(p.g, 0) as held_g
      from scheme_reserve r
      left join (select reservation_id, sum(left_g) as g from reservation_part group by reservation_id) p
        on p.reservation_id = r.reservation_id),
  days as (
    select scheme_id, sum(grams) as g, sum(yen) as yen from scheme_day group by scheme_id),
  ends as (
    select scheme_id, sum(retired_g) as retired_g, sum(bought_g) as bought_g, sum(spent_yen) as spent_yen,
           count(*) filter (where spent_yen > greatest(fund_yen, 0)) as overspent
      from scheme_closing group by scheme_id),
  stocks as (
    select k.*, coalesce(r.left_g, 0) as kept_g, coalesce(d.g, 0) as days_g, coalesce(d.yen, 0) as days_yen,
           coalesce(e.retired_g, 0) as closed_g, coalesce(e.bought_g, 0) as bought_g, coalesce(e.spent_yen, 0) as closed_yen,
           coalesce(e.overspent, 0) as overspent
      from scheme_stock k
      left join (select scheme_id, sum(left_g) as left_g from reserves group by scheme_id) r on r.scheme_id = k.scheme_id
      left join days d on d.scheme_id = k.scheme_id
      left join ends e on e.scheme_id = k.scheme_id),
  closings as (
    select c.retired_g, coalesce(x.g, 0) as g, coalesce(x.strange, 0) as strange
      from scheme_closing c
      left join (
        select t.scheme_id, t.number, sum(t.mass_g) as g,
               count(*) filter (where (r.mass_g, r.account_id, r.certificate_id)
                                      is distinct from (t.mass_g, s.organisation_id, t.certificate_id)) as strange
          from scheme_closing_retirement t
          join scheme s on s.id = t.scheme_id
          left join retirement r on r.id = t.retirement_id
         group by t.scheme_id, t.number) x on x.scheme_id = c.scheme_id and x.number = c.number)
  select coalesce((select sum(left_g) from reserves), 0)::bigint, coalesce((select sum(held_g) from reserves), 0)::bigint,
         (select count(*) from reserves where left_g <> held_g)
           + (select count(*) from stocks where reserved_g <> kept_g)
           + (select count(*) from stocks where guarded and open_g > reserved_g)
           + (select count(*) from stocks where attached_g <> days_g or attached_g <> open_g + retired_g - bought_g)
           + (select count(*) from stocks where retired_g <> closed_g or spent_yen <> closed_yen or overspent > 0)
           + (select count(*) from stocks where accrued_yen <> days_yen or fund_yen <> accrued_yen - spent_yen)
           + (select count(*) from closings where retired_g <> g or strange > 0)
$$;

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
    left join lateral (
      select sum(x.hi - x.lo) as g, count(distinct l.family) as families, min(l.family) as family
        from ledger_entry x join lot l on l.id = x.lot_id
       where x.retirement_id = r.id) e on true
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
