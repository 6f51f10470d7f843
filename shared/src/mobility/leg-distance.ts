import type { TraceStep } from '../methodology/trace.ts'
import type { Bilingual } from '../kernel/text.ts'

// Where a leg's metres come from. The source is kept with the record and stands first in its explanation.

export const DISTANCE_SOURCES = [
  'given',
  'shape',
  'chain',
  'rail-track',
  'rail-straight',
  'great-circle',
  'office',
] as const
export type DistanceSource = (typeof DISTANCE_SOURCES)[number]

/** A leg's metres and how they were found. */
export type LegDistance = {
  source: DistanceSource
  distanceM: number
  /** The two ends as people call them. */
  from?: string
  to?: string
  /** The timetable or the network that was used, with its edition. */
  by?: string
}

const SOURCES: Readonly<Record<DistanceSource, Bilingual>> = {
  given: { ja: '入力された距離', en: 'the distance that was given' },
  shape: { ja: '時刻表データの経路形状に沿った距離', en: 'along the shape of the line in the timetable' },
  chain: {
    ja: '時刻表データの停留所を順にまっすぐ結んだ距離（実際の道より短め）',
    en: 'straight from stop to stop of the timetable (a little under the road)',
  },
  'rail-track': { ja: '鉄道の線路に沿った最短距離', en: 'the shortest way along the rails' },
  'rail-straight': {
    ja: '駅を順にまっすぐ結んだ最短距離（実際の線路より短め）',
    en: 'the shortest way straight from station to station (a little under the rails)',
  },
  'great-circle': { ja: '直線距離の 1.2 倍', en: 'the great circle times 1.2' },
  office: {
    ja: '市役所・町村役場どうしの直線距離の 1.2 倍',
    en: 'the great circle between the town halls times 1.2',
  },
}

/** A source in words. */
export const sourceText = (source: DistanceSource): Bilingual => SOURCES[source]

/** A leg's distance as the first step of its explanation. */
export function distanceStep({ source, distanceM, from, to, by }: LegDistance): TraceStep {
  const { ja, en } = SOURCES[source]
  const km = (distanceM / 1_000).toFixed(3)
  const ends = from && to ? { ja: `${from} → ${to}: `, en: `${from} to ${to}: ` } : { ja: '', en: '' }
  const used = by ? { ja: `（${by}）`, en: ` (${by})` } : { ja: '', en: '' }
  return {
    step: 'distance',
    text: { ja: `${ends.ja}${ja} ${km} km${used.ja}`, en: `${ends.en}${km} km, ${en}${used.en}` },
    inputs: { source, ...(from && { from }), ...(to && { to }), ...(by && { by }) },
    value: distanceM,
    unit: 'm',
  }
}

/** The distances that a stored act keeps beside its question; nothing for acts that keep none. */
export function distancesOf(input: unknown): LegDistance[] {
  const kept = (input as { distances?: unknown } | null)?.distances
  return Array.isArray(kept) ? (kept as LegDistance[]).filter(({ source }) => DISTANCE_SOURCES.includes(source)) : []
}
