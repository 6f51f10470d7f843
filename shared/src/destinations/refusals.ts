import type { RefusalWording } from '../kernel/refusal.ts'

export const destinationRefusals = {
  'destinations.more-than-nights': {
    status: 422,
    ja: (f) => `${f.nights} 泊・${f.guests} 人の滞在では、この項目は最大 ${f.most} 回です。`,
    en: (f) => `A stay of ${f.nights} nights and ${f.guests} guests allows this at most ${f.most} times.`,
  },
  'destinations.place-unknown': {
    status: 422,
    ja: (f) => `${f.given} という市区町村はありません。`,
    en: (f) => `There is no municipality ${f.given}.`,
  },
  'destinations.in-future': {
    status: 422,
    ja: () => 'まだ起きていない滞在や購入です。確認まで 0 g とします。',
    en: () => 'This stay or purchase lies in the future; 0 g until checked.',
  },
} as const satisfies Record<string, RefusalWording>
