import { type OwnHolding, OwnHolding as OwnHoldingSchema, type PublicLot } from '@morinowa/shared/credits/contract.ts'
import { Family } from '@morinowa/shared/credits/families.ts'
import { BatchId, LotId } from '@morinowa/shared/credits/ids.ts'
import { type LotRule } from '@morinowa/shared/credits/lot-rules.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// Lots, and what is held of them.

const LotFacts = z.object({
  id: LotId,
  code: z.string(),
  family: Family,
  ownerId: OrganisationId,
  batchId: BatchId.nullable(),
  scheme: z.string(),
  methodology: z.string(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  massG: Grams,
  bufferG: Grams,
  unitG: Grams,
  registrySerials: z.array(z.string()),
  issuedAt: z.string(),
})

const RuleColumns = z.object({
  noResale: z.boolean(),
  useBy: Day.nullable(),
  onlyPrefecture: z.string().nullable(),
  onceAYear: z.boolean(),
  notAtOrigin: z.boolean(),
})

const LotRow = z.object({ ...LotFacts.shape, ...RuleColumns.shape }).transform(withRules)

/** One issued block of serials; serial n of it is its gram n, from 0. */
export type Lot = z.output<typeof LotRow>

export function lotById(db: Queryable, id: LotId): Promise<Lot | null> {
  return db.maybe(rows(LotRow)`
    select id, code, family, owner_id as "ownerId", batch_id as "batchId", scheme, methodology,
           project_name as "projectName", municipality_code as "municipalityCode", vintage,
           period_from as "periodFrom", period_to as "periodTo", mass_g as "massG", buffer_g as "bufferG",
           unit_g as "unitG", registry_serials as "registrySerials", issued_at as "issuedAt", no_resale as "noResale",
           use_by as "useBy", only_prefecture as "onlyPrefecture", once_a_year as "onceAYear",
           not_at_origin as "notAtOrigin"
      from lot where id = ${id}`)
}

const PublicLotRow = z
  .object({
    ...LotFacts.shape,
    ...RuleColumns.shape,
    ownerName: z.string(),
    carriedG: Grams,
    cancelledG: Grams,
    leftG: Grams,
    reservedG: Grams,
  })
  .transform((row): PublicLot => {
    const lot = withRules(row)
    const whole = { from: 0, to: lot.massG }
    return {
      ...lot,
      serialFrom: whole.from,
      serialTo: whole.to,
      serials: serialText(lot.family, lot.code, whole),
      // What is neither left nor cancelled was retired: entries leave a lot in no other way.
      retiredG: Grams.parse(lot.massG - lot.leftG - lot.cancelledG),
    }
  })

export type LotFilter = {
  family?: Family | undefined
  municipalityCode?: string | undefined
  vintage?: number | undefined
  id?: LotId | undefined
  before?: string | undefined
  limit: number
}

/** Lots with what became of them, newest first. */
export function publicLots(db: Queryable, filter: LotFilter): Promise<PublicLot[]> {
  const { family = null, municipalityCode = null, vintage = null, id = null, before = null, limit } = filter
  return db.many(rows(PublicLotRow)`
    select l.id, l.code, l.family, l.owner_id as "ownerId", o.name as "ownerName", l.batch_id as "batchId", l.scheme,
           l.methodology, l.project_name as "projectName", l.municipality_code as "municipalityCode", l.vintage,
           l.period_from as "periodFrom", l.period_to as "periodTo", l.mass_g as "massG", l.buffer_g as "bufferG",
           l.unit_g as "unitG", l.registry_serials as "registrySerials", l.issued_at as "issuedAt",
           l.no_resale as "noResale", l.use_by as "useBy", l.only_prefecture as "onlyPrefecture",
           l.once_a_year as "onceAYear", l.not_at_origin as "notAtOrigin",
           coalesce(b.carried_g, 0)::bigint as "carriedG", live.left_g as "leftG", live.reserved_g as "reservedG",
           gone.cancelled_g as "cancelledG"
      from lot l
      join organisation o on o.id = l.owner_id
      left join credit_batch b on b.id = l.batch_id
      cross join lateral (
        select coalesce(sum(h.hi - h.lo), 0)::bigint as left_g, coalesce(sum(h.held), 0)::bigint as reserved_g
          from holding h where h.lot_id = l.id and h.live) live
      cross join lateral (
        select coalesce(sum(e.hi - e.lo), 0)::bigint as cancelled_g
          from cancellation c join ledger_entry e on e.operation_id = c.operation_id
         where e.lot_id = l.id and e.kind = 'cancel') gone
     where (${family}::text is null or l.family = ${family})
       and (${municipalityCode}::text is null or l.municipality_code = ${municipalityCode})
       and (${vintage}::int is null or l.vintage = ${vintage})
       and (${id}::uuid is null or l.id = ${id})
       and (${before}::uuid is null or l.id < ${before})
     order by l.id desc
     limit ${limit}`)
}

/** What an organisation holds of each lot, oldest lot first, after the lot named by `after`. */
export function holdingsOf(
  db: Queryable,
  organisationId: OrganisationId,
  { after = null, limit = 200 }: { after?: string | null; limit?: number } = {},
): Promise<OwnHolding[]> {
  return db.many(rows(OwnHoldingSchema)`
    select l.id as "lotId", l.code, l.family, l.vintage, l.project_name as "projectName",
           sum(h.hi - h.lo)::bigint as "massG", sum(h.held)::bigint as "reservedG",
           sum(h.hi - h.lo - h.held)::bigint as "availableG"
      from holding h join lot l on l.id = h.lot_id
     where h.account_id = ${organisationId} and h.live and (${after}::uuid is null or l.id > ${after})
     group by l.id
     order by l.id
     limit ${limit}`)
}

function withRules<Row extends z.infer<typeof RuleColumns>>({
  noResale,
  useBy,
  onlyPrefecture,
  onceAYear,
  notAtOrigin,
  ...lot
}: Row): Omit<Row, keyof z.infer<typeof RuleColumns>> & { rules: LotRule[] } {
  const rules = [
    noResale && { kind: 'no-resale' as const },
    useBy && { kind: 'use-by' as const, day: useBy },
    onlyPrefecture && { kind: 'in-prefecture' as const, prefectureCode: onlyPrefecture },
    onceAYear && { kind: 'once-a-year' as const },
    notAtOrigin && { kind: 'not-at-origin' as const },
  ]
  return { ...lot, rules: rules.filter((rule): rule is LotRule => Boolean(rule)) }
}
