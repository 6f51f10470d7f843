import { LotId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import type {
  Backing,
  OfficialRetirement as OfficialContract,
  Reserve,
} from '@morinowa/shared/forest/official-contract.ts'
import { dueBy, type Official } from '@morinowa/shared/forest/official.ts'
import { Proof } from '@morinowa/shared/forest/proof.ts'
import { RegisteredFamily } from '@morinowa/shared/forest/registered-family.ts'
import type { SerialRange } from '@morinowa/shared/forest/serials.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, sqlState, type Tx } from '../platform/db.ts'

// SQL of what stands behind registered lots at their own registries.

const least = (a: number, b: number): Grams => Math.min(a, b) as Grams
const over = (a: number, b: number): Grams => Math.max(0, a - b) as Grams

const ReserveRow = z
  .object({
    lotId: LotId,
    code: z.string(),
    family: RegisteredFamily,
    projectName: z.string(),
    organisationName: z.string(),
    vintage: z.int(),
    serials: z.string(),
    unitG: Grams,
    massG: Grams,
    proof: Proof,
    statementOn: Day.nullable(),
    statementG: Grams.nullable(),
    provenG: Grams,
    attachedG: Grams,
    soldG: Grams,
    retiredG: Grams,
    officialG: Grams,
    waitsSince: z.string().nullable(),
  })
  .transform(({ waitsSince, ...row }): Reserve => {
    const dueG = over(row.retiredG, row.officialG)
    return {
      ...row,
      backedG: least(row.retiredG, row.officialG),
      dueG,
      aheadG: over(row.officialG, row.retiredG),
      dueBy: dueG > 0 && waitsSince !== null ? dueBy(waitsSince) : null,
      holds: row.attachedG + row.retiredG <= row.provenG,
    }
  })

export type ReserveFilter = {
  lotId?: LotId | undefined
  organisationId?: OrganisationId | undefined
  family?: RegisteredFamily | undefined
  /** Only lots with grams that wait for their registry. */
  due?: boolean | undefined
  before?: string | undefined
  limit: number
}

/** Registered lots with what stands behind them, newest first. */
export function reserves(db: Queryable, filter: ReserveFilter): Promise<Reserve[]> {
  const { lotId = null, organisationId = null, family = null, due = false, before = null, limit } = filter
  return db.many(rows(ReserveRow)`
    select s.lot_id as "lotId", l.code, l.family, l.project_name as "projectName", o.name as "organisationName", l.vintage,
           f.serials, s.unit_g as "unitG", s.mass_g as "massG", s.proof, s.statement_on as "statementOn",
           s.statement_g as "statementG", s.proven_g as "provenG", s.attached_g as "attachedG", s.sold_g as "soldG",
           s.retired_g as "retiredG", s.official_g as "officialG",
           -- The oldest gram that waits; what is not in the queue yet was retired a moment ago.
           coalesce((select r.retired_at from official_claim c join retirement r on r.id = c.retirement_id
                      where c.lot_id = s.lot_id and c.to_g > s.official_g order by c.to_g limit 1),
                    (select r.retired_at from ledger_entry e join retirement r on r.id = e.retirement_id
                      where e.lot_id = s.lot_id and s.retired_g > s.official_g order by e.id desc limit 1)) as "waitsSince"
      from official_standing s
      join forest_lot f on f.lot_id = s.lot_id
      join lot l on l.id = s.lot_id
      join organisation o on o.id = f.organisation_id
     where (${lotId}::uuid is null or s.lot_id = ${lotId})
       and (${organisationId}::uuid is null or f.organisation_id = ${organisationId})
       and (${family}::text is null or l.family = ${family})
       and (not ${due}::boolean or s.retired_g > s.official_g)
       and (${before}::uuid is null or s.lot_id < ${before})
     order by s.lot_id desc
     limit ${limit}`)
}

const OfficialRow = z.object({
  id: z.uuid(),
  number: z.int(),
  fromG: z.int(),
  toG: z.int(),
  serials: z.string(),
  retiredOn: Day,
  document: z.string(),
  note: z.string().nullable(),
  recordedAt: z.string(),
})
export type OfficialRow = z.infer<typeof OfficialRow>

/** Every retirement of a lot at its registry, in order. */
export function officialsOf(db: Queryable, lotId: LotId): Promise<OfficialRow[]> {
  return db.many(rows(OfficialRow)`
    select id, number, from_g as "fromG", to_g as "toG", serials, retired_on as "retiredOn", document, note,
           recorded_at as "recordedAt"
      from official_retirement where lot_id = ${lotId} order by number limit 5000`)
}

export function publicOfficial({ fromG, toG, recordedAt, ...row }: OfficialRow): OfficialContract {
  return { ...row, massG: (toG - fromG) as Grams, recordedAt: recordedAt as OfficialContract['recordedAt'] }
}

const LockedLot = z.object({
  family: RegisteredFamily,
  massG: z.int(),
  unitG: z.int(),
  countable: z.boolean(),
  officialG: z.int(),
  officials: z.int(),
})

/** One at a time says what was retired of a lot. */
export async function lockOfficial(tx: Tx, lotId: LotId): Promise<z.infer<typeof LockedLot> | null> {
  const locked = await tx.run(sql`select from forest_lot where lot_id = ${lotId} for no key update`)
  if (locked === 0) return null
  return tx.one(rows(LockedLot)`
    select p.family, f.mass_g as "massG", f.unit_g as "unitG", f.serials_mass_g is not null as countable,
           coalesce((select max(to_g) from official_retirement where lot_id = f.lot_id), 0)::bigint as "officialG",
           (select count(*)::int from official_retirement where lot_id = f.lot_id) as officials
      from forest_lot f join forest_project p on p.id = f.project_id
     where f.lot_id = ${lotId}`)
}

const Inside = z.object({ inside: z.boolean() })
const blocksOf = (family: string, ranges: readonly SerialRange[]) => ranges.map(({ block }) => `${family}:${block}`)
const numbersOf = (ranges: readonly SerialRange[]) => ranges.map(({ from, to }) => `[${from},${to})`)

/** Whether all of these numbers are a lot's. */
export async function areOfLot(tx: Tx, lotId: LotId, family: string, ranges: readonly SerialRange[]): Promise<boolean> {
  const { inside } = await tx.one(rows(Inside)`
    select not exists (
      select from unnest(${blocksOf(family, ranges)}::text[], ${numbersOf(ranges)}::text[]) as r (block, numbers)
       where not coalesce((select range_agg(s.numbers) from forest_serial_range s
                            where s.lot_id = ${lotId} and s.block = r.block) @> r.numbers::int8range, false)) as inside`)
  return inside
}

const EXCLUSION_VIOLATION = '23P01'

export type NewOfficial = Omit<OfficialRow, 'note'> & {
  lotId: LotId
  family: string
  note: string | null
  recordedBy: string
  ranges: readonly SerialRange[]
}

/** Writes down an official retirement; numbers that were retired before are refused. */
export async function recordOfficialRow(tx: Tx, one: NewOfficial): Promise<void> {
  await tx.run(sql`
    insert into official_retirement (id, lot_id, number, from_g, to_g, serials, retired_on, document, note, recorded_by,
                                     recorded_at)
    values (${one.id}, ${one.lotId}, ${one.number}, ${one.fromG}, ${one.toG}, ${one.serials}, ${one.retiredOn},
            ${one.document}, ${one.note}, ${one.recordedBy}, ${one.recordedAt})`)
  try {
    await tx.run(sql`
      insert into official_serial_range (retirement_id, block, numbers)
      select ${one.id}, block, numbers::int8range
        from unnest(${blocksOf(one.family, one.ranges)}::text[], ${numbersOf(one.ranges)}::text[]) as r (block, numbers)`)
  } catch (error) {
    if (sqlState(error) === EXCLUSION_VIOLATION) refuse('forest.official-known', {}, '/serials')
    throw error
  }
}

const LotOfSerial = z.object({ lotId: LotId })

/** Lots that hold one of these numbers of their registries. */
export async function lotsWithSerials(db: Queryable, ranges: readonly SerialRange[], limit: number): Promise<LotId[]> {
  const blocks = ranges.flatMap(({ block }) => RegisteredFamily.options.map((family) => `${family}:${block}`))
  const numbers = numbersOf(ranges.flatMap((range) => RegisteredFamily.options.map(() => range)))
  const found = await db.many(rows(LotOfSerial)`
    select distinct s.lot_id as "lotId"
      from unnest(${blocks}::text[], ${numbers}::text[]) as asked (block, numbers)
      join forest_serial_range s on s.block = asked.block and s.numbers && asked.numbers::int8range
     order by s.lot_id
     limit ${limit}`)
  return found.map(({ lotId }) => lotId)
}

// Where a retirement's grams are ------------------------------------------------------------------------------------------

const BackedEntry = z.object({
  retirementId: RetirementId,
  massG: Grams,
  retiredAt: z.string(),
  registered: z.boolean(),
  entries: z.array(
    z.object({
      lotId: LotId,
      unitG: z.int(),
      entryG: z.int(),
      fromG: z.int().nullable(),
      toG: z.int().nullable(),
      officials: z.array(
        z.object({
          number: z.int(),
          fromG: z.int(),
          toG: z.int(),
          serials: z.string(),
          retiredOn: z.string(),
          document: z.string(),
        }),
      ),
    }),
  ),
})
export type BackedEntry = z.infer<typeof BackedEntry> & { entries: { officials: Official[] }[] }

/** A retirement with its places in the queues of its lots and the official retirements that reach into them. */
export function entriesBacked(
  db: Queryable,
  { id = null, certificateId = null }: { id?: Backing['retirementId'] | null; certificateId?: string | null },
): Promise<BackedEntry | null> {
  return db.maybe(rows(BackedEntry)`
    select r.id as "retirementId", r.mass_g as "massG", r.retired_at as "retiredAt",
           exists (select from ledger_entry e join forest_lot f on f.lot_id = e.lot_id
                    where e.operation_id = r.operation_id) as registered,
           coalesce((
             select json_agg(json_build_object(
                      'lotId', e.lot_id, 'unitG', f.unit_g, 'entryG', e.hi - e.lo, 'fromG', c.from_g, 'toG', c.to_g,
                      'officials', coalesce((
                        select json_agg(json_build_object(
                                 'number', o.number, 'fromG', o.from_g, 'toG', o.to_g, 'serials', o.serials,
                                 'retiredOn', o.retired_on, 'document', o.document) order by o.number)
                          from official_retirement o
                         where o.lot_id = e.lot_id and o.from_g < c.to_g and o.to_g > c.from_g), '[]'))
                    order by e.id)
               from ledger_entry e
               join forest_lot f on f.lot_id = e.lot_id
               left join official_claim c on c.entry_id = e.id
              where e.operation_id = r.operation_id and e.kind = 'retire'), '[]') as entries
      from retirement r
     where r.id = ${id} or r.certificate_id = ${certificateId}`)
}

const BackedRange = z.object({ n: z.int(), retiredAt: z.string(), entry: BackedEntry.shape.entries.element })
export type BackedRange = z.infer<typeof BackedRange> & { entry: BackedEntry['entries'][number] }

/** Ranges of retired grams with their places in the queues of their lots; n counts the ranges from 1. */
export function rangesBacked(
  db: Queryable,
  ranges: readonly { retirementId: string; lotId: string; lo: number; hi: number }[],
): Promise<BackedRange[]> {
  return db.many(rows(BackedRange)`
    select a.n::int as n, r.retired_at as "retiredAt",
           json_build_object(
             'lotId', e.lot_id, 'unitG', f.unit_g, 'entryG', p.hi - p.lo, 'fromG', p.from_g, 'toG', p.to_g,
             'officials', coalesce((
               select json_agg(json_build_object(
                        'number', o.number, 'fromG', o.from_g, 'toG', o.to_g, 'serials', o.serials,
                        'retiredOn', o.retired_on, 'document', o.document) order by o.number)
                 from official_retirement o
                where o.lot_id = e.lot_id and o.from_g < p.to_g and o.to_g > p.from_g), '[]')) as entry
      from rows from (jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb)
             as ("retirementId" uuid, "lotId" uuid, lo bigint, hi bigint)) with ordinality
             as a("retirementId", "lotId", lo, hi, n)
      join retirement r on r.id = a."retirementId"
      join ledger_entry e on e.operation_id = r.operation_id and e.kind = 'retire' and e.lot_id = a."lotId"
                         and e.lo < a.hi and e.hi > a.lo
      join forest_lot f on f.lot_id = e.lot_id
      left join official_claim c on c.entry_id = e.id
     cross join lateral (select greatest(a.lo, e.lo) as lo, least(a.hi, e.hi) as hi,
                                c.from_g + greatest(a.lo, e.lo) - e.lo as from_g,
                                c.from_g + least(a.hi, e.hi) - e.lo as to_g) p
     order by a.n, p.lo`)
}
// The request file --------------------------------------------------------------------------------------------------------

const RequestFacts = z.object({
  lotId: LotId,
  projectNumber: z.string().nullable(),
  accountNumber: z.string().nullable(),
  holder: z.string(),
  used: z.array(z.string()),
  place: z.string(),
})

/** What a registry wants to know of lots whose grams wait. */
export function requestFacts(db: Queryable, lotIds: readonly LotId[]) {
  return db.many(rows(RequestFacts)`
    select f.lot_id as "lotId", p.number as "projectNumber", f.statement ->> 'accountNumber' as "accountNumber",
           coalesce(f.statement ->> 'holder', '') as holder,
           array(select o.serials from official_retirement o where o.lot_id = f.lot_id order by o.number) as used,
           r.name_ja || m.name_ja as place
      from forest_lot f
      join forest_project p on p.id = f.project_id
      join municipality m on m.code = p.municipality_code
      join prefecture r on r.code = m.prefecture_code
     where f.lot_id = any (${lotIds})`)
}

// The public export -------------------------------------------------------------------------------------------------------

const OfficialsLogged = z.object({
  at: z.string().nullable(),
  items: z.array(
    z.object({
      officials: z.array(
        z.object({
          lot: z.string(),
          number: z.int(),
          fromG: z.int(),
          toG: z.int(),
          serials: z.string(),
          retiredOn: z.string(),
          document: z.string(),
        }),
      ),
      reserve: z.object({ lot: z.string(), retiredG: z.int(), officialG: z.int(), backedG: z.int(), dueG: z.int() }),
    }),
  ),
})

/** The next registered lots of the log's first `size` leaves: their official retirements, and how they cover the queue. */
export function officialsLogged(db: Queryable, after: string, size: number, limit: number) {
  return db.one(rows(OfficialsLogged)`
    with lots as materialized (
      select f.lot_id from forest_lot f
       where f.lot_id > ${after}
         and exists (select from lot l join ledger_entry e on e.operation_id = l.operation_id
                       join log_leaf x on x.entry_id = e.id and x.index < ${size} where l.id = f.lot_id)
       order by f.lot_id limit ${limit}),
    standing as (
      select lots.lot_id,
             coalesce((select c.to_g from official_claim c join log_leaf x on x.entry_id = c.entry_id and x.index < ${size}
                        where c.lot_id = lots.lot_id order by c.to_g desc limit 1), 0)::bigint as retired,
             coalesce((select max(o.to_g) from official_retirement o where o.lot_id = lots.lot_id), 0)::bigint as official
        from lots)
    select (select max(lot_id::text) from lots) as at,
           (select coalesce(json_agg(json_build_object(
              'reserve', json_build_object('lot', s.lot_id, 'retiredG', s.retired, 'officialG', s.official,
                'backedG', least(s.retired, s.official), 'dueG', greatest(0, s.retired - s.official)),
              'officials', (select coalesce(json_agg(json_build_object(
                  'lot', o.lot_id, 'number', o.number, 'fromG', o.from_g, 'toG', o.to_g, 'serials', o.serials,
                  'retiredOn', o.retired_on, 'document', o.document) order by o.number), '[]')
                from official_retirement o where o.lot_id = s.lot_id)) order by s.lot_id), '[]') from standing s) as items`)
}
