import type { RefusalWording } from '../kernel/refusal.ts'

export const methodologyRefusals = {
  'methodology.date-outside': {
    status: 422,
    ja: (f) => `occurredOn: ${f.given} はどの係数の期間にも入りません（${f.from} から ${f.to} まで計算できます）。`,
    en: (f) => `occurredOn: no factor covers ${f.given}; days from ${f.from} to ${f.to} can be calculated.`,
  },
  'methodology.set-unknown': {
    status: 422,
    ja: (f) => `factorSet: ${f.given} という係数セットはありません。使えるもの: ${f.known}。`,
    en: (f) => `factorSet: there is no set ${f.given}. Known sets: ${f.known}.`,
  },
  'methodology.factor-unknown': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} は係数セット ${f.set} にありません。`,
    en: (f) => `${f.field}: ${f.given} is not in the factor set ${f.set}.`,
  },
  'methodology.factor-unit': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} の単位は ${f.unit} で、この計算には使えません（必要: ${f.wanted}）。`,
    en: (f) => `${f.field}: ${f.given} is per ${f.unit} and cannot be used here (needed: ${f.wanted}).`,
  },
  'methodology.scope-mixed': {
    status: 422,
    ja: (f) =>
      `${f.field}: 範囲の異なる係数（${f.baseline} と ${f.actual}）は比べられません。同じ範囲の係数を使ってください。`,
    en: (f) =>
      `${f.field}: factors of different scope (${f.baseline} and ${f.actual}) cannot be compared. Use one scope on both sides.`,
  },
  'methodology.mode-unknown': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} という移動手段はありません。使えるもの: ${f.known}。`,
    en: (f) => `${f.field}: there is no mode ${f.given}. Known modes: ${f.known}.`,
  },
  'methodology.mode-without-factor': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} には範囲 ${f.scope} の係数がなく、この移動と一緒に計算できません。`,
    en: (f) => `${f.field}: there is no ${f.scope} factor for ${f.given}, so it cannot be part of this trip.`,
  },
  'methodology.evidence-unknown': {
    status: 422,
    ja: (f) => `evidence: ${f.given} は使えません。E0 から E4 で示してください。`,
    en: (f) => `evidence: ${f.given} is not a level. Use E0 to E4.`,
  },
  'methodology.type-unknown': {
    status: 422,
    ja: (f) => `type: ${f.given} という行動はありません。使えるもの: ${f.known}。`,
    en: (f) => `type: there is no activity ${f.given}. Known types: ${f.known}.`,
  },
  'methodology.not-whole': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} は整数ではありません。${f.unit}の整数で示してください。`,
    en: (f) => `${f.field}: ${f.given} is not a whole number. Give whole ${f.unit}.`,
  },
  'methodology.out-of-range': {
    status: 422,
    ja: (f) => `${f.field}: ${f.given} は範囲外です（${f.min} から ${f.max} まで）。`,
    en: (f) => `${f.field}: ${f.given} is out of range (${f.min} to ${f.max}).`,
  },
  'methodology.legs-missing': {
    status: 422,
    ja: (f) => `legs: 移動区間は 1 から ${f.max} 件で示してください。`,
    en: (f) => `legs: give between 1 and ${f.max} legs.`,
  },
  'methodology.occupants-missing': {
    status: 422,
    ja: (f) => `${f.field}: 相乗りには運転する人を含む 2 人以上の人数が必要です。`,
    en: (f) => `${f.field}: a carpool needs at least two people, the driver among them.`,
  },
  'methodology.riders-mismatch': {
    status: 422,
    ja: (f) => `${f.field}: 乗車距離は人数（${f.occupants}）と同じ数だけ、車の走行距離以下で示してください。`,
    en: (f) => `${f.field}: give one distance for each of the ${f.occupants} people, none longer than the drive.`,
  },
  'methodology.shares-sum': {
    status: 422,
    ja: (f) => `${f.field}: 割合の合計が ${f.given} です。10,000（100 %）にしてください。`,
    en: (f) => `${f.field}: the shares add up to ${f.given}; they must make 10,000 (100 %).`,
  },
  'methodology.baseline-missing': {
    status: 422,
    ja: (f) => `${f.field}: 比べる基準が必要です。mix か baselineG を示してください。`,
    en: (f) => `${f.field}: something to compare with is needed. Give mix or baselineG.`,
  },
  'methodology.method-unknown': {
    status: 404,
    ja: () => 'この算定方法または版はありません。',
    en: () => 'There is no such method or version.',
  },
  'methodology.factor-missing': {
    status: 404,
    ja: () => 'この係数はありません。',
    en: () => 'There is no such factor.',
  },
  'methodology.edition-missing': {
    status: 404,
    ja: (f) => `係数の版 ${f.given} はありません。`,
    en: (f) => `There is no edition ${f.given}.`,
  },
  'methodology.proposal-missing': {
    status: 404,
    ja: () => 'この提案はありません。',
    en: () => 'There is no such proposal.',
  },
  'methodology.own-proposal': {
    status: 403,
    ja: () => '自分で提案した版は採用できません。別の運営者に確認してもらってください。',
    en: () => 'Whoever proposed an edition cannot adopt it. Ask another operator.',
  },
  'methodology.report-unfinished': {
    status: 409,
    ja: (f) => `影響の計算が終わっていません（${f.done} 件まで）。終わってから採用してください。`,
    en: (f) => `The report is not complete yet (${f.done} acts so far). Adopt the edition once it is.`,
  },
  'methodology.registry-moved': {
    status: 409,
    ja: () => '提案のあとに係数が更新されました。もう一度ファイルを出して、影響を見直してください。',
    en: () => 'The registry has changed since the proposal. Send the file again and read the new report.',
  },
  'methodology.adopted-already': {
    status: 409,
    ja: () => 'この版はすでに採用されています。',
    en: () => 'This edition is adopted already.',
  },
} as const satisfies Record<string, RefusalWording>
