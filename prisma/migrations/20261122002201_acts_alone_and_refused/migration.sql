-- Three things that made acts cost more than they must. One that arrives alone needs none of the lists that many need. One
-- that cannot be paid was asked a second time alone only to be refused, so a crowd at the last kilogram was served one by
-- one. And a code was made of thirty small expressions, each of which costs more to begin than to work out.

-- The same codes as before.
create or replace function short_code(number bigint) returns text language plpgsql immutable strict as $$
declare
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  forty    constant bigint := (1::bigint << 40) - 1;
  x bigint := number;
begin
  if number < 0 or number > forty then raise exception 'number % has no short code', number; end if;
  -- Multiplying by an odd number and folding the high half in are both reversible below 2^40. Three rounds.
  x := ((x * 5563973 + 104729) & forty) # (((x * 5563973 + 104729) & forty) >> 17);
  x := ((x * 5563973 + 104729) & forty) # (((x * 5563973 + 104729) & forty) >> 17);
  x := ((x * 5563973 + 104729) & forty) # (((x * 5563973 + 104729) & forty) >> 17);
  return substr(alphabet, (x >> 35)::int + 1, 1) || substr(alphabet, (x >> 30 & 31)::int + 1, 1)
    || substr(alphabet, (x >> 25 & 31)::int + 1, 1) || substr(alphabet, (x >> 20 & 31)::int + 1, 1)
    || substr(alphabet, (x >> 15 & 31)::int + 1, 1) || substr(alphabet, (x >> 10 & 31)::int + 1, 1)
    || substr(alphabet, (x >> 5 & 31)::int + 1, 1) || substr(alphabet, (x & 31)::int + 1, 1);
end $$;

-- One act in the plainest way: from the oldest holding that can pay. A receiver makes it a transfer, words a retirement;
-- caller, claim and fingerprint are the request's Idempotency-Key, if it has one. Whatever is not that simple is answered
-- `alone`, with nothing written.
create function ledger_act_one(
  act_key uuid, act_request bytea, caller uuid, claim uuid, fingerprint bytea, account uuid, receiver uuid, asked_lot uuid,
  asked_family text, mass bigint, said jsonb, salt bytea, digest bytea,
  out outcome text, out at timestamptz, out retirement uuid, out certificate text, out lot_id uuid, out code text,
  out family text, out first_hand boolean, out lo bigint, out hi bigint
) language plpgsql
-- No settings of its own: they cost a sixth of the call, and with single values the planner settles for a plan by itself.
as $$
#variable_conflict use_variable
declare
  source record;
  operation bigint;
  entry bigint;
begin
  outcome := 'alone';
  family := asked_family;
  if family is null then
    -- The lot's, or the only one held.
    select coalesce((select l.family from lot l where l.id = asked_lot),
             (select case when min(h.family) = max(h.family) then min(h.family) end
                from holding h where h.account_id = account and h.live and h.hi - h.lo > h.held)) into family;
  end if;
  select h.id, h.lot_id, h.lo, h.held, h.parent_id is null as own, l.code,
         l.no_resale or l.use_by is not null or l.only_prefecture is not null or l.not_at_origin as ruled,
         -- What is sold or retired out of the hands of those whose acts it was is told to them, and a year is marked.
         l.once_a_year or h.family = 'behaviour' and h.parent_id is null as told
    into source
    from holding h join lot l on l.id = h.lot_id
   where h.account_id = account and h.family = family and h.live and h.hi - h.lo - h.held >= mass
     and (asked_lot is null or h.lot_id = asked_lot)
   order by h.id limit 1 for no key update of h;
  if source.id is null or source.told then return; end if;
  if receiver is not null and (receiver = account or not exists (select from credit_account c where c.id = receiver)) then
    return;
  end if;
  if source.ruled and (select lot_rule_broken(l, case when receiver is null then 'retire' else 'transfer' end, account,
                                              said->>'placeCode', japan_day(clock_timestamp())) is not null
                         from lot l where l.id = source.lot_id) then
    return;
  end if;
  if claim is not null then
    -- Somebody who has begun with the same key is waited for; then it is a repeat.
    insert into idempotent_request (caller, key, fingerprint) values (caller, claim, fingerprint) on conflict do nothing;
    if not found then return; end if;
  end if;

  if receiver is null then
    with drawn as materialized (
      select nextval('ledger_operation_id_seq') as operation, uuidv7() as retirement, clock_timestamp() as at),
    operation as (
      insert into ledger_operation (id, key, request, kind, from_account, mass_g, at) overriding system value
      select d.operation, act_key, act_request, 'retire', account, mass, d.at from drawn d),
    recorded as (
      insert into retirement (id, operation_id, account_id, family, mass_g, statement_digest, retired_at, certificate_id)
      select d.retirement, d.operation, account, family, mass, digest, d.at,
             'MW-C-' || extract(year from japan_day(d.at))::text || '-' || short_code(d.operation)
        from drawn d returning *),
    worded as (
      insert into retirement_statement (retirement_id, holder, salt, beneficiary, purpose, place, place_code, period_from,
                                        period_to, note, public_name)
      select d.retirement, coalesce((select o.name from organisation o where o.id = account), ''), salt,
             said->>'beneficiary', said->>'purpose', said->>'place', said->>'placeCode', (said->>'periodFrom')::date,
             (said->>'periodTo')::date, said->>'note', (said->>'publicName')::boolean
        from drawn d),
    entered as (
      insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi, retirement_id)
      select d.operation, source.id, source.lot_id, 'retire', source.lo, source.lo + mass, d.retirement from drawn d)
    select r.retired_at, r.id, r.certificate_id into at, retirement, certificate from recorded r;
  else
    with begun as (
      insert into ledger_operation (key, request, kind, from_account, to_account, mass_g)
      values (act_key, act_request, 'transfer', account, receiver, mass) returning *),
    entered as (
      insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi)
      select b.id, source.id, source.lot_id, 'transfer', source.lo, source.lo + mass from begun b returning *)
    select b.at, b.id, e.id into at, operation, entry from begun b, entered e;
    -- What arrives is held against what left, so that must be there.
    with child as (
      insert into holding (account_id, lot_id, family, origin, lo, hi, parent_id)
      values (receiver, source.lot_id, family, source.lo, source.lo, source.lo + mass, entry) returning id)
    insert into ledger_entry (operation_id, holding_id, lot_id, kind, hi)
    select operation, c.id, source.lot_id, 'genesis', source.lo from child c;
  end if;
  -- Values that were read under the lock, or follow from them: see ledger_move.
  update holding h set lo = source.lo + mass, held = source.held where h.id = source.id
  returning 'done', source.lot_id, source.code, source.own, source.lo, h.lo
    into outcome, lot_id, code, first_hand, lo, hi;
end $$;

-- Which of them have keys that were used before: looked up one by one, by the index, whatever the planner thinks of the
-- table's size.
create function ledger_again(asks ledger_asked[]) returns int[] language plpgsql stable as $$
begin
  return (select array_agg(a.n)
            from unnest(asks) a
           where a.claim is not null
             and (select true from idempotent_request r where r.caller = a.caller and r.key = a.claim));
end $$;

-- What each source has left in all its holdings, in the order of `wants`. Null where that is not the whole answer: a rule
-- may stand in the way, reservations may have run out, or it is not clear which family or lot is meant.
create function ledger_free(wanted jsonb) returns bigint[] language plpgsql stable as $$
begin
  return (
    select array_agg(case when w.family is not null and not exists (
                 select from reservation r where r.account_id = w.account and r.open and r.expires_at <= clock_timestamp())
               then (select case when bool_or(l.no_resale or l.use_by is not null or l.only_prefecture is not null
                                              or l.not_at_origin or l.once_a_year) is true then null
                                 else coalesce(sum(h.hi - h.lo - h.held), 0)::bigint end
                       from holding h join lot l on l.id = h.lot_id
                      where h.account_id = w.account and h.family = w.family and h.live
                        and (w.lot is null or h.lot_id = w.lot)) end order by w.place)
      from (select x.place, x.account, x.lot,
                   case when x.lot is not null
                          then (select l.family from lot l where l.id = x.lot and l.family = coalesce(x.family, l.family))
                        else coalesce(x.family, (
                          select case when min(h.family) = max(h.family) then min(h.family) end
                            from holding h where h.account_id = x.account and h.live and h.hi - h.lo > h.held)) end as family
              from jsonb_to_recordset(wanted) as x(place int, account uuid, lot uuid, family text)) w);
end $$;

drop function ledger_act_together(jsonb, jsonb);

-- asked: ledger_asked in the order of n. wanted: what they want of each source together, in the order of `wants`:
-- [{account, lot, family, total, most}]. The holding is the oldest that can pay the total, else the oldest that can pay the
-- most that one of them wants. Answers one row for each: `done` with what it took, `refused` with the grams that its source
-- has left when those are too few, or `alone` when it is not that simple.
--
-- Lock order as everywhere: holdings by id. Who holds one of them here waits for nothing else but keys.
create function ledger_act_together(asked jsonb, wanted jsonb)
returns table (n int, outcome text, at timestamptz, retirement uuid, certificate text, lot_id uuid, code text, family text,
               first_hand boolean, lo bigint, hi bigint, held bigint)
language plpgsql
-- Every look-up here goes by a key. Without this a plan made while tables are small would scan them when they are large,
-- and a plan made anew for each call would cost more than the call.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  asks ledger_asked[];
  one ledger_asked;
  picked bigint[];
  again int[];
  source record;
  -- The locked holdings, each at the same place of every list; a cursor moves as grams are given out.
  ids bigint[] := '{}';
  owners uuid[] := '{}';
  lots uuid[] := '{}';
  codes text[] := '{}';
  families text[] := '{}';
  cursors bigint[] := '{}';
  ends bigint[] := '{}';
  reserved bigint[] := '{}';
  own boolean[] := '{}';
  ruled boolean[] := '{}';
  yearly boolean[] := '{}';
  taken ledger_taken[] := '{}';
  moment timestamptz;
  year text;
  claims int := 0;
  written int;
  i int;
  fits boolean;
  short boolean;
  operation bigint;
  -- What a source has left besides what is given out here; known once one of them was too short, null when only asking
  -- alone can tell.
  free bigint[];
  given bigint[];
  retirements int := 0;
  transfers int := 0;
begin
  select array_agg(a order by a.n) into asks from jsonb_populate_recordset(null::ledger_asked, asked) a;

  select array_agg(coalesce(
           (select h.id from holding h
             where h.account_id = w.account and h.family = w.family and h.live and h.hi - h.lo - h.held >= w.total
               and (w.lot is null or h.lot_id = w.lot)
             order by h.id limit 1),
           (select h.id from holding h
             where h.account_id = w.account and h.family = w.family and h.live and h.hi - h.lo - h.held >= w.most
               and (w.lot is null or h.lot_id = w.lot)
             order by h.id limit 1), 0) order by w.place)
    into picked
    from (select x.place, x.account, x.lot, x.total, x.most,
                 -- Without a family: the lot's, or the only one held.
                 coalesce(x.family, (select l.family from lot l where l.id = x.lot),
                   (select case when min(h.family) = max(h.family) then min(h.family) end
                      from holding h where h.account_id = x.account and h.live and h.hi - h.lo > h.held)) as family
            from jsonb_to_recordset(wanted) as x(place int, account uuid, lot uuid, family text, total bigint, most bigint)
         ) w;

  -- Locked in one statement and changed in later ones, whose snapshots are newer than the locks.
  for source in
    select h.id, h.account_id, h.lot_id, h.family, h.lo, h.hi, h.held, h.parent_id is null as own, l.code, l.once_a_year,
           l.no_resale or l.use_by is not null or l.only_prefecture is not null or l.not_at_origin as ruled
      from holding h join lot l on l.id = h.lot_id
     where h.id = any (picked) order by h.id for no key update of h
  loop
    ids := ids || source.id;
    owners := owners || source.account_id;
    lots := lots || source.lot_id;
    codes := codes || source.code;
    families := families || source.family;
    cursors := cursors || source.lo;
    ends := ends || source.hi;
    reserved := reserved || source.held;
    own := own || source.own;
    ruled := ruled || source.ruled;
    yearly := yearly || source.once_a_year;
  end loop;

  again := ledger_again(asks);
  given := array_fill(0::bigint, array[cardinality(picked)]);
  moment := clock_timestamp();
  year := extract(year from japan_day(moment))::text;
  foreach one in array asks loop
    i := array_position(ids, picked[one.wants]);
    short := i is null or ends[i] - cursors[i] - reserved[i] < one.mass;
    fits := one.receiver is null
      or one.receiver <> one.account and exists (select from credit_account c where c.id = one.receiver);
    if fits and short and free is null then
      free := ledger_free(wanted);
      -- Looked up again, later than the grams: if they are gone because this very request had them, it is a repeat.
      again := ledger_again(asks);
    end if;
    n := one.n;
    if fits and short and free[one.wants] - given[one.wants] < one.mass and not (one.n = any (coalesce(again, '{}'))) then
      outcome := 'refused';
      held := free[one.wants] - given[one.wants];
      return next;
      continue;
    end if;
    fits := fits and not short and not (one.n = any (coalesce(again, '{}')))
      -- What is sold or retired out of the hands of those whose acts it was is told to them, and a year is marked, alone.
      and not (families[i] = 'behaviour' and own[i]) and not yearly[i];
    if fits and ruled[i] then
      fits := (select lot_rule_broken(l, case when one.receiver is null then 'retire' else 'transfer' end, one.account,
                                      one.said->>'placeCode', japan_day(moment)) is null
                 from lot l where l.id = lots[i]);
    end if;
    if not fits then
      outcome := 'alone';
      held := null;
      return next;
      continue;
    end if;
    outcome := 'done';
    held := null;
    operation := nextval('ledger_operation_id_seq');
    at := moment;
    if one.receiver is null then
      retirement := uuidv7();
      certificate := 'MW-C-' || year || '-' || short_code(operation);
    else
      retirement := null;
      certificate := null;
    end if;
    lot_id := lots[i];
    code := codes[i];
    family := families[i];
    first_hand := own[i];
    lo := cursors[i];
    hi := lo + one.mass;
    -- Answered only if all of it is written below: whatever fails there takes these answers with it.
    return next;
    cursors[i] := hi;
    given[one.wants] := given[one.wants] + one.mass;
    taken := taken || row(
      n, operation, nextval('ledger_entry_id_seq'),
      case when one.receiver is not null then nextval('holding_id_seq') end,
      case when one.receiver is not null then nextval('ledger_entry_id_seq') end,
      retirement, certificate, ids[i], lot_id, code, family, lo, hi)::ledger_taken;
    if one.receiver is null then retirements := retirements + 1; else transfers := transfers + 1; end if;
    if one.claim is not null then claims := claims + 1; end if;
  end loop;
  if cardinality(taken) = 0 then return; end if;

  -- In the order of their keys, like everybody who inserts several. Another process may have begun with one of them since
  -- it was looked up above: then nothing of this call happens, and it is made again.
  if claims > 0 then
    insert into idempotent_request (caller, key, fingerprint)
    select (asks[t.n]).caller, (asks[t.n]).claim, (asks[t.n]).fingerprint
      from unnest(taken) t where (asks[t.n]).claim is not null
     order by 1, 2
    on conflict do nothing;
    get diagnostics written = row_count;
    if written <> claims then raise exception 'a key is in use' using errcode = 'L0002'; end if;
  end if;

  insert into ledger_operation (id, key, request, kind, from_account, to_account, mass_g, at) overriding system value
  select t.operation, (asks[t.n]).key, (asks[t.n]).request, case when t.child is null then 'retire' else 'transfer' end,
         (asks[t.n]).account, (asks[t.n]).receiver, t.hi - t.lo, moment
    from unnest(taken) t order by (asks[t.n]).key;
  if retirements > 0 then
    with said as (
      select t.*, asks[t.n] as asked from unnest(taken) t where t.child is null),
    recorded as (
      insert into retirement (id, operation_id, account_id, family, mass_g, statement_digest, retired_at, certificate_id)
      select s.retirement, s.operation, (s.asked).account, s.family, s.hi - s.lo, (s.asked).digest, moment, s.certificate
        from said s)
    insert into retirement_statement (retirement_id, holder, salt, beneficiary, purpose, place, place_code, period_from,
                                      period_to, note, public_name)
    select s.retirement, coalesce((select o.name from organisation o where o.id = (s.asked).account), ''), (s.asked).salt,
           (s.asked).said->>'beneficiary', (s.asked).said->>'purpose', (s.asked).said->>'place',
           (s.asked).said->>'placeCode', ((s.asked).said->>'periodFrom')::date, ((s.asked).said->>'periodTo')::date,
           (s.asked).said->>'note', ((s.asked).said->>'publicName')::boolean
      from said s;
  end if;
  insert into ledger_entry (id, operation_id, holding_id, lot_id, kind, lo, hi, retirement_id) overriding system value
  select t.entry, t.operation, t.holding, t.lot_id, case when t.child is null then 'retire' else 'transfer' end, t.lo, t.hi,
         t.retirement
    from unnest(taken) t order by t.n;
  -- Values that were read under the lock, or follow from them: see ledger_move.
  update holding h set lo = s.lo, held = s.held
    from unnest(ids, cursors, reserved) as s(id, lo, held)
   where h.id = s.id and exists (select from unnest(taken) t where t.holding = s.id);
  if transfers > 0 then
    insert into holding (id, account_id, lot_id, family, origin, lo, hi, parent_id) overriding system value
    select t.child, (asks[t.n]).receiver, t.lot_id, t.family, t.lo, t.lo, t.hi, t.entry
      from unnest(taken) t where t.child is not null order by t.n;
    insert into ledger_entry (id, operation_id, holding_id, lot_id, kind, hi) overriding system value
    select t.arrival, t.operation, t.child, t.lot_id, 'genesis', t.lo
      from unnest(taken) t where t.child is not null order by t.n;
  end if;
end $$;
