import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams, yen } from '@morinowa/shared/kernel/units.ts'
import type { ReturnAnswer, ReturnSale, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import { claimCount, returnClaims, shrinkClaim } from './claim-store.ts'
import { type ReturnRow, recordReturn, returnOf, type SaleRow, saleOf } from './sale-store.ts'
import { freeRetired } from './serial-store.ts'
import { closedThroughOf, lockStock } from './store.ts'

/**
 * Takes goods back: their grams can be sold again and their yen leave the fund. It counts in the sale's period while
 * that is open; after a closing it reduces the new one, since what was retired or spent stays so.
 */
export function returnSale(deps: Deps, actor: Actor, ask: ReturnSale & { id: SchemeId }): Promise<ReturnAnswer> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    await ownScheme(tx, acting, ask.id)
    const { row, ...done } = await takeBack(tx, deps, ask)
    const { fundYen, attachedG, availableG } = await ownScheme(tx, acting, ask.id)
    return {
      externalId: row.externalId,
      returned: row.units,
      releasedG: grams(row.grams),
      releasedYen: yen(row.yen),
      ...done,
      fundYen,
      attachedG,
      availableG,
    }
  })
}

type TakenBack = { row: ReturnRow; leftUnits: number; duplicate: boolean }

/** The same inside an open transaction. Refuses before it has written anything. */
export async function takeBack(tx: Tx, deps: Deps, ask: ReturnSale & { id: SchemeId }): Promise<TakenBack> {
  await lockStock(tx, ask.id)
  const closedThrough = await closedThroughOf(tx, ask.id)
  const sale = await saleOf(tx, ask.id, ask.externalId)
  if (!sale) return refuse('schemes.sale-missing', { externalId: ask.externalId }, '/externalId')

  const earlier = ask.returnId === undefined ? null : await returnOf(tx, ask.id, ask.returnId)
  if (earlier) {
    const same = earlier.externalId === ask.externalId && (ask.quantity ?? earlier.units) === earlier.units
    if (!same) refuse('schemes.return-reused', { returnId: ask.returnId }, '/returnId')
    return { row: earlier, leftUnits: sale.units - sale.returnedUnits, duplicate: true }
  }

  const leftUnits = sale.units - sale.returnedUnits
  const units = ask.quantity ?? leftUnits
  if (units < 1 || units > leftUnits) refuse('schemes.return-too-many', { leftUnits }, '/quantity')
  const taken: ReturnRow = {
    externalId: ask.externalId,
    units,
    grams: units * sale.gramsPerUnit,
    yen: units * sale.yenPerUnit,
  }
  await recordReturn(tx, ask.id, {
    ...taken,
    returnId: ask.returnId ?? deps.newId(),
    bookedOn: bookedOn(sale, closedThrough, dayOf(deps.now())),
    onPaper: sale.onPaper,
  })
  await takeClaimsBack(tx, ask.id, ask.externalId, sale, units)
  if (closedThrough !== null) await freeRetired(tx, ask.id, ask.externalId)
  return { row: taken, leftUnits: leftUnits - units, duplicate: false }
}

function bookedOn(sale: SaleRow, closedThrough: Day | null, today: Day): Day {
  if (closedThrough === null || sale.bookedOn > closedThrough) return sale.bookedOn
  return today > closedThrough ? today : addDays(closedThrough, 1)
}

async function takeClaimsBack(tx: Tx, id: SchemeId, externalId: string, sale: SaleRow, units: number): Promise<void> {
  const codes = await claimCount(tx, id, externalId)
  if (codes === 0) return
  const left = sale.units - sale.returnedUnits - units
  if (codes === sale.units) await returnClaims(tx, id, externalId, units)
  else if (left === 0) await returnClaims(tx, id, externalId, codes)
  else await shrinkClaim(tx, id, externalId, left * sale.gramsPerUnit)
}
