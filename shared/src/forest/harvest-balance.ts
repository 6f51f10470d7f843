import { refuse } from '../kernel/refusal.ts'
import { floorDiv } from '../kernel/rounding.ts'
import type { TraceStep } from '../methodology/trace.ts'
import { whole } from '../methodology/whole.ts'
import type { ForestCoefficients } from './coefficients.ts'
import { type HarvestBalanceAsk, LONGEST_PERIOD_YEARS, MOST_FOREST_G } from './estimate-ask.ts'
import type { ForestReasonCode } from './estimate-reasons.ts'
import { decimalText, type ForestResult, tonnesText } from './forest-result.ts'

// The whole stock of a stand is an emission in the year of its final cut. Where it is replanted, the stock that the new
// stand will have at the standard cutting age may be claimed once, up to the emission of the stand that was cut (option A).

/** A year of the balance, and the total up to its end. */
export type BalanceRow = {
  year: number
  uptakeG: number
  cutG: number
  claimedG: number
  countedCutG: number
  runningG: number
}

export type HarvestBalance = ForestResult & {
  balance: {
    claimedG: number
    countedCutG: number
    netG: number
    certifiable: boolean
    years: BalanceRow[]
  }
}

/** What replanting lets a cut claim: never more than the cut emitted. */
export function replantClaimG(replantStockG: number, cutG: number): number {
  return Math.min(replantStockG, cutG)
}

/** Growth against cuts, year by year. Years are put in order; one year may be given once. */
export function harvestBalance({ years, bufferBp }: HarvestBalanceAsk, { rules }: ForestCoefficients): HarvestBalance {
  const ordered = years.toSorted((a, b) => a.year - b.year)
  const reasons = new Set<ForestReasonCode>(['inputs-as-given'])
  const trace: TraceStep[] = []
  const rows: BalanceRow[] = []
  let runningG = 0
  ordered.forEach(({ year, uptakeG, cutG, replantStockG }, index) => {
    whole(year, `years.${index}.year`, 1, LONGEST_PERIOD_YEARS, 'years')
    if (ordered[index - 1]?.year === year) refuse('forest.year-repeated', { year }, '/years')
    for (const [name, mass] of Object.entries({ uptakeG, cutG, replantStockG })) {
      whole(mass, `years.${index}.${name}`, 0, MOST_FOREST_G, 'g')
    }
    const claimedG = replantClaimG(replantStockG, cutG)
    const countedCutG = cutG - claimedG
    runningG += uptakeG - countedCutG
    rows.push({ year, uptakeG, cutG, claimedG, countedCutG, runningG })
    trace.push(...stepsOf(rows.at(-1) as BalanceRow, replantStockG))
    if (claimedG < replantStockG) reasons.add('cap-reached')
  })
  const netG = runningG
  const certifiable = netG > 0
  if (!certifiable) reasons.add('not-certifiable')
  else if (rows.some((row) => row.runningG < 0)) reasons.add('negative-on-the-way')
  const shareBp = bufferBp ?? rules.bufferShareBp.value
  const isBufferKnown = bufferBp !== undefined || rules.bufferShareBp.verified
  if (!isBufferKnown) reasons.add('buffer-missing')
  const afterBufferG = certifiable ? floorDiv(BigInt(netG) * BigInt(10_000 - shareBp), 10_000n) : 0n
  const unit = BigInt(rules.issueUnitG)
  const issuableG = floorDiv(afterBufferG, unit) * unit
  if (certifiable && issuableG === 0n) reasons.add('below-unit')
  trace.push(netStep(netG, certifiable), bufferStep(shareBp, afterBufferG, issuableG, isBufferKnown))
  const total = (pick: (row: BalanceRow) => number) => rows.reduce((sum, row) => sum + pick(row), 0)
  return {
    shownG: netG,
    creditableG: isBufferKnown ? Number(issuableG) : 0,
    trace,
    reasons: [...reasons],
    balance: {
      claimedG: total(({ claimedG }) => claimedG),
      countedCutG: total(({ countedCutG }) => countedCutG),
      netG,
      certifiable,
      years: rows,
    },
  }
}

const tonnes = (grams: number): string => tonnesText(BigInt(grams))

function stepsOf({ year, uptakeG, cutG, claimedG, countedCutG, runningG }: BalanceRow, replantG: number): TraceStep[] {
  const steps: TraceStep[] = []
  if (claimedG > 0) {
    steps.push({
      step: 'replant-claim',
      text: {
        ja: `${year} 年目の再造林: 標準伐期齢の蓄積 ${tonnes(replantG)} t と伐採の排出 ${tonnes(cutG)} t の小さいほう、${tonnes(claimedG)} t を一度だけ計上`,
        en: `Replanting in year ${year}: the lower of the stock at the standard cutting age, ${tonnes(replantG)} t, and the cut, ${tonnes(cutG)} t, is claimed once: ${tonnes(claimedG)} t`,
      },
      inputs: { year, replantStockG: replantG, cutG },
      value: claimedG,
      unit: 'g',
    })
  }
  steps.push({
    step: 'year',
    text: {
      ja: `${year} 年目: 吸収 ${tonnes(uptakeG)} t − 伐採 ${tonnes(countedCutG)} t、累計 ${tonnes(runningG)} t`,
      en: `Year ${year}: taken up ${tonnes(uptakeG)} t - cut ${tonnes(countedCutG)} t, running total ${tonnes(runningG)} t`,
    },
    inputs: { year, uptakeG, countedCutG },
    value: runningG,
    unit: 'g',
  })
  return steps
}

function netStep(netG: number, certifiable: boolean): TraceStep {
  return {
    step: 'net',
    text: certifiable
      ? { ja: `期間の合計: ${tonnes(netG)} t`, en: `Total of the period: ${tonnes(netG)} t` }
      : {
          ja: `期間の合計: ${tonnes(netG)} t。0 以下なので認証の対象になりません`,
          en: `Total of the period: ${tonnes(netG)} t. It is not above zero, so nothing can be certified`,
        },
    inputs: {},
    value: netG,
    unit: 'g',
  }
}

function bufferStep(shareBp: number, afterG: bigint, issuableG: bigint, isKnown: boolean): TraceStep {
  const percent = decimalText(BigInt(shareBp), 100n)
  const after = tonnesText(afterG)
  const issuable = tonnesText(issuableG)
  const marked = isKnown ? { ja: '', en: '' } : { ja: '（原典未確認、表示のみ）', en: ' (recalled, shown only)' }
  return {
    step: 'buffer',
    text: {
      ja: `バッファー ${percent} %${marked.ja}を除くと ${after} t。1 t 単位に切り捨てて ${issuable} t`,
      en: `Without the buffer of ${percent} %${marked.en}: ${after} t, rounded down to whole tonnes: ${issuable} t`,
    },
    inputs: { bufferBp: shareBp },
    value: Number(issuableG),
    unit: 'g',
  }
}
