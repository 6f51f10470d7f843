-- How a provider would like its acts to be shared. Terms come of a proposal only when the operator has agreed.
create table share_proposal (
  id           uuid primary key,
  provider_id  uuid not null references organisation,
  pool         text not null check (pool in ('mobility', 'destinations')),
  valid_from   date not null,
  traveller_bp integer not null check (traveller_bp between 0 and 10000),
  operator_bp  integer not null check (operator_bp between 0 and 10000),
  hotel_bp     integer not null check (hotel_bp between 0 and 10000),
  town_bp      integer not null check (town_bp between 0 and 10000),
  proposed_by  uuid not null,
  proposed_at  timestamptz not null,
  accepted     boolean,
  decided_by   uuid,
  decided_at   timestamptz,
  constraint share_proposal_whole check (traveller_bp + operator_bp + hotel_bp + town_bp <= 10000),
  constraint share_proposal_decided check ((accepted is null) = (decided_at is null) and (accepted is null) = (decided_by is null)),
  constraint share_proposal_two_people check (decided_by <> proposed_by)
);
-- One waits for each provider and pool; another is proposed when it is decided.
create unique index share_proposal_waiting on share_proposal (provider_id, pool) where accepted is null;
create index share_proposal_of on share_proposal (provider_id, proposed_at desc);
