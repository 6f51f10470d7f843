import type { RefusalFacts, RefusalWording } from '../kernel/refusal.ts'

/** Grams as a sentence says them. */
const mass = (value: RefusalFacts[string]): string => `${Number(value ?? 0).toLocaleString('en')} g`

export const creditsRefusals = {
  'credits.not-enough': {
    status: 409,
    ja: (f) =>
      `保有が足りません。必要 ${mass(f.wanted)} に対し、使えるのは ${mass(f.held)} です。何も動かしていません。`,
    en: (f) => `Not enough is held: ${mass(f.wanted)} wanted, ${mass(f.held)} available. Nothing was moved.`,
  },
  'credits.lot-missing': {
    status: 404,
    ja: () => 'そのロットは見つかりません。',
    en: () => 'There is no such lot.',
  },
  'credits.family-mixed': {
    status: 422,
    ja: (f) => `種類の違うクレジット（${f.families}）は一度にまとめられません。family か lotId で一つ選んでください。`,
    en: (f) => `Credits of different families (${f.families}) are never mixed. Choose one by family or lotId.`,
  },
  'credits.receiver-missing': {
    status: 422,
    ja: () => '受け取る組織が見つかりません。',
    en: () => 'There is no such receiving organisation.',
  },
  'credits.receiver-same': {
    status: 422,
    ja: () => '自分の組織への移転はできません。',
    en: () => 'Credits cannot be transferred to the organisation that already holds them.',
  },
  'credits.reservation-missing': {
    status: 404,
    ja: () => 'その引き当ては見つかりません。',
    en: () => 'There is no such reservation.',
  },
  'credits.reservation-closed': {
    status: 409,
    ja: () => 'この引き当ては終わっています（使い切った、解放された、または期限が過ぎました）。',
    en: () => 'This reservation is closed: used up, released or past its time.',
  },
  'credits.reservation-short': {
    status: 409,
    ja: (f) => `引き当ての残りは ${mass(f.held)} で、${mass(f.wanted)} には足りません。`,
    en: (f) => `The reservation has ${mass(f.held)} left, which does not cover ${mass(f.wanted)}.`,
  },
  'credits.rule-no-resale': {
    status: 422,
    ja: (f) => `ロット ${f.lot} の決まり「転売はできません」により、移転できません。無効化はできます。`,
    en: (f) => `The rule of lot ${f.lot}, “no resale”, forbids this transfer. It can be retired.`,
  },
  'credits.rule-use-by': {
    status: 422,
    ja: (f) => `ロット ${f.lot} の決まり「${f.useBy} までに使うこと」の期限が過ぎています。`,
    en: (f) => `The rule of lot ${f.lot}, “to be used by ${f.useBy}”, has run out.`,
  },
  'credits.rule-in-prefecture': {
    status: 422,
    ja: (f) =>
      `ロット ${f.lot} の決まり「都道府県コード ${f.prefecture} の中での利用に限る」により、使う場所の市町村コード（placeCode）が必要です。`,
    en: (f) =>
      `The rule of lot ${f.lot}, “for use within prefecture ${f.prefecture} only”, needs a placeCode inside it.`,
  },
  'credits.rule-not-at-origin': {
    status: 422,
    ja: (f) =>
      `ロット ${f.lot} の決まり「創出地（${f.municipality}）以外で使うこと」により、別の市町村コード（placeCode）が必要です。`,
    en: (f) =>
      `The rule of lot ${f.lot}, “to be used outside its origin (${f.municipality})”, needs a placeCode elsewhere.`,
  },
  'credits.rule-once-a-year': {
    status: 422,
    ja: (f) => `ロット ${f.lot} の決まり「無効化は年度に1回まで」により、今年度はもう無効化できません。`,
    en: (f) => `The rule of lot ${f.lot}, “one retirement in a fiscal year”, was used up this fiscal year.`,
  },
} as const satisfies Record<string, RefusalWording>
