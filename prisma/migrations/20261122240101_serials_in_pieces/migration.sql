-- Serials are given to sales in pieces: a closing of a hundred thousand claims no longer keeps a shop's tills waiting.

-- Retired grams of a scheme that stand for no sale: all of a closing at first, later what came back. Lies with the ledger,
-- as sale_retirement does: both together are everything that closings have retired for sold goods.
create table spare_retirement (
  scheme_id uuid not null,
  retirement_id uuid not null references retirement (id),
  lot_id uuid not null references lot (id),
  lo bigint not null,
  hi bigint not null check (lo < hi),
  primary key (scheme_id, retirement_id, lot_id, lo)
);

-- How far a scheme's sales have been given serials, in the order of their days and places: every sale up to here has its own
-- or came back. Whoever changes which serials stand for which sale holds this row; tills do not.
create table scheme_serials (
  scheme_id uuid primary key,
  given_on date,
  given_position bigint,
  -- Whether a closing has brought serials that are still being given.
  due boolean not null default false,
  check ((given_on is null) = (given_position is null))
);

insert into scheme_serials (scheme_id)
select s.id from scheme s
 where s.kind in ('unit-attachment', 'stay-offset') and exists (select from scheme_closing c where c.scheme_id = s.id);

insert into spare_retirement (scheme_id, retirement_id, lot_id, lo, hi)
select scheme_id, retirement_id, lot_id, lower(range), upper(range)
  from (
    select t.scheme_id, t.retirement_id, e.lot_id,
           unnest(range_agg(int8range(e.lo, e.hi))
                  - coalesce((select range_agg(int8range(r.lo, r.hi)) from sale_retirement r
                               where r.scheme_id = t.scheme_id and r.retirement_id = t.retirement_id
                                 and r.lot_id = e.lot_id), '{}'::int8multirange)) as range
      from scheme_closing_retirement t
      join scheme_serials s on s.scheme_id = t.scheme_id
      join ledger_entry e on e.retirement_id = t.retirement_id and e.kind = 'retire'
     group by t.scheme_id, t.retirement_id, e.lot_id) ranges;

drop function scheme_assign_retired(uuid, int);
alter table scheme_closing drop column covered_on, drop column covered_position;

-- Gives serials to the next sales of a closed period, at most so many claims at once, and answers whether more are due.
-- Sales after the last closing wait for theirs: one may still come in before them.
create function scheme_give_serials(scheme uuid, claims int) returns boolean language plpgsql as $$
declare
  given scheme_serials;
  through date;
  is_more boolean;
  reached_on date;
  reached_position bigint;
begin
  select * into given from scheme_serials where scheme_id = scheme for update;
  if not found or not given.due then
    return false;
  end if;
  -- Read only now that returns wait: what they changed before is seen, what they will change sees this.
  select closed_through into through from scheme_stock where scheme_id = scheme;

  with
  next as materialized (
    select external_id, booked_on, position, units, (units - returned_units) * grams_per_unit as g
      from scheme_sale
     where scheme_id = scheme and booked_on <= through
       and (booked_on, position) > (coalesce(given.given_on, '-infinity'::date), coalesce(given.given_position, 0))
     order by booked_on, position
     limit claims + 1),
  -- A sale carries a code for each item up to a hundred items, else one.
  counted as (
    select n.*, sum(case when units <= 100 then units else 1 end) over (order by booked_on, position)
                  - case when units <= 100 then units else 1 end as before from next n),
  sales as materialized (
    select external_id, booked_on, position, g from counted where before < claims),
  coded as (
    select c.external_id, c.part, c.code, c.mass_g as g
      from sales s join claim c on c.scheme_id = scheme and c.external_id = s.external_id and not c.returned),
  parts as (
    select s.booked_on, s.position, s.external_id, c.part, c.code, c.g
      from sales s join coded c on c.external_id = s.external_id
    union all
    select s.booked_on, s.position, s.external_id, null, null, s.g - coalesce(c.g, 0)
      from sales s left join (select external_id, sum(g) as g from coded group by external_id) c
                          on c.external_id = s.external_id),
  had as (
    select r.external_id, r.code, sum(r.hi - r.lo) as g
      from sales s join sale_retirement r on r.scheme_id = scheme and r.external_id = s.external_id
     group by r.external_id, r.code),
  waiting as materialized (
    select *, sum(g) over (order by booked_on, position, part nulls last) as upto
      from (select p.booked_on, p.position, p.part, p.external_id, p.code, (p.g - coalesce(had.g, 0))::bigint as g
              from parts p
              left join had on had.external_id = p.external_id and had.code is not distinct from p.code) needs
     where g > 0),
  spare as materialized (
    select retirement_id, lot_id, lo, hi, sum(hi - lo) over (order by retirement_id, lot_id, lo) as upto
      from spare_retirement where scheme_id = scheme),
  used as materialized (
    select s.*, least(w.g, s.upto)::bigint as until
      from spare s, (select coalesce(max(upto), 0) as g from waiting) w
     where s.upto - (s.hi - s.lo) < w.g),
  placed as (
    insert into sale_retirement (scheme_id, external_id, code, retirement_id, lot_id, lo, hi)
    select scheme, w.external_id, w.code, u.retirement_id, u.lot_id,
           u.lo + (greatest(w.upto - w.g, u.upto - (u.hi - u.lo)) - (u.upto - (u.hi - u.lo)))::bigint,
           u.lo + (least(w.upto, u.upto) - (u.upto - (u.hi - u.lo)))::bigint
      from used u join waiting w on w.upto - w.g < u.upto and u.upto - (u.hi - u.lo) < w.upto),
  gone as (
    delete from spare_retirement r using used u
     where r.scheme_id = scheme and (r.retirement_id, r.lot_id, r.lo) = (u.retirement_id, u.lot_id, u.lo)
       and u.until = u.upto),
  cut as (
    update spare_retirement r set lo = u.hi - (u.upto - u.until)::bigint from used u
     where r.scheme_id = scheme and (r.retirement_id, r.lot_id, r.lo) = (u.retirement_id, u.lot_id, u.lo)
       and u.until < u.upto),
  short as (
    select booked_on, position from waiting
     where upto > coalesce((select max(upto) from spare), 0) order by upto limit 1),
  reached as (
    select s.booked_on, s.position from sales s
     where not exists (select from short x where (s.booked_on, s.position) >= (x.booked_on, x.position))
     order by s.booked_on desc, s.position desc limit 1)
  select (select count(*) from next) > (select count(*) from sales) and not exists (select from short),
         r.booked_on, r.position
    into is_more, reached_on, reached_position
    from (select) one left join reached r on true;

  update scheme_serials
     set given_on = coalesce(reached_on, given_on), given_position = coalesce(reached_position, given_position),
         due = is_more
   where scheme_id = scheme;
  return is_more;
end $$;

-- Frees the grams of units that came back: whole claims, and of what is left the last ones first. They stay retired and
-- stand for what the next closing finds.
create or replace function scheme_free_retired(scheme uuid, sale text) returns void language sql as $$
  select from scheme_serials where scheme_id = scheme for update;
  with due as (
    select c.code, c.mass_g as g from claim c
     where c.scheme_id = scheme and c.external_id = sale and not c.returned
    union all
    select null, (s.units - s.returned_units) * s.grams_per_unit
                   - coalesce((select sum(c.mass_g) from claim c
                                where c.scheme_id = scheme and c.external_id = sale and not c.returned), 0)
      from scheme_sale s where s.scheme_id = scheme and s.external_id = sale),
  placed as (
    select r.retirement_id, r.lot_id, r.lo, r.hi, coalesce(due.g, 0) as g,
           sum(r.hi - r.lo) over (partition by r.code order by r.retirement_id, r.lot_id, r.lo) - (r.hi - r.lo) as before
      from sale_retirement r left join due on due.code is not distinct from r.code
     where r.scheme_id = scheme and r.external_id = sale),
  gone as (
    delete from sale_retirement r using placed p
     where r.scheme_id = scheme and (r.retirement_id, r.lot_id, r.lo) = (p.retirement_id, p.lot_id, p.lo)
       and p.before >= p.g
    returning r.retirement_id, r.lot_id, r.lo, r.hi),
  cut as (
    update sale_retirement r set hi = r.lo + (p.g - p.before)::bigint
      from placed p
     where r.scheme_id = scheme and (r.retirement_id, r.lot_id, r.lo) = (p.retirement_id, p.lot_id, p.lo)
       and p.before < p.g and p.before + (p.hi - p.lo) > p.g
    returning r.retirement_id, r.lot_id, new.hi as lo, old.hi as hi)
  insert into spare_retirement (scheme_id, retirement_id, lot_id, lo, hi)
  select scheme, f.* from (select * from gone union all select * from cut) f
$$;

-- A claim as it stands now, with the retired grams that are its own. `serials_due`: its period is closed, and the serials of
-- that closing have not been given up to its sale.
create or replace view claim_now as
  select c.code, c.scheme_id, c.mass_g, c.returned, c.looks, c.first_seen_at, s.sold_at,
         coalesce(own.g, 0)::bigint as retired_g, coalesce(own.retirements, '[]') as retirements,
         coalesce(q.due and not c.returned and s.booked_on <= k.closed_through
                    and (q.given_on is null or (s.booked_on, s.position) > (q.given_on, q.given_position)), false)
           as serials_due
    from claim c
    join scheme_sale s on s.scheme_id = c.scheme_id and s.external_id = c.external_id
    join scheme_stock k on k.scheme_id = c.scheme_id
    left join scheme_serials q on q.scheme_id = c.scheme_id
    left join lateral (
      select sum(r.hi - r.lo) as g,
             jsonb_agg(jsonb_build_object('retirementId', r.retirement_id, 'certificateId', t.certificate_id,
                                          'wholeG', t.mass_g, 'lotId', r.lot_id, 'lot', l.code, 'family', l.family,
                                          'lo', r.lo, 'hi', r.hi, 'retiredAt', t.retired_at)
                       order by r.retirement_id, r.lot_id, r.lo) as retirements
        from sale_retirement r
        join retirement t on t.id = r.retirement_id
        join lot l on l.id = r.lot_id
       where r.code = c.code) own on true;

-- left: grams that closings have retired for sold goods; right: those that stand for a sale or for none yet. broken counts
--   a retirement whose grams are not all there, each once, of the lots it was retired from: one that stands for two sales,
--     or for a sale and for none, is there twice;
--   serials of a retirement that no closing of the scheme made;
--   a claim with more than its grams, of another sale, or of goods that came back, and a sale with more than is left of it.
create function serial_laws()
returns table (id text, unit text, left_g bigint, right_g bigint, broken bigint) language sql stable as $$
  with
  said as (
    select scheme_id, retirement_id, lot_id, lo, hi from sale_retirement
    union all
    select scheme_id, retirement_id, lot_id, lo, hi from spare_retirement),
  closed as (
    select t.scheme_id, t.retirement_id, e.lot_id, sum(e.hi - e.lo) as g, range_agg(int8range(e.lo, e.hi)) as grams
      from scheme_closing_retirement t
      join scheme_serials q on q.scheme_id = t.scheme_id
      join ledger_entry e on e.retirement_id = t.retirement_id and e.kind = 'retire'
     group by t.scheme_id, t.retirement_id, e.lot_id),
  told as (
    select scheme_id, retirement_id, lot_id, sum(hi - lo) as g, range_agg(int8range(lo, hi)) as grams
      from said group by scheme_id, retirement_id, lot_id),
  coded as (
    select scheme_id, external_id, code, sum(hi - lo) as g from sale_retirement group by scheme_id, external_id, code),
  sold as (
    select scheme_id, external_id, sum(g) as g from coded group by scheme_id, external_id)
  select 'I17', 'g', coalesce((select sum(g) from closed), 0)::bigint, coalesce((select sum(hi - lo) from said), 0)::bigint,
         (select count(*) from closed c
            full join told t on t.scheme_id = c.scheme_id and t.retirement_id = c.retirement_id and t.lot_id = c.lot_id
           where c.g is distinct from t.g or c.grams is distinct from t.grams)
           + (select count(*) from coded x left join claim c on c.code = x.code
               where x.code is not null
                 and (c.code is null or c.returned or x.g > c.mass_g
                        or (c.scheme_id, c.external_id) is distinct from (x.scheme_id, x.external_id)))
           + (select count(*) from sold x
                left join scheme_sale s on s.scheme_id = x.scheme_id and s.external_id = x.external_id
               where x.g > coalesce((s.units - s.returned_units) * s.grams_per_unit, 0))
$$;
