import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type OnceKey, type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { Stock } from './store.ts'

// SQL of sales, returns and paper tallies; whoever writes them holds the scheme's stock.

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
