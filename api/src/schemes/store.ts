import { CertificateId, LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import { Day, Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Grams, SignedGrams, Yen } from '@morinowa/shared/kernel/units.ts'
import { ClosedRetirement, Closing, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import { z } from 'zod'
import { type OnceKey, type Queryable, rows, sql, type Tx } from '../platform/db.ts'

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

export type SourceRow = { lotId: LotId; share: number; family: string; unitG: number }

export async function recordSource(tx: Tx, id: SchemeId, number: number, source: SourceRow): Promise<void> {
  await tx.run(sql`
    insert into scheme_source (scheme_id, number, lot_id, share, family, unit_g)
    values (${id}, ${number}, ${source.lotId}, ${source.share}, ${source.family}, ${source.unitG})`)
}

const SourceSchema = z.object({ lotId: LotId, share: z.int(), family: z.string(), unitG: z.int() })

export function sourcesOf(db: Queryable, id: SchemeId): Promise<z.infer<typeof SourceSchema>[]> {
  return db.many(rows(SourceSchema)`
    select lot_id as "lotId", share, family, unit_g as "unitG" from scheme_source
     where scheme_id = ${id} order by number`)
}

/** Adds a reservation of the ledger to a scheme's reserve. */
export async function recordReserve(
  tx: Tx,
  id: SchemeId,
  reserve: { reservationId: ReservationId; lotId: LotId; massG: number },
): Promise<void> {
  await tx.run(sql`
    insert into scheme_reserve (scheme_id, reservation_id, lot_id, mass_g, left_g)
    values (${id}, ${reserve.reservationId}, ${reserve.lotId}, ${reserve.massG}, ${reserve.massG})`)
  await tx.run(sql`update scheme_stock set reserved_g = reserved_g + ${reserve.massG} where scheme_id = ${id}`)
}

const ReserveRow = z.object({ reservationId: ReservationId, lotId: LotId, leftG: Grams })

/** Reservations with grams left, oldest first; the stock is locked. */
export function reservesOf(tx: Tx, id: SchemeId): Promise<z.infer<typeof ReserveRow>[]> {
  return tx.many(rows(ReserveRow)`
    select reservation_id as "reservationId", lot_id as "lotId", left_g as "leftG" from scheme_reserve
     where scheme_id = ${id} and left_g > 0 order by reservation_id`)
}

/** Grams that left a reservation, retired or given back. */
export async function drawReserve(tx: Tx, id: SchemeId, reservationId: ReservationId, massG: number): Promise<void> {
  await tx.run(sql`
    update scheme_reserve set left_g = left_g - ${massG}
     where scheme_id = ${id} and reservation_id = ${reservationId}`)
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
           k.reserved_g as "reservedG", k.reserved_g - k.open_g as "availableG", k.open_g as "openG"
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

export type SentSale = {
  schemeId: SchemeId
  externalId: string
  at: string
  day: string
  sku: string | null
  channel: string | null
  units: number
  gramsPerUnit: number
  yenPerUnit: number
  /** Hexadecimal. */
  digest: string
  /** Claim codes of equal mass. */
  codes: string[]
  gramsPerCode: number
}

const Stock = z.object({ fundYen: z.int(), attachedG: SignedGrams, availableG: SignedGrams })
export type Stock = z.infer<typeof Stock>

const Recorded = z.object({
  result: z.object({
    not: z.array(
      z.object({
        n: z.int(),
        why: z.enum(['missing', 'ended', 'busy', 'answered', 'known', 'differs', 'short']),
        neededG: z.int().optional(),
        availableG: z.int().optional(),
      }),
    ),
    stocks: z.record(z.string(), Stock),
  }),
})
/** What became of sales: every line that is not named was accepted. */
export type Recorded = z.infer<typeof Recorded>['result']

export type SalesCall = {
  sent: readonly SentSale[]
  /** Keys of the requests that lines came with, by the lines' numbers from 1. */
  keys?: readonly { n: number; once: OnceKey }[]
  paper?: boolean
  /** Whether to wait for a scheme that a closing or a return holds. */
  waits?: boolean
}

/** Records sales in the order sent; the function in the database holds the tills and says which lines it did not take. */
export async function recordSales(
  db: Queryable,
  { sent, keys = [], paper = false, waits = true }: SalesCall,
): Promise<Recorded> {
  const named = keys.map(({ n, once }) => ({ n, ...once, fingerprint: once.fingerprint.toString('hex') }))
  const { result } = await db.one(rows(Recorded)`
    select scheme_record_sales(${waits}, ${paper}, ${JSON.stringify(named)}::jsonb, ${JSON.stringify(sent)}::jsonb)
           as result`)
  return result
}

const ClaimOf = z.object({ schemeId: SchemeId, externalId: z.string(), code: z.string() })

/** The codes of sales that were recorded before, for tills that never heard the first answer. */
export function claimsOfSales(
  db: Queryable,
  sales: readonly { schemeId: SchemeId; externalId: string }[],
): Promise<z.infer<typeof ClaimOf>[]> {
  return db.many(rows(ClaimOf)`
    select c.scheme_id as "schemeId", c.external_id as "externalId", c.code
      from jsonb_to_recordset(${JSON.stringify(sales)}::jsonb) as s("schemeId" uuid, "externalId" text)
      join claim c on c.scheme_id = s."schemeId" and c.external_id = s."externalId" and not c.returned
     order by c.scheme_id, c.external_id, c.part`)
}

/** Keeps the answers of requests that came with a key, for their repeats. */
export async function keepAnswers(
  tx: Tx,
  answers: readonly { once: OnceKey; status: number; body: unknown }[],
): Promise<void> {
  const given = answers.map(({ once: { caller, key }, status, body }) => ({ caller, key, status, body }))
  await tx.run(sql`
    update idempotent_request r set status = a.status, body = a.body
      from json_to_recordset(${JSON.stringify(given)}::json) as a(caller uuid, key uuid, status int, body json)
     where r.caller = a.caller and r.key = a.key`)
}

const SaleRow = z.object({
  bookedOn: Day,
  units: z.int(),
  returnedUnits: z.int(),
  gramsPerUnit: z.int(),
  yenPerUnit: z.int(),
  onPaper: z.boolean(),
})
export type SaleRow = z.infer<typeof SaleRow>

/** A sale of a scheme whose stock is locked. */
export function saleOf(tx: Tx, id: SchemeId, externalId: string): Promise<SaleRow | null> {
  return tx.maybe(rows(SaleRow)`
    select booked_on as "bookedOn", units, returned_units as "returnedUnits", grams_per_unit as "gramsPerUnit",
           yen_per_unit as "yenPerUnit", on_paper as "onPaper"
      from scheme_sale where scheme_id = ${id} and external_id = ${externalId}`)
}

const ReturnRow = z.object({ externalId: z.string(), units: z.int(), grams: z.int(), yen: z.int() })
export type ReturnRow = z.infer<typeof ReturnRow>

export function returnOf(tx: Tx, id: SchemeId, returnId: string): Promise<ReturnRow | null> {
  return tx.maybe(rows(ReturnRow)`
    select external_id as "externalId", units, grams, yen from scheme_return
     where scheme_id = ${id} and return_id = ${returnId}`)
}

/** Takes units of a sale back and out of the sums of a day; the claims of those units are no longer valid. */
export async function recordReturn(
  tx: Tx,
  id: SchemeId,
  taken: ReturnRow & { returnId: string; bookedOn: string; onPaper: boolean },
): Promise<void> {
  const { returnId, externalId, bookedOn, units, grams, yen, onPaper } = taken
  await tx.run(sql`
    insert into scheme_return (scheme_id, return_id, external_id, booked_on, units, grams, yen)
    values (${id}, ${returnId}, ${externalId}, ${bookedOn}, ${units}, ${grams}, ${yen})`)
  await tx.run(sql`
    update scheme_sale set returned_units = returned_units + ${units}
     where scheme_id = ${id} and external_id = ${externalId}`)
  await tx.run(sql`
    insert into scheme_day as d (scheme_id, day, items, grams, yen)
    values (${id}, ${bookedOn}, -${units}::bigint, -${grams}::bigint, -${yen}::bigint)
    on conflict (scheme_id, day) do update
      set items = d.items + excluded.items, grams = d.grams + excluded.grams, yen = d.yen + excluded.yen`)
  await tx.run(sql`
    update scheme_stock
       set items = items - ${units}, items_on_paper = items_on_paper - ${onPaper ? units : 0},
           open_g = open_g - ${grams}, attached_g = attached_g - ${grams},
           fund_yen = fund_yen - ${yen}, accrued_yen = accrued_yen - ${yen}
     where scheme_id = ${id}`)
}

/** Takes codes of a sale out of use: those that nobody has looked at first. */
export async function returnClaims(tx: Tx, id: SchemeId, externalId: string, count: number): Promise<void> {
  await tx.run(sql`
    update claim set returned = true where code in (
      select code from claim where scheme_id = ${id} and external_id = ${externalId} and not returned
       order by looks > 0, part desc limit ${count})`)
}

const Counted = z.object({ n: z.int() })

export async function claimCount(tx: Tx, id: SchemeId, externalId: string): Promise<number> {
  return (
    await tx.one(rows(Counted)`
      select count(*)::int as n from claim where scheme_id = ${id} and external_id = ${externalId}`)
  ).n
}

/** The one code of a sale that came back in part stands for what is left. */
export async function shrinkClaim(tx: Tx, id: SchemeId, externalId: string, massG: number): Promise<void> {
  await tx.run(sql`update claim set mass_g = ${massG} where scheme_id = ${id} and external_id = ${externalId}`)
}

export type NewTally = {
  externalId: string
  month: string
  photo: Buffer
  photoType: string
  photoDigest: Buffer
  recordedBy: string
}

export async function recordTally(tx: Tx, id: SchemeId, t: NewTally): Promise<void> {
  await tx.run(sql`
    insert into scheme_tally (scheme_id, external_id, month, photo, photo_type, photo_digest, recorded_by)
    values (${id}, ${t.externalId}, ${t.month}, ${t.photo}, ${t.photoType}, ${t.photoDigest}, ${t.recordedBy})`)
}

const Later = z.object({ grams: z.int(), yen: z.int() })

/** What days after a closing's last one have brought so far; it belongs to the next period. */
export function sumsAfter(tx: Tx, id: SchemeId, through: string): Promise<z.infer<typeof Later>> {
  return tx.one(rows(Later)`
    select coalesce(sum(grams), 0)::bigint as grams, coalesce(sum(yen), 0)::bigint as yen
      from scheme_day where scheme_id = ${id} and day > ${through}`)
}

/** Books what a closing did. `fromReserve` grams of what was retired had been set aside; `released` go back unused. */
export async function settleStock(
  tx: Tx,
  id: SchemeId,
  done: { through: string; openG: number; retiredG: number; fromReserve: number; released: number; spentYen: number },
): Promise<void> {
  await tx.run(sql`
    update scheme_stock
       set open_g = open_g - ${done.openG}, retired_g = retired_g + ${done.retiredG},
           reserved_g = reserved_g - ${done.fromReserve} - ${done.released},
           fund_yen = fund_yen - ${done.spentYen}, spent_yen = spent_yen + ${done.spentYen},
           closed_through = ${done.through}
     where scheme_id = ${id}`)
}

const Covered = z.object({ day: Day, position: z.int() })

/**
 * The last sale, in the order of their days and places, up to which everything sold and not returned has been retired;
 * null when that is so for no further sale than before. Reads only the sales after the last one covered.
 */
export function coveredNow(tx: Tx, id: SchemeId): Promise<z.infer<typeof Covered> | null> {
  return tx.maybe(rows(Covered)`
    with reached as (
      select covered_on as day, covered_position as position from scheme_closing
       where scheme_id = ${id} and covered_on is not null order by number desc limit 1),
    later as (
      select s.booked_on, s.position, sum((s.units - s.returned_units) * s.grams_per_unit)
               over (order by s.booked_on, s.position) as upto,
             sum((s.units - s.returned_units) * s.grams_per_unit) over () as whole
        from scheme_sale s
       where s.scheme_id = ${id}
         and (s.booked_on, s.position) > (coalesce((select day from reached), '-infinity'::date),
                                          coalesce((select position from reached), 0)))
    select later.booked_on as day, later.position
      from later, scheme_stock k
     where k.scheme_id = ${id} and later.upto <= k.retired_g - (k.attached_g - later.whole)
     order by later.booked_on desc, later.position desc
     limit 1`)
}

export type NewClosing = Omit<Closing, 'retirementId' | 'certificateId'> & {
  covered: z.infer<typeof Covered> | null
}

export async function recordClosing(tx: Tx, id: SchemeId, c: NewClosing): Promise<void> {
  await tx.run(sql`
    insert into scheme_closing (scheme_id, number, through, fund_yen, spent_yen, carried_yen, bought_g, retired_g, carried_g,
                                released_g, order_id, covered_on, covered_position, closed_at)
    values (${id}, ${c.number}, ${c.through}, ${c.fundYen}, ${c.spentYen}, ${c.carriedYen}, ${c.boughtG}, ${c.retiredG},
            ${c.carriedG}, ${c.releasedG}, ${c.orderId}, ${c.covered?.day ?? null}, ${c.covered?.position ?? null}, ${c.closedAt})`)
  for (const r of c.retirements) {
    await tx.run(sql`
      insert into scheme_closing_retirement (scheme_id, number, retirement_id, lot_id, mass_g, certificate_id)
      values (${id}, ${c.number}, ${r.retirementId}, ${r.lotId}, ${r.massG}, ${r.certificateId})`)
  }
}

const ClosingRow = Closing.omit({ retirementId: true, certificateId: true })
  .extend({ retirements: z.array(ClosedRetirement) })
  .transform((closing): Closing => {
    const [first] = closing.retirements
    return { ...closing, retirementId: first?.retirementId ?? null, certificateId: first?.certificateId ?? null }
  })

const MOST_CLOSINGS = 1_000

/** The closings of a scheme, newest first. */
export function closingsOf(db: Queryable, id: SchemeId, limit = MOST_CLOSINGS): Promise<Closing[]> {
  return db.many(rows(ClosingRow)`
    select c.number, c.through, c.fund_yen as "fundYen", c.bought_g as "boughtG", c.spent_yen as "spentYen",
           c.carried_yen as "carriedYen", c.retired_g as "retiredG", c.carried_g as "carriedG", c.released_g as "releasedG", c.order_id as "orderId",
           to_char(c.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "closedAt",
           coalesce((select jsonb_agg(jsonb_build_object(
                              'lotId', r.lot_id, 'massG', r.mass_g, 'retirementId', r.retirement_id,
                              'certificateId', r.certificate_id) order by r.retirement_id)
                       from scheme_closing_retirement r
                      where r.scheme_id = c.scheme_id and r.number = c.number), '[]') as retirements
      from scheme_closing c
     where c.scheme_id = ${id}
     order by c.number desc
     limit ${limit}`)
}

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

const ClaimRow = z.object({
  code: z.string(),
  schemeId: SchemeId,
  massG: Grams,
  returned: z.boolean(),
  looks: z.int(),
  firstSeenAt: Instant,
  soldAt: z.string(),
  covered: z.boolean(),
  certificateId: CertificateId.nullable(),
})
export type ClaimRow = z.infer<typeof ClaimRow>

/** Counts a look at a code, remembers the first, and answers what the code stands for. */
export function lookAtClaim(tx: Tx, code: string, at: string): Promise<ClaimRow | null> {
  return tx.maybe(rows(ClaimRow)`
    with seen as (
      update claim set looks = looks + 1, first_seen_at = coalesce(first_seen_at, ${at})
       where code = ${code} returning *)
    select seen.code, seen.scheme_id as "schemeId", seen.mass_g as "massG", seen.returned, seen.looks,
           seen.first_seen_at as "firstSeenAt", s.sold_at as "soldAt", by.number is not null as covered,
           by.certificate_id as "certificateId"
      from seen
      join scheme_sale s on s.scheme_id = seen.scheme_id and s.external_id = seen.external_id
      left join lateral (
        select c.number, (select r.certificate_id from scheme_closing_retirement r
                           where r.scheme_id = c.scheme_id and r.number = c.number order by r.retirement_id limit 1)
                         as certificate_id
          from scheme_closing c
         where c.scheme_id = seen.scheme_id and (c.covered_on, c.covered_position) >= (s.booked_on, s.position)
         order by c.number limit 1) as by on true`)
}
