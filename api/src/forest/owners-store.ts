import { LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import type { RegisterOwner } from '@morinowa/shared/forest/owners-contract.ts'
import { Day, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, Yen } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const ProjectRow = z.object({ id: z.uuid(), name: z.string(), organisationId: OrganisationId })

/** A project, locked against other writers of its owners when it is about to change. */
export async function projectFor(db: Queryable, id: string): Promise<z.infer<typeof ProjectRow> | null> {
  return db.maybe(rows(ProjectRow)`
    select id, name, organisation_id as "organisationId" from forest_project where id = ${id}`)
}

export async function lockProject(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`select from forest_project where id = ${id} for no key update`)
}

export async function recordOwner(
  tx: Tx,
  projectId: string,
  ask: RegisterOwner & { standIds: readonly string[] },
): Promise<void> {
  await tx.run(sql`
    insert into forest_owner (project_id, number, name, organisation_id, consented_on, no_harvest_until)
    select ${projectId}, coalesce(max(number), 0) + 1, ${ask.name}, ${ask.organisationId}::uuid, ${ask.consentedOn}::date,
           ${ask.noHarvestUntil}::date
      from forest_owner where project_id = ${projectId}`)
  const stands = ask.stands.map(({ name, areaM2 }, i) => ({ id: ask.standIds[i], name, areaM2 }))
  await tx.run(sql`
    insert into forest_stand (id, project_id, owner_number, name, area_m2)
    select s.id, ${projectId}, (select max(number) from forest_owner where project_id = ${projectId}), s.name, s."areaM2"
      from jsonb_to_recordset(${JSON.stringify(stands)}::jsonb) as s (id uuid, name text, "areaM2" bigint)`)
  const grams = ask.stands.flatMap((stand, i) =>
    stand.grams.map(({ lotId, massG }) => ({ standId: ask.standIds[i], lotId, massG })),
  )
  await tx.run(sql`
    insert into forest_stand_lot (stand_id, lot_id, mass_g)
    select g."standId", g."lotId", g."massG"
      from jsonb_to_recordset(${JSON.stringify(grams)}::jsonb) as g ("standId" uuid, "lotId" uuid, "massG" bigint)`)
}

const Known = z.object({ name: z.string() })

/** A stand of one of these names that the project has already. */
export function standOfName(
  db: Queryable,
  projectId: string,
  names: readonly string[],
): Promise<z.infer<typeof Known> | null> {
  return db.maybe(rows(Known)`
    select name from forest_stand where project_id = ${projectId} and name = any (${names}) limit 1`)
}

const LotMass = z.object({ lotId: LotId, lotG: Grams, saidG: Grams })

/** The project's lots with what its stands say of each so far. */
export function saidOfLots(db: Queryable, projectId: string): Promise<z.infer<typeof LotMass>[]> {
  return db.many(rows(LotMass)`
    select f.lot_id as "lotId", f.mass_g as "lotG",
           coalesce((select sum(s.mass_g) from forest_stand_lot s where s.lot_id = f.lot_id), 0)::bigint as "saidG"
      from forest_lot f where f.project_id = ${projectId}`)
}

const OwnerRow = z.object({
  number: z.int(),
  name: z.string(),
  organisationId: OrganisationId.nullable(),
  consentedOn: Day,
  noHarvestUntil: Day.nullable(),
  stands: z.array(z.object({ id: z.uuid(), name: z.string(), areaM2: z.int(), massG: Grams })),
  lots: z.array(z.object({ lotId: LotId, massG: Grams })),
})
export type OwnerRow = z.infer<typeof OwnerRow>

export function ownersOf(db: Queryable, projectId: string): Promise<OwnerRow[]> {
  return db.many(rows(OwnerRow)`
    select o.number, o.name, o.organisation_id as "organisationId", o.consented_on as "consentedOn",
           o.no_harvest_until as "noHarvestUntil",
           coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'areaM2', s.area_m2, 'massG',
                              coalesce((select sum(mass_g) from forest_stand_lot where stand_id = s.id), 0)) order by s.name)
                       from forest_stand s where s.project_id = o.project_id and s.owner_number = o.number), '[]') as stands,
           coalesce((select jsonb_agg(jsonb_build_object('lotId', g.lot_id, 'massG', g.mass_g) order by g.lot_id)
                       from (select d.lot_id, sum(d.mass_g)::bigint as mass_g from forest_stand_lot d
                               join forest_stand s on s.id = d.stand_id
                              where s.project_id = o.project_id and s.owner_number = o.number group by d.lot_id) g),
                    '[]') as lots
      from forest_owner o where o.project_id = ${projectId} order by o.number limit 5000`)
}

const StandRow = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  sellerId: OrganisationId,
  ownerId: OrganisationId.nullable(),
  grams: z.array(z.object({ lotId: LotId, massG: Grams })),
})
export type StandRow = z.infer<typeof StandRow>

/** A stand that nobody else announces for until the transaction ends. */
export async function lockStand(tx: Tx, id: string): Promise<StandRow | null> {
  await tx.run(sql`select from forest_stand where id = ${id} for update`)
  return tx.maybe(rows(StandRow)`
    select s.id, s.project_id as "projectId", p.organisation_id as "sellerId", o.organisation_id as "ownerId",
           coalesce((select jsonb_agg(jsonb_build_object('lotId', lot_id, 'massG', mass_g) order by lot_id)
                       from forest_stand_lot where stand_id = s.id), '[]') as grams
      from forest_stand s join forest_project p on p.id = s.project_id
      join forest_owner o on o.project_id = s.project_id and o.number = s.owner_number
     where s.id = ${id}`)
}

const HarvestRow = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  sellerId: OrganisationId,
  ownerId: OrganisationId.nullable(),
  standId: z.uuid(),
  standName: z.string(),
  ownerName: z.string(),
  areaM2: z.int(),
  harvestOn: Day,
  noHarvestUntil: Day.nullable(),
  announcedAt: Instant,
  note: z.string().nullable(),
  endedAt: Instant.nullable(),
  endedWhy: z.enum(['withdrawn', 'compensated']).nullable(),
  holds: z.array(
    z.object({
      lotId: LotId,
      reservationId: ReservationId.nullable(),
      massG: Grams,
      shortG: Grams,
      priceYenPerTonne: Yen.nullable(),
      taxIncluded: z.boolean(),
    }),
  ),
})
export type HarvestRow = z.infer<typeof HarvestRow>

/** Announcements of a project, of a stand, or one; the newest first. */
export function harvestsOf(
  db: Queryable,
  {
    projectId = null,
    standId = null,
    id = null,
  }: { projectId?: string | null; standId?: string | null; id?: string | null },
): Promise<HarvestRow[]> {
  return db.many(rows(HarvestRow)`
    select h.id, s.project_id as "projectId", p.organisation_id as "sellerId", o.organisation_id as "ownerId",
           s.id as "standId", s.name as "standName", o.name as "ownerName", s.area_m2 as "areaM2",
           h.harvest_on as "harvestOn", o.no_harvest_until as "noHarvestUntil", h.announced_at as "announcedAt", h.note,
           h.ended_at as "endedAt", h.ended_why as "endedWhy",
           coalesce((select jsonb_agg(jsonb_build_object('lotId', d.lot_id, 'reservationId', d.reservation_id,
                              'massG', d.mass_g, 'shortG', d.short_g, 'priceYenPerTonne', f.price_yen_per_tonne,
                              'taxIncluded', f.tax_included) order by d.lot_id)
                       from forest_harvest_hold d join forest_lot f on f.lot_id = d.lot_id where d.harvest_id = h.id),
                    '[]') as holds
      from forest_harvest h join forest_stand s on s.id = h.stand_id join forest_project p on p.id = s.project_id
      join forest_owner o on o.project_id = s.project_id and o.number = s.owner_number
     where (${projectId}::uuid is null or s.project_id = ${projectId}) and (${standId}::uuid is null or s.id = ${standId})
       and (${id}::uuid is null or h.id = ${id})
     order by h.announced_at desc, h.id desc limit 1000`)
}

export async function recordHarvest(
  tx: Tx,
  h: { id: string; standId: string; harvestOn: string; at: string; by: string; note: string | null },
): Promise<void> {
  await tx.run(sql`
    insert into forest_harvest (id, stand_id, harvest_on, announced_at, announced_by, note)
    values (${h.id}, ${h.standId}, ${h.harvestOn}, ${h.at}, ${h.by}, ${h.note})`)
}

export async function recordHold(
  tx: Tx,
  d: { harvestId: string; lotId: LotId; reservationId: string | null; massG: number; shortG: number },
): Promise<void> {
  await tx.run(sql`
    insert into forest_harvest_hold (harvest_id, lot_id, reservation_id, mass_g, short_g)
    values (${d.harvestId}, ${d.lotId}, ${d.reservationId}, ${d.massG}, ${d.shortG})`)
}

export async function recordHarvestEnded(tx: Tx, id: string, why: string, at: string): Promise<boolean> {
  const ended = await tx.run(sql`
    update forest_harvest set ended_at = ${at}, ended_why = ${why} where id = ${id} and ended_at is null`)
  return ended === 1
}
