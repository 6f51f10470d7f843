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
  'mobility.loop': {
    status: 422,
    ja: () => '出発と到着が同じ停留所です。往復は片道ずつの記録にしてください。確認まで 0 g とします。',
    en: () => 'It ends at the stop where it began. Record each way by itself; 0 g until checked.',
  },
  'mobility.in-future': {
    status: 422,
    ja: () => 'まだ起きていない移動です。確認まで 0 g とします。',
    en: () => 'This trip lies in the future; 0 g until checked.',
  },
  'mobility.feed-not-zip': {
    status: 422,
    ja: () => 'zip ファイルとして読めません。GTFS の zip をそのまま送ってください。',
    en: () => 'This is no readable zip archive. Send the GTFS zip as it is.',
  },
  'mobility.feed-damaged': {
    status: 422,
    ja: (f) => `zip の中の ${f.file} が壊れていて読めません。作り直して送ってください。`,
    en: (f) => `${f.file} in the archive is damaged. Make the archive again and send it.`,
  },
  'mobility.feed-too-large': {
    status: 413,
    ja: (f) => `zip が大きすぎます（上限 ${f.limitMb} MB）。`,
    en: (f) => `The archive is too large (limit ${f.limitMb} MB).`,
  },
  'mobility.feed-expands': {
    status: 422,
    ja: (f) => `zip の中身が大きすぎます（広げて ${f.limitMb} MB まで）。`,
    en: (f) => `The archive holds too much (unpacked ${f.limitMb} MB at most).`,
  },
  'mobility.feed-too-long': {
    status: 422,
    ja: (f) => `${f.file} の行が多すぎます（上限 ${f.limit} 行）。フィードを分けて送ってください。`,
    en: (f) => `${f.file} has too many rows (limit ${f.limit}). Send it as several feeds.`,
  },
  'mobility.feed-file': {
    status: 422,
    ja: (f) => `zip に ${f.file} がありません。停留所・便・停車時刻の三つは必要です。`,
    en: (f) => `The archive has no ${f.file}. Stops, trips and stop times are needed.`,
  },
  'mobility.feed-column': {
    status: 422,
    ja: (f) => `${f.file} に列 ${f.column} がありません。`,
    en: (f) => `${f.file} has no column ${f.column}.`,
  },
  'mobility.feed-empty': {
    status: 422,
    ja: () => '乗れる便が一つもありません。停車が二つ以上ある便が必要です。',
    en: () => 'No trip of this feed can be ridden: none calls at two known stops.',
  },
  'mobility.feed-missing': {
    status: 404,
    ja: () => 'このフィードは見つかりません。',
    en: () => 'There is no such feed.',
  },
  'mobility.trip-elsewhere': {
    status: 422,
    ja: (f) => `便 ${f.trip} は ${f.given} の順には停まりません。`,
    en: (f) => `The trip ${f.trip} does not call at ${f.given} in this order.`,
  },
  'mobility.same-place': {
    status: 422,
    ja: () => '出発と到着が同じ場所なので距離を計算できません。距離（distanceM）を入れてください。',
    en: () => 'Both ends are the same place, which has no distance. Give the distance (distanceM).',
  },
} as const satisfies Record<string, RefusalWording>
