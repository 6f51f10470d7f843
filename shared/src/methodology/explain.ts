import { halfUpDiv } from '../kernel/rounding.ts'
import type { Ask } from './ask.ts'
import { type Exact, type Figures } from './core.ts'
import { EVIDENCE } from './evidence.ts'
import type { Amount, Line, QuantityUnit, Rate } from './line.ts'
import { type ReasonCode, reasonText } from './reasons.ts'
import type { Edition } from './registry.ts'
import type { TraceStep } from './trace.ts'
import type { TripBasis, TripLine } from './trip.ts'
import { relativeErrorBp } from './uncertainty.ts'

// Puts a finished calculation into words. It reads the line and its exact result and computes nothing of its own;
// decimals here are for reading.

/** Every reason that holds for a line, those that follow from its result included. */
export function reasonsOf(line: Line, exact: Exact): ReasonCode[] {
  const reasons: ReasonCode[] = [...line.nothing, ...line.shownOnly]
  if (line.nothing.length === 0) {
    if (exact.parts.grossCredited < 0n) reasons.push('worse-than-baseline')
    else if (exact.parts.grossCredited > 0n && exact.uncertaintyBp === 0) reasons.push('too-uncertain')
    if (exact.evidenceBp === 0) reasons.push('no-evidence')
  }
  reasons.push(...line.remarks)
  return reasons
}

/** The steps of a calculation, in the order they are taken. */
export function explain(
  ask: Ask,
  line: Line | TripLine,
  exact: Exact,
  figures: Figures,
  edition: Edition,
): TraceStep[] {
  const { parts } = exact
  const basis = 'basis' in line ? line.basis : undefined
  const steps: TraceStep[] = [editionStep(ask.occurredOn, edition)]
  line.actual.forEach((amount, index) => {
    steps.push(amountStep('actual', ACTUAL, amount, parts.actual[index] ?? 0n, parts.den))
  })
  if (basis && basis.pairM !== basis.travelledM) steps.push(pairStep(basis))
  const creditedWhy = basis ? baselineWhy(basis) : ACT_BASELINE
  steps.push(amountStep('baseline-credited', creditedWhy, line.credited, parts.baselineCredited, parts.den))
  const twoBaselines = line.shown.rate !== line.credited.rate
  if (twoBaselines) steps.push(amountStep('baseline-shown', SHOWN_BASELINE, line.shown, parts.baselineShown, parts.den))
  if (parts.addOns > 0n) steps.push(addOnStep(parts.addOns, parts.den))
  const actual = parts.actual.reduce((sum, part) => sum + part, 0n) + parts.addOns
  steps.push(differenceStep('difference-credited', parts.baselineCredited, actual, parts.grossCredited, parts.den))
  if (twoBaselines)
    steps.push(differenceStep('difference-shown', parts.baselineShown, actual, parts.grossShown, parts.den))
  steps.push(
    shownStep(line, parts.grossShown, parts.den, figures),
    evidenceStep(line),
    uncertaintyStep(line, exact),
    additionalityStep(line),
    creditedStep(line, exact, figures),
    emittedStep(actual, parts.den, figures),
  )
  return steps
}

/** The reasons in words. */
export function inWords(reasons: readonly ReasonCode[]): { code: ReasonCode; text: { ja: string; en: string } }[] {
  return reasons.map((code) => ({ code, text: reasonText[code] }))
}

type Words = { ja: string; en: string }

const ACTUAL: Words = { ja: '実際の排出', en: 'What was emitted' }
const ACT_BASELINE: Words = { ja: '比べる基準', en: 'Compared with' }
const SHOWN_BASELINE: Words = { ja: '表示で比べる基準（申告）', en: 'Compared with on screens (as declared)' }

const unitText: Readonly<Record<QuantityUnit, Words>> = {
  km: { ja: 'km', en: 'km' },
  kg: { ja: 'kg', en: 'kg' },
  kWh: { ja: 'kWh', en: 'kWh' },
  piece: { ja: '回・個', en: 'pieces' },
  'room-night': { ja: '室・泊', en: 'room-nights' },
}

const mixWords: Readonly<Record<TripBasis['mix'], Words>> = {
  named: { ja: '指定された基準', en: 'Baseline as named' },
  personal: { ja: '本人のふだんの移動を基準に', en: "Compared with the person's own usual travel" },
  regional: { ja: '地域の移動手段の平均を基準に', en: 'Compared with the regional mix of travel' },
  'same-vehicle': { ja: '同じ道をガソリン車で走った場合を基準に', en: 'Compared with a petrol car on the same road' },
}

const loweredWords: Readonly<Record<NonNullable<TripBasis['lowered']>, Words>> = {
  declared: {
    ja: '申告された手段のほうが低いので、それを基準に',
    en: 'The declared alternative is lower, so it is the baseline',
  },
  'car-cap': { ja: '自家用車を上限とした基準', en: 'Baseline capped at the private car' },
}

function baselineWhy({ mix, lowered }: TripBasis): Words {
  return lowered ? loweredWords[lowered] : mixWords[mix]
}

/** Grams for reading, from micrograms times `den`: exact to six decimals when `den` is 1. */
function gramsOf(microTimesDen: bigint, den: bigint): number {
  return Number(den === 1n ? microTimesDen : halfUpDiv(microTimesDen, den)) / 1_000_000
}

/** Grams per unit for reading, exact to the milligram unless the rate is a mean. */
function perUnit({ num, den }: Rate): number {
  return Number(den === 1n ? num : halfUpDiv(num, den)) / 1_000
}

function editionStep(day: string, { set }: Edition): TraceStep {
  return {
    step: 'edition',
    text: {
      ja: `${day} の行動には、係数セット ${set.id}（${set.name.ja}）を使います。`,
      en: `An act of ${day} uses the factor set ${set.id} (${set.name.en}).`,
    },
    inputs: { occurredOn: day, hash: set.hash },
    value: set.id,
    unit: 'factor set',
  }
}

function amountStep(
  step: string,
  why: Words,
  { milli, unit, rate, sharedBy }: Amount,
  micro: bigint,
  den: bigint,
): TraceStep {
  const quantity = Number(milli) / 1_000
  const each = perUnit(rate)
  const grams = gramsOf(micro, den)
  const { ja, en } = unitText[unit]
  const shareJa = sharedBy > 1 ? ` ÷ ${sharedBy}人` : ''
  const shareEn = sharedBy > 1 ? ` / ${sharedBy} people` : ''
  const inputs: Record<string, number> = { quantity, ratePerUnitG: each }
  if (sharedBy > 1) inputs.sharedBy = sharedBy
  const made: TraceStep = {
    step,
    text: {
      ja: `${why.ja}: ${rate.name.ja} ${quantity} ${ja} × ${each} g${shareJa} = ${grams} g`,
      en: `${why.en}: ${rate.name.en}, ${quantity} ${en} x ${each} g${shareEn} = ${grams} g`,
    },
    inputs,
    value: grams,
    unit: 'g',
  }
  const factor = rate.factors[0]
  if (factor && rate.factors.length === 1) {
    made.factorId = factor.id
    made.factorVersion = factor.version
  } else if (factor) {
    made.inputs = { ...inputs, factors: rate.factors.map(({ id, version }) => `${id}@${version}`).join(' ') }
  }
  return made
}

function pairStep({ pairM, travelledM }: TripBasis): TraceStep {
  return {
    step: 'pair-distance',
    text: {
      ja: `基準の距離は通った道ではなく二つの場所で決まります: ${pairM / 1_000} km（移動距離 ${travelledM / 1_000} km）。`,
      en: `The baseline distance belongs to the two places, not to the route: ${pairM / 1_000} km (travelled ${travelledM / 1_000} km).`,
    },
    inputs: { travelledM, pairM },
    value: pairM,
    unit: 'm',
  }
}

function addOnStep(addOns: bigint, den: bigint): TraceStep {
  const grams = gramsOf(addOns, den)
  return {
    step: 'add-ons',
    text: {
      ja: `運営などに伴う排出 ${grams} g を差し引きます。`,
      en: `Emissions of running it, ${grams} g, are subtracted.`,
    },
    inputs: { addOnsG: grams },
    value: grams,
    unit: 'g',
  }
}

function differenceStep(step: string, baseline: bigint, actual: bigint, gross: bigint, den: bigint): TraceStep {
  const [b, a, g] = [gramsOf(baseline, den), gramsOf(actual, den), gramsOf(gross, den)]
  return {
    step,
    text: { ja: `差: ${b} − ${a} = ${g} g`, en: `Difference: ${b} - ${a} = ${g} g` },
    inputs: { baselineG: b, actualG: a },
    value: g,
    unit: 'g',
  }
}

function shownStep(line: Line, gross: bigint, den: bigint, { shownG }: Figures): TraceStep {
  const g = gramsOf(gross, den)
  const text =
    line.nothing.length > 0
      ? { ja: '表示する削減量は 0 g です。', en: 'The saving shown is 0 g.' }
      : { ja: `表示: ${g} g を四捨五入して ${shownG} g`, en: `Shown: ${g} g rounded half up is ${shownG} g` }
  return { step: 'shown', text, inputs: { differenceG: g }, value: shownG, unit: 'g' }
}

function evidenceStep({ evidence }: Line): TraceStep {
  const { creditBp, text } = EVIDENCE[evidence]
  return {
    step: 'evidence',
    text: {
      ja: `証拠の水準 ${evidence}（${text.ja}）: ${creditBp / 10_000} を掛けます。`,
      en: `Evidence ${evidence} (${text.en}): times ${creditBp / 10_000}.`,
    },
    inputs: { evidence },
    value: creditBp,
    unit: 'bp',
  }
}

function uncertaintyStep(line: Line, { parts, uncertaintyBp }: Exact): TraceStep {
  const relative = relativeErrorBp(parts.squaredError, parts.grossCredited)
  const percent = relative === null ? null : relative / 100
  const inputs: Record<string, string | number> = {
    quantityErrorBp: EVIDENCE[line.evidence].quantityErrorBp,
    baselineErrorBp: errorBp(line.credited.rate),
    actualErrorBp: line.actualErrorBp ?? line.actual.map(({ rate }) => errorBp(rate)).join(' '),
  }
  if (relative !== null) inputs.relativeErrorBp = relative
  return {
    step: 'uncertainty',
    text:
      percent === null
        ? {
            ja: '差が正でないため、不確かさの係数は 0 です。',
            en: 'The difference is not positive, so the uncertainty factor is 0.',
          }
        : {
            ja: `差の誤差は ${percent} % なので、不確かさの係数は ${uncertaintyBp / 10_000} です。`,
            en: `The error of the difference is ${percent} %, so the uncertainty factor is ${uncertaintyBp / 10_000}.`,
          },
    inputs,
    value: uncertaintyBp,
    unit: 'bp',
  }
}

function errorBp({ num, error }: Rate): number {
  return num === 0n ? 0 : Number(error / num)
}

function additionalityStep({ additionality: { bp, factor } }: Line): TraceStep {
  const made: TraceStep = {
    step: 'additionality',
    text: {
      ja: `呼びかけがなくても行う人の割合 ${(10_000 - bp) / 100} % を除き、${bp / 10_000} を掛けます。`,
      en: `${(10_000 - bp) / 100} % would do it unasked, so times ${bp / 10_000}.`,
    },
    inputs: { takeUpBp: 10_000 - bp },
    value: bp,
    unit: 'bp',
  }
  if (factor) {
    made.factorId = factor.id
    made.factorVersion = factor.version
  }
  return made
}

function creditedStep(line: Line, exact: Exact, { creditedG }: Figures): TraceStep {
  const { evidenceBp, uncertaintyBp, additionalityBp, parts } = exact
  const g = gramsOf(parts.grossCredited, parts.den)
  const blocked = line.nothing[0] ?? line.shownOnly[0]
  const e = evidenceBp / 10_000
  const u = uncertaintyBp / 10_000
  const a = additionalityBp / 10_000
  return {
    step: 'credited',
    text: blocked
      ? { ja: `クレジット対象は 0 g。${reasonText[blocked].ja}`, en: `Credited: 0 g. ${reasonText[blocked].en}` }
      : {
          ja: `クレジット対象: ${g} × ${e} × ${u} × ${a} を切り捨てて ${creditedG} g`,
          en: `Credited: ${g} x ${e} x ${u} x ${a} rounded down is ${creditedG} g`,
        },
    inputs: { differenceG: g, evidenceBp, uncertaintyBp, additionalityBp },
    value: creditedG,
    unit: 'g',
  }
}

function emittedStep(actual: bigint, den: bigint, { emittedG }: Figures): TraceStep {
  const g = gramsOf(actual, den)
  return {
    step: 'emitted',
    text: {
      ja: `この行動の排出: ${g} g を切り上げて ${emittedG} g`,
      en: `Emitted by this act: ${g} g rounded up is ${emittedG} g`,
    },
    inputs: { actualG: g },
    value: emittedG,
    unit: 'g',
  }
}
