-- Providers' systems that send by themselves: signed, numbered deliveries of lines.

create table provider_channel (
  id             uuid primary key,
  provider_id    uuid not null references organisation on delete cascade,
  pool           text not null check (pool in ('mobility', 'destinations')),
  name           text not null,
  -- Secrets follow from the server's own, the channel and this number; none lies here.
  secret_version integer not null default 1 check (secret_version >= 1),
  -- Until then the secret before this one is good, too.
  previous_until timestamptz,
  created_at     timestamptz not null,
  revoked_at     timestamptz
);
create index provider_channel_of on provider_channel (provider_id, created_at);

create table provider_delivery (
  channel_id  uuid not null references provider_channel on delete cascade,
  sequence    bigint not null check (sequence >= 1),
  -- SHA-256 of the body: the same number with other contents is no repeat.
  digest      bytea not null,
  -- Null while it is taken in, and after a crash: the same delivery again completes it.
  answer      json,
  received_at timestamptz not null,
  primary key (channel_id, sequence)
);
