import type { RefusalWording } from '../kernel/refusal.ts'

export const forestEstimateRefusals = {
  'forest.species-unknown': {
    status: 422,
    ja: (f) => `species: ${f.given} という樹種は係数の表にありません。使えるもの: ${f.known}。`,
    en: (f) => `species: ${f.given} is not in the table of coefficients. Known: ${f.known}.`,
  },
  'forest.year-repeated': {
    status: 422,
    ja: (f) => `years: ${f.year} 年目が二度あります。一年に一行で示してください。`,
    en: (f) => `years: year ${f.year} is given twice. Give one row for each year.`,
  },
} as const satisfies Record<string, RefusalWording>
