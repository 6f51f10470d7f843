-- An edition of factors that somebody proposes: the file as it came, what it would change, and who adopted it. Nothing
-- calculates with it before it is adopted; then its rows are added to the registry and this stays as the record.
create table edition_proposal (
  id              uuid primary key,
  set_id          text not null,
  -- The edition and its new rows, checked.
  file            jsonb not null,
  note            text,
  -- The edition it is compared with, and the registry as it stood: a report on another registry decides nothing.
  compared_with   text not null references factor_set,
  revision        text not null,
  proposed_by     uuid not null,
  proposed_at     timestamptz not null default current_timestamp,
  -- Stored acts that were calculated again so far, in the order of their keys, and what came of it.
  total           bigint,
  done            bigint not null default 0,
  last_participant uuid,
  last_reduction  uuid,
  impact          jsonb not null default '{}',
  finished_at     timestamptz,
  adopted_by      uuid,
  adopted_at      timestamptz,
  constraint edition_proposal_two_people check (adopted_by <> proposed_by),
  constraint edition_proposal_adopted check ((adopted_by is null) = (adopted_at is null)),
  constraint edition_proposal_reported check (adopted_at is null or finished_at is not null)
);

-- What was proposed stays as it was proposed; what was adopted stays adopted.
create function keep_proposal() returns trigger language plpgsql as $$
begin
  if old.adopted_at is null
     and (old.id, old.set_id, old.file, old.note, old.compared_with, old.revision, old.proposed_by, old.proposed_at)
         is not distinct from
         (new.id, new.set_id, new.file, new.note, new.compared_with, new.revision, new.proposed_by, new.proposed_at)
  then
    return new;
  end if;
  raise exception 'a proposal is not changed' using errcode = 'restrict_violation';
end $$;
create trigger keep_proposal before update on edition_proposal for each row execute function keep_proposal();
create trigger no_removal before delete or truncate on edition_proposal
  for each statement execute function refuse_change();
