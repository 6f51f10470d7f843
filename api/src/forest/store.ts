import { LotId } from '@morinowa/shared/credits/ids.ts'
import {
  type CheckLot,
  type ForestLot,
  ForestLot as ForestLotSchema,
  type ImportLot,
  type ListProjects,
} from '@morinowa/shared/forest/contract.ts'
import { Proof } from '@morinowa/shared/forest/proof.ts'
import { RegisteredFamily } from '@morinowa/shared/forest/registered-family.ts'
import type { SerialRange } from '@morinowa/shared/forest/serials.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { pricePerTonne } from '@morinowa/shared/marketplace/price.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, sqlState, type Tx } from '../platform/db.ts'

const ProjectRow = z.object({
  id: z.uuid(),
  family: RegisteredFamily,
  methodology: z.string(),
  municipalityCode: z.string(),
})
export type ProjectRow = z.infer<typeof ProjectRow>

/** The organisation's project of this name, made when it is new; later imports fill in what earlier ones left out. */
export function recordProject(tx: Tx, id: string, organisationId: OrganisationId, ask: ImportLot): Promise<ProjectRow> {
  return tx.one(rows(ProjectRow)`
    insert into forest_project as p (id, organisation_id, name, number, family, scheme, methodology, municipality_code,
                                     latitude, longitude, story, co_benefits)
    values (${id}, ${organisationId}, ${ask.projectName}, ${ask.projectNumber ?? null}, ${ask.family}, ${ask.scheme},
            ${ask.methodology}, ${ask.municipalityCode}, ${ask.point?.lat ?? null}, ${ask.point?.lon ?? null},
            ${ask.story ?? null}, ${ask.coBenefits ?? []})
    on conflict (organisation_id, name) do update
      set number = coalesce(p.number, excluded.number),
          latitude = coalesce(p.latitude, excluded.latitude), longitude = coalesce(p.longitude, excluded.longitude),
          story = coalesce(p.story, excluded.story),
          co_benefits = case when cardinality(p.co_benefits) = 0 then excluded.co_benefits else p.co_benefits end
    returning id, family, methodology, municipality_code as "municipalityCode"`)
}

const Exists = z.object({ known: z.boolean() })

export async function municipalityKnown(db: Queryable, code: string): Promise<boolean> {
  return (await db.one(rows(Exists)`select exists (select from municipality where code = ${code}) as known`)).known
}

export type NewForestLot = {
  lotId: LotId
  projectId: string
  organisationId: OrganisationId
  ask: ImportLot
  unitG: number
  printed: string
  serialsMassG: bigint | null
}

export async function recordLot(tx: Tx, lot: NewForestLot): Promise<void> {
  const { ask } = lot
  await tx.run(sql`
    insert into forest_lot (lot_id, project_id, organisation_id, vintage, mass_g, unit_g, serials, serials_mass_g,
                            statement, price_yen_per_tonne, tax_included)
    values (${lot.lotId}, ${lot.projectId}, ${lot.organisationId}, ${ask.vintage}, ${ask.massG}, ${lot.unitG},
            ${lot.printed}, ${lot.serialsMassG}, ${JSON.stringify(ask.statement)}, ${ask.priceYenPerTonne ?? null},
            ${ask.taxIncluded})`)
}

const EXCLUSION_VIOLATION = '23P01'

/** Claims the registry's numbers for a lot. Of two imports at once the second waits for the first, then is refused. */
export async function recordSerials(
  tx: Tx,
  lotId: LotId,
  family: string,
  ranges: readonly SerialRange[],
): Promise<void> {
  const blocks = ranges.map(({ block }) => `${family}:${block}`)
  const numbers = ranges.map(({ from, to }) => `[${from},${to})`)
  try {
    await tx.run(sql`
      insert into forest_serial_range (lot_id, block, numbers)
      select ${lotId}, block, numbers::int8range from unnest(${blocks}::text[], ${numbers}::text[]) as r (block, numbers)`)
  } catch (error) {
    if (sqlState(error) === EXCLUSION_VIOLATION) refuse('forest.serials-known', {}, '/serials')
    throw error
  }
}

const LotRow = z
  .object({
    ...ForestLotSchema.omit({ serialsAgree: true, pricePerTonne: true }).shape,
    statement: z.record(z.string(), z.unknown()),
  })
  .transform(
    (row): ForestLot => ({
      ...row,
      serialsAgree: row.serialsMassG === row.massG,
      pricePerTonne:
        row.priceYenPerTonne === null
          ? null
          : pricePerTonne({ priceYenPerTonne: row.priceYenPerTonne, taxIncluded: row.taxIncluded }),
    }),
  )

export type LotFilter = {
  organisationId?: OrganisationId | undefined
  lotId?: LotId | undefined
  proof?: Proof | undefined
  before?: string | undefined
  limit: number
}

/** Imported lots, newest first. */
export function importedLots(db: Queryable, filter: LotFilter): Promise<ForestLot[]> {
  const { organisationId = null, lotId = null, proof = null, before = null, limit } = filter
  return db.many(rows(LotRow)`
    select f.lot_id as id, f.organisation_id as "organisationId", p.family, p.scheme, p.methodology,
           p.id as "projectId", p.name as "projectName", p.municipality_code as "municipalityCode", f.vintage, f.serials,
           f.serials_mass_g as "serialsMassG", f.mass_g as "massG", f.unit_g as "unitG", f.statement, f.proof,
           f.proof_note as "proofNote", f.checked_at as "checkedAt", f.price_yen_per_tonne as "priceYenPerTonne",
           f.tax_included as "taxIncluded", f.imported_at as "importedAt"
      from forest_lot f join forest_project p on p.id = f.project_id
     where (${organisationId}::uuid is null or f.organisation_id = ${organisationId})
       and (${lotId}::uuid is null or f.lot_id = ${lotId})
       and (${proof}::text is null or f.proof = ${proof})
       and (${before}::uuid is null or f.lot_id < ${before})
     order by f.lot_id desc
     limit ${limit}`)
}

const ProofRow = z.object({ proof: Proof, agrees: z.boolean() })

export function lockProof(tx: Tx, lotId: LotId): Promise<z.infer<typeof ProofRow> | null> {
  return tx.maybe(rows(ProofRow)`
    select proof, serials_mass_g is not distinct from mass_g as agrees from forest_lot where lot_id = ${lotId} for update`)
}

export async function recordCheck(tx: Tx, lotId: LotId, ask: CheckLot, by: string, at: string): Promise<void> {
  await tx.run(sql`
    update forest_lot set proof = ${ask.result}, proof_note = ${ask.note ?? null}, checked_at = ${at}, checked_by = ${by}
     where lot_id = ${lotId}`)
}

const LotFactsRow = z.object({
  lotId: LotId,
  projectId: z.uuid(),
  proof: Proof,
  lat: z.number().nullable(),
  lon: z.number().nullable(),
})
/** What other words may know of an imported lot. */
export type ForestLotFacts = z.infer<typeof LotFactsRow>

export function lotFacts(db: Queryable, lotIds: readonly string[]): Promise<ForestLotFacts[]> {
  return db.many(rows(LotFactsRow)`
    select f.lot_id as "lotId", f.project_id as "projectId", f.proof, p.latitude as lat, p.longitude as lon
      from forest_lot f join forest_project p on p.id = f.project_id
     where f.lot_id = any (${lotIds})`)
}

const ProjectPageRow = z.object({
  id: z.uuid(),
  name: z.string(),
  organisationId: OrganisationId,
  organisationName: z.string(),
  family: RegisteredFamily,
  scheme: z.string(),
  methodology: z.string(),
  municipalityCode: z.string(),
  municipalityName: z.string(),
  prefectureName: z.string(),
  projectNumber: z.string().nullable(),
  story: z.string().nullable(),
  coBenefits: z.array(z.string()),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  pointIsOffice: z.boolean(),
})
export type ProjectPageRow = z.infer<typeof ProjectPageRow>

export type ProjectFilter = Pick<ListProjects, 'family' | 'prefecture'> & {
  id?: string | undefined
  after?: string | undefined
  limit: number
}

/** Projects that have a lot which was not refused, oldest first. */
export function projectsOf(db: Queryable, filter: ProjectFilter): Promise<ProjectPageRow[]> {
  const { id = null, family = null, prefecture = null, after = null, limit } = filter
  return db.many(rows(ProjectPageRow)`
    select p.id, p.name, p.organisation_id as "organisationId", o.name as "organisationName", p.family, p.scheme,
           p.methodology, p.municipality_code as "municipalityCode", m.name_ja as "municipalityName",
           r.name_ja as "prefectureName", p.number as "projectNumber", p.story, p.co_benefits as "coBenefits",
           coalesce(p.latitude, m.office_lat) as lat, coalesce(p.longitude, m.office_lon) as lon,
           p.latitude is null as "pointIsOffice"
      from forest_project p
      join organisation o on o.id = p.organisation_id
      join municipality m on m.code = p.municipality_code
      join prefecture r on r.code = m.prefecture_code
     where exists (select from forest_lot f where f.project_id = p.id and f.proof <> 'refused')
       and (${id}::uuid is null or p.id = ${id})
       and (${family}::text is null or p.family = ${family})
       and (${prefecture}::text is null or m.prefecture_code = ${prefecture})
       and (${after}::uuid is null or p.id > ${after})
     order by p.id
     limit ${limit}`)
}

const ProjectLotRow = z.object({
  projectId: z.uuid(),
  lotId: LotId,
  vintage: z.int(),
  serials: z.string(),
  massG: Grams,
  proof: Proof,
  priceYenPerTonne: Yen.nullable(),
  taxIncluded: z.boolean(),
})
export type ProjectLotRow = z.infer<typeof ProjectLotRow>

/** The lots of projects, newest vintage first; refused ones are not shown. */
export function lotsOfProjects(db: Queryable, projectIds: readonly string[]): Promise<ProjectLotRow[]> {
  return db.many(rows(ProjectLotRow)`
    select project_id as "projectId", lot_id as "lotId", vintage, serials, mass_g as "massG", proof,
           price_yen_per_tonne as "priceYenPerTonne", tax_included as "taxIncluded"
      from forest_lot
     where project_id = any (${projectIds}) and proof <> 'refused'
     order by vintage desc, lot_id
     limit 5000`)
}

const PublishedPrice = z.object({ priceYenPerTonne: Yen, taxIncluded: z.boolean() })

/** The price an owner has published for their own lot; null without one, and for a lot whose proof was refused. */
export function publishedPrice(
  db: Queryable,
  lotId: LotId,
  ownerId: OrganisationId,
): Promise<z.infer<typeof PublishedPrice> | null> {
  return db.maybe(rows(PublishedPrice)`
    select price_yen_per_tonne as "priceYenPerTonne", tax_included as "taxIncluded" from forest_lot
     where lot_id = ${lotId} and organisation_id = ${ownerId} and price_yen_per_tonne is not null
       and proof <> 'refused'`)
}
