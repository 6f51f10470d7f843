import { ceilDiv, floorDiv, taxOn } from '../kernel/rounding.ts'
import { GRAMS_PER_TONNE, type Grams, grams, type Yen, yen } from '../kernel/units.ts'

/** Parts of 10,000. Credits are sold at the standard rate of Japanese consumption tax. */
export const TAX_RATE_BP = 1_000

/** What a seller asks for a tonne, and whether consumption tax is inside that figure. */
export type UnitPrice = { priceYenPerTonne: number; taxIncluded: boolean }

/** A sum as an invoice shows it: without tax, the tax, and both. */
export type Price = { amountYen: Yen; taxYen: Yen; totalYen: Yen }

const TONNE = BigInt(GRAMS_PER_TONNE)
const RATE = BigInt(TAX_RATE_BP)
const WHOLE = 10_000n

/**
 * The price of a mass. The asked figure (with or without tax, as the seller states it) is rounded up to the yen once
 * for the whole mass, because it is owed; the tax is then rounded down once, as invoices do.
 */
export function priceOf(massG: number, { priceYenPerTonne, taxIncluded }: UnitPrice): Price {
  const asked = ceilDiv(BigInt(massG) * BigInt(priceYenPerTonne), TONNE)
  const tax = taxIncluded ? floorDiv(asked * RATE, WHOLE + RATE) : taxOn(asked, RATE)
  const amount = taxIncluded ? asked - tax : asked
  return { amountYen: yen(Number(amount)), taxYen: yen(Number(tax)), totalYen: yen(Number(amount + tax)) }
}

/** The price of a tonne both ways, since both are always shown. */
export function pricePerTonne(price: UnitPrice): { withoutTaxYen: Yen; withTaxYen: Yen } {
  const { amountYen, totalYen } = priceOf(GRAMS_PER_TONNE, price)
  return { withoutTaxYen: amountYen, withTaxYen: totalYen }
}

/**
 * The most whole steps whose total, tax included, stays within a budget, in grams.
 * @param stepG what the seller sells in: grams, at least 1
 * @param availableG what there is at most
 */
export function mostWithin(budgetYen: number, price: UnitPrice, stepG: number, availableG: number): Grams {
  // The total never falls as the mass grows, so the last affordable step is found by halving.
  let affordable = 0
  let tooMuch = Math.floor(availableG / stepG) + 1
  while (tooMuch - affordable > 1) {
    const middle = affordable + Math.floor((tooMuch - affordable) / 2)
    if (priceOf(middle * stepG, price).totalYen <= budgetYen) affordable = middle
    else tooMuch = middle
  }
  return grams(affordable * stepG)
}
