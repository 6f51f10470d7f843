import type { Bilingual } from '../kernel/text.ts'
import { TAKE_UP_LIMIT_BP } from './acts.ts'
import { ACTIVE_CAP_G, REVIEW_GROUND_M, REVIEW_RAIL_M, REVIEW_TOTAL_G } from './caps.ts'
import { AUDITS_NEEDED, EVIDENCE } from './evidence.ts'
import { PERSONAL_MIX_TRIPS, ROUTE_ERROR_BP } from './trip.ts'
import { UNCERTAINTY_LADDER } from './uncertainty.ts'

// Every number of the calculation that is not a row of the registry, taken from where the engine keeps it, with a word on
// where it comes from. The methods pages print this; nothing is typed twice.

/** `ours`: our policy, not a publication. `partly-found`: a published table of which only part was seen. */
export type Standing = 'ours' | 'partly-found'

export type EngineConstant = {
  /** What documents call it. */
  key: string
  name: Bilingual
  /** In `unit`, whole. */
  value: number
  unit: 'bp' | 'g' | 'm' | 'trips' | 'lines'
  standing: Standing
  note: Bilingual | null
}

const PRECEDENT: Bilingual = {
  ja: '先行する取り組みの上限は一日 296 g です。',
  en: 'A scheme before ours stops at 296 g a day.',
}
const LADDER_NOTE: Bilingual = {
  ja: '国連の目録審査で使われる保守性の表です。確認できたのは 0.82 の行だけです。',
  en: 'The conservativeness table of the UN inventory review; only its row of 0.82 was found.',
}

/** In the order of the pages. */
export const CONSTANTS: readonly EngineConstant[] = [
  ...Object.entries(EVIDENCE).flatMap(([level, { creditBp, quantityErrorBp, text }]): EngineConstant[] => [
    {
      key: `evidence.${level}`,
      name: { ja: `証拠 ${level}（${text.ja}）の係数`, en: `Coefficient of evidence ${level} (${text.en})` },
      value: creditBp,
      unit: 'bp',
      standing: 'ours',
      note: null,
    },
    {
      key: `quantityError.${level}`,
      name: { ja: `証拠 ${level} の数量の誤差`, en: `Error of the quantity with evidence ${level}` },
      value: quantityErrorBp,
      unit: 'bp',
      standing: 'ours',
      note: null,
    },
  ]),
  ...UNCERTAINTY_LADDER.map(
    ({ upToBp, coefficientBp }): EngineConstant => ({
      key: `uncertainty.${upToBp}`,
      name: { ja: `誤差 ${upToBp / 100} % までの係数`, en: `Coefficient for errors up to ${upToBp / 100} %` },
      value: coefficientBp,
      unit: 'bp',
      standing: 'partly-found',
      note: LADDER_NOTE,
    }),
  ),
  ours('takeUpLimit', 'bp', TAKE_UP_LIMIT_BP, {
    ja: 'これ以上の人がもともと行う行動は表示だけにします',
    en: 'From this share of people doing it unasked, an act is shown only',
  }),
  ours(
    'activeCapG',
    'g',
    ACTIVE_CAP_G,
    { ja: '徒歩と自転車、一人一日', en: 'Walking and cycling, per person and day' },
    PRECEDENT,
  ),
  ours('reviewTotalG', 'g', REVIEW_TOTAL_G, {
    ja: '一日の合計がこれを超えたら確認',
    en: 'A day above this is reviewed',
  }),
  ours('reviewGroundM', 'm', REVIEW_GROUND_M, {
    ja: '地上の移動がこれを超えたら確認',
    en: 'Ground travel above this is reviewed',
  }),
  ours('reviewRailM', 'm', REVIEW_RAIL_M, {
    ja: '鉄道を含めてこれを超えたら確認',
    en: 'With rail, above this is reviewed',
  }),
  ours('personalMixTrips', 'trips', PERSONAL_MIX_TRIPS, {
    ja: '本人の平均を基準にするのに要る移動の数',
    en: "Trips needed before a person's own mix is the baseline",
  }),
  ours('routeErrorOp', 'bp', ROUTE_ERROR_BP.OP, {
    ja: '場所がわかる移動の誤差（運輸）',
    en: 'Error where the places are known (operational)',
  }),
  ours('routeErrorLca', 'bp', ROUTE_ERROR_BP.LCA, {
    ja: '場所がわかる移動の誤差（LCA）',
    en: 'Error where the places are known (life-cycle)',
  }),
  ours('auditsNeeded', 'lines', AUDITS_NEEDED, {
    ja: '証拠の係数を実測に置きかえるのに要る確認の数',
    en: 'Audited lines before measurement replaces an evidence coefficient',
  }),
]

function ours(
  key: string,
  unit: EngineConstant['unit'],
  value: number,
  name: Bilingual,
  note: Bilingual | null = null,
): EngineConstant {
  return { key, name, value, unit, standing: 'ours', note }
}
