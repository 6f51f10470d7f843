-- Sales of many tills in one call: what arrives while the call before is under way goes together, each line with its own
-- outcome. One commit for all of them, and no till waits for another's.

drop function scheme_record_sales(uuid, boolean, jsonb);

-- Records sales in the order sent and answers what became of them: {"stocks": {schemeId: {fundYen, attachedG, availableG}},
-- "not": [{"n", "why"}]}, where n counts the lines from 1; every other line was accepted. Why is one of
--   missing, ended  there is no such scheme, or it has ended;
--   busy            a closing or return holds the scheme and this call was not to wait for it: nothing was looked at;
--   answered        the request's key is known: its first answer is in idempotent_request;
--   known, differs  the sale is recorded already, with the same contents or with others;
--   short           the reserve does not cover it.
-- sent: [{schemeId, externalId, at, day, sku, channel, units, gramsPerUnit, yenPerUnit, digest, codes, gramsPerCode}], each
-- sale once. keys: [{n, caller, key, fingerprint}] for lines whose request carries a key; those that are not recorded keep
-- none. A claim code that is taken already ends the transaction as a conflict, to be tried again with other codes.
create function scheme_record_sales(waits boolean, paper boolean, keys jsonb, sent jsonb) returns jsonb language plpgsql
  set enable_seqscan = off
as $$
declare
  stock scheme_stock;
  wanted uuid[] := array(select distinct (s->>'schemeId')::uuid from jsonb_array_elements(sent) s);
  ids uuid[] := '{}';
  free bigint[] := '{}';
  guarded boolean[] := '{}';
  opened boolean[] := '{}';
  closed date[] := '{}';
  answered bigint[] := '{}';
  accepted bigint[] := '{}';
  declined jsonb[] := '{}';
  line record;
  why text;
  codes_due bigint := 0;
  codes_made bigint;
begin
  -- Keys before stocks, each in their own order, here and wherever else both are taken.
  if jsonb_array_length(keys) > 0 then
    with asked as (
      select k.n, k.caller, k.key, decode(k.fingerprint, 'hex') as fingerprint
        from jsonb_to_recordset(keys) as k(n bigint, caller uuid, key uuid, fingerprint text)),
    fresh as (
      insert into idempotent_request (caller, key, fingerprint)
      select caller, key, fingerprint from asked order by caller, key
      on conflict do nothing returning caller, key)
    select coalesce(array_agg(asked.n), '{}') into answered
      from asked where not exists (select from fresh where fresh.caller = asked.caller and fresh.key = asked.key);
  end if;

  -- Everything below reads a state that no other call can change: it waits here, or is turned away.
  if waits then
    perform from scheme_stock where scheme_id = any (wanted) order by scheme_id for no key update;
  end if;
  for stock in
    select k.* from scheme_stock k where k.scheme_id = any (wanted) order by k.scheme_id for no key update skip locked
  loop
    ids := ids || stock.scheme_id;
    free := free || stock.reserved_g - stock.open_g;
    guarded := guarded || stock.guarded;
    opened := opened || stock.open;
    closed := closed || stock.closed_through;
  end loop;

  for line in
    select s.n, s.units * s."gramsPerUnit" as grams, s.digest as digest, jsonb_array_length(s.codes) as codes,
           array_position(ids, s."schemeId") as place,
           (select encode(known.digest, 'hex') from scheme_sale known
             where known.scheme_id = s."schemeId" and known.external_id = s."externalId") as known
      from rows from (jsonb_to_recordset(sent) as (
             "schemeId" uuid, "externalId" text, units bigint, "gramsPerUnit" bigint, digest text, codes jsonb))
             with ordinality as s("schemeId", "externalId", units, "gramsPerUnit", digest, codes, n)
  loop
    why := case
      when line.n = any (answered) then 'answered'
      when line.place is null and waits then 'missing'
      when line.place is null then 'busy'
      when not opened[line.place] then 'ended'
      when line.known = line.digest then 'known'
      when line.known is not null then 'differs'
      when guarded[line.place] and line.grams > free[line.place] then 'short' end;
    if why is null then
      free[line.place] := free[line.place] - line.grams;
      accepted := accepted || line.n;
      codes_due := codes_due + line.codes;
    else
      declined := declined || jsonb_strip_nulls(jsonb_build_object('n', line.n, 'why', why,
        'neededG', case why when 'short' then line.grams end,
        'availableG', case why when 'short' then free[line.place] end));
    end if;
  end loop;

  if cardinality(accepted) > 0 then
    with new as (
      insert into scheme_sale (scheme_id, external_id, booked_on, sold_at, sku, channel, on_paper, units, grams_per_unit,
                               yen_per_unit, digest)
      select s."schemeId", s."externalId", greatest(s.day, closed[array_position(ids, s."schemeId")] + 1), s.at, s.sku,
             s.channel, paper, s.units, s."gramsPerUnit", s."yenPerUnit", decode(s.digest, 'hex')
        from rows from (jsonb_to_recordset(sent) as (
               "schemeId" uuid, "externalId" text, day date, at timestamptz, sku text, channel text, units bigint,
               "gramsPerUnit" bigint, "yenPerUnit" bigint, digest text)) with ordinality
               as s("schemeId", "externalId", day, at, sku, channel, units, "gramsPerUnit", "yenPerUnit", digest, n)
        join unnest(accepted) as taken(n) using (n)
       order by s.n
      returning scheme_id, booked_on, units, units * grams_per_unit as grams, units * yen_per_unit as yen),
    tallied as (
      insert into scheme_day as d (scheme_id, day, items, grams, yen)
      select scheme_id, booked_on, sum(units), sum(grams), sum(yen) from new
       group by scheme_id, booked_on order by scheme_id, booked_on
      on conflict (scheme_id, day) do update
        set items = d.items + excluded.items, grams = d.grams + excluded.grams, yen = d.yen + excluded.yen),
    came as (
      select scheme_id, sum(units)::bigint as units, sum(grams)::bigint as grams, sum(yen)::bigint as yen
        from new group by scheme_id)
    update scheme_stock k
       set items = k.items + came.units,
           items_on_paper = k.items_on_paper + case when paper then came.units else 0 end,
           open_g = k.open_g + came.grams, attached_g = k.attached_g + came.grams,
           fund_yen = k.fund_yen + came.yen, accrued_yen = k.accrued_yen + came.yen
      from came where k.scheme_id = came.scheme_id;

    if codes_due > 0 then
      insert into claim (code, scheme_id, external_id, part, mass_g)
      select c.code, s."schemeId", s."externalId", c.part, s."gramsPerCode"
        from rows from (jsonb_to_recordset(sent) as (
               "schemeId" uuid, "externalId" text, codes jsonb, "gramsPerCode" bigint))
               with ordinality as s("schemeId", "externalId", codes, "gramsPerCode", n)
        join unnest(accepted) as taken(n) using (n)
       cross join jsonb_array_elements_text(s.codes) with ordinality as c(code, part)
      on conflict (code) do nothing;
      get diagnostics codes_made = row_count;
      if codes_made < codes_due then
        raise exception 'a claim code was drawn twice' using errcode = 'serialization_failure';
      end if;
    end if;
  end if;

  -- Whoever was turned away may ask again with the same key.
  if jsonb_array_length(keys) > 0 then
    delete from idempotent_request r
     using jsonb_to_recordset(keys) as k(n bigint, caller uuid, key uuid)
     where r.caller = k.caller and r.key = k.key and k.n <> all (answered)
       and k.n in (select (d->>'n')::bigint from unnest(declined) d where d->>'why' <> 'known');
  end if;

  return jsonb_build_object('not', to_jsonb(declined), 'stocks', (
    select coalesce(jsonb_object_agg(k.scheme_id, jsonb_build_object(
             'fundYen', k.fund_yen, 'attachedG', k.attached_g, 'availableG', k.reserved_g - k.open_g)), '{}')
      from scheme_stock k where k.scheme_id = any (ids)));
end $$;
