import type { RefusalWording } from '../kernel/refusal.ts'
import { stateSaid, yenSaid } from './refusal-words.ts'

export const moneyRefusals = {
  'marketplace.payment-missing': {
    status: 404,
    ja: () => 'その支払いは見つかりません。',
    en: () => 'There is no such payment.',
  },
  'marketplace.card-refused': {
    status: 503,
    ja: () => 'カード会社の画面を開けませんでした。しばらくしてからやり直すか、請求書払いを選んでください。',
    en: () => 'The card company did not open a page. Try again in a while, or choose the invoice.',
  },
  'marketplace.payment-state': {
    status: 409,
    ja: (f) => `この支払いはもう終わっています（${stateSaid(f.state, 'ja')}）。`,
    en: (f) => `This payment is over already (${stateSaid(f.state, 'en')}).`,
  },
  'marketplace.event-signature': {
    status: 401,
    ja: () => '通知の署名が正しくないか、時刻が離れすぎています。',
    en: () => 'The signature of the event is wrong, or its time is too far away.',
  },
  'marketplace.event-unreadable': {
    status: 422,
    ja: () => 'この通知は読み取れません。',
    en: () => 'This event cannot be read.',
  },
  'marketplace.nothing-due-back': {
    status: 409,
    field: 'amountYen',
    ja: (f) => `お返しする金額は ${yenSaid(f.dueBackYen)} 円です。それを超えて記録できません。`,
    en: (f) => `${yenSaid(f.dueBackYen)} yen are due back; more than that cannot be recorded.`,
  },
  'marketplace.too-much-money': {
    status: 422,
    field: 'amountYen',
    ja: (f) => `この注文の未入金は ${yenSaid(f.openYen)} 円です。`,
    en: (f) => `${yenSaid(f.openYen)} yen are open for this order.`,
  },
  'marketplace.part-too-small': {
    status: 409,
    ja: (f) =>
      `入金 ${yenSaid(f.receivedYen)} 円では最小単位（${yenSaid(f.leastYen)} 円）に届かないため、一部の引き渡しはできません。`,
    en: (f) =>
      `${yenSaid(f.receivedYen)} yen do not reach the smallest step (${yenSaid(f.leastYen)} yen), so no part can be delivered.`,
  },
  'marketplace.plan-commissions': {
    status: 422,
    field: 'lines',
    ja: (f) => `手数料の合計が 100% を超えています（${f.bp} / 10,000）。`,
    en: (f) => `The commissions exceed the whole (${f.bp} of 10,000).`,
  },
  'marketplace.plan-party': {
    status: 422,
    field: 'lines',
    ja: () => '分配先の組織が見つかりません。',
    en: () => 'A party is no organisation here.',
  },
  'marketplace.standing-missing': {
    status: 404,
    ja: () => 'その定期購入は見つかりません。',
    en: () => 'There is no such standing order.',
  },
  'marketplace.standing-stopped': {
    status: 409,
    ja: () => 'この定期購入はもう止まっています。',
    en: () => 'This standing order has stopped already.',
  },
  'marketplace.standing-months': {
    status: 422,
    field: 'firstMonth',
    ja: (f) => `${f.earliest} 以後の月を、最後の月より前に指定してください。`,
    en: (f) => `Begin with ${f.earliest} or later, and before the last month.`,
  },
  'marketplace.agent-known': {
    status: 409,
    field: 'agentId',
    ja: () => 'この組織は、すでにこの売り手の取次です。',
    en: () => 'This organisation sells for that seller already.',
  },
  'marketplace.agent-orders-open': {
    status: 409,
    field: 'agentId',
    ja: () => 'この取次を通した注文のうち、支払いの終わっていないものがあります。終わってから申し込み直してください。',
    en: () => 'Orders through this agent are not paid yet. Offer the agency anew once they are.',
  },
  'marketplace.agent-missing': {
    status: 404,
    ja: () => 'その取次は見つかりません。',
    en: () => 'There is no such agent.',
  },
  'marketplace.agent-self': {
    status: 422,
    field: 'agentId',
    ja: () => '自分自身を取次にはできません。',
    en: () => 'Nobody can be their own agent.',
  },
  'marketplace.agent-margins': {
    status: 422,
    field: 'bp',
    ja: (f) => `上位の取次と合わせた料率が 100% を超えます（${f.bp} / 10,000）。`,
    en: (f) => `With those above it the margins exceed the whole (${f.bp} of 10,000).`,
  },
  'marketplace.estimate-nothing': {
    status: 422,
    field: 'estimate',
    ja: () => 'この計算の排出量は 0 g なので、買う量がありません。',
    en: () => 'This estimate emits nothing, so there is nothing to buy for it.',
  },
} as const satisfies Record<string, RefusalWording>
