import { LotId } from '@morinowa/shared/credits/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// Adjustments after issue. Everything that adjusts waits for the account of the reserve first, as the ledger's slow path
// does, so that two never hold what the other wants.

const BUFFER_ACCOUNT = '00000000-0000-8000-8000-000000000001'

export async function lockReserve(tx: Tx): Promise<void> {
  await tx.run(sql`select 1 from credit_account where id = ${BUFFER_ACCOUNT} for no key update`)
}

const LotOfAct = z.object({ lotId: LotId, issuedG: z.int(), leftG: z.int() })
export type LotOfAct = z.infer<typeof LotOfAct>

/** The lots that hold grams of an act, oldest first, with what is left of their reserve. */
export function lotsOfIssued(tx: Tx, act: { participantId: string; reductionId: string }): Promise<LotOfAct[]> {
  return tx.many(rows(LotOfAct)`
    select s.lot_id as "lotId", sum(s.hi - s.lo)::bigint as "issuedG",
           (select coalesce(sum(h.hi - h.lo - h.held), 0)::bigint from holding h
             where h.lot_id = s.lot_id and h.account_id = ${BUFFER_ACCOUNT} and h.live) as "leftG"
      from lot_source s
     where s.participant_id = ${act.participantId} and s.reduction_id = ${act.reductionId}
     group by s.lot_id
     order by s.lot_id`)
}

const Reserve = z.object({ lotId: LotId, leftG: z.int() })

/** Reserves of other lots of the same family, the oldest first, as many as may be needed. */
export function otherReserves(tx: Tx, except: readonly string[], wantedG: number) {
  return tx.many(rows(Reserve)`
    with left_of as (
      select h.lot_id, sum(h.hi - h.lo - h.held)::bigint as left_g
        from holding h
       where h.account_id = ${BUFFER_ACCOUNT} and h.live and h.family = 'behaviour'
         and h.lot_id <> all(${except}::uuid[])
       group by h.lot_id),
    running as (select *, sum(left_g) over (order by lot_id) - left_g as before_g from left_of where left_g > 0)
    select lot_id as "lotId", left_g as "leftG" from running where before_g < ${wantedG} order by lot_id limit 1000`)
}

/** Holds the places from which lots are sold first, so that nobody sells of them meanwhile. */
export async function lockFirstHoldings(tx: Tx, lotIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    select 1 from holding where lot_id = any(${lotIds}::uuid[]) and parent_id is null order by id for no key update`)
}

const Sold = z.object({ soldG: z.int() })

/** Grams of an act that left the account in which they were issued; those that went to the reserve did not. */
export async function soldOf(tx: Tx, act: { participantId: string; reductionId: string }): Promise<number> {
  const { soldG } = await tx.one(rows(Sold)`
    select coalesce(sum(least(e.hi, s.hi) - greatest(e.lo, s.lo)), 0)::bigint as "soldG"
      from lot_source s
      join holding h on h.lot_id = s.lot_id and h.parent_id is null
      join ledger_entry e on e.holding_id = h.id and e.lo < s.hi and e.hi > s.lo and e.kind in ('transfer', 'retire')
      join ledger_operation o on o.id = e.operation_id and o.kind <> 'issue'
     where s.participant_id = ${act.participantId} and s.reduction_id = ${act.reductionId}`)
  return soldG
}

export type NewAdjustment = {
  id: string
  participantId: string
  reductionId: string
  kind: 'corrected' | 'withdrawn'
  beforeG: number
  afterG: number
  coveredG: number
  at: string
}

export async function recordAdjustment(tx: Tx, adjustment: NewAdjustment): Promise<void> {
  const { id, participantId, reductionId, kind, beforeG, afterG, coveredG, at } = adjustment
  await tx.run(sql`
    insert into credit_adjustment (id, participant_id, reduction_id, kind, before_g, after_g, covered_g, at)
    values (${id}, ${participantId}, ${reductionId}, ${kind}, ${beforeG}, ${afterG}, ${coveredG}, ${at})`)
}

/** @param key of the cancellation in the ledger; null where nothing was taken. */
export async function recordAdjustmentLot(
  tx: Tx,
  lot: { adjustmentId: string; lotId: string; issuedG: number; coveredG: number; key: string | null },
): Promise<void> {
  await tx.run(sql`
    insert into adjustment_lot (adjustment_id, lot_id, issued_g, covered_g, operation_id)
    values (${lot.adjustmentId}, ${lot.lotId}, ${lot.issuedG}, ${lot.coveredG},
            (select id from ledger_operation where key = ${lot.key}))`)
}

const AdjustmentRow = z.object({
  id: z.string(),
  kind: z.enum(['corrected', 'withdrawn']),
  missingG: z.int(),
  coveredG: z.int(),
  at: z.string(),
  lots: z.array(
    z.object({
      lotId: LotId,
      code: z.string(),
      issuedG: z.int(),
      coveredG: z.int(),
      operation: z.int().nullable(),
      ranges: z.array(z.object({ from: z.int(), to: z.int() })),
    }),
  ),
})
export type AdjustmentRow = z.infer<typeof AdjustmentRow>

export type AdjustmentsAsk = {
  id?: string
  lotId?: string | undefined
  before?: { at: string; id: string } | null
  limit: number
}

/** Adjustments with their lots, the newest first. */
export function adjustments(db: Queryable, ask: AdjustmentsAsk): Promise<AdjustmentRow[]> {
  const { id = null, lotId = null, before = null, limit } = ask
  return db.many(rows(AdjustmentRow)`
    select a.id, a.kind, a.before_g - a.after_g as "missingG", a.covered_g as "coveredG", a.at,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'lotId', m.lot_id, 'code', l.code, 'issuedG', m.issued_g, 'coveredG', m.covered_g,
                     'operation', m.operation_id,
                     'ranges', (select coalesce(jsonb_agg(jsonb_build_object('from', e.lo, 'to', e.hi) order by e.id), '[]')
                                  from ledger_entry e
                                 where e.operation_id = m.operation_id and e.kind = 'cancel')) order by m.lot_id), '[]')
              from adjustment_lot m join lot l on l.id = m.lot_id
             where m.adjustment_id = a.id) as lots
      from credit_adjustment a
     where (${id}::uuid is null or a.id = ${id})
       and (${lotId}::uuid is null
            or exists (select from adjustment_lot m where m.adjustment_id = a.id and m.lot_id = ${lotId}))
       and (${before?.at ?? null}::timestamptz is null
            or (a.at, a.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
     order by a.at desc, a.id desc
     limit ${limit}`)
}
