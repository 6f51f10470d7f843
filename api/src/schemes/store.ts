import { LotId } from '@morinowa/shared/credits/ids.ts'
import { Day, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, SignedGrams, Yen } from '@morinowa/shared/kernel/units.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Lock order: the scheme's stock first, then sales, listings and the ledger. Whoever changes a scheme's sums holds its row
// of scheme_stock.

export type NewScheme = {
  id: SchemeId
  organisationId: OrganisationId
  kind: SchemeKind
  name: string
  place: string
  municipalityCode: string
  beneficiary: string | null
  terms: unknown
  guarded: boolean
}

/** Writes a scheme and its empty till. Without a beneficiary it retires in its organisation's name. */
export async function recordScheme(tx: Tx, s: NewScheme): Promise<void> {
  await tx.run(sql`
    insert into scheme (id, organisation_id, kind, name, place, municipality_code, beneficiary, terms)
    select ${s.id}, o.id, ${s.kind}, ${s.name}, ${s.place}, ${s.municipalityCode}, coalesce(${s.beneficiary}, o.name),
           ${JSON.stringify(s.terms)}::jsonb
      from organisation o where o.id = ${s.organisationId}`)
  await tx.run(sql`insert into scheme_stock (scheme_id, guarded) values (${s.id}, ${s.guarded})`)
}

const SchemeRow = z.object({
  id: SchemeId,
  kind: SchemeKind,
  name: z.string(),
  place: z.string(),
  municipalityCode: z.string(),
  organisationId: OrganisationId,
  organisationName: z.string(),
  beneficiary: z.string(),
  state: z.enum(['open', 'ended']),
  terms: z.record(z.string(), z.unknown()),
  closedThrough: Day.nullable(),
  createdAt: Instant,
  items: z.int(),
  itemsOnPaper: z.int(),
  fundYen: z.int(),
  spentYen: Yen,
  attachedG: SignedGrams,
  retiredG: Grams,
  reservedG: Grams,
  availableG: SignedGrams,
  openG: SignedGrams,
  serialsDueG: Grams,
})
/** A scheme with what stands in its till. */
export type SchemeRow = z.infer<typeof SchemeRow>

export type SchemeFilter = {
  id?: SchemeId | undefined
  organisationId?: OrganisationId | undefined
  before?: string | undefined
  limit: number
}

/** Schemes, newest first. */
export function schemesOf(db: Queryable, filter: SchemeFilter): Promise<SchemeRow[]> {
  const { id = null, organisationId = null, before = null, limit } = filter
  return db.many(rows(SchemeRow)`
    select s.id, s.kind, s.name, s.place, s.municipality_code as "municipalityCode",
           s.organisation_id as "organisationId", o.name as "organisationName", s.beneficiary, s.state, s.terms,
           k.closed_through as "closedThrough", s.created_at as "createdAt", k.items, k.items_on_paper as "itemsOnPaper",
           k.fund_yen as "fundYen", k.spent_yen as "spentYen", k.attached_g as "attachedG", k.retired_g as "retiredG",
           k.reserved_g as "reservedG", k.reserved_g - k.open_g as "availableG", k.open_g as "openG",
           (select coalesce(sum(p.hi - p.lo), 0)::bigint
              from scheme_serials q join spare_retirement p on p.scheme_id = q.scheme_id
             where q.scheme_id = s.id and q.due) as "serialsDueG"
      from scheme s
      join scheme_stock k on k.scheme_id = s.id
      join organisation o on o.id = s.organisation_id
     where (${id}::uuid is null or s.id = ${id})
       and (${organisationId}::uuid is null or s.organisation_id = ${organisationId})
       and (${before}::uuid is null or s.id < ${before})
     order by s.id desc
     limit ${limit}`)
}

/** Holds a scheme's till: sales, returns and closings of the scheme wait until the transaction ends. */
export async function lockStock(tx: Tx, id: SchemeId): Promise<void> {
  await tx.run(sql`select from scheme_stock where scheme_id = ${id} for no key update`)
}

const Closed = z.object({ closedThrough: Day.nullable() })

/** The last day that a scheme has closed; its stock is locked. */
export async function closedThroughOf(tx: Tx, id: SchemeId): Promise<Day | null> {
  return (
    await tx.one(rows(Closed)`
      select closed_through as "closedThrough" from scheme_stock where scheme_id = ${id}`)
  ).closedThrough
}

/** What stands in a scheme's till. */
export function stockOf(db: Queryable, id: SchemeId): Promise<Stock> {
  return db.one(rows(Stock)`
    select fund_yen as "fundYen", attached_g as "attachedG", reserved_g - open_g as "availableG"
      from scheme_stock where scheme_id = ${id}`)
}

export const Stock = z.object({ fundYen: z.int(), attachedG: SignedGrams, availableG: SignedGrams })
export type Stock = z.infer<typeof Stock>

export async function recordEnd(tx: Tx, id: SchemeId, at: string, released: number): Promise<void> {
  await tx.run(sql`update scheme set state = 'ended', ended_at = ${at} where id = ${id}`)
  await tx.run(sql`
    update scheme_stock set open = false, reserved_g = reserved_g - ${released} where scheme_id = ${id}`)
}

const DayRow = z.object({ day: Day, items: z.int(), massG: SignedGrams, yen: z.int() })

/** The newest days with sales or returns, newest first. */
export function daysOf(db: Queryable, id: SchemeId, limit: number): Promise<z.infer<typeof DayRow>[]> {
  return db.many(rows(DayRow)`
    select day, items, grams as "massG", yen from scheme_day
     where scheme_id = ${id} order by day desc limit ${limit}`)
}

const OriginRow = z.object({
  lotId: LotId,
  family: z.string(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
})

const MOST_ORIGINS = 50

/** The lots a scheme draws on or has retired from. */
export function originsOf(db: Queryable, id: SchemeId): Promise<z.infer<typeof OriginRow>[]> {
  return db.many(rows(OriginRow)`
    select l.id as "lotId", l.family, l.project_name as "projectName", l.municipality_code as "municipalityCode", l.vintage
      from lot l
     where l.id in (select lot_id from scheme_source where scheme_id = ${id}
                    union select lot_id from scheme_reserve where scheme_id = ${id}
                    union select lot_id from scheme_closing_retirement where scheme_id = ${id})
     order by l.id
     limit ${MOST_ORIGINS}`)
}
