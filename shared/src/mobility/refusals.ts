import type { RefusalWording } from '../kernel/refusal.ts'

export const mobilityRefusals = {
  'mobility.ends-before-start': {
    status: 422,
    ja: () => '終了が開始より前になっています。',
    en: () => 'It ends before it starts.',
  },
  'mobility.distance-missing': {
    status: 422,
    ja: () => '距離（distanceM）か、出発と到着の場所が必要です。',
    en: () => 'A distance (distanceM), or the places where it starts and ends, is needed.',
  },
  'mobility.place-unknown': {
    status: 422,
    ja: (f) => `${f.given} という場所は登録されていません。座標か市区町村コードで示してください。`,
    en: (f) => `The place ${f.given} is not known here. Give coordinates or a municipality code.`,
  },
  'mobility.too-fast': {
    status: 422,
    ja: (f) =>
      `平均 ${f.kmh} km/h は、この移動手段（上限 ${f.limitKmh} km/h）ではあり得ません。確認まで 0 g とします。`,
    en: (f) => `An average of ${f.kmh} km/h is impossible by this mode (limit ${f.limitKmh} km/h); 0 g until checked.`,
  },
  'mobility.too-far': {
    status: 422,
    ja: (f) =>
      `${f.km} km は、この移動手段で一日に移動できる距離（${f.limitKm} km）を超えています。確認まで 0 g とします。`,
    en: (f) => `${f.km} km is beyond what this mode covers in a day (${f.limitKm} km); 0 g until checked.`,
  },
  'mobility.too-long': {
    status: 422,
    ja: (f) => `${f.hours} 時間続く移動は一つの記録にできません（上限 ${f.limitHours} 時間）。確認まで 0 g とします。`,
    en: (f) => `A trip of ${f.hours} hours cannot be one record (limit ${f.limitHours}); 0 g until checked.`,
  },
  'mobility.in-future': {
    status: 422,
    ja: () => 'まだ起きていない移動です。確認まで 0 g とします。',
    en: () => 'This trip lies in the future; 0 g until checked.',
  },
} as const satisfies Record<string, RefusalWording>
