import type { ForestCoefficients } from './coefficients.ts'
import type { ForestAsk } from './estimate-ask.ts'
import { forestReasonText, type ForestReasonCode } from './estimate-reasons.ts'
import type { ForestResult } from './forest-result.ts'
import { type HarvestBalance, harvestBalance } from './harvest-balance.ts'
import { standStock, standUptake } from './uptake.ts'
import { woodProducts } from './wood-products.ts'

/** A forest number with its steps and its reasons in both languages. */
export type ForestEstimate = Omit<ForestResult, 'reasons'> & {
  reasons: { code: ForestReasonCode; text: { ja: string; en: string } }[]
  balance: HarvestBalance['balance'] | null
}

/**
 * Calculates what a forest takes up, holds, nets or keeps in wood. Whole numbers throughout; rounded once, at the end.
 * @throws Refusal when the ask breaks a rule; it names the field.
 */
export function estimateForest(ask: ForestAsk, coefficients: ForestCoefficients): ForestEstimate {
  const { reasons, ...result } = resultOf(ask, coefficients)
  return {
    ...result,
    balance: 'balance' in result ? result.balance : null,
    reasons: reasons.map((code) => ({ code, text: forestReasonText[code] })),
  }
}

function resultOf(ask: ForestAsk, coefficients: ForestCoefficients): ForestResult | HarvestBalance {
  switch (ask.kind) {
    case 'uptake':
      return standUptake(ask, coefficients)
    case 'stock':
      return standStock(ask, coefficients)
    case 'harvest-balance':
      return harvestBalance(ask, coefficients)
    case 'wood-products':
      return woodProducts(ask, coefficients)
  }
}
