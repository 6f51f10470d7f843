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

/** Whole micrograms for reading, from micrograms times `den`; exact when `den` is 1. */
function microOf(microTimesDen: bigint, den: bigint): number {
  return Number(den === 1n ? microTimesDen : halfUpDiv(microTimesDen, den))
}

/** Whole milligrams per unit for reading, exact unless the rate is a mean. */
function milliOf({ num, den }: Rate): number {
  return Number(den === 1n ? num : halfUpDiv(num, den))
}

/** A whole number of thousandths as a decimal. Printing the digits is faster than dividing, and never blurs. */
function thousandths(value: number): string {
  return decimal(value, 1_000, 3)
}

function millionths(value: number): string {
  return decimal(value, 1_000_000, 6)
}

/** Basis points as a coefficient: 8,900 is 0.89. */
function coefficient(bp: number): string {
  return decimal(bp, 10_000, 4)
}

/** Basis points as a percentage: 3,199 is 31.99. */
function percentage(bp: number): string {
  return decimal(bp, 100, 2)
}

function decimal(value: number, one: number, places: number): string {
  if (value < 0) return `-${decimal(-value, one, places)}`
  const whole = Math.floor(value / one)
  const rest = value - whole * one
  if (rest === 0) return `${whole}`
  const digits = `${rest}`.padStart(places, '0')
  let end = places
  while (digits.charCodeAt(end - 1) === 48) end--
  return `${whole}.${digits.slice(0, end)}`
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
  const thousandfold = Number(milli)
  const eachMg = milliOf(rate)
  const micrograms = microOf(micro, den)
  const quantity = thousandths(thousandfold)
  const each = thousandths(eachMg)
  const grams = millionths(micrograms)
  const { ja, en } = unitText[unit]
  const shareJa = sharedBy > 1 ? ` ÷ ${sharedBy}人` : ''
  const shareEn = sharedBy > 1 ? ` / ${sharedBy} people` : ''
  const inputs: Record<string, number> = { quantity: thousandfold / 1_000, ratePerUnitG: eachMg / 1_000 }
  if (sharedBy > 1) inputs.sharedBy = sharedBy
  const made: TraceStep = {
    step,
    text: {
      ja: `${why.ja}: ${rate.name.ja} ${quantity} ${ja} × ${each} g${shareJa} = ${grams} g`,
      en: `${why.en}: ${rate.name.en}, ${quantity} ${en} x ${each} g${shareEn} = ${grams} g`,
    },
    inputs,
    value: micrograms / 1_000_000,
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
  const pair = thousandths(pairM)
  const travelled = thousandths(travelledM)
  return {
    step: 'pair-distance',
    text: {
      ja: `基準の距離は通った道ではなく二つの場所で決まります: ${pair} km（移動距離 ${travelled} km）。`,
      en: `The baseline distance belongs to the two places, not to the route: ${pair} km (travelled ${travelled} km).`,
    },
    inputs: { travelledM, pairM },
    value: pairM,
    unit: 'm',
  }
}

function addOnStep(addOns: bigint, den: bigint): TraceStep {
  const micrograms = microOf(addOns, den)
  const grams = millionths(micrograms)
  return {
    step: 'add-ons',
    text: {
      ja: `運営などに伴う排出 ${grams} g を差し引きます。`,
      en: `Emissions of running it, ${grams} g, are subtracted.`,
    },
    inputs: {},
    value: micrograms / 1_000_000,
    unit: 'g',
  }
}

function differenceStep(step: string, baseline: bigint, actual: bigint, gross: bigint, den: bigint): TraceStep {
  const micro = { baseline: microOf(baseline, den), actual: microOf(actual, den), gross: microOf(gross, den) }
  const b = millionths(micro.baseline)
  const a = millionths(micro.actual)
  const g = millionths(micro.gross)
  return {
    step,
    text: { ja: `差: ${b} − ${a} = ${g} g`, en: `Difference: ${b} - ${a} = ${g} g` },
    inputs: { baselineG: micro.baseline / 1_000_000, actualG: micro.actual / 1_000_000 },
    value: micro.gross / 1_000_000,
    unit: 'g',
  }
}

function shownStep(line: Line, gross: bigint, den: bigint, { shownG }: Figures): TraceStep {
  const micrograms = microOf(gross, den)
  const g = millionths(micrograms)
  const text =
    line.nothing.length > 0
      ? { ja: '表示する削減量は 0 g です。', en: 'The saving shown is 0 g.' }
      : { ja: `表示: ${g} g を四捨五入して ${shownG} g`, en: `Shown: ${g} g rounded half up is ${shownG} g` }
  return { step: 'shown', text, inputs: { differenceG: micrograms / 1_000_000 }, value: shownG, unit: 'g' }
}

function evidenceStep({ evidence }: Line): TraceStep {
  const { creditBp, text } = EVIDENCE[evidence]
  return {
    step: 'evidence',
    text: {
      ja: `証拠の水準 ${evidence}（${text.ja}）: ${coefficient(creditBp)} を掛けます。`,
      en: `Evidence ${evidence} (${text.en}): times ${coefficient(creditBp)}.`,
    },
    inputs: { evidence },
    value: creditBp,
    unit: 'bp',
  }
}

function uncertaintyStep(line: Line, { parts, uncertaintyBp }: Exact): TraceStep {
  const relative = relativeErrorBp(parts.squaredError, parts.grossCredited)
  const percent = relative === null ? null : percentage(relative)
  const factor = coefficient(uncertaintyBp)
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
            ja: `差の誤差は ${percent} % なので、不確かさの係数は ${factor} です。`,
            en: `The error of the difference is ${percent} %, so the uncertainty factor is ${factor}.`,
          },
    inputs,
    value: uncertaintyBp,
    unit: 'bp',
  }
}

function errorBp({ num, error, factors }: Rate): number {
  const [only] = factors
  if (only && factors.length === 1) return only.uncertaintyBp ?? 0
  return num === 0n ? 0 : Number(error / num)
}

function additionalityStep({ additionality: { bp, factor } }: Line): TraceStep {
  const unasked = percentage(10_000 - bp)
  const times = coefficient(bp)
  const made: TraceStep = {
    step: 'additionality',
    text: {
      ja: `呼びかけがなくても行う人の割合 ${unasked} % を除き、${times} を掛けます。`,
      en: `${unasked} % would do it unasked, so times ${times}.`,
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
  const micrograms = microOf(parts.grossCredited, parts.den)
  const g = millionths(micrograms)
  const blocked = line.nothing[0] ?? line.shownOnly[0]
  const e = coefficient(evidenceBp)
  const u = coefficient(uncertaintyBp)
  const a = coefficient(additionalityBp)
  return {
    step: 'credited',
    text: blocked
      ? { ja: `クレジット対象は 0 g。${reasonText[blocked].ja}`, en: `Credited: 0 g. ${reasonText[blocked].en}` }
      : {
          ja: `クレジット対象: ${g} × ${e} × ${u} × ${a} を切り捨てて ${creditedG} g`,
          en: `Credited: ${g} x ${e} x ${u} x ${a} rounded down is ${creditedG} g`,
        },
    inputs: { differenceG: micrograms / 1_000_000, evidenceBp, uncertaintyBp, additionalityBp },
    value: creditedG,
    unit: 'g',
  }
}

function emittedStep(actual: bigint, den: bigint, { emittedG }: Figures): TraceStep {
  const micrograms = microOf(actual, den)
  const g = millionths(micrograms)
  return {
    step: 'emitted',
    text: {
      ja: `この行動の排出: ${g} g を切り上げて ${emittedG} g`,
      en: `Emitted by this act: ${g} g rounded up is ${emittedG} g`,
    },
    inputs: { actualG: micrograms / 1_000_000 },
    value: emittedG,
    unit: 'g',
  }
}
