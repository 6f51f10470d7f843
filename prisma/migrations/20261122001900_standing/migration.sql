-- What others rely on (records that count as evidence, a town's voice, a verifier's signature) is done only by
-- organisations that the operator has let in. Those that exist were let in when they were made.
alter table organisation
  add column standing      text not null default 'approved',
  add column standing_note text,
  add constraint organisation_standing check (standing in ('waiting', 'approved', 'refused'));
create index organisation_waiting_idx on organisation (created_at) where standing = 'waiting';
