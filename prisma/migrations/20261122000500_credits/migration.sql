-- The ledger. One unit is one gram of CO2e; a serial number is one gram of one lot; ranges are half-open, [lo, hi).
--
-- A holding is a contiguous range of a lot in one account and is eaten from its low end: what leaves becomes an entry with
-- exactly the range taken, and a transfer's range becomes a holding of the receiver. There is no balance to drift apart
-- from its history, and no row per unit.
--
-- Lock order, everywhere: account, then reservation, then holdings by id. The fast path of ledger_take holds one holding
-- and waits for nothing, so it needs no account lock.

-- Accounts --------------------------------------------------------------------------------------------------------------

create table credit_account (
  id              uuid primary key,
  kind            text not null,
  organisation_id uuid unique references organisation,
  created_at      timestamptz not null default current_timestamp,
  constraint credit_account_kind check (kind in ('organisation', 'buffer')),
  -- An organisation's account has the organisation's id, so that no look-up stands between the two.
  constraint credit_account_organisation check (
    case kind when 'organisation' then organisation_id is not null and organisation_id = id
              else organisation_id is null end)
);

-- Reserve against reversals: ten per cent of what is issued here, cancelled when issued grams turn out not to exist.
insert into credit_account (id, kind) values ('00000000-0000-8000-8000-000000000001', 'buffer');

-- Operations and what they move ------------------------------------------------------------------------------------------

create table ledger_operation (
  id             bigint generated always as identity primary key,
  -- Names the operation for ever: the same key again is a repeat, and with another request it is refused.
  key            uuid not null unique,
  request        bytea not null,
  kind           text not null,
  -- No foreign keys: they would lock a busy account's row once more for every operation. Holdings have them.
  from_account   uuid,
  to_account     uuid,
  reservation_id uuid,
  mass_g         bigint not null,
  at             timestamptz not null default clock_timestamp(),
  constraint ledger_operation_request check (octet_length(request) = 32),
  constraint ledger_operation_kind check (kind in ('issue', 'transfer', 'retire', 'cancel', 'reserve', 'release', 'expire')),
  constraint ledger_operation_mass check (mass_g > 0)
);
create index ledger_operation_reservation on ledger_operation (reservation_id) where reservation_id is not null;

create table lot (
  id                uuid primary key default uuidv7(),
  -- Eight Crockford characters: the lot's name inside printed serials.
  code              text not null unique,
  operation_id      bigint not null unique references ledger_operation,
  family            text not null,
  owner_id          uuid not null references credit_account,
  -- The batch of verified reductions it was issued from; null for lots registered elsewhere.
  batch_id          uuid unique,
  scheme            text not null,
  methodology       text not null,
  project_name      text not null,
  -- The code of its day; municipalities merge and lots stay, so there is no foreign key.
  municipality_code text,
  vintage           integer not null,
  period_from       date,
  period_to         date,
  mass_g            bigint not null,
  buffer_g          bigint not null default 0,
  -- The registry's unit: J-Credit counts whole tonnes, J-Blue tenths. Gram claims happen inside.
  unit_g            bigint not null default 1,
  -- Serials as the outside registry prints them.
  registry_serials  text[] not null default '{}',
  no_resale         boolean not null default false,
  use_by            date,
  only_prefecture   text,
  once_a_year       boolean not null default false,
  not_at_origin     boolean not null default false,
  issued_at         timestamptz not null default clock_timestamp(),
  constraint lot_code check (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  constraint lot_family check (family in ('behaviour', 'j-credit', 'j-ver', 'j-blue', 'local', 'other')),
  constraint lot_behaviour_from_batch check ((family = 'behaviour') = (batch_id is not null)),
  constraint lot_vintage check (vintage between 1990 and 2200),
  constraint lot_period check (period_from <= period_to),
  constraint lot_mass check (mass_g > 0 and buffer_g >= 0 and buffer_g < mass_g),
  constraint lot_unit check (unit_g > 0 and mass_g % unit_g = 0),
  constraint lot_municipality check (municipality_code ~ '^[0-9]{5}$'),
  constraint lot_prefecture check (only_prefecture ~ '^[0-9]{2}$'),
  constraint lot_origin check (not not_at_origin or municipality_code is not null),
  unique (id, family)
);
create index lot_family_issued on lot (family, id);
create index lot_owner on lot (owner_id);

create table holding (
  id         bigint generated always as identity primary key,
  account_id uuid not null references credit_account,
  lot_id     uuid not null,
  family     text not null,
  -- [origin, hi) is what came in, [lo, hi) what is left, `held` of which is reserved.
  origin     bigint not null,
  lo         bigint not null,
  hi         bigint not null,
  held       bigint not null default 0,
  -- A column of its own keeps `lo` out of the indexes, so that the frequent update stays inside its page.
  live       boolean not null generated always as (hi > lo) stored,
  -- The transfer entry that made it; null for the one holding with which a lot begins.
  parent_id  bigint unique,
  constraint holding_range check (0 <= origin and origin <= lo and lo <= hi and origin < hi),
  constraint holding_held check (held >= 0 and held <= hi - lo),
  foreign key (lot_id, family) references lot (id, family),
  unique (id, lot_id)
) with (fillfactor = 70);
create unique index holding_one_beginning on holding (lot_id) where parent_id is null;
create index holding_live on holding (account_id, family, id) where live;
create index holding_live_of_lot on holding (account_id, lot_id, id) where live;
create index holding_lot on holding (lot_id);

create table retirement (
  id               uuid primary key default uuidv7(),
  operation_id     bigint not null unique references ledger_operation,
  account_id       uuid not null,
  family           text not null,
  mass_g           bigint not null,
  -- SHA-256 over salt and canonical statement: what the public log says of the beneficiary, for ever.
  statement_digest bytea not null,
  retired_at       timestamptz not null,
  certificate_id   text not null unique,
  constraint retirement_mass check (mass_g > 0),
  constraint retirement_digest check (octet_length(statement_digest) = 32),
  constraint retirement_certificate check (certificate_id ~ '^MW-C-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{8}$')
);
create index retirement_account on retirement (account_id, id);

-- What a retirement says in words. Apart from the ledger, because a name may have to be erased and an entry never.
create table retirement_statement (
  retirement_id uuid primary key references retirement,
  -- The organisation's name of that day: a certificate stays true when the organisation is renamed.
  holder        text not null,
  salt          bytea,
  beneficiary   text,
  purpose       text not null,
  place         text,
  place_code    text,
  period_from   date,
  period_to     date,
  note          text,
  public_name   boolean not null,
  erased_at     timestamptz,
  constraint retirement_statement_erased check ((erased_at is null) = (beneficiary is not null and salt is not null)),
  constraint retirement_statement_place check (place_code ~ '^[0-9]{5}$'),
  constraint retirement_statement_period check (period_from <= period_to)
);

-- One retirement a fiscal year from a lot whose rule says so.
create table retirement_of_year (
  lot_id        uuid not null references lot,
  account_id    uuid not null references credit_account,
  fiscal_year   integer not null,
  retirement_id uuid not null references retirement,
  primary key (lot_id, account_id, fiscal_year)
);

create table cancellation (
  operation_id bigint primary key references ledger_operation,
  reason       text not null,
  reduction_id uuid,
  cancelled_at timestamptz not null
);

create table ledger_entry (
  id            bigint generated always as identity primary key,
  -- The public log takes entries of finished transactions only, and finds out which those are by this.
  xid           xid8 not null default pg_current_xact_id(),
  operation_id  bigint not null references ledger_operation,
  holding_id    bigint not null,
  lot_id        uuid not null,
  kind          text not null,
  lo            bigint,
  hi            bigint not null,
  retirement_id uuid references retirement,
  constraint ledger_entry_kind check (kind in ('genesis', 'transfer', 'retire', 'cancel')),
  constraint ledger_entry_genesis check ((kind = 'genesis') = (lo is null)),
  constraint ledger_entry_range check (lo < hi),
  constraint ledger_entry_retirement check ((kind = 'retire') = (retirement_id is not null)),
  -- Each range starts exactly where another of the same holding ended, and nowhere twice: disjoint by B-tree alone.
  -- (lo, holding), not (holding, lo): with two indexes led by the holding the foreign-key check may be planned on the
  -- wrong one, and then costs as much as the holding has entries.
  unique (holding_id, hi),
  unique (lo, holding_id),
  foreign key (holding_id, lo) references ledger_entry (holding_id, hi),
  foreign key (holding_id, lot_id) references holding (id, lot_id)
);
create index ledger_entry_operation on ledger_entry (operation_id);
create index ledger_entry_lot on ledger_entry (lot_id, id);

alter table holding
  add foreign key (parent_id) references ledger_entry deferrable initially deferred,
  -- The cursor stands where an entry ended.
  add foreign key (id, lo) references ledger_entry (holding_id, hi) deferrable initially deferred;

-- Reservations -----------------------------------------------------------------------------------------------------------

create table reservation (
  id           uuid primary key default uuidv7(),
  operation_id bigint not null unique references ledger_operation,
  account_id   uuid not null references credit_account,
  family       text not null,
  mass_g       bigint not null,
  captured_g   bigint not null default 0,
  released_g   bigint not null default 0,
  purpose      text not null,
  expires_at   timestamptz,
  open         boolean not null generated always as (captured_g + released_g < mass_g) stored,
  constraint reservation_mass check (mass_g > 0 and captured_g >= 0 and released_g >= 0 and captured_g + released_g <= mass_g)
);
create index reservation_expiry on reservation (expires_at) where open;
create index reservation_account on reservation (account_id) where open;

create table reservation_part (
  reservation_id uuid not null references reservation,
  holding_id     bigint not null references holding,
  mass_g         bigint not null,
  left_g         bigint not null,
  primary key (reservation_id, holding_id),
  constraint reservation_part_mass check (mass_g > 0 and left_g between 0 and mass_g)
);
create index reservation_part_holding on reservation_part (holding_id);

-- What nobody may do -----------------------------------------------------------------------------------------------------

create trigger append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on ledger_operation
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on lot
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on retirement
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on retirement_of_year
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on cancellation
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on credit_account
  for each statement execute function refuse_change();
-- Of a holding only the cursor and the reserved grams move; of a reservation only what became of it.
create trigger origin_fixed before update of account_id, lot_id, family, origin, hi, parent_id on holding
  for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on holding
  for each statement execute function refuse_change();
create trigger terms_fixed before update of operation_id, account_id, family, mass_g on reservation
  for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on reservation
  for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on reservation_part
  for each statement execute function refuse_change();

-- A statement is said once. It can be erased, nothing else.
create function retirement_statement_guard() returns trigger language plpgsql as $$
begin
  if old.erased_at is not null or new.erased_at is null
     or (new.retirement_id, new.holder, new.purpose, new.place, new.place_code, new.period_from, new.period_to,
         new.public_name)
        is distinct from
        (old.retirement_id, old.holder, old.purpose, old.place, old.place_code, old.period_from, old.period_to,
         old.public_name)
     or new.beneficiary is not null or new.salt is not null or new.note is not null then
    raise exception 'a retirement statement can only be erased' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger said_once before update on retirement_statement
  for each row execute function retirement_statement_guard();
create trigger never_deleted before delete or truncate on retirement_statement
  for each statement execute function refuse_change();

-- What a transfer took and what it made are the same range of the same lot.
create function holding_matches_parent() returns trigger language plpgsql as $$
begin
  perform 1 from ledger_entry e
    where e.id = new.parent_id and e.kind = 'transfer' and e.lot_id = new.lot_id and e.lo = new.origin and e.hi = new.hi;
  if not found then
    raise exception 'holding % is not what entry % transferred', new.id, new.parent_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger matches_parent before insert on holding
  for each row when (new.parent_id is not null) execute function holding_matches_parent();

create function transfer_arrives() returns trigger language plpgsql as $$
begin
  perform 1 from holding where parent_id = new.id;
  if not found then
    raise exception 'transfer entry % arrived nowhere', new.id using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger arrives after insert on ledger_entry deferrable initially deferred
  for each row when (new.kind = 'transfer') execute function transfer_arrives();

-- Small parts ------------------------------------------------------------------------------------------------------------

-- A refusal travels as an error with a state of its own: its code is the message, its facts are the detail. Whoever wraps
-- the ledger turns it into the caller's answer; conflicts of the database keep their own states and are tried again.
create function ledger_refuse(code text, facts jsonb) returns void language plpgsql as $$
begin
  raise exception '%', code using errcode = 'L0001', detail = facts::text;
end $$;

-- Eight Crockford characters from a number below 2^40: one to one, so two numbers never share a code, and scattered, so
-- that neighbours do not look alike and a mistyped code is hardly ever somebody else's.
create function short_code(number bigint) returns text language plpgsql immutable strict as $$
declare
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  forty    constant bigint := (1::bigint << 40) - 1;
  x bigint := number & forty;
  code text := '';
begin
  if number < 0 or number > forty then raise exception 'number % has no short code', number; end if;
  -- Multiplying by an odd number and folding the high half in are both reversible below 2^40.
  for round in 1..3 loop
    x := (x * 5563973 + 104729) & forty;
    x := x # (x >> 17);
  end loop;
  for i in 0..7 loop
    code := substr(alphabet, ((x >> (5 * i)) & 31)::int + 1, 1) || code;
  end loop;
  return code;
end $$;

-- Japanese calendar: one offset, fiscal years from April.
create function japan_day(instant timestamptz) returns date language sql immutable strict
  return (instant at time zone 'UTC' + interval '9 hours')::date;
create function fiscal_year_of(day date) returns integer language sql immutable strict
  return extract(year from day - interval '3 months')::integer;

-- The first rule of a lot that this use would break; null when it may be used.
-- use: 'transfer', 'retire', 'reserve' (for what is not said yet) or 'cancel', which no rule stops; place: five-digit
-- municipality of use, if one was named.
create function lot_rule_broken(l lot, use text, account uuid, place text, day date) returns text language sql stable
  return case
    when use <> 'cancel' and l.use_by < day then 'use-by'
    when use = 'transfer' and l.no_resale and account <> l.owner_id then 'no-resale'
    when use = 'retire' and l.only_prefecture is not null and left(place, 2) is distinct from l.only_prefecture
      then 'in-prefecture'
    when use = 'retire' and l.not_at_origin and (place is null or place = l.municipality_code) then 'not-at-origin'
    when use = 'retire' and l.once_a_year and exists (
      select from retirement_of_year y
       where y.lot_id = l.id and y.account_id = account and y.fiscal_year = fiscal_year_of(day)) then 'once-a-year'
  end;

create function refuse_by_rule(l lot, rule text) returns void language sql
  return ledger_refuse('credits.rule-' || rule, jsonb_build_object(
    'lot', l.code, 'useBy', l.use_by, 'prefecture', l.only_prefecture, 'municipality', l.municipality_code));

-- Names an operation. Another transaction with the same key waits here until the first one has ended.
create function ledger_begin(
  op_key uuid, op_request bytea, op_kind text, op_from uuid, op_to uuid, op_mass bigint, op_reservation uuid,
  out operation bigint, out fresh boolean
) language plpgsql as $$
declare
  earlier bytea;
begin
  insert into ledger_operation (key, request, kind, from_account, to_account, mass_g, reservation_id)
  values (op_key, op_request, op_kind, op_from, op_to, op_mass, op_reservation)
  on conflict (key) do nothing returning id into operation;
  fresh := found;
  if not fresh then
    select id, request into operation, earlier from ledger_operation where key = op_key;
    if earlier <> op_request then perform ledger_refuse('request.id-reused', '{}'); end if;
  end if;
end $$;

-- An organisation's account is opened when it first receives something.
create function ledger_open_account(organisation uuid) returns void language plpgsql as $$
begin
  perform 1 from credit_account where id = organisation;
  if found then return; end if;
  perform 1 from organisation where id = ledger_open_account.organisation;
  if not found then perform ledger_refuse('credits.receiver-missing', '{}'); end if;
  insert into credit_account (id, kind, organisation_id) values (organisation, 'organisation', organisation)
  on conflict do nothing;
end $$;

-- The one family an operation draws on: the lot's, the one asked for, or the only one held.
create function ledger_family(account uuid, asked_lot uuid, asked_family text) returns text language plpgsql stable as $$
declare
  families text[];
begin
  if asked_lot is not null then
    select array[family] into families from lot where id = asked_lot;
    if families is null then perform ledger_refuse('credits.lot-missing', '{}'); end if;
    if families[1] <> asked_family then
      perform ledger_refuse('credits.family-mixed', jsonb_build_object('families', asked_family || ', ' || families[1]));
    end if;
    return families[1];
  end if;
  if asked_family is not null then return asked_family; end if;
  select array_agg(distinct family order by family) into families
    from holding where account_id = account and live and hi - lo > held;
  if cardinality(families) > 1 then
    perform ledger_refuse('credits.family-mixed', jsonb_build_object('families', array_to_string(families, ', ')));
  end if;
  return coalesce(families[1], 'behaviour');
end $$;

-- Taking grams -----------------------------------------------------------------------------------------------------------

-- Moves the cursor of a locked holding over `mass` grams and writes the entry; a transfer's range becomes a holding.
-- Every value is one that was read under the lock: a CHECK is evaluated on the row version of the snapshot, so arithmetic
-- on the column would fail now and then although nothing is wrong.
create function ledger_move(
  operation bigint, source bigint, source_lot uuid, source_family text, source_lo bigint, held_after bigint, mass bigint,
  move_kind text, receiver uuid, retirement uuid
) returns void language plpgsql as $$
declare
  entry bigint;
  child bigint;
begin
  update holding set lo = source_lo + mass, held = held_after where id = source;
  insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi, retirement_id)
  values (operation, source, source_lot, move_kind, source_lo, source_lo + mass, retirement) returning id into entry;
  if move_kind = 'transfer' then
    insert into holding (account_id, lot_id, family, origin, lo, hi, parent_id)
    values (receiver, source_lot, source_family, source_lo, source_lo, source_lo + mass, entry) returning id into child;
    insert into ledger_entry (operation_id, holding_id, lot_id, kind, hi)
    values (operation, child, source_lot, 'genesis', source_lo);
  end if;
end $$;

-- Locks an account's oldest holdings, in the order of their ids, until together they can pay; says how much to take from
-- each. The caller holds the account. Answers nothing when they cannot pay, having looked at the first 16, 256, all.
create function ledger_pick(account uuid, asked_lot uuid, asked_family text, mass bigint, use text, place text)
returns table (id bigint, lot_id uuid, lo bigint, held bigint, taken bigint) language plpgsql as $$
#variable_conflict use_column
declare
  most int;
begin
  foreach most in array array[16, 256, 2147483647] loop
    return query
      with locked as materialized (
        select h.id, h.lot_id, h.lo, h.held, h.hi - h.lo - h.held as free
          from holding h join lot l on l.id = h.lot_id
         where h.account_id = account and h.family = asked_family and h.live and h.hi - h.lo > h.held
           and (asked_lot is null or h.lot_id = asked_lot)
           and lot_rule_broken(l, use, account, place, japan_day(clock_timestamp())) is null
         order by h.id limit most for no key update of h),
      running as (select *, sum(free) over (order by id) as upto from locked),
      drawn as materialized (
        select id, lot_id, lo, held, least(free, mass - (upto - free))::bigint as taken
          from running where upto - free < mass and free > 0)
      select id, lot_id, lo, held, taken from drawn where (select sum(taken) from drawn) = mass;
    if found then return; end if;
  end loop;
end $$;

-- Why an account cannot pay: a rule stands in the way of enough grams, or there are not enough.
create function ledger_refuse_payment(
  account uuid, asked_lot uuid, asked_family text, mass bigint, use text, place text
) returns void language plpgsql as $$
declare
  free bigint;
  usable bigint;
  forbidden lot;
  rule text;
begin
  select coalesce(sum(h.hi - h.lo - h.held), 0), coalesce(sum(h.hi - h.lo - h.held) filter (
           where lot_rule_broken(l, use, account, place, japan_day(clock_timestamp())) is null), 0)
    into free, usable
    from holding h join lot l on l.id = h.lot_id
   where h.account_id = account and h.family = asked_family and h.live and (asked_lot is null or h.lot_id = asked_lot);
  if free >= mass and usable < mass then
    for forbidden in
      select l.* from holding h join lot l on l.id = h.lot_id
       where h.account_id = account and h.family = asked_family and h.live and (asked_lot is null or h.lot_id = asked_lot)
       order by h.id
    loop
      rule := lot_rule_broken(forbidden, use, account, place, japan_day(clock_timestamp()));
      if rule is not null then perform refuse_by_rule(forbidden, rule); end if;
    end loop;
  end if;
  perform ledger_refuse('credits.not-enough', jsonb_build_object('held', usable, 'wanted', mass));
end $$;

-- Takes free grams of one family from an account: from one holding when one can pay alone, else from the oldest.
create function ledger_take(
  operation bigint, account uuid, asked_lot uuid, asked_family text, mass bigint, use text, receiver uuid, retirement uuid,
  place text
) returns void language plpgsql as $$
declare
  source record;
  paid boolean := false;
begin
  select h.id, h.lot_id, h.lo, h.held into source
    from holding h join lot l on l.id = h.lot_id
   where h.account_id = account and h.family = asked_family and h.live and h.hi - h.lo - h.held >= mass
     and (asked_lot is null or h.lot_id = asked_lot)
     and lot_rule_broken(l, use, account, place, japan_day(clock_timestamp())) is null
   order by h.id limit 1 for no key update of h skip locked;
  if found then
    perform ledger_move(operation, source.id, source.lot_id, asked_family, source.lo, source.held, mass, use, receiver, retirement);
    return;
  end if;
  perform 1 from credit_account where id = account for no key update;
  -- Reservations that ran out give their grams back before anybody is told that there are not enough.
  perform ledger_expire_overdue(account);
  -- Picking and moving are two statements: the second one's snapshot is newer than the locks of the first.
  for source in select * from ledger_pick(account, asked_lot, asked_family, mass, use, place) loop
    paid := true;
    perform ledger_move(operation, source.id, source.lot_id, asked_family, source.lo, source.held, source.taken, use,
                        receiver, retirement);
  end loop;
  if not paid then perform ledger_refuse_payment(account, asked_lot, asked_family, mass, use, place); end if;
end $$;

-- Takes reserved grams, from the oldest of the reservation's holdings on. The caller holds account and reservation.
create function ledger_take_reserved(
  operation bigint, reserved reservation, mass bigint, use text, receiver uuid, retirement uuid, place text
) returns void language plpgsql as $$
declare
  missing bigint := mass;
  part record;
  ruled lot;
  rule text;
  taken bigint;
begin
  for part in
    select h.id, h.lot_id, h.lo, h.held, p.left_g
      from reservation_part p join holding h on h.id = p.holding_id
     where p.reservation_id = reserved.id and p.left_g > 0
     order by h.id for no key update of h
  loop
    exit when missing = 0;
    select * into ruled from lot where id = part.lot_id;
    rule := lot_rule_broken(ruled, use, reserved.account_id, place, japan_day(clock_timestamp()));
    if rule is not null then perform refuse_by_rule(ruled, rule); end if;
    taken := least(part.left_g, missing);
    perform ledger_move(operation, part.id, part.lot_id, reserved.family, part.lo, part.held - taken, taken, use, receiver,
                        retirement);
    update reservation_part set left_g = part.left_g - taken
     where reservation_id = reserved.id and holding_id = part.id;
    missing := missing - taken;
  end loop;
  update reservation set captured_g = reserved.captured_g + mass where id = reserved.id;
end $$;

-- Gives reserved grams back, from the youngest holding on, so that the oldest stay reserved. Same locks as above.
create function ledger_give_back(reserved reservation, mass bigint) returns void language plpgsql as $$
declare
  missing bigint := mass;
  part record;
  given bigint;
begin
  -- Locked from the oldest on like everywhere, then given back from the youngest on.
  perform 1 from holding h where h.id in (
    select holding_id from reservation_part where reservation_id = reserved.id and left_g > 0)
   order by h.id for no key update;
  for part in
    select h.id, h.held, p.left_g from reservation_part p join holding h on h.id = p.holding_id
     where p.reservation_id = reserved.id and p.left_g > 0 order by h.id desc
  loop
    exit when missing = 0;
    given := least(part.left_g, missing);
    update holding set held = part.held - given where id = part.id;
    update reservation_part set left_g = part.left_g - given
     where reservation_id = reserved.id and holding_id = part.id;
    missing := missing - given;
  end loop;
  update reservation set released_g = reserved.released_g + mass where id = reserved.id;
end $$;

-- What came of an operation, read from what is stored, so that a repeat is answered like the first time ------------------

-- firstHand: the grams left the account in which the lot began, which each gram does once.
create function ledger_result(operation bigint, fresh boolean) returns jsonb language sql stable
  return (
    select jsonb_build_object(
      'fresh', fresh, 'massG', o.mass_g, 'at', o.at,
      'serials', (select coalesce(jsonb_agg(jsonb_build_object(
                           'lotId', e.lot_id, 'code', l.code, 'family', l.family, 'from', e.lo, 'to', e.hi,
                           'firstHand', h.parent_id is null) order by e.id), '[]')
                    from ledger_entry e join lot l on l.id = e.lot_id join holding h on h.id = e.holding_id
                   where e.operation_id = o.id and e.kind <> 'genesis'),
      'retirement', (select jsonb_build_object(
                              'id', r.id, 'certificateId', r.certificate_id, 'retiredAt', r.retired_at, 'family', r.family)
                       from retirement r where r.operation_id = o.id))
      from ledger_operation o where o.id = operation);

-- The six acts -----------------------------------------------------------------------------------------------------------

-- A new lot in its owner's account; `bufferG` of it goes to the buffer. Answers the lot's id.
create function ledger_issue(op_key uuid, op_request bytea, owner uuid, facts jsonb) returns uuid language plpgsql as $$
declare
  begun record;
  issued lot;
  first_holding bigint;
begin
  select * into begun
    from ledger_begin(op_key, op_request, 'issue', null, owner, (facts->>'massG')::bigint, null);
  if begun.fresh then
    perform ledger_open_account(owner);
    insert into lot (code, operation_id, family, owner_id, batch_id, scheme, methodology, project_name, municipality_code,
                     vintage, period_from, period_to, mass_g, buffer_g, unit_g, registry_serials,
                     no_resale, use_by, only_prefecture, once_a_year, not_at_origin)
    select short_code(begun.operation), begun.operation, f.family, owner, f."batchId", f.scheme, f.methodology,
           f."projectName", f."municipalityCode", f.vintage, f."periodFrom", f."periodTo", f."massG", f."bufferG",
           f."unitG", f."registrySerials", f."noResale", f."useBy", f."onlyPrefecture", f."onceAYear", f."notAtOrigin"
      from jsonb_to_record(facts) as f(
             family text, "batchId" uuid, scheme text, methodology text, "projectName" text, "municipalityCode" text,
             vintage int, "periodFrom" date, "periodTo" date, "massG" bigint, "bufferG" bigint, "unitG" bigint,
             "registrySerials" text[], "noResale" boolean, "useBy" date, "onlyPrefecture" text, "onceAYear" boolean,
             "notAtOrigin" boolean)
    returning * into issued;
    insert into holding (account_id, lot_id, family, origin, lo, hi)
    values (owner, issued.id, issued.family, 0, 0, issued.mass_g) returning id into first_holding;
    insert into ledger_entry (operation_id, holding_id, lot_id, kind, hi)
    values (begun.operation, first_holding, issued.id, 'genesis', 0);
    if issued.buffer_g > 0 then
      perform ledger_move(begun.operation, first_holding, issued.id, issued.family, 0, 0, issued.buffer_g, 'transfer',
                          '00000000-0000-8000-8000-000000000001', null);
    end if;
  end if;
  return (select id from lot where operation_id = begun.operation);
end $$;

create function ledger_transfer(
  op_key uuid, op_request bytea, sender uuid, receiver uuid, asked_lot uuid, asked_family text, mass bigint
) returns jsonb language plpgsql as $$
declare
  begun record;
begin
  select * into begun from ledger_begin(op_key, op_request, 'transfer', sender, receiver, mass, null);
  if begun.fresh then
    if sender = receiver then perform ledger_refuse('credits.receiver-same', '{}'); end if;
    perform ledger_open_account(receiver);
    perform ledger_take(begun.operation, sender, asked_lot, ledger_family(sender, asked_lot, asked_family), mass,
                        'transfer', receiver, null, null);
  end if;
  return ledger_result(begun.operation, begun.fresh);
end $$;

-- The retirement's own row and words, before its entries. said: {beneficiary, purpose, place, placeCode, periodFrom,
-- periodTo, note, publicName}; salt and digest commit to it.
create function ledger_record_retirement(
  operation bigint, account uuid, retired_family text, mass bigint, said jsonb, said_salt bytea, said_digest bytea
) returns uuid language plpgsql as $$
declare
  retired retirement;
begin
  insert into retirement (operation_id, account_id, family, mass_g, statement_digest, retired_at, certificate_id)
  select o.id, account, retired_family, mass, said_digest, o.at,
         'MW-C-' || extract(year from japan_day(o.at))::text || '-' || short_code(o.id)
    from ledger_operation o where o.id = operation
  returning * into retired;
  insert into retirement_statement (retirement_id, holder, salt, beneficiary, purpose, place, place_code, period_from,
                                    period_to, note, public_name)
  select retired.id, coalesce((select o.name from organisation o where o.id = account), ''), said_salt, s.beneficiary,
         s.purpose, s.place, s."placeCode", s."periodFrom", s."periodTo", s.note, s."publicName"
    from jsonb_to_record(said) as s(beneficiary text, purpose text, place text, "placeCode" text, "periodFrom" date,
                                    "periodTo" date, note text, "publicName" boolean);
  return retired.id;
end $$;

-- Remembers the year for lots that may be retired from once in each; the key refuses the second of two at once.
create function ledger_mark_year(operation bigint) returns void language plpgsql as $$
declare
  marked lot;
begin
  for marked in
    select distinct l.* from ledger_entry e join lot l on l.id = e.lot_id
     where e.operation_id = operation and e.kind = 'retire' and l.once_a_year
  loop
    insert into retirement_of_year (lot_id, account_id, fiscal_year, retirement_id)
    select marked.id, r.account_id, fiscal_year_of(japan_day(r.retired_at)), r.id
      from retirement r where r.operation_id = operation
    on conflict do nothing;
    if not found then perform refuse_by_rule(marked, 'once-a-year'); end if;
  end loop;
end $$;

create function ledger_retire(
  op_key uuid, op_request bytea, account uuid, asked_lot uuid, asked_family text, mass bigint, said jsonb, said_salt bytea,
  said_digest bytea
) returns jsonb language plpgsql as $$
declare
  begun record;
  retired_family text;
  retired uuid;
begin
  select * into begun from ledger_begin(op_key, op_request, 'retire', account, null, mass, null);
  if begun.fresh then
    retired_family := ledger_family(account, asked_lot, asked_family);
    retired := ledger_record_retirement(begun.operation, account, retired_family, mass, said, said_salt, said_digest);
    perform ledger_take(begun.operation, account, asked_lot, retired_family, mass, 'retire', null, retired,
                        said->>'placeCode');
    perform ledger_mark_year(begun.operation);
  end if;
  return ledger_result(begun.operation, begun.fresh);
end $$;

-- Takes grams of the buffer's part of a lot out of existence: what was issued turned out not to be there.
create function ledger_cancel(
  op_key uuid, op_request bytea, asked_lot uuid, mass bigint, why text, reduction uuid
) returns jsonb language plpgsql as $$
declare
  buffer constant uuid := '00000000-0000-8000-8000-000000000001';
  begun record;
begin
  select * into begun from ledger_begin(op_key, op_request, 'cancel', buffer, null, mass, null);
  if begun.fresh then
    insert into cancellation (operation_id, reason, reduction_id, cancelled_at)
    select id, why, reduction, at from ledger_operation where id = begun.operation;
    perform ledger_take(begun.operation, buffer, asked_lot, ledger_family(buffer, asked_lot, null), mass, 'cancel', null, null, null);
  end if;
  return ledger_result(begun.operation, begun.fresh);
end $$;

-- Sets grams aside. use is 'transfer' when they will be sold, so that a lot that may not be resold is refused now and not
-- after payment, else 'reserve'. Answers {reservationId, massG, expiresAt, parts}.
create function ledger_reserve(
  op_key uuid, op_request bytea, account uuid, asked_lot uuid, asked_family text, mass bigint, use text, why text,
  until timestamptz
) returns jsonb language plpgsql as $$
declare
  begun record;
  reserved_family text;
  reserved uuid;
  part record;
begin
  select * into begun from ledger_begin(op_key, op_request, 'reserve', account, null, mass, null);
  if begun.fresh then
    reserved_family := ledger_family(account, asked_lot, asked_family);
    perform 1 from credit_account where id = account for no key update;
    -- No account yet: nothing was ever received.
    if not found then perform ledger_refuse_payment(account, asked_lot, reserved_family, mass, use, null); end if;
    perform ledger_expire_overdue(account);
    insert into reservation (operation_id, account_id, family, mass_g, purpose, expires_at)
    values (begun.operation, account, reserved_family, mass, why, until) returning id into reserved;
    for part in select * from ledger_pick(account, asked_lot, reserved_family, mass, use, null) loop
      update holding set held = part.held + part.taken where id = part.id;
      insert into reservation_part (reservation_id, holding_id, mass_g, left_g)
      values (reserved, part.id, part.taken, part.taken);
    end loop;
    perform 1 from reservation_part where reservation_id = reserved;
    if not found then perform ledger_refuse_payment(account, asked_lot, reserved_family, mass, use, null); end if;
  end if;
  return (
    select jsonb_build_object('reservationId', r.id, 'massG', r.mass_g, 'expiresAt', r.expires_at, 'parts', (
             select jsonb_agg(jsonb_build_object('lotId', p.lot_id, 'massG', p.mass_g) order by p.first)
               from (select h.lot_id, sum(p.mass_g) as mass_g, min(h.id) as first
                       from reservation_part p join holding h on h.id = p.holding_id
                      where p.reservation_id = r.id group by h.lot_id) p))
      from reservation r where r.operation_id = begun.operation);
end $$;

-- Locks a reservation after its account and answers it.
create function ledger_lock_reservation(asked uuid) returns reservation language plpgsql as $$
declare
  owner uuid;
  locked reservation;
begin
  select account_id into owner from reservation where id = asked;
  if owner is null then perform ledger_refuse('credits.reservation-missing', '{}'); end if;
  perform 1 from credit_account where id = owner for no key update;
  select * into locked from reservation where id = asked for update;
  return locked;
end $$;

-- Settles reserved grams, all or a part of them: use is 'transfer' (to receiver) or 'retire' (as said).
create function ledger_capture(
  op_key uuid, op_request bytea, asked uuid, mass bigint, use text, receiver uuid, said jsonb, said_salt bytea,
  said_digest bytea
) returns jsonb language plpgsql as $$
declare
  begun record;
  reserved reservation;
  retired uuid;
begin
  select * into begun from ledger_begin(
    op_key, op_request, use, (select account_id from reservation where id = asked), receiver, mass, asked);
  if begun.fresh then
    reserved := ledger_lock_reservation(asked);
    if not reserved.open or reserved.expires_at <= clock_timestamp() then
      perform ledger_refuse('credits.reservation-closed', '{}');
    end if;
    if mass > reserved.mass_g - reserved.captured_g - reserved.released_g then
      perform ledger_refuse('credits.reservation-short', jsonb_build_object(
        'held', reserved.mass_g - reserved.captured_g - reserved.released_g, 'wanted', mass));
    end if;
    if use = 'transfer' then
      if receiver = reserved.account_id then perform ledger_refuse('credits.receiver-same', '{}'); end if;
      perform ledger_open_account(receiver);
    else
      retired := ledger_record_retirement(begun.operation, reserved.account_id, reserved.family, mass, said, said_salt, said_digest);
    end if;
    perform ledger_take_reserved(begun.operation, reserved, mass, use, receiver, retired, said->>'placeCode');
    if use = 'retire' then perform ledger_mark_year(begun.operation); end if;
  end if;
  return ledger_result(begun.operation, begun.fresh);
end $$;

-- Gives reserved grams back; without a mass all that are left. Answers how many.
create function ledger_release(op_key uuid, op_request bytea, asked uuid, mass bigint) returns bigint language plpgsql as $$
declare
  begun record;
  reserved reservation;
  remaining bigint;
begin
  -- The mass of the operation is known only under the lock, which a repeat must not need: it reads what was done.
  select mass_g into remaining from ledger_operation where key = op_key and request = op_request;
  if found then return remaining; end if;
  reserved := ledger_lock_reservation(asked);
  remaining := reserved.mass_g - reserved.captured_g - reserved.released_g;
  select * into begun from ledger_begin(
    op_key, op_request, 'release', reserved.account_id, null, greatest(coalesce(mass, remaining), 1), asked);
  if not begun.fresh then return (select mass_g from ledger_operation where id = begun.operation); end if;
  if remaining = 0 then perform ledger_refuse('credits.reservation-closed', '{}'); end if;
  if mass > remaining then
    perform ledger_refuse('credits.reservation-short', jsonb_build_object('held', remaining, 'wanted', mass));
  end if;
  perform ledger_give_back(reserved, coalesce(mass, remaining));
  return coalesce(mass, remaining);
end $$;

-- Gives back what overdue reservations of a locked account still hold. The operation's key is made from the reservation's,
-- so however many sweeps run, each reservation expires once.
create function ledger_expire_overdue(account uuid) returns integer language plpgsql as $$
declare
  overdue reservation;
  expired integer := 0;
begin
  for overdue in
    select * from reservation
     where account_id = account and open and expires_at <= clock_timestamp() order by id for update
  loop
    insert into ledger_operation (key, request, kind, from_account, mass_g, reservation_id)
    values (md5('expire ' || overdue.id)::uuid, sha256(convert_to('expire ' || overdue.id, 'UTF8')), 'expire', account,
            overdue.mass_g - overdue.captured_g - overdue.released_g, overdue.id);
    perform ledger_give_back(overdue, overdue.mass_g - overdue.captured_g - overdue.released_g);
    expired := expired + 1;
  end loop;
  return expired;
end $$;

-- Where one gram went: the holding in which its lot began, then from transfer to transfer to where it is or ended. The last
-- row without an entry is where it is held; a last row with `retire` or `cancel` is its end.
create function gram_path(asked_lot uuid, gram bigint)
returns table (holding_id bigint, account_id uuid, entry_id bigint, kind text, operation_id bigint, retirement_id uuid)
language plpgsql stable as $$
#variable_conflict use_column
declare
  at_holding holding;
  leaving ledger_entry;
begin
  select * into at_holding from holding where lot_id = asked_lot and parent_id is null and gram >= origin and gram < hi;
  while at_holding.id is not null loop
    -- Ranges of a holding are contiguous, so the first one that ends behind the gram contains it.
    select * into leaving from ledger_entry e
      where e.holding_id = at_holding.id and e.hi > gram order by e.hi limit 1;
    holding_id := at_holding.id;
    account_id := at_holding.account_id;
    entry_id := leaving.id;
    kind := leaving.kind;
    operation_id := leaving.operation_id;
    retirement_id := leaving.retirement_id;
    return next;
    exit when leaving.kind is distinct from 'transfer';
    select * into at_holding from holding where parent_id = leaving.id;
  end loop;
end $$;
