import type { RefusalWording } from '../kernel/refusal.ts'

export const schemeRefusals = {
  'schemes.missing': {
    status: 404,
    ja: () => 'その取り組みは見つかりません。',
    en: () => 'There is no such scheme here.',
  },
  'schemes.ended': {
    status: 409,
    ja: () => 'この取り組みは終わっています。',
    en: () => 'This scheme has ended.',
  },
  'schemes.not-enough': {
    status: 409,
    field: 'quantity',
    ja: (f) =>
      `確保してあるクレジットが足りません（必要 ${f.neededG} g、残り ${f.availableG} g）。在庫を足してから売ってください。`,
    en: (f) => `The reserve does not cover this (needs ${f.neededG} g, ${f.availableG} g are left). Add stock first.`,
  },
  'schemes.one-source': {
    status: 422,
    ja: () => '購入元は出品・ロット・種類のどれか一つで指定してください。',
    en: () => 'Name exactly one source to buy from: a listing, a lot or a family.',
  },
  'schemes.sku-twice': {
    status: 422,
    ja: () => '同じ商品コードが二度あります。',
    en: () => 'A product code stands twice in the list.',
  },
  'schemes.sku-unknown': {
    status: 422,
    field: 'sku',
    ja: (f) => `商品コード「${f.sku}」はこの取り組みにありません。`,
    en: (f) => `This scheme has no product with the code "${f.sku}".`,
  },
  'schemes.source-twice': {
    status: 422,
    ja: () => '同じロットが二度あります。割合をまとめてください。',
    en: () => 'A lot stands twice among the sources; add its shares together.',
  },
  'schemes.factor-unfit': {
    status: 422,
    ja: (f) => `係数「${f.factorId}」は1人1泊あたりの排出係数ではありません。`,
    en: (f) => `The factor "${f.factorId}" is not an emission per guest and night.`,
  },
  'schemes.mass-missing': {
    status: 422,
    field: 'massG',
    ja: () => '排出量（massG）か、来場者1人あたりの排出量（取り組みの gPerVisitor）が必要です。',
    en: () => 'Give the emission (massG), or set an emission per visitor (gPerVisitor) in the scheme.',
  },
  'schemes.sale-differs': {
    status: 409,
    field: 'externalId',
    ja: (f) => `売上番号「${f.externalId}」は別の内容で記録されています。`,
    en: (f) => `The sale "${f.externalId}" is already recorded with other contents.`,
  },
  'schemes.sale-in-future': {
    status: 422,
    field: 'at',
    ja: (f) => `売上の日時（${f.at}）が先の日付です。`,
    en: (f) => `The sale is dated in the future (${f.at}).`,
  },
  'schemes.sale-too-large': {
    status: 422,
    field: 'quantity',
    ja: () => '一件の売上として大きすぎます。分けて送ってください。',
    en: () => 'This is too large for one sale. Send it in parts.',
  },
  'schemes.sale-missing': {
    status: 404,
    field: 'externalId',
    ja: (f) => `売上「${f.externalId}」は記録されていません。`,
    en: (f) => `There is no sale "${f.externalId}".`,
  },
  'schemes.return-too-many': {
    status: 409,
    ja: (f) => `返品できるのは残り ${f.leftUnits} 件までです。`,
    en: (f) => `Only ${f.leftUnits} of this sale can still be returned.`,
  },
  'schemes.return-reused': {
    status: 409,
    ja: (f) => `返品番号「${f.returnId}」は別の内容で記録されています。`,
    en: (f) => `The return "${f.returnId}" is already recorded with other contents.`,
  },
  'schemes.tally-known': {
    status: 409,
    field: 'month',
    ja: (f) => `${f.month} の集計はすでに記録されています。`,
    en: (f) => `The tally of ${f.month} is already recorded.`,
  },
  'schemes.photo-unreadable': {
    status: 422,
    ja: () => '写真は JPEG・PNG・WebP の画像で送ってください。',
    en: () => 'Send the photo as a JPEG, PNG or WebP image.',
  },
  'schemes.closing-in-future': {
    status: 422,
    field: 'through',
    ja: (f) => `まだ終わっていない日（${f.through}）までは締められません。`,
    en: (f) => `A period that has not ended (${f.through}) cannot be closed.`,
  },
  'schemes.closed-through': {
    status: 409,
    field: 'through',
    ja: (f) => `${f.through} まではすでに締めています。`,
    en: (f) => `Everything through ${f.through} is closed already.`,
  },
  'schemes.price-missing': {
    status: 422,
    ja: () => '購入できる出品がありません。出品されるのを待つか、購入元を変えてください。',
    en: () => 'Nothing is on sale to buy from. Wait for a listing or choose another source.',
  },
  'schemes.claim-missing': {
    status: 404,
    ja: () => 'この番号の証明はありません。写し間違いがないか確かめてください。',
    en: () => 'There is no claim with this code. Check that it was copied correctly.',
  },
  'schemes.reserve-family': {
    status: 422,
    ja: () => '在庫に足せるのは同じ種類のクレジットだけです。',
    en: () => 'Only credits of the same family can be added to this reserve.',
  },
  'schemes.no-reserve': {
    status: 422,
    ja: () => 'この取り組みは在庫を確保しません。',
    en: () => 'This kind of scheme sets no stock aside.',
  },
  'schemes.lot-missing': {
    status: 404,
    field: 'lotId',
    ja: () => 'そのロットは見つかりません。',
    en: () => 'There is no such lot.',
  },
} as const satisfies Record<string, RefusalWording>
