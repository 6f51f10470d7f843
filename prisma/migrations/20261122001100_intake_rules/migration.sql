-- Rides of people who travel alone, by provider and by everything that copies of one ride have in common. Once there are
-- too many of one, none of them is named here any more. Distributed by provider.
create table alike (
  provider_id     uuid not null,
  likeness        uuid not null,
  people          integer not null,
  participant_ids uuid[] not null,
  reduction_ids   uuid[] not null,
  primary key (provider_id, likeness)
);

-- A stored number is never changed in place, but for one moment: when an act that waited is taken up by its person, what
-- is beyond the person's day is credited to nobody.
drop trigger keep_figures on reduction;
create trigger keep_figures before update on reduction for each row
  when ((old.shown_g, old.credited_g, old.emitted_g, old.quantity, old.basis_id, old.evidence, old.started_at)
        is distinct from
        (new.shown_g, new.credited_g, new.emitted_g, new.quantity, new.basis_id, new.evidence, new.started_at)
        and not (old.status = 'waiting' and new.status = 'recorded' and new.credited_g < old.credited_g
                 and (old.shown_g, old.emitted_g, old.quantity, old.basis_id, old.evidence, old.started_at)
                     = (new.shown_g, new.emitted_g, new.quantity, new.basis_id, new.evidence, new.started_at)))
  execute function keep_figures();
