-- Rewards that cannot be promised without money: a fund counts what is reserved for it and what was granted, and the one may
-- never exceed the other. Who comes when it is empty waits in order and is paid in full, never cut.

create table reward_fund (
  id              uuid primary key,
  organisation_id uuid not null references organisation,
  name            text not null,
  kind            text not null,
  yen_per_kg      bigint not null,
  from_day        date not null,
  to_day          date not null,
  reserved_yen    bigint not null default 0,
  granted_yen     bigint not null default 0,
  waiting_yen     bigint not null default 0,
  made_at         timestamptz not null,
  constraint reward_fund_kind check (kind in ('campaign', 'travellers-share')),
  constraint reward_fund_days check (from_day <= to_day),
  constraint reward_fund_rate check (yen_per_kg > 0),
  constraint reward_fund_covered check (granted_yen between 0 and reserved_yen and waiting_yen >= 0)
) with (fillfactor = 50);
create index reward_fund_organisation on reward_fund (organisation_id, id);

create table reward_deposit (
  id         uuid primary key,
  fund_id    uuid not null references reward_fund,
  amount_yen bigint not null,
  -- The sale whose proceeds it is, once.
  order_id   uuid references market_order,
  reference  text,
  said_by    text not null,
  made_at    timestamptz not null,
  unique (fund_id, order_id),
  constraint reward_deposit_amount check (amount_yen > 0)
);
create unique index reward_deposit_order on reward_deposit (order_id);
create trigger append_only before update or delete or truncate on reward_deposit
  for each statement execute function refuse_change();

-- One act is rewarded once by a fund. Spread by fund, like the sales of a scheme.
create table reward_grant (
  fund_id        uuid not null references reward_fund,
  reduction_id   uuid not null,
  participant_id uuid not null,
  number         bigint not null generated always as identity,
  credited_g     bigint not null,
  yen            bigint not null,
  asked_at       timestamptz not null,
  granted_at     timestamptz,
  primary key (fund_id, reduction_id),
  constraint reward_grant_yen check (yen > 0)
);
create index reward_grant_waiting on reward_grant (fund_id, number) where granted_at is null;
create index reward_grant_participant on reward_grant (participant_id, number);
create trigger never_deleted before delete or truncate on reward_grant
  for each statement execute function refuse_change();
