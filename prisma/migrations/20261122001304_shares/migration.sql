-- Whose an act's grams are: its traveller, whoever carried or housed them, and the town. Without terms all is the
-- traveller's.

-- What a provider's people were told about its acts of a pool, from a day on. Terms are never changed: newer ones follow.
create table share_terms (
  provider_id  uuid not null references organisation,
  pool         text not null check (pool in ('mobility', 'destinations')),
  -- Acts of this day and later.
  valid_from   date not null,
  traveller_bp integer not null check (traveller_bp between 0 and 10000),
  -- Of a ride, whoever ran it; of a stay or purchase, nobody unless named.
  operator_bp  integer not null check (operator_bp between 0 and 10000),
  hotel_bp     integer not null check (hotel_bp between 0 and 10000),
  town_bp      integer not null check (town_bp between 0 and 10000),
  made_by      uuid not null,
  made_at      timestamptz not null default clock_timestamp(),
  primary key (provider_id, pool, valid_from),
  -- What is left belongs to nobody, and there is never more than the whole.
  constraint share_terms_whole check (traveller_bp + operator_bp + hotel_bp + town_bp <= 10000)
);
create trigger append_only before update or delete or truncate on share_terms
  for each statement execute function refuse_change();

-- Shares of one act that differ from its provider's terms: a hotel and an agency that report the same night, say. The
-- last word of both sides before issue counts, so a row may change until then.
create table act_share (
  participant_id uuid not null,
  reduction_id   uuid not null,
  traveller_bp   integer not null check (traveller_bp between 0 and 10000),
  operator_bp    integer not null check (operator_bp between 0 and 10000),
  hotel_bp       integer not null check (hotel_bp between 0 and 10000),
  town_bp        integer not null check (town_bp between 0 and 10000),
  set_by         uuid not null,
  set_at         timestamptz not null default current_timestamp,
  primary key (participant_id, reduction_id),
  constraint act_share_whole check (traveller_bp + operator_bp + hotel_bp + town_bp <= 10000)
);

-- Of a lot's grams, whose they were when it was issued. The parts of a lot are the whole lot.
create table lot_share (
  lot_id    uuid not null references lot,
  party     text not null check (party in ('traveller', 'operator', 'hotel', 'town', 'nobody')),
  -- The organisation of an operator or hotel, the code of a town, empty otherwise: never a person.
  name      text not null,
  mass_g    bigint not null check (mass_g > 0),
  primary key (lot_id, party, name)
);
create trigger append_only before update or delete or truncate on lot_share
  for each statement execute function refuse_change();

-- Checked when the transaction ends: parts that are not the whole would be grams of nobody, or twice somebody's.
create function lot_shares_whole() returns trigger language plpgsql as $$
begin
  if (select sum(mass_g) from lot_share where lot_id = new.lot_id) <> (select mass_g from lot where id = new.lot_id) then
    raise exception 'the shares of lot % are not the whole lot', new.lot_id using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger whole after insert on lot_share deferrable initially deferred
  for each row execute function lot_shares_whole();
