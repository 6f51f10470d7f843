import { Family } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { LotRule } from '@morinowa/shared/credits/lot-rules.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const LotRow = z
  .object({
    id: LotId,
    code: z.string(),
    family: Family,
    ownerId: OrganisationId,
    batchId: z.uuid().nullable(),
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
    noResale: z.boolean(),
    useBy: Day.nullable(),
    onlyPrefecture: z.string().nullable(),
    onceAYear: z.boolean(),
    notAtOrigin: z.boolean(),
  })
  .transform(({ noResale, useBy, onlyPrefecture, onceAYear, notAtOrigin, ...lot }) => ({
    ...lot,
    rules: [
      noResale && { kind: 'no-resale' as const },
      useBy && { kind: 'use-by' as const, day: useBy },
      onlyPrefecture && { kind: 'in-prefecture' as const, prefectureCode: onlyPrefecture },
      onceAYear && { kind: 'once-a-year' as const },
      notAtOrigin && { kind: 'not-at-origin' as const },
    ].filter((rule): rule is LotRule => Boolean(rule)),
  }))
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

const HoldingRow = z.object({
  lotId: LotId,
  code: z.string(),
  family: Family,
  vintage: z.int(),
  projectName: z.string(),
  massG: Grams,
  reservedG: Grams,
  availableG: Grams,
})
export type Holding = z.infer<typeof HoldingRow>

/** What an organisation holds of each lot, oldest lot first, after the lot named by `after`. */
export function holdingsOf(
  db: Queryable,
  organisationId: OrganisationId,
  { after = null, limit = 200 }: { after?: LotId | null; limit?: number } = {},
): Promise<Holding[]> {
  return db.many(rows(HoldingRow)`
    select l.id as "lotId", l.code, l.family, l.vintage, l.project_name as "projectName",
           sum(h.hi - h.lo)::bigint as "massG", sum(h.held)::bigint as "reservedG",
           sum(h.hi - h.lo - h.held)::bigint as "availableG"
      from holding h join lot l on l.id = h.lot_id
     where h.account_id = ${organisationId} and h.live and (${after}::uuid is null or l.id > ${after})
     group by l.id
     order by l.id
     limit ${limit}`)
}
