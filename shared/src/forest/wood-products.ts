import { floorDiv, halfUpDiv } from '../kernel/rounding.ts'
import { type Ratio, reduce } from '../methodology/exact.ts'
import type { TraceStep } from '../methodology/trace.ts'
import { whole } from '../methodology/whole.ts'
import { speciesNamed } from './biomass.ts'
import type { ForestCoefficients, PublishedShare, SpeciesCoefficients } from './coefficients.ts'
import { firstOrderShareMilli } from './decay.ts'
import { type Logs, MOST_LOGS_CM3, type WoodProductsAsk } from './estimate-ask.ts'
import type { ForestReasonCode } from './estimate-reasons.ts'
import { decimalText, type ForestResult, sumOf, tonnesText } from './forest-result.ts'

/** Years after which what is left in products may be counted. */
export const COUNTED_YEARS = 90

const CM3_PER_M3 = 1_000_000n
const THOUSAND = 1_000n

type Words = { ja: string; en: string }
const PRODUCT: Record<Logs['product'], Words> = {
  sawnwood: { ja: '製材', en: 'Sawnwood' },
  panels: { ja: '合板など', en: 'Panels' },
}
const USE: Record<Logs['use'], Words> = {
  building: { ja: '建築', en: 'in buildings' },
  other: { ja: '建築以外', en: 'in other uses' },
}

/**
 * What wood products still hold after ninety years: logs x yield x density x carbon fraction x share left x 44/12.
 * The density is that of the stem, the safe substitute: that of the dried product is a recalled figure.
 */
export function woodProducts(ask: WoodProductsAsk, coefficients: ForestCoefficients): ForestResult {
  const species = speciesNamed(ask.species, coefficients)
  const reasons = new Set<ForestReasonCode>()
  if (!species.verified.density || !species.verified.carbonFraction) reasons.add('coefficient-unverified')
  if (!coefficients.woodProducts.verified) reasons.add('coefficient-unverified')
  const trace: TraceStep[] = [...conventionSteps(coefficients)]
  const parts = ask.logs.map((logs, index) => {
    whole(logs.logVolumeCm3, `logs.${index}.logVolumeCm3`, 1, MOST_LOGS_CM3, 'cm3')
    if (logs.yieldMilli !== undefined) whole(logs.yieldMilli, `logs.${index}.yieldMilli`, 1, 1_000, 'thousandths')
    const part = partOf(logs, species, coefficients)
    if (!part.isYieldKnown) reasons.add('yield-unverified')
    trace.push(part.step)
    return part.grams
  })
  const { num, den } = sumOf(parts)
  const shown = halfUpDiv(num, den)
  trace.push({
    step: 'shown',
    text: {
      ja: `${COUNTED_YEARS} 年後も残る量の合計: ${tonnesText(shown)} t（g 未満を四捨五入）`,
      en: `Left after ${COUNTED_YEARS} years in all: ${tonnesText(shown)} t (rounded half up to the gram)`,
    },
    inputs: {},
    value: Number(shown),
    unit: 'g',
  })
  const creditable = reasons.size === 0 ? floorDiv(num, den) : 0n
  return {
    shownG: Number(shown),
    creditableG: Number(creditable),
    trace,
    reasons: [...reasons, 'sixty-year-column'],
  }
}

type Part = { grams: Ratio; step: TraceStep; isYieldKnown: boolean }

function partOf(logs: Logs, species: SpeciesCoefficients, coefficients: ForestCoefficients): Part {
  const { woodProducts: table, carbonToCo2 } = coefficients
  const recalled = logs.product === 'sawnwood' ? table.sawnYieldMilli : table.plywoodYieldMilli
  const yieldMilli = logs.yieldMilli ?? recalled.value
  const shareMilli = shareAt90Milli(logs, coefficients)
  const grams = reduce({
    num:
      BigInt(logs.logVolumeCm3) *
      BigInt(yieldMilli) *
      BigInt(species.densityKgPerM3) *
      BigInt(species.carbonFractionMilli) *
      BigInt(shareMilli) *
      BigInt(carbonToCo2.numerator) *
      THOUSAND,
    den: CM3_PER_M3 * THOUSAND ** 3n * BigInt(carbonToCo2.denominator),
  })
  const rounded = halfUpDiv(grams.num, grams.den)
  const volume = decimalText(BigInt(logs.logVolumeCm3), CM3_PER_M3)
  const share = decimalText(BigInt(shareMilli), THOUSAND)
  const [y, d, c] = [yieldMilli, species.densityKgPerM3, species.carbonFractionMilli].map((milli) =>
    decimalText(BigInt(milli), THOUSAND),
  )
  const ratio = `${carbonToCo2.numerator}/${carbonToCo2.denominator}`
  const tonnes = tonnesText(rounded)
  return {
    grams,
    isYieldKnown: logs.yieldMilli !== undefined || recalled.verified,
    step: {
      step: 'wood-product',
      text: {
        ja: `${PRODUCT[logs.product].ja}（${USE[logs.use].ja}）: 丸太 ${volume} m³ × 歩留まり ${y} × 密度 ${d} × 炭素 ${c} × 残存 ${share} × ${ratio} = ${tonnes} t`,
        en: `${PRODUCT[logs.product].en} ${USE[logs.use].en}: logs ${volume} m3 x yield ${y} x density ${d} x carbon ${c} x left ${share} x ${ratio} = ${tonnes} t`,
      },
      inputs: {
        logVolumeCm3: logs.logVolumeCm3,
        yieldMilli,
        densityKgPerM3: species.densityKgPerM3,
        carbonFractionMilli: species.carbonFractionMilli,
        shareMilli,
      },
      value: Number(rounded),
      unit: 'g',
    },
  }
}

/** Buildings have a share of their own; everything else the 90-year share of its product. */
export function shareAt90Milli(
  { product, use }: Pick<Logs, 'product' | 'use'>,
  coefficients: ForestCoefficients,
): number {
  const { publishedShares, buildingShareAt90Milli } = coefficients.woodProducts
  if (use === 'building') return buildingShareAt90Milli
  const row = publishedShares.find((share) => share.product === product && share.year === COUNTED_YEARS)
  if (!row) throw new Error(`no share of ${product} after ${COUNTED_YEARS} years`)
  return row.shareMilli
}

/** The published decay table, row by row, with the convention each column follows. */
function conventionSteps({ woodProducts: { publishedShares, source } }: ForestCoefficients): TraceStep[] {
  return publishedShares.map((row) => {
    const aligned = firstOrderShareMilli(row.halfLifeYears, row.year, 'end-of-year-before')
    return {
      step: 'decay-convention',
      text: row.convention === 'end-of-year-before' ? usualWords(row) : furtherWords(row, aligned),
      inputs: {
        product: row.product,
        halfLifeYears: row.halfLifeYears,
        year: row.year,
        convention: row.convention,
        alignedMilli: aligned,
        source: `${source.publisher} ${source.title}`,
      },
      value: row.shareMilli,
      unit: 'thousandths',
    }
  })
}

const percentText = (milli: number): string => decimalText(BigInt(milli), 10n)

function usualWords({ product, halfLifeYears, year, shareMilli }: PublishedShare): Words {
  const share = percentText(shareMilli)
  return {
    ja: `${PRODUCT[product].ja}（半減期 ${halfLifeYears} 年）の ${year} 年後: ${share} %（前年末までを数える）`,
    en: `${PRODUCT[product].en} (half-life ${halfLifeYears} years) after ${year} years: ${share} % (counted to the end of the year before)`,
  }
}

function furtherWords({ product, halfLifeYears, year, shareMilli }: PublishedShare, aligned: number): Words {
  const share = percentText(shareMilli)
  const same = percentText(aligned)
  return {
    ja: `${PRODUCT[product].ja}（半減期 ${halfLifeYears} 年）の ${year} 年後: 公表値 ${share} % はその年の末までを数えた値で、隣の列とは 1 年違います（揃えると ${same} %）。計上には使いません`,
    en: `${PRODUCT[product].en} (half-life ${halfLifeYears} years) after ${year} years: the printed ${share} % is counted to the end of that year, one year further than its neighbours (on their convention ${same} %). It is not counted`,
  }
}
