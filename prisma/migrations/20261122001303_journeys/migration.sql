-- What a person said about their journeys: an act belongs to this one, or to none. Without a word the rule decides.
create table journey_choice (
  participant_id uuid not null,
  reduction_id   uuid not null,
  -- The act by which the journey goes; null keeps it out of all.
  journey_id     uuid,
  chosen_at      timestamptz not null default current_timestamp,
  primary key (participant_id, reduction_id)
);
