import type { RefusalWording } from '../kernel/refusal.ts'

export const journeyRefusals = {
  'reductions.journey-missing': {
    status: 404,
    ja: () => 'その旅は見つかりません。',
    en: () => 'There is no such journey.',
  },
  'reductions.journey-period': {
    status: 422,
    ja: (f) => `期間は ${f.months} か月までです。`,
    en: (f) => `At most ${f.months} months at once.`,
  },
  'reductions.journey-far': {
    status: 422,
    ja: (f) => `この旅から ${f.days} 日より離れた記録は入れられません。`,
    en: (f) => `A record more than ${f.days} days away from the journey cannot be put in.`,
  },
} as const satisfies Record<string, RefusalWording>
