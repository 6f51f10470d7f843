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
  'schemes.guest-price': {
    status: 422,
    field: 'yenPerGuestNight',
    ja: () => 'お客さまの負担にするときは、1人1泊の金額（1円以上）を入れてください。宿の負担なら金額は空欄にします。',
    en: () => 'Where guests pay, say how many yen a guest and night (1 or more); where the hotel pays, leave it out.',
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
  'schemes.file-too-long': {
    status: 413,
    ja: (f) => `一度に送れるのは ${f.most} 行までです。ファイルを分けてください。`,
    en: (f) => `At most ${f.most} lines can be sent at once. Divide the file.`,
  },
  'schemes.file-empty': {
    status: 422,
    ja: () => 'ファイルに売上の行がありません。一行目は列の名前です。',
    en: () => 'The file has no lines of sales. Its first line names the columns.',
  },
  'schemes.line-unreadable': {
    status: 422,
    ja: () => 'この行は読み取れません。引用符と列の数を確かめてください。',
    en: () => 'This line cannot be read. Check its quotation marks and the number of its columns.',
  },
  'schemes.line-invalid': {
    status: 422,
    ja: (f) => `この行の「${f.column}」が正しくありません。`,
    en: (f) => `The value of "${f.column}" in this line is not valid.`,
  },
  'schemes.too-many-terminals': {
    status: 409,
    ja: (f) => `つなげるレジは ${f.most} 台までです。使わないものを外してください。`,
    en: (f) => `At most ${f.most} registers can be connected. Disconnect those that are not used.`,
  },
  'schemes.terminal-missing': {
    status: 404,
    ja: () => 'そのレジは登録されていないか、外されています。',
    en: () => 'There is no such register, or it has been disconnected.',
  },
  'schemes.signature': {
    status: 422,
    ja: () => '署名が合いません。webhook-id・webhook-timestamp・webhook-signature と本文を確かめてください。',
    en: () => 'The signature does not match. Check webhook-id, webhook-timestamp, webhook-signature and the body.',
  },
  'schemes.signature-old': {
    status: 422,
    ja: () => '署名の時刻が今から5分より離れています。時計を合わせ、署名し直して送ってください。',
    en: () => 'The signature is more than five minutes away from now. Set the clock and sign again.',
  },
  'schemes.sequence-gap': {
    status: 409,
    field: 'sequence',
    ja: (f) => `つぎの番号は ${f.expected} です。抜けている分を先に送ってください。`,
    en: (f) => `The next number is ${f.expected}. Send what is missing first.`,
  },
  'schemes.sequence-reused': {
    status: 409,
    field: 'sequence',
    ja: (f) => `番号 ${f.sequence} は別の内容で受け取っています。`,
    en: (f) => `The number ${f.sequence} was received with other contents.`,
  },
  'schemes.claim-kept': {
    status: 409,
    ja: () => 'この番号はほかの方がすでに登録しています。写しの可能性があります。',
    en: () => 'Somebody else has added this code to their account. Yours may be a copy.',
  },
  'schemes.claim-returned': {
    status: 409,
    ja: () => '返品された商品の番号は登録できません。',
    en: () => 'The item with this code was returned, so it cannot be added.',
  },
  'schemes.measures-missing': {
    status: 422,
    field: 'emission',
    ja: () => 'オフセットは対策のあとの残りに限ります。行った削減対策（emission.measures）を一つ以上書いてください。',
    en: () => 'Only what is left after measures is offset. Name at least one measure taken (emission.measures).',
  },
  'schemes.nothing-left': {
    status: 422,
    field: 'emission',
    ja: () => '対策で排出がすべて減っているため、オフセットするものがありません。',
    en: () => 'The measures cover the whole emission, so nothing is left to offset.',
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
  'schemes.other-forest': {
    status: 422,
    field: 'lotId',
    ja: () => 'この宿は決まった森に結びついています。同じプロジェクトのクレジットだけを足せます。',
    en: () => 'This property is bound to its forest: only credits of the same project can be added.',
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
