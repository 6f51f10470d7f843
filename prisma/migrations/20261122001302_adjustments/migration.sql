-- A record that turned out wrong after its grams were issued. What was issued stays issued: what is missing is taken out of
-- the reserve, and this says so beside it, for ever.

create table credit_adjustment (
  id             uuid primary key,
  participant_id uuid not null,
  reduction_id   uuid not null,
  kind           text not null check (kind in ('corrected', 'withdrawn')),
  -- What the act was credited, and what it is now.
  before_g       bigint not null,
  after_g        bigint not null check (after_g >= 0 and after_g < before_g),
  -- Taken from the reserve; the rest is open and shown as such.
  covered_g      bigint not null check (covered_g between 0 and before_g - after_g),
  at             timestamptz not null
);
create index credit_adjustment_reduction on credit_adjustment (reduction_id);
create index credit_adjustment_at on credit_adjustment (at desc, id desc);
create trigger append_only before update or delete or truncate on credit_adjustment
  for each statement execute function refuse_change();

-- The lots whose grams an adjustment is about, with how many of the act's grams each holds.
create table adjustment_lot (
  adjustment_id uuid not null references credit_adjustment,
  lot_id        uuid not null references lot,
  -- Of the act's grams in this lot, and of this lot's reserve.
  issued_g      bigint not null check (issued_g >= 0),
  covered_g     bigint not null check (covered_g >= 0),
  -- The cancellation in the ledger.
  operation_id  bigint unique references ledger_operation,
  primary key (adjustment_id, lot_id),
  constraint adjustment_lot_covered check ((operation_id is not null) = (covered_g > 0))
);
create index adjustment_lot_lot on adjustment_lot (lot_id);
create trigger append_only before update or delete or truncate on adjustment_lot
  for each statement execute function refuse_change();

-- How many grams of an act that was corrected after issue have left the account in which they were issued: no more of them
-- are its person's contribution than there really are.
create table reduction_passed (
  participant_id uuid not null,
  reduction_id   uuid not null,
  sold_g         bigint not null check (sold_g >= 0),
  primary key (participant_id, reduction_id)
);

-- The adjustment as it was signed.
create table adjustment_document (
  adjustment_id uuid primary key references credit_adjustment,
  document      text not null,
  key_id        text not null references signing_key,
  signed_at     timestamptz not null
);
create trigger append_only before update or delete or truncate on adjustment_document
  for each statement execute function refuse_change();
