import { floorDiv, halfUpDiv } from '../kernel/rounding.ts'
import type { TraceStep } from '../methodology/trace.ts'
import { whole } from '../methodology/whole.ts'
import { type Biomass, biomassOf, biomassStep, gramsOf, sourceStep } from './biomass.ts'
import type { ForestCoefficients } from './coefficients.ts'
import {
  LONGEST_PERIOD_YEARS,
  MOST_AREA_M2,
  MOST_GROWTH_CM3,
  MOST_STEM_CM3,
  OLDEST_YEARS,
  type StockAsk,
  type UptakeAsk,
} from './estimate-ask.ts'
import type { ForestReasonCode } from './estimate-reasons.ts'
import { type ForestResult, sumOf, tonnesText } from './forest-result.ts'

const GROWTH = { ja: '成長による吸収', en: 'Taken up by growth' }
const STOCK = { ja: '立っている木の蓄積', en: 'Held by the standing trees' }

/**
 * What a stand takes up while its stems grow. A stand that passes the age at which the table changes is counted with
 * both rows, each for its own years; the parts are added before the one rounding.
 */
export function standUptake(ask: UptakeAsk, coefficients: ForestCoefficients): ForestResult {
  const { ageYears, areaM2, growthCm3PerHaYear } = checkedStand(ask)
  const years = whole(ask.years, 'years', 1, LONGEST_PERIOD_YEARS, 'years')
  whole(growthCm3PerHaYear, 'growthCm3PerHaYear', 0, MOST_GROWTH_CM3, 'cm3')
  const young = Math.min(years, Math.max(0, coefficients.youngUpToAge - ageYears + 1))
  const parts = [
    { from: ageYears, years: young },
    { from: ageYears + young, years: years - young },
  ].filter((part) => part.years > 0)

  const trace: TraceStep[] = []
  const shownOnly = new Set<ForestReasonCode>()
  const grams = parts.map((part) => {
    const biomass: Biomass = biomassOf(ask.species, part.from, ask, coefficients)
    for (const reason of biomass.shownOnly) shownOnly.add(reason)
    const stem = BigInt(growthCm3PerHaYear) * BigInt(part.years)
    const exact = gramsOf(biomass, areaM2, stem, coefficients)
    trace.push(sourceStep(biomass), biomassStep('uptake', GROWTH, biomass, areaM2, stem, exact, coefficients))
    return exact
  })
  const { num, den } = sumOf(grams)
  const shown = halfUpDiv(num, den)
  const creditable = shownOnly.size === 0 ? floorDiv(num, den) : 0n
  trace.push({
    step: 'shown',
    text: {
      ja: `${years} 年の吸収量: ${tonnesText(shown)} t（g 未満を四捨五入）`,
      en: `Taken up in ${years} years: ${tonnesText(shown)} t (rounded half up to the gram)`,
    },
    inputs: { years },
    value: Number(shown),
    unit: 'g',
  })
  return { shownG: Number(shown), creditableG: Number(creditable), trace, reasons: [...shownOnly] }
}

/** What a stand holds. A final cut emits all of it in its year, so it is never a credit by itself. */
export function standStock(ask: StockAsk, coefficients: ForestCoefficients): ForestResult {
  const { ageYears, areaM2 } = checkedStand(ask)
  const stem = BigInt(whole(ask.stemVolumeCm3PerHa, 'stemVolumeCm3PerHa', 0, MOST_STEM_CM3, 'cm3'))
  const biomass = biomassOf(ask.species, ageYears, ask, coefficients)
  const exact = gramsOf(biomass, areaM2, stem, coefficients)
  return {
    shownG: Number(halfUpDiv(exact.num, exact.den)),
    creditableG: 0,
    trace: [sourceStep(biomass), biomassStep('stock', STOCK, biomass, areaM2, stem, exact, coefficients)],
    reasons: [...biomass.shownOnly, 'stock-is-no-credit'],
  }
}

function checkedStand<A extends UptakeAsk | StockAsk>(ask: A): A {
  whole(ask.areaM2, 'areaM2', 1, MOST_AREA_M2, 'm2')
  whole(ask.ageYears, 'ageYears', 1, OLDEST_YEARS, 'years')
  if (ask.expansionMilli !== undefined) whole(ask.expansionMilli, 'expansionMilli', 1_000, 10_000, 'thousandths')
  if (ask.carbonFractionMilli !== undefined) {
    whole(ask.carbonFractionMilli, 'carbonFractionMilli', 1, 1_000, 'thousandths')
  }
  return ask
}
