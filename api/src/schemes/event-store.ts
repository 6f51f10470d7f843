import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of what is counted in parts: events, transport, buildings.

const Event = z.object({ name: z.string(), place: z.string(), from: z.string(), to: z.string() })
const Near = z.object({ schemeId: SchemeId, own: Event, other: Event, organisationName: z.string() })

const MOST_NEAR = 200

/** Other events of the same municipality on the same days. */
export function eventsNear(db: Queryable, ids: readonly SchemeId[]): Promise<z.infer<typeof Near>[]> {
  return db.many(rows(Near)`
    select s.id as "schemeId", s.terms->'event' as own, other.terms->'event' as other, o.name as "organisationName"
      from scheme s
      join scheme other on other.municipality_code = s.municipality_code and other.kind = s.kind and other.id <> s.id
       and other.terms->'event'->>'from' <= s.terms->'event'->>'to'
       and other.terms->'event'->>'to' >= s.terms->'event'->>'from'
      join organisation o on o.id = other.organisation_id
     where s.id = any (${ids}) and s.kind = 'event-offset'
     order by other.id
     limit ${MOST_NEAR}`)
}

export type NewEmission = { externalId: string; detail: unknown; emittedG: number; measuresG: number }

/** Keeps how the grams of sales were counted. */
export async function recordEmissions(tx: Tx, id: SchemeId, emissions: readonly NewEmission[]): Promise<void> {
  await tx.run(sql`
    insert into scheme_emission (scheme_id, external_id, detail, emitted_g, measures_g)
    select ${id}, e."externalId", e.detail, e."emittedG", e."measuresG"
      from jsonb_to_recordset(${JSON.stringify(emissions)}::jsonb)
           as e("externalId" text, detail jsonb, "emittedG" bigint, "measuresG" bigint)`)
}

const Part = z.object({
  externalId: z.string(),
  day: Day,
  massG: Grams,
  emittedG: Grams,
  measuresG: Grams,
})

/** The parts of a scheme in their order: what is left of each after returns, and how it was counted. */
export function partsOf(db: Queryable, id: SchemeId, limit: number): Promise<z.infer<typeof Part>[]> {
  return db.many(rows(Part)`
    select s.external_id as "externalId", s.booked_on as day, p.mass_g as "massG",
           coalesce(e.emitted_g * (s.units - s.returned_units), p.mass_g) as "emittedG",
           coalesce(e.measures_g * (s.units - s.returned_units), 0) as "measuresG"
      from scheme_sale s
      left join scheme_emission e on e.scheme_id = s.scheme_id and e.external_id = s.external_id
     cross join lateral (select (s.units - s.returned_units) * s.grams_per_unit as mass_g) p
     where s.scheme_id = ${id} and p.mass_g > 0
     order by s.booked_on, s.position
     limit ${limit}`)
}

const Sums = z.object({ massG: Grams, separatelyG: Grams })

/** All parts of a scheme summed, and summed after rounding each up to whole units. */
export function partSums(db: Queryable, id: SchemeId, unitG: number): Promise<z.infer<typeof Sums>> {
  return db.one(rows(Sums)`
    select coalesce(sum(p.mass_g), 0)::bigint as "massG",
           coalesce(sum((p.mass_g + ${unitG}::bigint - 1) / ${unitG}::bigint * ${unitG}::bigint), 0)::bigint as "separatelyG"
      from scheme_sale s
     cross join lateral (select (s.units - s.returned_units) * s.grams_per_unit as mass_g) p
     where s.scheme_id = ${id} and p.mass_g > 0`)
}

const Retired = z.object({ lotId: z.uuid(), massG: Grams })

/** Grams that closings have retired from each lot. */
export function retiredByLot(db: Queryable, id: SchemeId): Promise<z.infer<typeof Retired>[]> {
  return db.many(rows(Retired)`
    select lot_id as "lotId", sum(mass_g)::bigint as "massG" from scheme_closing_retirement
     where scheme_id = ${id} group by lot_id`)
}
