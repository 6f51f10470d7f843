import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams, yen } from '@morinowa/shared/kernel/units.ts'
import type { ReturnAnswer, ReturnSale, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import {
  claimCount,
  lockStock,
  type ReturnRow,
  recordReturn,
  returnClaims,
  returnOf,
  type SaleRow,
  saleOf,
  shrinkClaim,
} from './store.ts'

/**
 * Takes goods back: their grams can be sold again and their yen leave the fund. It counts in the sale's period while
 * that is open; after a closing it reduces the new one, since what was retired or spent stays so.
 */
export function returnSale(deps: Deps, actor: Actor, ask: ReturnSale & { id: SchemeId }): Promise<ReturnAnswer> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    await ownScheme(tx, acting, ask.id)
    await lockStock(tx, ask.id)
    const { closedThrough } = await ownScheme(tx, acting, ask.id)
    const sale = await saleOf(tx, ask.id, ask.externalId)
    if (!sale) return refuse('schemes.sale-missing', { externalId: ask.externalId }, '/externalId')

    const earlier = ask.returnId === undefined ? null : await returnOf(tx, ask.id, ask.returnId)
    if (earlier) {
      const same = earlier.externalId === ask.externalId && (ask.quantity ?? earlier.units) === earlier.units
      if (!same) refuse('schemes.return-reused', { returnId: ask.returnId }, '/returnId')
      return answer(tx, acting, ask.id, earlier, sale.units - sale.returnedUnits, true)
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
    return answer(tx, acting, ask.id, taken, leftUnits - units, false)
  })
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

async function answer(
  tx: Tx,
  acting: Parameters<typeof ownScheme>[1],
  id: SchemeId,
  { externalId, units, grams: mass, yen: money }: ReturnRow,
  leftUnits: number,
  duplicate: boolean,
): Promise<ReturnAnswer> {
  const { fundYen, attachedG, availableG } = await ownScheme(tx, acting, id)
  return {
    externalId,
    returned: units,
    leftUnits,
    releasedG: grams(mass),
    releasedYen: yen(money),
    duplicate,
    fundYen,
    attachedG,
    availableG,
  }
}
