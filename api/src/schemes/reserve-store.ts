import { LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import { Grams } from '@morinowa/shared/kernel/units.ts'
import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of the lots a scheme draws on and of what the ledger has set aside for it.

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
