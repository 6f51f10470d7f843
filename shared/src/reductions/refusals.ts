import type { RefusalFacts, RefusalWording } from '../kernel/refusal.ts'
import { MOST_ALIKE } from './alike.ts'
import { ACTIVE_G_A_DAY, GROUND_M_A_DAY, RAIL_M_A_DAY, REVIEW_G_A_DAY } from './day-limits.ts'

/** What a field of an imported line must look like. */
export type FieldRule =
  | 'instant'
  | 'when'
  | 'text'
  | 'mode'
  | 'type'
  | 'meal'
  | 'metres'
  | 'quantity'
  | 'municipality'
  | 'purpose'

const fieldRules: Readonly<Record<FieldRule, { ja: string; en: string }>> = {
  instant: {
    ja: '時差つきの日時（例 2026-10-01T08:00:00+09:00）',
    en: 'a time with its offset, such as 2026-10-01T08:00:00+09:00',
  },
  when: {
    ja: '日付（例 2026-10-01）か、時差つきの日時（例 2026-10-01T08:00:00+09:00）',
    en: 'a day, such as 2026-10-01, or a time with its offset, such as 2026-10-01T08:00:00+09:00',
  },
  text: {
    ja: '改行などを含まない 1〜80 文字の文字列',
    en: 'a text of 1 to 80 characters without line breaks or control characters',
  },
  mode: { ja: '移動手段（bus、rail など）', en: 'a mode, such as bus or rail' },
  type: { ja: '行動の種類（stay.skip-cleaning など）', en: 'a type of act, such as stay.skip-cleaning' },
  meal: {
    ja: '料理の種類（beef、pork、chicken、fish_white、vegetarian など）',
    en: 'what was eaten: beef, veal, pork, chicken, fish_white, fish_oily, tuna, vegetarian or vegan',
  },
  metres: { ja: '1〜20,040,000 の整数（メートル）', en: 'a whole number of metres, 1 to 20,040,000' },
  quantity: { ja: '1〜1,000,000,000 の整数', en: 'a whole number, 1 to 1,000,000,000' },
  municipality: {
    ja: '実在する市区町村コード（5 桁または 6 桁）',
    en: 'an existing municipality code of 5 or 6 digits',
  },
  purpose: { ja: '目的（daily、leisure など）', en: 'a purpose, such as daily or leisure' },
}

const ruleText = (f: RefusalFacts, language: 'ja' | 'en'): string =>
  fieldRules[f.rule as FieldRule]?.[language] ?? String(f.rule)

export const reductionRefusals = {
  'reductions.missing': {
    status: 404,
    ja: () => 'その記録は見つかりません。',
    en: () => 'There is no such record.',
  },
  'reductions.import-missing': {
    status: 404,
    ja: () => 'その取り込みは見つかりません。',
    en: () => 'There is no such import.',
  },
  'reductions.provider-missing': {
    status: 404,
    ja: () => 'その事業者は見つかりません。交通や宿泊などの記録を送る事業者を選んでください。',
    en: () => 'There is no such operator. Choose one that sends records of rides, stays or sales.',
  },
  'reductions.subject-taken': {
    status: 409,
    ja: () =>
      'この会員番号はほかの利用者に結びついています。心当たりがあるときは事業者の窓口で確認コードを受け取ってください。',
    en: () =>
      'This member number is linked to somebody else. If it is yours, ask the provider for a code at the counter.',
  },
  'reductions.code-unknown': {
    status: 422,
    ja: () => 'この確認コードは使えません。期限切れか、使用済みか、写し間違いです。',
    en: () => 'This code does not work. It has expired, was used already or was copied wrongly.',
  },
  'reductions.link-missing': {
    status: 404,
    ja: () => 'その連携は見つかりません。',
    en: () => 'There is no such link.',
  },
  'reductions.not-disputable': {
    status: 409,
    ja: () => 'この記録はすでにクレジットとして発行されています。訂正は発行後の調整として扱います。',
    en: () => 'This record has been issued as credit; a correction is now an adjustment after issue.',
  },
  'reductions.sole-administrator': {
    status: 409,
    ja: (f) => `${f.name} の管理者があなただけです。先にほかの人を管理者にしてください。`,
    en: (f) => `You are the only administrator of ${f.name}. Make somebody else one first.`,
  },
  'reductions.too-many-lines': {
    status: 413,
    ja: (f) => `一度に送れるのは ${f.limit} 行までです。残りを分けて送ってください（届いた分は記録済みです）。`,
    en: (f) => `At most ${f.limit} lines can be sent at once. Send the rest apart; what arrived is recorded.`,
  },
  'reductions.header-missing': {
    status: 422,
    ja: (f) => `CSV の 1 行目に必要な列がありません: ${f.missing}。`,
    en: (f) => `The first line of the CSV lacks columns: ${f.missing}.`,
  },
  'reductions.line-unreadable': {
    status: 422,
    ja: () => 'この行を読み取れません。1 行に 1 つの JSON（または CSV の 1 件）を書いてください。',
    en: () => 'This line cannot be read. Write one JSON object, or one CSV record, a line.',
  },
  'reductions.line-too-long': {
    status: 422,
    ja: (f) => `この行は長すぎます（上限 ${f.limit} 文字）。`,
    en: (f) => `This line is too long (limit ${f.limit} characters).`,
  },
  'reductions.line-encoding': {
    status: 422,
    ja: () => '文字として読めない部分があります。UTF-8 か Shift_JIS で送ってください。',
    en: () => 'Part of this line is not text. Send UTF-8 or Shift_JIS.',
  },
  'reductions.line-columns': {
    status: 422,
    ja: (f) => `列の数が合いません（${f.given} 列、見出しは ${f.expected} 列）。`,
    en: (f) => `The number of columns is ${f.given}; the header has ${f.expected}.`,
  },
  'reductions.line-missing': {
    status: 422,
    ja: (f) => `${f.field} がありません（必要: ${ruleText(f, 'ja')}）。`,
    en: (f) => `${f.field} is missing (needed: ${ruleText(f, 'en')}).`,
  },
  'reductions.line-field': {
    status: 422,
    ja: (f) => `${f.field} の値「${f.given}」は使えません（必要: ${ruleText(f, 'ja')}）。`,
    en: (f) => `${f.field} cannot be "${f.given}" (needed: ${ruleText(f, 'en')}).`,
  },
  'reductions.external-id-reused': {
    status: 422,
    ja: () => 'この externalId は別の内容で受け取り済みです。前の記録はそのままです。',
    en: () => 'This externalId was received with other content. The earlier record stands.',
  },
  'reductions.seat-taken': {
    status: 422,
    ja: () => 'この座席・部屋の記録はすでに別の行が使っています。',
    en: () => 'This seat or room has been claimed by another record.',
  },
  'reductions.received': {
    status: 409,
    ja: () => '受け取り済みの記録です。何も変わりません。',
    en: () => 'Received before; nothing changes.',
  },
  'reductions.better-report': {
    status: 409,
    ja: () => '同じ行動について、同等以上に確かな記録があります。こちらは 0 g として結びつけます。',
    en: () => 'An equally good or better record of the same act exists. This one is kept beside it with 0 g.',
  },
  'reductions.overlap': {
    status: 409,
    ja: () => '同じ時刻に別の移動の記録があります。同時に二か所にはいられないため、確認まで 0 g とします。',
    en: () =>
      'Another trip is recorded at the same time. Nobody is in two places at once, so this is 0 g until checked.',
  },
  'reductions.teleport': {
    status: 409,
    ja: () =>
      '前後の移動の記録と場所が離れすぎていて、その時間では行き着けません。どちらが正しいか確認するまで 0 g とします。',
    en: () =>
      'It lies too far from where the record before or after it ends or begins for the time between; 0 g until checked.',
  },
  'reductions.alike': {
    status: 409,
    ja: () =>
      `同じ時刻・同じ距離の記録が ${MOST_ALIKE} 人を超える名前で届いています。端末の使い回しでないと確認できるまで 0 g とします。`,
    en: () =>
      `The same ride, to the second and the metre, came under more than ${MOST_ALIKE} names; 0 g until it is clear that ` +
      'these are different people.',
  },
  'reductions.daily-active-cap': {
    status: 409,
    ja: () => `徒歩や自転車でクレジット対象になるのは 1 人 1 日 ${ACTIVE_G_A_DAY} g までです。表示量はそのままです。`,
    en: () =>
      `Walking and cycling are credited up to ${ACTIVE_G_A_DAY} g a day for each person. The shown number is unchanged.`,
  },
  'reductions.daily-total': {
    status: 409,
    ja: () =>
      `この記録で 1 日の合計が ${REVIEW_G_A_DAY / 1_000} kg を超えます。大きな削減量は人が確認するまで 0 g とします。`,
    en: () =>
      `With this record the day's total is above ${REVIEW_G_A_DAY / 1_000} kg; a person looks at it first, 0 g until then.`,
  },
  'reductions.daily-distance': {
    status: 409,
    ja: () =>
      `1 日の移動距離が 1 人の上限（鉄道 ${RAIL_M_A_DAY / 1_000} km、その他の地上交通 ${GROUND_M_A_DAY / 1_000} km）を超えます。確認まで 0 g とします。`,
    en: () =>
      `One person's day would be longer than possible (${RAIL_M_A_DAY / 1_000} km by rail, ${GROUND_M_A_DAY / 1_000} km by ` +
      'other ground travel); 0 g until checked.',
  },
  'reductions.daily-reach': {
    status: 409,
    ja: () =>
      `1 人 1 日の移動の上限（鉄道 ${RAIL_M_A_DAY / 1_000} km、その他の地上交通 ${GROUND_M_A_DAY / 1_000} km）を超えるため、クレジット対象は 0 g です。表示量はそのままです。`,
    en: () =>
      `Beyond one person's day (${RAIL_M_A_DAY / 1_000} km by rail, ${GROUND_M_A_DAY / 1_000} km by other ground travel) ` +
      'nothing is credited. The shown number is unchanged.',
  },
  'reductions.unlinked': {
    status: 409,
    ja: () =>
      'まだだれにも結びついていない会員番号です。本人が連携すると引き継がれます。それまでどこにも表示されません。',
    en: () => 'Nobody is linked to this subject yet. It is taken up when they link, and shown to nobody until then.',
  },
} as const satisfies Record<string, RefusalWording>
