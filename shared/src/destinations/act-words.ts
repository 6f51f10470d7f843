import { isPieceType, type PieceType } from '../reductions/piece-ask.ts'

// What hotel systems, tills and spreadsheets in Japan call the columns and acts, so that their files need no rewriting.

/** Headings of files in Japanese, and the columns they stand for; the first of each is the one we recommend. */
export const ACT_HEADINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    externalId: ['記録番号', '予約番号', '伝票番号', '明細番号'],
    subject: ['会員番号', '顧客番号', 'お客様番号'],
    type: ['種類', 'サービス', 'サービス名', '行動'],
    at: ['日時', '宿泊日', '利用日', '利用日時', '日付'],
    quantity: ['数量', '回数', '個数'],
    placeRef: ['施設番号', '施設', '店舗番号', '店舗'],
    municipality: ['市区町村コード', '市区町村', '自治体コード'],
    room: ['部屋番号', '部屋', '客室番号'],
    meal: ['主菜', '料理の種類', 'メニュー区分'],
  }).flatMap(([column, headings]) => headings.map((heading): [string, string] => [heading, column])),
)

/** What a line of a provider can be about: what one number says all of, and a meal, which says what was eaten too. */
export type ActType = PieceType | 'meal.swap'

const TYPES_BY_NAME: ReadonlyMap<string, ActType> = new Map(
  Object.entries({
    'stay.skip-cleaning': ['清掃・リネン交換を断る', '清掃不要', '清掃なし', '清掃辞退', 'リネン交換なし', 'エコ清掃'],
    'stay.amenities': ['使い捨てアメニティを使わない', 'アメニティ不要', 'アメニティなし', 'アメニティ辞退'],
    'food.leftovers': ['食べ残しを持ち帰る', '食べ残し持ち帰り', '持ち帰り(g)'],
    'shop.refill': ['マイボトル', '給水'],
    'shop.bag': ['レジ袋を断る', 'レジ袋辞退', 'レジ袋不要'],
    'shop.cup': ['マイカップ'],
    'shop.second-hand': ['古着'],
    'shop.local': ['地元の産物', '地産(g)'],
    'shop.seasonal': ['旬の産物', '旬(g)'],
    'shop.e-receipt': ['電子レシート'],
    'ev.charge': ['EV充電', 'EV充電(Wh)'],
    'meal.swap': ['食事', '料理'],
  } satisfies Record<ActType, readonly string[]>).flatMap(([type, names]) =>
    names.map((name): [string, ActType] => [name, type as ActType]),
  ),
)

/** The act that our id or a Japanese name stands for, in full or half width; undefined when nothing does. */
export function actTypeOf(value: unknown): ActType | undefined {
  if (typeof value !== 'string') return undefined
  if (isPieceType(value) || value === 'meal.swap') return value
  const name = value.normalize('NFKC').trim()
  return isPieceType(name) ? name : TYPES_BY_NAME.get(name)
}
