-- Sealed tenders. A bid is kept encrypted until the tender is opened; what stands open from its first moment is a hash that
-- commits the bidder, and a chain over those hashes that commits the house: no bid can be read, changed, added or left out
-- afterwards without its showing.

alter table listing drop constraint listing_kind;
alter table listing add constraint listing_kind check (kind in ('fixed', 'tender'));

create table tender (
  listing_id     uuid primary key references listing,
  closes_at      timestamptz not null,
  -- What one bidder may win in all.
  cap_g          bigint,
  bids_per_buyer integer not null,
  pricing        text not null,
  ties           text not null,
  names_winners  boolean not null,
  bids           integer not null default 0,
  -- SHA-256 over the seal before and the newest commitment; zeros before the first bid.
  seal           bytea not null default decode(repeat('00', 32), 'hex'),
  opened_at      timestamptz,
  -- What everybody pays when the price is uniform.
  clearing_yen   bigint,
  constraint tender_cap check (cap_g > 0),
  constraint tender_bids check (bids >= 0 and bids_per_buyer between 1 and 20),
  constraint tender_pricing check (pricing in ('pay-as-bid', 'uniform')),
  constraint tender_ties check (ties in ('first-come', 'pro-rata')),
  constraint tender_seal check (octet_length(seal) = 32)
);
create index tender_due on tender (closes_at) where opened_at is null;

create table tender_bid (
  id                  uuid primary key,
  listing_id          uuid not null references tender,
  number              integer not null,
  buyer_id            uuid not null references organisation,
  commitment          bytea not null,
  sealed              bytea not null,
  public_name         boolean not null,
  placed_at           timestamptz not null,
  withdrawn_at        timestamptz,
  -- Known from the opening on.
  mass_g              bigint,
  price_yen_per_tonne bigint,
  nonce               text,
  won_g               bigint,
  order_id            uuid references market_order,
  unique (listing_id, number),
  constraint tender_bid_commitment check (octet_length(commitment) = 32),
  constraint tender_bid_opened check ((mass_g is null) = (price_yen_per_tonne is null)
                                      and (mass_g is null) = (nonce is null) and (mass_g is null) = (won_g is null)),
  constraint tender_bid_won check (won_g between 0 and mass_g and (coalesce(won_g, 0) > 0) = (order_id is not null)),
  constraint tender_bid_withdrawn check (withdrawn_at is null or mass_g is null)
);
create index tender_bid_buyer on tender_bid (buyer_id, listing_id);

create trigger terms_fixed before update of listing_id, closes_at, cap_g, bids_per_buyer, pricing, ties, names_winners
  on tender for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on tender
  for each statement execute function refuse_change();
create trigger bid_fixed before update of id, listing_id, number, buyer_id, commitment, sealed, public_name, placed_at
  on tender_bid for each statement execute function refuse_change();
create trigger never_deleted before delete or truncate on tender_bid
  for each statement execute function refuse_change();
