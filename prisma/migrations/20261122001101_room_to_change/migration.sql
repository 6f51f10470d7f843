-- Sums change far more often than they are made. With room left on its page a changed row stays there, and no index hears
-- of it.
alter table person_sum set (fillfactor = 75);
alter table area_sum set (fillfactor = 50);
alter table area_published set (fillfactor = 50);
alter table area_people set (fillfactor = 50);
