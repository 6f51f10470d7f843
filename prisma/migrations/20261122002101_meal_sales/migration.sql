-- Meals that restaurants sold, by day and by the day on which they were told: what a meal is compared with is what was
-- known on the evening before, however often an upload is cut. A correction is told later, and may be negative.
-- Distributed by provider.
create table meal_sale (
  provider_id uuid not null,
  -- Empty when the provider is one place.
  place_ref   text not null,
  day         date not null,
  meal        text not null,
  told_on     date not null,
  meals       bigint not null,
  primary key (provider_id, place_ref, day, meal, told_on)
);
