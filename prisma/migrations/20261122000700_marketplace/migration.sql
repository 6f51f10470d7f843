-- The market. A listing sets grams aside in the ledger and counts here what of them is ordered and sold; an order takes
-- from those counters in one conditional update, so that the last kilogram goes to one of a crowd.

create table seller (
  organisation_id     uuid primary key references organisation,
  number              integer not null generated always as identity unique,
  -- Invoice numbers of one seller have no gaps: the counter moves in the transaction that makes the invoice.
  last_invoice        integer not null default 0,
  -- Of a registered issuer of qualified invoices: T and thirteen digits.
  registration_number text,
  payment_details     text,
  constraint seller_last_invoice check (last_invoice >= 0),
  constraint seller_registration check (registration_number ~ '^T[0-9]{13}$')
);

create table listing (
  id                  uuid primary key,
  organisation_id     uuid not null references organisation,
  lot_id              uuid not null references lot,
  kind                text not null default 'fixed',
  -- What buyers search by, as it was when the listing was made; a lot never changes.
  family              text not null,
  project_id          uuid,
  project_name        text not null,
  scheme              text not null,
  methodology         text not null,
  municipality_code   text,
  vintage             integer not null,
  latitude            double precision,
  longitude           double precision,
  price_yen_per_tonne bigint not null,
  tax_included        boolean not null,
  -- The smallest order, and the step between orders.
  min_g               bigint not null,
  rules               jsonb not null default '[]',
  mass_g              bigint not null,
  ordered_g           bigint not null default 0,
  sold_g              bigint not null default 0,
  withdrawn_g         bigint not null default 0,
  state               text not null default 'open',
  created_at          timestamptz not null default current_timestamp,
  closed_at           timestamptz,
  constraint listing_kind check (kind in ('fixed')),
  constraint listing_state check (state in ('open', 'closed')),
  constraint listing_price check (price_yen_per_tonne > 0),
  constraint listing_step check (min_g > 0 and mass_g > 0 and mass_g % min_g = 0),
  constraint listing_stock check (ordered_g >= 0 and sold_g >= 0 and withdrawn_g >= 0
                                  and ordered_g + sold_g + withdrawn_g <= mass_g)
) with (fillfactor = 70);
create index listing_open on listing (family, id) where state = 'open';
create index listing_lot on listing (lot_id) where state = 'open';
create index listing_organisation on listing (organisation_id, id);

-- The reservations in the ledger behind a listing: the first one, and one for each refund that came back.
create table listing_stock (
  reservation_id uuid primary key references reservation,
  listing_id     uuid not null references listing,
  mass_g         bigint not null,
  left_g         bigint not null,
  constraint listing_stock_mass check (mass_g > 0 and left_g between 0 and mass_g)
);
create index listing_stock_listing on listing_stock (listing_id) where left_g > 0;

create table market_order (
  id                  uuid primary key,
  listing_id          uuid not null references listing,
  lot_id              uuid not null references lot,
  seller_id           uuid not null references organisation,
  buyer_id            uuid not null references organisation,
  mass_g              bigint not null,
  price_yen_per_tonne bigint not null,
  tax_included        boolean not null,
  tax_rate_bp         integer not null,
  amount_yen          bigint not null,
  tax_yen             bigint not null,
  total_yen           bigint not null,
  state               text not null,
  invoice_number      text not null,
  payment_method      text,
  public_name         boolean not null default false,
  note                text,
  ordered_at          timestamptz not null,
  expires_at          timestamptz,
  delivered_at        timestamptz,
  paid_at             timestamptz,
  paid_reference      text,
  ended_at            timestamptz,
  end_reason          text,
  unique (seller_id, invoice_number),
  constraint market_order_state check (
    state in ('awaiting-payment', 'delivered', 'settled', 'expired', 'cancelled', 'refunded')),
  constraint market_order_sum check (mass_g > 0 and amount_yen >= 0 and tax_yen >= 0
                                     and total_yen = amount_yen + tax_yen),
  constraint market_order_method check (payment_method in ('invoice', 'card', 'account')),
  -- Credits move exactly when an order is delivered; a delivered order may wait for its money, a settled one has it.
  constraint market_order_delivered check ((state in ('delivered', 'settled', 'refunded')) = (delivered_at is not null)),
  constraint market_order_paid check (state <> 'settled' or paid_at is not null),
  constraint market_order_parties check (seller_id <> buyer_id)
);
create index market_order_waiting on market_order (expires_at) where state = 'awaiting-payment';
create index market_order_listing on market_order (listing_id, buyer_id);
create index market_order_buyer on market_order (buyer_id, id);
create index market_order_seller on market_order (seller_id, id);

create trigger never_deleted before delete or truncate on market_order
  for each statement execute function refuse_change();
create trigger terms_fixed before update of listing_id, lot_id, seller_id, buyer_id, mass_g, price_yen_per_tonne,
  tax_included, tax_rate_bp, amount_yen, tax_yen, total_yen, invoice_number, ordered_at on market_order
  for each statement execute function refuse_change();
