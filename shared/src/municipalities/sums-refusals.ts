import type { RefusalWording } from '../kernel/refusal.ts'

export const areaSumRefusals = {
  'municipalities.range': {
    status: 422,
    ja: (f) => `期間は始まりから終わりまで、最大 ${f.most} か月で指定してください。`,
    en: (f) => `Give a range that ends after it begins and spans at most ${f.most} months.`,
  },
} as const satisfies Record<string, RefusalWording>
