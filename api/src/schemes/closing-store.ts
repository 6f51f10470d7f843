import { ClosedRetirement, Closing, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of closings; the scheme's stock is locked.

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

export type NewClosing = Omit<Closing, 'retirementId' | 'certificateId'>

export async function recordClosing(tx: Tx, id: SchemeId, c: NewClosing): Promise<void> {
  await tx.run(sql`
    insert into scheme_closing (scheme_id, number, through, fund_yen, spent_yen, carried_yen, bought_g, retired_g, carried_g,
                                released_g, order_id, closed_at)
    values (${id}, ${c.number}, ${c.through}, ${c.fundYen}, ${c.spentYen}, ${c.carriedYen}, ${c.boughtG}, ${c.retiredG},
            ${c.carriedG}, ${c.releasedG}, ${c.orderId}, ${c.closedAt})`)
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
