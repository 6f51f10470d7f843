import { expect } from 'vitest'
import type { TestApp } from '../../support/app.ts'

/** The sums of people and areas are what the rows add up to, in every figure. */
export async function expectSumsToAgree({ database }: TestApp): Promise<void> {
  const areas = await database.pool.query(`
    with raw as (
      select from_municipality as code, to_char(day, 'YYYY-MM') as month, pool, coalesce(mode, type) as mode,
             count(*) as acts, sum(shown_g)::bigint as shown, sum(credited_g)::bigint as credited,
             sum(emitted_g)::bigint as emitted
        from reduction where status in ('recorded', 'pooled') and from_municipality is not null and shared
       group by 1, 2, 3, 4)
    select coalesce(raw.code, s.municipality_code) as code, raw.acts, s.acts as said, raw.credited, s.credited_g
      from raw full join area_sum s
        on s.municipality_code = raw.code and s.month = raw.month and s.pool = raw.pool and s.mode = raw.mode
     where (coalesce(raw.acts, 0), coalesce(raw.shown, 0), coalesce(raw.credited, 0), coalesce(raw.emitted, 0))
           is distinct from (coalesce(s.acts, 0), coalesce(s.shown_g, 0), coalesce(s.credited_g, 0), coalesce(s.emitted_g, 0))`)
  expect(areas.rows).toEqual([])
  const persons = await database.pool.query(`
    with raw as (
      select participant_id, to_char(day, 'YYYY-MM') as month, pool, coalesce(mode, type) as mode,
             count(*) as acts, sum(shown_g)::bigint as shown, sum(credited_g)::bigint as credited,
             sum(emitted_g)::bigint as emitted
        from reduction where status in ('recorded', 'pooled')
       group by 1, 2, 3, 4)
    select coalesce(raw.participant_id, s.participant_id) as who, raw.acts, s.acts as said, raw.credited, s.credited_g
      from raw full join person_sum s
        on s.participant_id = raw.participant_id and s.month = raw.month and s.pool = raw.pool and s.mode = raw.mode
     where (coalesce(raw.acts, 0), coalesce(raw.shown, 0), coalesce(raw.credited, 0), coalesce(raw.emitted, 0))
           is distinct from (coalesce(s.acts, 0), coalesce(s.shown_g, 0), coalesce(s.credited_g, 0), coalesce(s.emitted_g, 0))`)
  expect(persons.rows).toEqual([])
}
