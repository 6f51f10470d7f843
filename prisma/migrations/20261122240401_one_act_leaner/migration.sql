-- What one act alone costs is mostly the beginning of statements and of nodes in them. So its numbers are drawn first, and
-- everything is written by one statement whose parts read nothing from each other; conditions that need no query make none;
-- and the answer is one value instead of ten columns.

-- After the statement instead of before the row, because the entry and what it made are now written by the same one.
drop trigger matches_parent on holding;
create trigger matches_parent after insert on holding
  for each row when (new.parent_id is not null) execute function holding_matches_parent();

drop function ledger_act_one(
  uuid, bytea, uuid, uuid, bytea, uuid, uuid, uuid, text, bigint, jsonb, bytea, bytea);

-- One act in the plainest way: from the oldest holding that can pay. A receiver makes it a transfer, words a retirement;
-- caller, claim and fingerprint are the request's Idempotency-Key, if it has one. Answers what was taken, or null, with
-- nothing written, whenever it is not that simple. A key that was used before breaks its table's primary key.
create function ledger_act_one(
  act_key uuid, act_request bytea, caller uuid, claim uuid, fingerprint bytea, account uuid, receiver uuid, asked_lot uuid,
  asked_family text, mass bigint, said jsonb, salt bytea, digest bytea
) returns json language plpgsql
-- No settings of its own: they cost a sixth of the call, and with single values the planner settles for a plan by itself.
as $$
#variable_conflict use_variable
declare
  source record;
  family text := asked_family;
  moment timestamptz;
  operation bigint;
  entry bigint;
  child bigint;
  retirement uuid;
  certificate text;
  upto bigint;
begin
  if family is null then
    -- The lot's, or the only one held.
    select coalesce((select l.family from lot l where l.id = asked_lot),
             (select case when min(h.family) = max(h.family) then min(h.family) end
                from holding h where h.account_id = account and h.live and h.hi - h.lo > h.held)) into family;
  end if;
  -- Locked in one statement and changed in a later one, whose snapshot is newer than the lock.
  select h.id, h.lot_id, h.lo, h.held, h.parent_id is null as own, l.code,
         l.no_resale or l.use_by is not null or l.only_prefecture is not null or l.not_at_origin as ruled,
         -- What is sold or retired out of the hands of those whose acts it was is told to them, and a year is marked.
         l.once_a_year or h.family = 'behaviour' and h.parent_id is null as told
    into source
    from holding h join lot l on l.id = h.lot_id
   where h.account_id = account and h.family = family and h.live and h.hi - h.lo - h.held >= mass
     and (asked_lot is null or h.lot_id = asked_lot)
   order by h.id limit 1 for no key update of h;
  if source.id is null or source.told then return null; end if;
  if receiver is not null then
    if receiver = account or not exists (select from credit_account c where c.id = receiver) then return null; end if;
  end if;
  if source.ruled then
    if (select lot_rule_broken(l, case when receiver is null then 'retire' else 'transfer' end, account,
                               said->>'placeCode', japan_day(clock_timestamp())) is not null
          from lot l where l.id = source.lot_id) then
      return null;
    end if;
  end if;

  moment := clock_timestamp();
  operation := nextval('ledger_operation_id_seq');
  entry := nextval('ledger_entry_id_seq');
  upto := source.lo + mass;
  if receiver is null then
    retirement := uuidv7();
    certificate := 'MW-C-' || extract(year from japan_day(moment))::text || '-' || short_code(operation);
    with claimed as (
      insert into idempotent_request (caller, key, fingerprint)
      select caller, claim, fingerprint where claim is not null),
    begun as (
      insert into ledger_operation (id, key, request, kind, from_account, mass_g, at) overriding system value
      values (operation, act_key, act_request, 'retire', account, mass, moment)),
    recorded as (
      insert into retirement (id, operation_id, account_id, family, mass_g, statement_digest, retired_at, certificate_id)
      values (retirement, operation, account, family, mass, digest, moment, certificate)),
    worded as (
      insert into retirement_statement (retirement_id, holder, salt, beneficiary, purpose, place, place_code, period_from,
                                        period_to, note, public_name)
      values (retirement, coalesce((select o.name from organisation o where o.id = account), ''), salt,
              said->>'beneficiary', said->>'purpose', said->>'place', said->>'placeCode', (said->>'periodFrom')::date,
              (said->>'periodTo')::date, said->>'note', (said->>'publicName')::boolean)),
    entered as (
      insert into ledger_entry (id, operation_id, holding_id, lot_id, kind, lo, hi, retirement_id) overriding system value
      values (entry, operation, source.id, source.lot_id, 'retire', source.lo, upto, retirement))
    -- Values that were read under the lock, or follow from them: see ledger_move.
    update holding h set lo = upto, held = source.held where h.id = source.id;
  else
    child := nextval('holding_id_seq');
    with claimed as (
      insert into idempotent_request (caller, key, fingerprint)
      select caller, claim, fingerprint where claim is not null),
    begun as (
      insert into ledger_operation (id, key, request, kind, from_account, to_account, mass_g, at) overriding system value
      values (operation, act_key, act_request, 'transfer', account, receiver, mass, moment)),
    arrived as (
      insert into holding (id, account_id, lot_id, family, origin, lo, hi, parent_id) overriding system value
      values (child, receiver, source.lot_id, family, source.lo, source.lo, upto, entry)),
    entered as (
      insert into ledger_entry (id, operation_id, holding_id, lot_id, kind, lo, hi) overriding system value
      values (entry, operation, source.id, source.lot_id, 'transfer', source.lo, upto),
             (nextval('ledger_entry_id_seq'), operation, child, source.lot_id, 'genesis', null, source.lo))
    update holding h set lo = upto, held = source.held where h.id = source.id;
  end if;
  return json_build_object(
    'at', moment, 'retirement', retirement, 'certificate', certificate, 'lotId', source.lot_id, 'code', source.code,
    'family', family, 'from', source.lo, 'to', upto, 'firstHand', source.own);
end $$;
