import type { RefusalFacts, RefusalWording } from '../kernel/refusal.ts'

/** Grams as a sentence says them. */
const mass = (value: RefusalFacts[string]): string => `${Number(value ?? 0).toLocaleString('en')} g`

export const creditsRefusals = {
  'credits.adjustment-missing': {
    status: 404,
    ja: () => 'その調整は見つかりません。',
    en: () => 'There is no such adjustment.',
  },
  'credits.not-enough': {
    status: 409,
    field: 'massG',
    ja: (f) =>
      `保有が足りません。必要 ${mass(f.wanted)} に対し、使えるのは ${mass(f.held)} です。何も動かしていません。`,
    en: (f) => `Not enough is held: ${mass(f.wanted)} wanted, ${mass(f.held)} available. Nothing was moved.`,
  },
  'credits.lot-missing': {
    status: 404,
    field: 'lotId',
    ja: () => 'そのロットは見つかりません。',
    en: () => 'There is no such lot.',
  },
  'credits.family-mixed': {
    status: 422,
    field: 'family',
    ja: (f) => `種類の違うクレジット（${f.families}）は一度にまとめられません。family か lotId で一つ選んでください。`,
    en: (f) => `Credits of different families (${f.families}) are never mixed. Choose one by family or lotId.`,
  },
  'credits.receiver-missing': {
    status: 422,
    field: 'toOrganisationId',
    ja: () => '受け取る組織が見つかりません。',
    en: () => 'There is no such receiving organisation.',
  },
  'credits.receiver-same': {
    status: 422,
    field: 'toOrganisationId',
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
  'credits.period-reversed': {
    status: 422,
    field: 'periodTo',
    ja: (f) => `期間の終わり（${f.to}）が始まり（${f.from}）より前です。`,
    en: (f) => `The period ends (${f.to}) before it begins (${f.from}).`,
  },
  'credits.retirement-missing': {
    status: 404,
    ja: () => 'その無効化は見つかりません。',
    en: () => 'There is no such retirement here.',
  },
  'credits.name-private': {
    status: 409,
    ja: () => 'この無効化の受益者名は非公開です（または消去済みです）。公開の審査はできません。',
    en: () => 'The beneficiary of this retirement is private or was erased; there is nothing to review.',
  },
  'credits.batch-missing': {
    status: 404,
    ja: () => 'そのバッチは見つかりません。',
    en: () => 'There is no such batch.',
  },
  'credits.batch-empty': {
    status: 409,
    ja: () => 'その月・地域・方法論で、まだどのバッチにも入っていない対象の削減量がありません。',
    en: () => 'There are no eligible reductions of that month, area and method that are not in a batch yet.',
  },
  'credits.batch-state': {
    status: 409,
    ja: (f) => `バッチの状態（${f.status}）では、この操作はできません。必要な状態: ${f.needed}。`,
    en: (f) => `The batch is ${f.status}; this needs it to be ${f.needed}.`,
  },
  'credits.owner-missing': {
    status: 422,
    ja: () => '創出者の組織が見つかりません。',
    en: () => 'There is no such owning organisation.',
  },
  'credits.not-sampled': {
    status: 422,
    field: 'reductionId',
    ja: () => 'その削減量は標本に入っていません。',
    en: () => 'That reduction is not in the sample.',
  },
  'credits.findings-open': {
    status: 409,
    ja: (f) => `標本のうち ${f.open} 件の所見がまだありません。`,
    en: (f) => `${f.open} of the sampled reductions have no finding yet.`,
  },
  'credits.verifier-has-part': {
    status: 403,
    ja: () => '創出や発行に関わる組織・利用者は、同じバッチを検証できません。',
    en: () => 'Whoever owns, gathered or issues a batch cannot verify it.',
  },
  'credits.issuer-signed': {
    status: 403,
    ja: () => '検証に署名した人は、同じバッチを発行できません。',
    en: () => 'Whoever signed a batch as its verifier cannot issue it.',
  },
  'credits.batch-below-kilogram': {
    status: 409,
    ja: (f) => `繰越を含めて ${mass(f.grams)} で、1 kg に届きません。次のバッチへ繰り越せます。`,
    en: (f) =>
      `With what was carried in it is ${mass(f.grams)}, below a kilogram. It can be carried to the next batch.`,
  },
  'credits.batch-not-small': {
    status: 409,
    ja: (f) => `${mass(f.grams)} あります。1 kg 以上は発行してください。`,
    en: (f) => `It has ${mass(f.grams)}; a kilogram or more is issued, not carried.`,
  },
  'credits.energy-recorded': {
    status: 409,
    field: 'month',
    ja: (f) => `${f.month} のエネルギーは記録済みです。`,
    en: (f) => `The energy of ${f.month} is already recorded.`,
  },
} as const satisfies Record<string, RefusalWording>
