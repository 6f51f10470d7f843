import { Factor, FactorSet } from '@morinowa/shared/methodology/factor.ts'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

const FactorRow = z
  .object({
    ...Factor.omit({ name: true, source: true }).shape,
    nameJa: z.string(),
    nameEn: z.string(),
    sourceTitle: z.string(),
    sourcePublisher: z.string(),
    sourceYear: z.int().nullable(),
    sourceUrl: z.string(),
    sourceLocator: z.string(),
  })
  .transform(
    ({ nameJa, nameEn, sourceTitle, sourcePublisher, sourceYear, sourceUrl, sourceLocator, ...rest }): Factor => ({
      ...rest,
      name: { ja: nameJa, en: nameEn },
      source: {
        title: sourceTitle,
        publisher: sourcePublisher,
        year: sourceYear,
        url: sourceUrl,
        locator: sourceLocator,
      },
    }),
  )

/** Every row of the registry, every version: a few hundred, read into memory once. */
export function factorsOf(db: Queryable) {
  return db.many(rows(FactorRow)`
    select id, version, set_id as set, scope_class as "scopeClass", scope, category, name_ja as "nameJa",
           name_en as "nameEn", value_mg as "valueMg", unit, uncertainty_bp as "uncertaintyBp", region, year,
           source_title as "sourceTitle", source_publisher as "sourcePublisher", source_year as "sourceYear",
           source_url as "sourceUrl", source_locator as "sourceLocator", verified, valid_from as "validFrom",
           published_at as "publishedAt", supersedes, note
      from factor
     order by id collate "C", version`)
}

const SetRow = z
  .object({
    ...FactorSet.omit({ name: true }).shape,
    nameJa: z.string(),
    nameEn: z.string(),
    members: z.array(z.strictObject({ id: z.string(), version: z.int() })),
  })
  .transform(({ nameJa, nameEn, ...rest }) => ({ ...rest, name: { ja: nameJa, en: nameEn } }))

/** Every edition with the rows it freezes. */
export function factorSetsOf(db: Queryable) {
  return db.many(rows(SetRow)`
    select factor_set.id, name_ja as "nameJa", name_en as "nameEn", series, valid_from as "validFrom",
           valid_to as "validTo", published_at as "publishedAt", hash,
           jsonb_agg(jsonb_build_object('id', factor_id, 'version', factor_version)) as members
      from factor_set join factor_set_member on set_id = factor_set.id
     group by factor_set.id
     order by valid_from`)
}

const MethodRow = z.object({ id: z.string(), version: z.string(), hash: z.string(), document: z.unknown() })

/** Every version of every method. */
export function methodsOf(db: Queryable) {
  return db.many(rows(MethodRow)`
    select id, version, hash, document from method order by id, published_at, version`)
}

/** Changes whenever an edition, a row or a method is added; nothing is ever taken away. */
export async function revisionOf(db: Queryable): Promise<string> {
  const counted = await db.one(rows(z.object({ sets: z.int(), factors: z.int(), methods: z.int() }))`
    select (select count(*) from factor_set) as sets, (select count(*) from factor) as factors,
           (select count(*) from method) as methods`)
  return `${counted.sets} ${counted.factors} ${counted.methods}`
}
