-- What buyers are promised besides credits, and retiring in a client's name: only with a consent that the client gave,
-- within its mass and days.

create table order_benefit (
  id          uuid primary key,
  order_id    uuid not null references market_order,
  kind        text not null,
  note        text,
  due_on      date not null,
  state       text not null default 'promised',
  promised_at timestamptz not null,
  changed_at  timestamptz not null,
  constraint order_benefit_kind check (kind in ('shield', 'binder', 'signboard', 'planting-festival', 'voucher', 'other')),
  constraint order_benefit_state check (state in ('promised', 'prepared', 'sent', 'received', 'cancelled'))
);
create index order_benefit_order on order_benefit (order_id);
create index order_benefit_open on order_benefit (due_on) where state in ('promised', 'prepared', 'sent');
create trigger never_deleted before delete or truncate on order_benefit
  for each statement execute function refuse_change();
create trigger terms_fixed before update of order_id, kind, note, due_on, promised_at on order_benefit
  for each statement execute function refuse_change();

create table proxy_consent (
  id           uuid primary key,
  client_id    uuid not null references organisation,
  agent_id     uuid not null references organisation,
  purpose      text not null,
  most_g       bigint not null,
  used_g       bigint not null default 0,
  from_day     date not null,
  to_day       date not null,
  public_name  boolean not null,
  given_at     timestamptz not null,
  given_by     text not null,
  withdrawn_at timestamptz,
  constraint proxy_consent_mass check (most_g > 0 and used_g between 0 and most_g),
  constraint proxy_consent_days check (from_day <= to_day),
  constraint proxy_consent_other check (client_id <> agent_id)
);
create index proxy_consent_client on proxy_consent (client_id, id);
create index proxy_consent_agent on proxy_consent (agent_id, id);
create trigger never_deleted before delete or truncate on proxy_consent
  for each statement execute function refuse_change();
create trigger terms_fixed before update of client_id, agent_id, purpose, most_g, from_day, to_day, public_name, given_at,
  given_by on proxy_consent for each statement execute function refuse_change();
