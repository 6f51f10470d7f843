import type { RefusalWording } from '../kernel/refusal.ts'
import { massSaid, timeSaid, yenSaid } from './refusal-words.ts'

export const tenderRefusals = {
  'marketplace.tender-missing': {
    status: 404,
    ja: () => 'その入札は見つかりません。',
    en: () => 'There is no such tender.',
  },
  'marketplace.tender-terms': {
    status: 422,
    ja: (f) =>
      f.earliest
        ? `入札の締切は ${timeSaid(f.earliest)} より後にしてください。`
        : '入札では「一者あたりの上限」などの注文の条件は使えません。上限は tender/capG で指定してください。',
    en: (f) =>
      f.earliest
        ? `The tender must close after ${timeSaid(f.earliest)}.`
        : 'A tender takes no rules on orders except the buyer’s prefecture; give the cap in tender/capG.',
  },
  'marketplace.tender-closed': {
    status: 409,
    ja: (f) => `入札は ${timeSaid(f.closesAt)} に締め切られました。`,
    en: (f) => `The tender closed at ${timeSaid(f.closesAt)}.`,
  },
  'marketplace.tender-runs': {
    status: 409,
    ja: (f) => `入札の受付中です（締切 ${timeSaid(f.closesAt)}）。締め切るまで、開くことも取り下げることもできません。`,
    en: (f) => `The tender takes bids until ${timeSaid(f.closesAt)}; before that it can be neither opened nor ended.`,
  },
  'marketplace.tender-opened': {
    status: 409,
    ja: () => 'この入札はすでに開札されています。',
    en: () => 'This tender has been opened already.',
  },
  'marketplace.tender-only-bids': {
    status: 409,
    field: 'listingId',
    ja: () => 'この出品は入札で販売されます。入札してください。',
    en: () => 'This listing is sold by tender; place a bid.',
  },
  'marketplace.bid-missing': {
    status: 404,
    ja: () => 'その入札書は見つかりません。',
    en: () => 'There is no such bid.',
  },
  'marketplace.bid-too-large': {
    status: 422,
    field: 'massG',
    ja: (f) => `一者が落札できるのは ${massSaid(f.mostG)} までです。`,
    en: (f) => `One bidder can win at most ${massSaid(f.mostG)}.`,
  },
  'marketplace.bid-below-least': {
    status: 422,
    field: 'priceYenPerTonne',
    ja: (f) => `入札できる価格は 1 t あたり ${yenSaid(f.leastYen)} 円からです。`,
    en: (f) => `Bids start at ${yenSaid(f.leastYen)} yen a tonne.`,
  },
  'marketplace.bids-per-buyer': {
    status: 409,
    ja: (f) => `一者が出せる入札書は ${f.most} 枚までです（取り下げた入札書も数えます）。`,
    en: (f) => `A bidder can place at most ${f.most} bids, withdrawn ones included.`,
  },
} as const satisfies Record<string, RefusalWording>
