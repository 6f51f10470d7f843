import { refuse } from '../kernel/refusal.ts'
import { type Ratio, reduce } from '../methodology/exact.ts'
import type { TraceStep } from '../methodology/trace.ts'
import { halfUpDiv } from '../kernel/rounding.ts'
import type { ForestCoefficients, SpeciesCoefficients } from './coefficients.ts'
import type { ForestReasonCode } from './estimate-reasons.ts'
import { decimalText, tonnesText } from './forest-result.ts'

// Stem wood into carbon dioxide: area x stem volume x BEF x (1 + root ratio) x density x carbon fraction x 44/12
// (METHODOLOGY 14). Growth and stock are the same formula, one on what was added and one on what stands.

const M2_PER_HA = 10_000n
const CM3_PER_M3 = 1_000_000n
const G_PER_KG = 1_000n
const THOUSAND = 1_000n
const MILLION = 1_000_000n

/** What turns stems of a stand into grams, and whether all of it was read in a source. */
export type Biomass = {
  species: SpeciesCoefficients
  /** Whole tree over stem, millionths. */
  expansionMicro: bigint
  carbonFractionMilli: bigint
  isYoung: boolean
  /** Empty when the result may be credited. */
  shownOnly: ForestReasonCode[]
}

type Override = { expansionMilli?: number | undefined; carbonFractionMilli?: number | undefined }

/** @throws Refusal `forest.species-unknown`. */
export function speciesNamed(id: string, { species }: ForestCoefficients): SpeciesCoefficients {
  const found = species.find((one) => one.id === id)
  if (found) return found
  return refuse('forest.species-unknown', { given: id, known: species.map((one) => one.id).join(' ') }, '/species')
}

/** The coefficients of a stand at an age; what the caller gives instead of the table is never credited. */
export function biomassOf(
  speciesId: string,
  ageYears: number,
  given: Override,
  coefficients: ForestCoefficients,
): Biomass {
  const species = speciesNamed(speciesId, coefficients)
  const isYoung = ageYears <= coefficients.youngUpToAge
  const { verified } = species
  const expansionKnown = (isYoung ? verified.befYoung : verified.bef) && verified.rootRatio
  const bef = BigInt(isYoung ? species.befYoungMilli : species.befMilli)
  const shownOnly: ForestReasonCode[] = []
  if (given.expansionMilli !== undefined || given.carbonFractionMilli !== undefined) {
    shownOnly.push('coefficient-stated')
  }
  const tableUsed =
    (given.expansionMilli === undefined && !expansionKnown) ||
    (given.carbonFractionMilli === undefined && !verified.carbonFraction) ||
    !verified.density
  if (tableUsed) shownOnly.push('coefficient-unverified')
  return {
    species,
    expansionMicro:
      given.expansionMilli === undefined
        ? bef * (THOUSAND + BigInt(species.rootRatioMilli))
        : BigInt(given.expansionMilli) * THOUSAND,
    carbonFractionMilli: BigInt(given.carbonFractionMilli ?? species.carbonFractionMilli),
    isYoung,
    shownOnly,
  }
}

/** Exact grams of CO2 in stems of so many cubic centimetres a hectare. */
export function gramsOf(
  biomass: Biomass,
  areaM2: number,
  stemCm3PerHa: bigint,
  { carbonToCo2: { numerator, denominator } }: ForestCoefficients,
): Ratio {
  const { expansionMicro, carbonFractionMilli, species } = biomass
  return reduce({
    num:
      BigInt(areaM2) *
      stemCm3PerHa *
      expansionMicro *
      BigInt(species.densityKgPerM3) *
      carbonFractionMilli *
      BigInt(numerator) *
      G_PER_KG,
    den: M2_PER_HA * CM3_PER_M3 * MILLION * THOUSAND * BigInt(denominator),
  })
}

type Words = { ja: string; en: string }

/** The multiplication as a person with a calculator would do it. */
export function biomassStep(
  step: string,
  what: Words,
  biomass: Biomass,
  areaM2: number,
  stemCm3PerHa: bigint,
  grams: Ratio,
  { carbonToCo2 }: ForestCoefficients,
): TraceStep {
  const { species, expansionMicro, carbonFractionMilli } = biomass
  const area = decimalText(BigInt(areaM2), M2_PER_HA)
  const stem = decimalText(stemCm3PerHa, CM3_PER_M3)
  const expansion = decimalText(expansionMicro, MILLION)
  const density = decimalText(BigInt(species.densityKgPerM3), THOUSAND)
  const carbon = decimalText(carbonFractionMilli, THOUSAND)
  const ratio = `${carbonToCo2.numerator}/${carbonToCo2.denominator}`
  const rounded = halfUpDiv(grams.num, grams.den)
  const tonnes = tonnesText(rounded)
  return {
    step,
    text: {
      ja: `${what.ja}: ${species.name.ja} ${area} ha × ${stem} m³/ha × ${expansion}（拡大係数 ×（1 + 地下部比））× 密度 ${density} × 炭素 ${carbon} × ${ratio} = ${tonnes} t`,
      en: `${what.en}: ${species.name.en}, ${area} ha x ${stem} m3/ha x ${expansion} (expansion x (1 + root ratio)) x density ${density} x carbon ${carbon} x ${ratio} = ${tonnes} t`,
    },
    inputs: {
      areaM2,
      stemCm3PerHa: Number(stemCm3PerHa),
      expansion,
      densityKgPerM3: species.densityKgPerM3,
      carbonFraction: carbon,
      species: species.id,
    },
    value: Number(rounded),
    unit: 'g',
  }
}

/** Where the coefficients of a species come from, or that nobody has checked them. */
export function sourceStep({ species, isYoung, shownOnly }: Biomass): TraceStep {
  const age: Words = isYoung ? { ja: '20 年以下', en: 'up to 20 years' } : { ja: '20 年超', en: 'over 20 years' }
  const isChecked = shownOnly.length === 0 && species.source !== null
  return {
    step: 'coefficients',
    text: isChecked
      ? {
          ja: `${species.name.ja}（${age.ja}）の係数: ${species.source?.publisher}「${species.source?.title}」で確認`,
          en: `Coefficients of ${species.name.en} (${age.en}): checked in ${species.source?.publisher}, ${species.source?.title}`,
        }
      : {
          ja: `${species.name.ja}（${age.ja}）の係数: 一部または全部が原典未確認`,
          en: `Coefficients of ${species.name.en} (${age.en}): some or all are not checked in a source`,
        },
    inputs: { source: species.source?.url ?? '', locator: species.source?.locator ?? '' },
    value: species.id,
    unit: 'species',
  }
}
