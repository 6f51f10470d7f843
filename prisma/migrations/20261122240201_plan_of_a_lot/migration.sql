-- A lot may be divided otherwise than the rest of its project: each year's grams come from other stands, and so from other
-- owners.
alter table proceeds_plan add column lot_id uuid references lot;
alter table proceeds_plan add constraint proceeds_plan_of_one check (lot_id is null or project_id is null);

drop index proceeds_plan_newest;
create index proceeds_plan_newest on proceeds_plan (organisation_id, project_id, lot_id, made_at desc);
