import type { RefusalWording } from '../kernel/refusal.ts'

export const programmeRefusals = {
  'programmes.fund-missing': {
    status: 404,
    ja: () => 'その原資（ファンド）は見つかりません。',
    en: () => 'There is no such fund.',
  },
  'programmes.deposit-by-operator': {
    status: 403,
    field: 'amountYen',
    ja: () => '入金の確認は運営が行います。売上の分配からの積み立ては orderId を指定してください。',
    en: () => 'That money has arrived is said by the operator; for a share of a sale give its orderId.',
  },
  'programmes.share-missing': {
    status: 409,
    field: 'orderId',
    ja: () => 'この売上には、この組織の特典原資（reward-fund）への分配がありません。',
    en: () => 'The division of this sale sets nothing aside for rewards of this organisation.',
  },
  'programmes.share-used': {
    status: 409,
    field: 'orderId',
    ja: () => 'この売上の分配は、すでに積み立てられています。',
    en: () => 'The share of this sale is in a fund already.',
  },
  'programmes.nothing-to-claim': {
    status: 409,
    ja: () => '期間中の、まだ受け取っていない削減はありません。',
    en: () => 'There is no act in the fund’s days that was not rewarded yet.',
  },
} as const satisfies Record<string, RefusalWording>
