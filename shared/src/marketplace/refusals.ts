import type { RefusalWording } from '../kernel/refusal.ts'
import { benefitsRefusals } from './benefits-refusals.ts'
import { moneyRefusals } from './money-refusals.ts'
import { tenderRefusals } from './tender-refusals.ts'
import { massSaid, stateSaid, timeSaid, yenSaid } from './refusal-words.ts'

export const marketplaceRefusals = {
  ...tenderRefusals,
  ...moneyRefusals,
  ...benefitsRefusals,
  'marketplace.most-yen-per-buyer': {
    status: 409,
    ja: (f) =>
      `出品者の条件「一者あたり税込 ${yenSaid(f.yen)} 円で買える ${massSaid(f.mostG)} まで」により、あと ${massSaid(f.leftG)} までです。`,
    en: (f) =>
      `The seller's rule "at most what ${yenSaid(f.yen)} yen with tax buy, ${massSaid(f.mostG)}, for each buyer" leaves ${massSaid(f.leftG)} for you.`,
  },
  'marketplace.once-a-fiscal-year': {
    status: 409,
    ja: () => '出品者の条件「一者につき年度に一回まで」により、今年度はもう購入されています。',
    en: () => 'The seller\'s rule "once a fiscal year for each buyer": you have bought this year already.',
  },
  'marketplace.lot-missing': {
    status: 404,
    ja: () => 'そのロットは見つかりません。',
    en: () => 'There is no such lot.',
  },
  'marketplace.lot-refused': {
    status: 409,
    ja: () => 'このロットは保有の確認が取れなかったため、売買できません。',
    en: () => 'The holding of this lot could not be confirmed, so it cannot be sold.',
  },
  'marketplace.listing-missing': {
    status: 404,
    ja: () => 'その出品は見つかりません。',
    en: () => 'There is no such listing.',
  },
  'marketplace.listing-closed': {
    status: 409,
    field: 'listingId',
    ja: () => 'この出品は終わっています。',
    en: () => 'This listing is closed.',
  },
  'marketplace.step': {
    status: 422,
    ja: (f) => `この出品は ${massSaid(f.minG)} 単位です（${massSaid(f.massG)} は割り切れません）。`,
    en: (f) => `This listing is sold in steps of ${massSaid(f.minG)}; ${massSaid(f.massG)} is not a multiple.`,
  },
  'marketplace.not-enough': {
    status: 409,
    field: 'massG',
    ja: (f) => `在庫が足りません（ご希望 ${massSaid(f.wantedG)}、残り ${massSaid(f.availableG)}）。`,
    en: (f) => `There is not enough left (${massSaid(f.wantedG)} wanted, ${massSaid(f.availableG)} available).`,
  },
  'marketplace.budget-too-small': {
    status: 422,
    ja: (f) => `ご予算 ${yenSaid(f.budgetYen)} 円では最小単位（${yenSaid(f.leastYen)} 円）に届きません。`,
    en: (f) =>
      `A budget of ${yenSaid(f.budgetYen)} yen does not reach the smallest order (${yenSaid(f.leastYen)} yen).`,
  },
  'marketplace.own-listing': {
    status: 422,
    field: 'listingId',
    ja: () => '自分の組織の出品は注文できません。',
    en: () => 'An organisation cannot order from its own listing.',
  },
  'marketplace.most-per-buyer': {
    status: 409,
    ja: (f) => `出品者の条件「一者あたり ${massSaid(f.mostG)} まで」により、あと ${massSaid(f.leftG)} までです。`,
    en: (f) => `The seller's rule "at most ${massSaid(f.mostG)} for each buyer" leaves ${massSaid(f.leftG)} for you.`,
  },
  'marketplace.buyer-prefecture': {
    status: 409,
    ja: (f) => `出品者の条件「都道府県コード ${f.prefecture} の購入者に限る」に当てはまりません。`,
    en: (f) => `The seller's rule "only buyers of prefecture ${f.prefecture}" does not allow this order.`,
  },
  'marketplace.order-missing': {
    status: 404,
    ja: () => 'その注文は見つかりません。',
    en: () => 'There is no such order.',
  },
  'marketplace.order-state': {
    status: 409,
    ja: (f) => `この注文の状態（${stateSaid(f.state, 'ja')}）ではできません。`,
    en: (f) => `The order is in a state that does not allow this (${stateSaid(f.state, 'en')}).`,
  },
  'marketplace.order-expired': {
    status: 409,
    ja: (f) => `支払期限（${timeSaid(f.expiresAt)}）を過ぎています。在庫は出品者に戻りました。`,
    en: (f) => `The order expired (${timeSaid(f.expiresAt)}); its stock has gone back to the seller.`,
  },
  'marketplace.card-unavailable': {
    status: 422,
    ja: () => 'カード払いはまだ使えません。請求書払いを選んでください。',
    en: () => 'Payment by card is not available here. Choose the invoice.',
  },
} as const satisfies Record<string, RefusalWording>
