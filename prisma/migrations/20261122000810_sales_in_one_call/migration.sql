-- Sales and their codes in one call, and every look-up by key: a plan made while the tables are small must not scan them
-- when they have grown.

drop function scheme_record_sales(uuid, boolean, jsonb);

-- Records sales of one scheme in the order sent and answers what became of them: {"stock": …, "not": [{"n", "why"}]}, where
-- n counts from 1 and why is known, differs or short; every other line was accepted. Null when there is no such scheme.
-- sent: [{externalId, at, day, sku, channel, units, gramsPerUnit, yenPerUnit, digest, codes, gramsPerCode}], each
-- externalId once. A code that is taken already ends the transaction as a conflict, to be tried again with other codes.
create function scheme_record_sales(asked uuid, paper boolean, sent jsonb) returns jsonb language plpgsql
  set enable_seqscan = off
as $$
declare
  stock scheme_stock;
  free bigint;
  line record;
  accepted bigint[] := '{}';
  declined jsonb[] := '{}';
  came record;
  codes_due bigint := 0;
  codes_made bigint;
begin
  -- Everything below reads a state that no other till can change: they wait here.
  select * into stock from scheme_stock where scheme_id = asked for no key update;
  if not found then return null; end if;
  if not stock.open then return jsonb_build_object('ended', true); end if;

  free := stock.reserved_g - stock.open_g;
  for line in
    select s.n, s.units * s."gramsPerUnit" as grams, s.digest as digest, jsonb_array_length(s.codes) as codes,
           (select encode(known.digest, 'hex') from scheme_sale known
             where known.scheme_id = asked and known.external_id = s."externalId") as known
      from rows from (jsonb_to_recordset(sent) as (
             "externalId" text, units bigint, "gramsPerUnit" bigint, digest text, codes jsonb)) with ordinality
             as s("externalId", units, "gramsPerUnit", digest, codes, n)
  loop
    if line.known is not null then
      declined := declined || jsonb_build_object(
        'n', line.n, 'why', case when line.known = line.digest then 'known' else 'differs' end);
    elsif stock.guarded and line.grams > free then
      declined := declined || jsonb_build_object('n', line.n, 'why', 'short', 'neededG', line.grams, 'availableG', free);
    else
      free := free - line.grams;
      accepted := accepted || line.n;
      codes_due := codes_due + line.codes;
    end if;
  end loop;

  if cardinality(accepted) > 0 then
    with new as (
      insert into scheme_sale (scheme_id, external_id, booked_on, sold_at, sku, channel, on_paper, units, grams_per_unit,
                               yen_per_unit, digest)
      select asked, s."externalId", greatest(s.day, stock.closed_through + 1), s.at, s.sku, s.channel, paper, s.units,
             s."gramsPerUnit", s."yenPerUnit", decode(s.digest, 'hex')
        from rows from (jsonb_to_recordset(sent) as (
               "externalId" text, day date, at timestamptz, sku text, channel text, units bigint, "gramsPerUnit" bigint,
               "yenPerUnit" bigint, digest text)) with ordinality
               as s("externalId", day, at, sku, channel, units, "gramsPerUnit", "yenPerUnit", digest, n)
       where s.n = any (accepted)
       order by s.n
      returning booked_on, units, units * grams_per_unit as grams, units * yen_per_unit as yen),
    tallied as (
      insert into scheme_day as d (scheme_id, day, items, grams, yen)
      select asked, booked_on, sum(units), sum(grams), sum(yen) from new group by booked_on order by booked_on
      on conflict (scheme_id, day) do update
        set items = d.items + excluded.items, grams = d.grams + excluded.grams, yen = d.yen + excluded.yen)
    select sum(units)::bigint as units, sum(grams)::bigint as grams, sum(yen)::bigint as yen into came from new;

    if codes_due > 0 then
      insert into claim (code, scheme_id, external_id, part, mass_g)
      select c.code, asked, s."externalId", c.part, s."gramsPerCode"
        from rows from (jsonb_to_recordset(sent) as ("externalId" text, codes jsonb, "gramsPerCode" bigint))
               with ordinality as s("externalId", codes, "gramsPerCode", n),
             jsonb_array_elements_text(s.codes) with ordinality as c(code, part)
       where s.n = any (accepted)
      on conflict (code) do nothing;
      get diagnostics codes_made = row_count;
      if codes_made < codes_due then
        raise exception 'a claim code was drawn twice' using errcode = 'serialization_failure';
      end if;
    end if;

    update scheme_stock
       set items = stock.items + came.units,
           items_on_paper = stock.items_on_paper + case when paper then came.units else 0 end,
           open_g = stock.open_g + came.grams, attached_g = stock.attached_g + came.grams,
           fund_yen = stock.fund_yen + came.yen, accrued_yen = stock.accrued_yen + came.yen
     where scheme_id = asked
    returning * into stock;
  end if;

  return jsonb_build_object('ended', false, 'not', to_jsonb(declined), 'stock', jsonb_build_object(
    'fundYen', stock.fund_yen, 'attachedG', stock.attached_g, 'availableG', stock.reserved_g - stock.open_g));
end $$;
