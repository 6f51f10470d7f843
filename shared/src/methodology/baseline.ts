import type { Purpose } from './ask.ts'
import type { TravelScope } from './mode.ts'
import type { Place } from './place.ts'

// Which regional mix a trip is compared with (METHODOLOGY section 5).

const SHORT_M = 3_000
const LONG_LEISURE_M = 300_000

/** What decides the mix. */
export type BandInput = {
  /** Baseline distance of the whole trip. */
  distanceM: number
  day: string
  purpose: Purpose | undefined
  place: Place | undefined
}

/** The mixes by band; a band's number is its place here. */
export const BANDS = [
  'base.mix.short.metro3.weekday',
  'base.mix.short.metro3.weekend',
  'base.mix.short.local.weekday',
  'base.mix.short.local.weekend',
  'base.mix.ground.major-city',
  'base.mix.ground.city150k',
  'base.mix.ground.city50k-150k',
  'base.mix.ground.under50k',
  'base.mix.ground.national',
  'base.mix.leisure.under300',
  'base.mix.leisure.over300',
] as const

/**
 * Band of a trip in the operational class. Under 3 km the short-trip table decides, whatever the purpose: it is the
 * lower one. Where the place is not known, the metropolitan rows of that table are used, again the lower ones.
 */
export function bandOf({ distanceM, day, purpose, place }: BandInput): number {
  if (distanceM < SHORT_M) return (place && !place.metro3 ? 2 : 0) + (isWeekend(day) ? 1 : 0)
  if (purpose === 'leisure') return distanceM < LONG_LEISURE_M ? 9 : 10
  switch (place?.size) {
    case 'major-city':
      return 4
    case 'city150k':
      return 5
    case 'city50k-150k':
      return 6
    case 'under50k':
      return 7
    default:
      return 8
  }
}

/** Row of the regional mix of a trip. The life-cycle class has ground mixes only. */
export function regionalMixId(input: BandInput, scope: TravelScope): string {
  if (scope === 'OP') return BANDS[bandOf(input)] as string
  const size = input.place?.size ?? (input.distanceM < SHORT_M ? 'major-city' : 'national')
  return `base.mixlca.ground.${size}`
}

/** Saturday or Sunday. Public holidays are weekdays here: the lower baseline. */
export function isWeekend(day: string): boolean {
  const year = digits(day, 0, 4)
  const month = digits(day, 5, 7)
  // Sakamoto's rule: January and February belong to the year before.
  const y = month < 3 ? year - 1 : year
  const weekday =
    (y +
      Math.floor(y / 4) -
      Math.floor(y / 100) +
      Math.floor(y / 400) +
      (MONTH_SHIFT[month - 1] ?? 0) +
      digits(day, 8, 10)) %
    7
  return weekday === 0 || weekday === 6
}

const MONTH_SHIFT = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}
