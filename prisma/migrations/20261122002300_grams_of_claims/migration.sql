-- Which retired grams stand for which sale. A closing retires whole units in one piece; from here a customer learns which of
-- those serials are the own one's.

create table sale_retirement (
  scheme_id uuid not null,
  external_id text not null,
  -- The claim whose grams they are; null for units of the sale that carry no code.
  code text,
  retirement_id uuid not null references retirement (id),
  lot_id uuid not null references lot (id),
  lo bigint not null,
  hi bigint not null check (lo < hi),
  -- No key to the sale: this lies with the ledger, on one node, and sales may be spread over many.
  primary key (scheme_id, retirement_id, lot_id, lo)
);
create index sale_retirement_sale on sale_retirement (scheme_id, external_id);
create index sale_retirement_code on sale_retirement (code);

-- Gives the retired grams of a scheme that stand for nothing yet to its sales, in the order of their days and places, after
-- the last sale that closings before number `closing` have covered. The scheme's stock is locked by whoever asks.
create function scheme_assign_retired(scheme uuid, closing int) returns void language sql as $$
  with reached as (
    select covered_on as day, covered_position as position from scheme_closing
     where scheme_id = scheme and number < closing and covered_on is not null order by number desc limit 1),
  sales as (
    select s.external_id, s.booked_on, s.position, (s.units - s.returned_units) * s.grams_per_unit as g
      from scheme_sale s
     where s.scheme_id = scheme
       and (s.booked_on, s.position) > (coalesce((select day from reached), '-infinity'::date),
                                        coalesce((select position from reached), 0))),
  parts as (
    select s.booked_on, s.position, s.external_id, c.part, c.code, c.mass_g as g
      from sales s join claim c on c.scheme_id = scheme and c.external_id = s.external_id and not c.returned
    union all
    select s.booked_on, s.position, s.external_id, null, null, s.g - coalesce(coded.g, 0)
      from sales s
      left join (select c.external_id, sum(c.mass_g) as g from sales s2
                   join claim c on c.scheme_id = scheme and c.external_id = s2.external_id and not c.returned
                  group by c.external_id) coded on coded.external_id = s.external_id),
  had as (
    select r.external_id, r.code, sum(r.hi - r.lo) as g
      from sale_retirement r join sales s on s.external_id = r.external_id
     where r.scheme_id = scheme group by r.external_id, r.code),
  needs as (
    select p.booked_on, p.position, p.part, p.external_id, p.code, p.g - coalesce(had.g, 0) as g
      from parts p
      left join had on had.external_id = p.external_id and had.code is not distinct from p.code),
  waiting as (
    select external_id, code, g, sum(g) over (order by booked_on, position, part nulls last) as upto
      from needs where g > 0),
  pool as (
    select t.retirement_id, e.lot_id, range_agg(int8range(e.lo, e.hi)) as grams
      from scheme_closing_retirement t
      join ledger_entry e on e.retirement_id = t.retirement_id and e.kind = 'retire'
     where t.scheme_id = scheme
       and t.mass_g > coalesce((select sum(r.hi - r.lo) from sale_retirement r
                                 where r.scheme_id = scheme and r.retirement_id = t.retirement_id), 0)
     group by t.retirement_id, e.lot_id),
  free as (
    select retirement_id, lot_id, lower(range) as lo, upper(range) as hi,
           sum(upper(range) - lower(range)) over (order by retirement_id, lot_id, range) as upto
      from (select p.retirement_id, p.lot_id,
                   unnest(p.grams - coalesce((select range_agg(int8range(r.lo, r.hi)) from sale_retirement r
                                               where r.scheme_id = scheme and r.retirement_id = p.retirement_id
                                                 and r.lot_id = p.lot_id), '{}'::int8multirange)) as range
              from pool p) ranges)
  insert into sale_retirement (scheme_id, external_id, code, retirement_id, lot_id, lo, hi)
  select scheme, w.external_id, w.code, f.retirement_id, f.lot_id,
         f.lo + (greatest(w.upto - w.g, f.upto - (f.hi - f.lo)) - (f.upto - (f.hi - f.lo)))::bigint,
         f.lo + (least(w.upto, f.upto) - (f.upto - (f.hi - f.lo)))::bigint
    from free f join waiting w on w.upto - w.g < f.upto and f.upto - (f.hi - f.lo) < w.upto
$$;

-- Frees the grams of units that came back: whole claims, and of what is left the last ones first. They stay retired and
-- stand for what the next closing finds.
create function scheme_free_retired(scheme uuid, sale text) returns void language sql as $$
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
       and p.before >= p.g)
  update sale_retirement r set hi = r.lo + (p.g - p.before)::bigint
    from placed p
   where r.scheme_id = scheme and (r.retirement_id, r.lot_id, r.lo) = (p.retirement_id, p.lot_id, p.lo)
     and p.before < p.g and p.before + (p.hi - p.lo) > p.g
$$;

-- A claim as it stands now, with the retired grams that are its own.
create view claim_now as
  select c.code, c.scheme_id, c.mass_g, c.returned, c.looks, c.first_seen_at, s.sold_at,
         coalesce(own.g, 0)::bigint as retired_g, coalesce(own.retirements, '[]') as retirements
    from claim c
    join scheme_sale s on s.scheme_id = c.scheme_id and s.external_id = c.external_id
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

-- What earlier closings have retired is given to their sales now, in the same order.
select scheme_assign_retired(s.id, 0) from scheme s
 where s.kind in ('unit-attachment', 'stay-offset')
   and exists (select from scheme_closing_retirement t where t.scheme_id = s.id);
