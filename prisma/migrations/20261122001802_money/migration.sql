-- Money beside the credits: what came in for an order, what went back, how a sale's proceeds were divided, and what somebody
-- wants bought every month.

alter table market_order
  -- Sums of order_money.
  add column received_yen    bigint not null default 0,
  add column returned_yen    bigint not null default 0,
  -- What the buyer has and keeps of the order: less than was ordered when only a part was paid or a part came back.
  add column kept_g          bigint not null default 0,
  add column kept_amount_yen bigint not null default 0,
  add column kept_total_yen  bigint not null default 0,
  -- The agent through whom the order came.
  add column through_id      uuid references organisation,
  -- What the order is to make up for, as it was estimated.
  add column bought_for      jsonb;
update market_order set kept_g = mass_g, kept_amount_yen = amount_yen, kept_total_yen = total_yen
 where state in ('delivered', 'settled');
update market_order set received_yen = total_yen where state in ('settled', 'refunded') and paid_at is not null;
alter table market_order
  add constraint market_order_money check (received_yen >= 0 and returned_yen between 0 and received_yen),
  add constraint market_order_kept check (kept_g between 0 and mass_g and kept_total_yen between 0 and total_yen
                                          and kept_amount_yen between 0 and amount_yen
                                          and (kept_g = 0 or state in ('delivered', 'settled')));
create trigger origin_fixed before update of through_id, bought_for on market_order
  for each statement execute function refuse_change();

-- Every yen in and out, once.
create table order_money (
  id         uuid primary key,
  order_id   uuid not null references market_order,
  kind       text not null,
  method     text not null,
  amount_yen bigint not null,
  -- The bank's or the card company's name of the movement.
  reference  text,
  moved_at   timestamptz not null,
  constraint order_money_kind check (kind in ('received', 'returned')),
  constraint order_money_method check (method in ('bank', 'card')),
  constraint order_money_amount check (amount_yen > 0)
);
create index order_money_order on order_money (order_id);
insert into order_money (id, order_id, kind, method, amount_yen, reference, moved_at)
select gen_random_uuid(), id, 'received', 'bank', total_yen, paid_reference, paid_at from market_order
 where received_yen > 0;
create trigger append_only before update or delete or truncate on order_money
  for each statement execute function refuse_change();

create table card_payment (
  id         uuid primary key,
  order_id   uuid not null references market_order,
  provider   text not null,
  -- The provider's names of the session and of the payment in it.
  reference  text not null,
  charge     text,
  amount_yen bigint not null,
  url        text not null,
  state      text not null default 'open',
  failure    text,
  -- Of what was paid, how much has to go back and how much did.
  due_back_yen bigint not null default 0,
  returned_yen bigint not null default 0,
  created_at timestamptz not null,
  unique (provider, reference),
  constraint card_payment_state check (state in ('open', 'paid', 'failed', 'expired')),
  constraint card_payment_sum check (amount_yen > 0 and due_back_yen between 0 and amount_yen
                                     and returned_yen between 0 and due_back_yen)
);
create index card_payment_order on card_payment (order_id);
create index card_payment_due_back on card_payment (id) where returned_yen < due_back_yen;

-- What a provider told us, each event once however often it is sent.
create table card_event (
  provider    text not null,
  event_id    text not null,
  kind        text not null,
  reference   text not null,
  outcome     text not null,
  received_at timestamptz not null,
  primary key (provider, event_id)
);
create trigger append_only before update or delete or truncate on card_event
  for each statement execute function refuse_change();

-- The card company of the demo world, as far from our orders as a real one is: it knows addresses and sums.
create table fake_card_session (
  id           text primary key,
  amount_yen   bigint not null,
  text         text not null,
  seller       text not null,
  client_reference text not null,
  return_url   text not null,
  cancel_url   text not null,
  state        text not null default 'open',
  refunded_yen bigint not null default 0,
  expires_at   timestamptz not null,
  constraint fake_card_session_state check (state in ('open', 'paid', 'failed', 'expired')),
  constraint fake_card_session_refund check (refunded_yen between 0 and amount_yen)
);
create table fake_card_event (
  number  bigint generated always as identity primary key,
  body    text not null,
  due_at  timestamptz not null,
  sent_at timestamptz
);
create index fake_card_event_due on fake_card_event (due_at) where sent_at is null;

-- How a seller divides what a sale brings; a change is a new plan, and sales remember theirs.
create table proceeds_plan (
  id              uuid primary key,
  organisation_id uuid not null references organisation,
  project_id      uuid,
  made_at         timestamptz not null
);
create index proceeds_plan_newest on proceeds_plan (organisation_id, project_id, made_at desc);

create table proceeds_line (
  plan_id    uuid not null references proceeds_plan,
  position   integer not null,
  party_id   uuid references organisation,
  party_name text not null,
  role       text not null,
  -- A commission is parts of 10,000 of the amount, taken first; shares divide the rest by weight.
  bp         integer,
  weight     bigint,
  primary key (plan_id, position),
  constraint proceeds_line_kind check ((bp is null) <> (weight is null)),
  constraint proceeds_line_size check (coalesce(bp between 1 and 10000, weight > 0))
);
create trigger append_only before update or delete or truncate on proceeds_plan
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on proceeds_line
  for each statement execute function refuse_change();

-- What each party got of each sale; negative when a part of it was undone. The lines of a division sum to its money.
create table proceeds (
  order_id   uuid not null references market_order,
  division   integer not null,
  position   integer not null,
  party_id   uuid references organisation,
  party_name text not null,
  role       text not null,
  amount_yen bigint not null,
  divided_at timestamptz not null,
  primary key (order_id, division, position)
);
create index proceeds_party on proceeds (party_id, order_id);
create trigger append_only before update or delete or truncate on proceeds
  for each statement execute function refuse_change();

create table standing_order (
  id           uuid primary key,
  buyer_id     uuid not null references organisation,
  listing_id   uuid references listing,
  family       text,
  prefecture   text,
  mass_g       bigint,
  budget_yen   bigint,
  -- Tax included, a tonne; dearer credits are left alone.
  most_yen_per_tonne bigint,
  -- What all months together may cost.
  all_yen      bigint,
  day_of_month integer not null,
  first_month  text not null,
  last_month   text,
  public_name  boolean not null,
  state        text not null default 'active',
  stopped_why  text,
  stopped_at   timestamptz,
  spent_yen    bigint not null default 0,
  created_at   timestamptz not null,
  constraint standing_order_source check (listing_id is null or (family is null and prefecture is null)),
  constraint standing_order_size check ((mass_g is null) <> (budget_yen is null) and coalesce(mass_g, budget_yen) > 0),
  constraint standing_order_day check (day_of_month between 1 and 28),
  constraint standing_order_months check (first_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' and last_month >= first_month),
  constraint standing_order_state check (state in ('active', 'stopped') and (state = 'stopped') = (stopped_why is not null)
                                         and (state = 'stopped') = (stopped_at is not null)),
  constraint standing_order_spent check (spent_yen >= 0 and (all_yen is null or spent_yen <= all_yen))
);
create index standing_order_buyer on standing_order (buyer_id, id);
create index standing_order_active on standing_order (id) where state = 'active';

-- One row a month, whatever came of it: the key is what makes it happen once.
create table standing_run (
  standing_id uuid not null references standing_order,
  month       text not null,
  order_id    uuid references market_order,
  outcome     text not null,
  ran_at      timestamptz not null,
  primary key (standing_id, month),
  constraint standing_run_outcome check ((outcome = 'ordered') = (order_id is not null))
);
create trigger append_only before update or delete or truncate on standing_run
  for each statement execute function refuse_change();

-- Who may sell for a seller, below whom, and for what part of the price.
create table sales_agent (
  seller_id  uuid not null references organisation,
  agent_id   uuid not null references organisation,
  parent_id  uuid,
  role       text not null,
  bp         integer not null,
  offered_at timestamptz not null,
  accepted_at timestamptz,
  ended_at   timestamptz,
  primary key (seller_id, agent_id),
  foreign key (seller_id, parent_id) references sales_agent (seller_id, agent_id),
  constraint sales_agent_role check (role in ('distributor', 'coordinator')),
  constraint sales_agent_bp check (bp between 0 and 10000),
  constraint sales_agent_other check (agent_id <> seller_id and parent_id <> agent_id)
);
create index sales_agent_agent on sales_agent (agent_id, seller_id);
