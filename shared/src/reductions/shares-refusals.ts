import type { RefusalWording } from '../kernel/refusal.ts'

export const shareRefusals = {
  'reductions.terms-made': {
    status: 409,
    ja: (f) => `${f.day} からの取り決めはすでにあります。新しい取り決めは別の日からにしてください。`,
    en: (f) => `There are terms from ${f.day} already. Let new ones begin on another day.`,
  },
  'reductions.share-of-others': {
    status: 422,
    ja: () => '自分の分から渡すことだけができます。ほかの人の分は減らせません。',
    en: () => 'You can give of your own share; what others were promised cannot become less.',
  },
} as const satisfies Record<string, RefusalWording>
