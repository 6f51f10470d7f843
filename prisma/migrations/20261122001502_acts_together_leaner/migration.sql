-- The same as before with fewer statements: each one costs as much to begin as it does to write a row.

-- asked: ledger_asked in the order of n. wanted: what they want of each source together, in the order of `wants`:
-- [{account, lot, family, total, most}]. The holding is the oldest that can pay the total, else the oldest that can pay the
-- most that one of them wants. Answers one row for each: `done` with what it took, or `alone`.
--
-- Lock order as everywhere: holdings by id. Who holds one of them here waits for nothing else but keys.
create or replace function ledger_act_together(asked jsonb, wanted jsonb)
returns table (n int, outcome text, at timestamptz, retirement uuid, certificate text, lot_id uuid, code text, family text,
               first_hand boolean, lo bigint, hi bigint)
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
  operation bigint;
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

  -- Keys that were used before: looked up one by one, by the index, whatever the planner thinks of the table's size.
  select array_agg(a.n) into again
    from unnest(asks) a
   where a.claim is not null
     and (select true from idempotent_request r where r.caller = a.caller and r.key = a.claim);

  moment := clock_timestamp();
  year := extract(year from japan_day(moment))::text;
  foreach one in array asks loop
    i := array_position(ids, picked[one.wants]);
    fits := i is not null and not (one.n = any (coalesce(again, '{}'))) and ends[i] - cursors[i] - reserved[i] >= one.mass
      -- What is sold or retired out of the hands of those whose acts it was is told to them, and a year is marked, alone.
      and not (families[i] = 'behaviour' and own[i]) and not yearly[i];
    if fits and one.receiver is not null then
      fits := one.receiver <> one.account and exists (select from credit_account c where c.id = one.receiver);
    end if;
    if fits and ruled[i] then
      fits := (select lot_rule_broken(l, case when one.receiver is null then 'retire' else 'transfer' end, one.account,
                                      one.said->>'placeCode', japan_day(moment)) is null
                 from lot l where l.id = lots[i]);
    end if;
    n := one.n;
    if not fits then
      outcome := 'alone';
      return next;
      continue;
    end if;
    outcome := 'done';
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
