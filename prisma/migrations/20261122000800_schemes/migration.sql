-- Schemes: where a sale becomes an offset. Sales never touch the ledger one by one; they count against grams that were set
-- aside there, and closings settle what has come together. Everything that grows with sales is keyed by scheme_id first
-- and every unique key contains it, so that a scheme lives on one node when the database is distributed.

create table scheme (
  id                uuid primary key,
  organisation_id   uuid not null references organisation,
  kind              text not null,
  name              text not null,
  place             text not null,
  municipality_code text not null,
  beneficiary       text not null,
  -- What the kind's own rule keeps.
  terms             jsonb not null,
  state             text not null default 'open',
  created_at        timestamptz not null default current_timestamp,
  ended_at          timestamptz,
  constraint scheme_state check (state in ('open', 'ended')),
  constraint scheme_ended check ((state = 'ended') = (ended_at is not null))
);
create index scheme_organisation on scheme (organisation_id, id);

-- The one row that all tills of a scheme share. Its lock orders sales, returns and closings.
create table scheme_stock (
  scheme_id      uuid primary key references scheme,
  -- Whether a sale must be covered by grams in reserve.
  guarded        boolean not null,
  open           boolean not null default true,
  items          bigint not null default 0,
  items_on_paper bigint not null default 0,
  -- Set aside in the ledger and neither retired nor given back.
  reserved_g     bigint not null default 0,
  -- Used by sales and not retired; negative when goods came back after their grams had been retired.
  open_g         bigint not null default 0,
  attached_g     bigint not null default 0,
  retired_g      bigint not null default 0,
  fund_yen       bigint not null default 0,
  accrued_yen    bigint not null default 0,
  spent_yen      bigint not null default 0,
  closed_through date,
  constraint scheme_stock_items check (items >= 0 and items_on_paper between 0 and items),
  constraint scheme_stock_covered check (not guarded or open_g <= reserved_g),
  constraint scheme_stock_reserved check (reserved_g >= 0),
  constraint scheme_stock_fund check (fund_yen = accrued_yen - spent_yen)
) with (fillfactor = 50);

-- Where the credits come from: grams set aside, or the share of a lot in every closing.
create table scheme_source (
  scheme_id      uuid not null references scheme,
  number         integer not null,
  lot_id         uuid not null references lot,
  share          integer not null,
  family         text not null,
  unit_g         bigint not null,
  primary key (scheme_id, number),
  constraint scheme_source_share check (share > 0 and unit_g > 0)
);

create table scheme_reserve (
  scheme_id      uuid not null references scheme,
  reservation_id uuid not null references reservation,
  lot_id         uuid not null references lot,
  mass_g         bigint not null,
  left_g         bigint not null,
  primary key (scheme_id, reservation_id),
  constraint scheme_reserve_mass check (mass_g > 0 and left_g between 0 and mass_g)
);

create table scheme_sale (
  -- No foreign key: every sale holds its scheme's row of scheme_stock, and a key would lock one row more.
  scheme_id      uuid not null,
  external_id    text not null,
  -- The day on which it counts: its own, or the first day that is still open.
  booked_on      date not null,
  -- Its place in the scheme's order of sales, in which closings retire.
  position       bigint not null generated always as identity,
  sold_at        timestamptz not null,
  sku            text,
  channel        text,
  on_paper       boolean not null default false,
  units          bigint not null,
  returned_units bigint not null default 0,
  grams_per_unit bigint not null,
  yen_per_unit   bigint not null,
  -- SHA-256 of what was sent: the same id with other contents is not a repeat.
  digest         bytea not null,
  primary key (scheme_id, external_id),
  constraint scheme_sale_units check (units > 0 and returned_units between 0 and units),
  constraint scheme_sale_worth check (grams_per_unit >= 0 and yen_per_unit >= 0)
);
create index scheme_sale_order on scheme_sale (scheme_id, booked_on, position);

create table scheme_return (
  scheme_id   uuid not null references scheme,
  return_id   text not null,
  external_id text not null,
  booked_on   date not null,
  units       bigint not null,
  grams       bigint not null,
  yen         bigint not null,
  primary key (scheme_id, return_id),
  foreign key (scheme_id, external_id) references scheme_sale (scheme_id, external_id),
  constraint scheme_return_units check (units > 0)
);

-- The public tally: sums of a day, kept up by the statements that change them.
create table scheme_day (
  scheme_id uuid not null,
  day       date not null,
  items     bigint not null,
  grams     bigint not null,
  yen       bigint not null,
  primary key (scheme_id, day)
) with (fillfactor = 50);

create table scheme_tally (
  scheme_id    uuid not null references scheme,
  external_id  text not null,
  month        text not null,
  photo        bytea not null,
  photo_type   text not null,
  photo_digest bytea not null,
  recorded_by  text not null,
  primary key (scheme_id, external_id),
  foreign key (scheme_id, external_id) references scheme_sale (scheme_id, external_id),
  constraint scheme_tally_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);

create table scheme_closing (
  scheme_id        uuid not null references scheme,
  number           integer not null,
  through          date not null,
  fund_yen         bigint not null,
  spent_yen        bigint not null,
  carried_yen      bigint not null,
  bought_g         bigint not null,
  retired_g        bigint not null,
  carried_g        bigint not null,
  order_id         uuid references market_order,
  -- Sales up to and with this place are covered by what has been retired.
  covered_on       date,
  covered_position bigint,
  closed_at        timestamptz not null,
  primary key (scheme_id, number),
  unique (scheme_id, through),
  constraint scheme_closing_fund check (fund_yen = spent_yen + carried_yen and spent_yen >= 0),
  constraint scheme_closing_covered check ((covered_on is null) = (covered_position is null))
);

create table scheme_closing_retirement (
  scheme_id      uuid not null,
  number         integer not null,
  retirement_id  uuid not null references retirement,
  lot_id         uuid not null references lot,
  mass_g         bigint not null,
  certificate_id text not null,
  primary key (scheme_id, number, retirement_id),
  foreign key (scheme_id, number) references scheme_closing (scheme_id, number)
);

-- Codes on stickers and receipts. Customers look them up without knowing the scheme, so they are spread by the code.
create table claim (
  code          text primary key,
  scheme_id     uuid not null,
  external_id   text not null,
  part          integer not null,
  mass_g        bigint not null,
  returned      boolean not null default false,
  looks         integer not null default 0,
  first_seen_at timestamptz,
  constraint claim_code check (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  constraint claim_mass check (mass_g > 0),
  constraint claim_seen check ((looks = 0) = (first_seen_at is null))
);
create index claim_sale on claim (scheme_id, external_id, part);

create trigger append_only before update or delete or truncate on scheme_return
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on scheme_tally
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on scheme_closing
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on scheme_closing_retirement
  for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on scheme_sale
  for each statement execute function refuse_change();

-- Records sales of one scheme in the order sent and answers what became of them: {"stock": …, "not": [{"n", "why"}]}, where
-- n counts from 1 and why is known, differs or short; every other line was accepted. Null when there is no such scheme.
-- sent: [{externalId, at, day, sku, channel, units, gramsPerUnit, yenPerUnit, digest}], each externalId once.
create function scheme_record_sales(asked uuid, paper boolean, sent jsonb) returns jsonb language plpgsql as $$
declare
  stock scheme_stock;
  free bigint;
  line record;
  accepted bigint[] := '{}';
  declined jsonb[] := '{}';
  came record;
begin
  -- Everything below reads a state that no other till can change: they wait here.
  select * into stock from scheme_stock where scheme_id = asked for no key update;
  if not found then return null; end if;
  if not stock.open then return jsonb_build_object('ended', true); end if;

  free := stock.reserved_g - stock.open_g;
  for line in
    select s.n, s.units * s."gramsPerUnit" as grams, s.digest as digest, encode(known.digest, 'hex') as known
      from rows from (jsonb_to_recordset(sent) as (
             "externalId" text, units bigint, "gramsPerUnit" bigint, digest text)) with ordinality
             as s("externalId", units, "gramsPerUnit", digest, n)
      left join scheme_sale known on known.scheme_id = asked and known.external_id = s."externalId"
     order by s.n
  loop
    if line.known is not null then
      declined := declined || jsonb_build_object(
        'n', line.n, 'why', case when line.known = line.digest then 'known' else 'differs' end);
    elsif stock.guarded and line.grams > free then
      declined := declined || jsonb_build_object('n', line.n, 'why', 'short', 'neededG', line.grams, 'availableG', free);
    else
      free := free - line.grams;
      accepted := accepted || line.n;
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
