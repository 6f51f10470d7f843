import { z } from 'zod'

/** Ways to travel, as the API names them. */
export const Mode = z.enum([
  'walk',
  'bicycle',
  'eBike',
  'eScooter',
  'sharedBike',
  'sharedScooter',
  'rail',
  'shinkansen',
  'metro',
  'tram',
  'bus',
  'coach',
  'ferry',
  'car',
  'carpool',
  'carShare',
  'ev',
  'taxi',
  'plane',
])
export type Mode = z.infer<typeof Mode>

export const MODES: readonly Mode[] = Mode.options

const names: ReadonlySet<string> = new Set(MODES)

/** Whether a text names a mode. */
export function isMode(text: string): text is Mode {
  return names.has(text)
}

export const modeText: Readonly<Record<Mode, { ja: string; en: string }>> = {
  walk: { ja: '徒歩', en: 'walking' },
  bicycle: { ja: '自転車', en: 'bicycle' },
  eBike: { ja: '電動アシスト自転車', en: 'e-bike' },
  eScooter: { ja: '電動キックボード', en: 'e-scooter' },
  sharedBike: { ja: 'シェアサイクル', en: 'shared bicycle' },
  sharedScooter: { ja: 'シェア電動キックボード', en: 'shared e-scooter' },
  rail: { ja: '鉄道', en: 'rail' },
  shinkansen: { ja: '新幹線', en: 'shinkansen' },
  metro: { ja: '地下鉄', en: 'metro' },
  tram: { ja: '路面電車', en: 'tram' },
  bus: { ja: '路線バス', en: 'bus' },
  coach: { ja: '高速・貸切バス', en: 'coach' },
  ferry: { ja: 'フェリー', en: 'ferry' },
  car: { ja: '自家用車', en: 'private car' },
  carpool: { ja: '相乗り', en: 'carpool' },
  carShare: { ja: 'カーシェア', en: 'car share' },
  ev: { ja: 'レンタルEV', en: 'rented electric car' },
  taxi: { ja: 'タクシー', en: 'taxi' },
  plane: { ja: '飛行機', en: 'plane' },
}

/** Moved by the traveller: the daily cap applies. */
export const ACTIVE_MODES: ReadonlySet<Mode> = new Set<Mode>(['walk', 'bicycle'])

/** Shared micro-mobility replaced mostly walking and transit, so it is never compared with a car. */
export const SHARED_MICRO: ReadonlySet<Mode> = new Set<Mode>(['sharedBike', 'sharedScooter'])

/** Modes that have a figure in the life-cycle class only; one of them moves the whole trip to that class. */
export const LIFE_CYCLE_ONLY: ReadonlySet<Mode> = new Set<Mode>(['sharedBike', 'sharedScooter', 'ferry'])

/** Modes with a car at the bottom of them. */
export const CAR_LIKE: ReadonlySet<Mode> = new Set<Mode>(['car', 'carpool', 'carShare', 'ev', 'taxi'])

/** The travel class a trip is judged in. */
export type TravelScope = 'OP' | 'LCA'

/**
 * Row of the registry that holds a mode's emissions per kilometre.
 * @param series the yearly series of the edition, such as `fy2024`.
 * @returns undefined where the class has no row for the mode.
 */
export function modeFactorId(mode: Mode, scope: TravelScope, series: string): string | undefined {
  return scope === 'OP' ? operational(mode, series) : LIFE_CYCLE[mode]
}

function operational(mode: Mode, series: string): string | undefined {
  switch (mode) {
    case 'car':
    case 'carShare':
      return `jp.mlit.${series}.car`
    case 'carpool':
      return `jp.car.vkm.${series}`
    case 'plane':
      return `jp.mlit.${series}.air`
    case 'bus':
    case 'coach':
      return `jp.mlit.${series}.bus`
    case 'rail':
      return `jp.mlit.${series}.rail`
    default:
      return OPERATIONAL[mode]
  }
}

const OPERATIONAL: Readonly<Partial<Record<Mode, string>>> = {
  walk: 'walk.op',
  bicycle: 'cycle.op',
  eBike: 'jp.ebike.km',
  eScooter: 'jp.escooter.km',
  shinkansen: 'jp.jreast.fy2023.shinkansen',
  metro: 'jp.mlit.c2003.metro',
  tram: 'jp.mlit.c2003.tram',
  ev: 'jp.ev.vkm.grid2023',
  taxi: 'jp.mlit.c2003.taxi',
}

// Trains of every kind share one life-cycle row. A rented electric car, a carpool and an owned e-bike or scooter have
// no life-cycle row whose unit fits, so they cannot join a trip that is judged in this class.
const LIFE_CYCLE: Readonly<Partial<Record<Mode, string>>> = {
  walk: 'jp.koide.walking',
  bicycle: 'jp.koide.bicycle',
  sharedBike: 'jp.koide.bicycle',
  sharedScooter: 'eu.springer.escooter_shared_modern',
  rail: 'jp.koide.train',
  shinkansen: 'jp.koide.train',
  metro: 'jp.koide.train',
  tram: 'jp.koide.train',
  bus: 'jp.koide.bus',
  coach: 'jp.koide.bus',
  ferry: 'jp.koide.ferry',
  car: 'jp.koide.car',
  carShare: 'jp.koide.carshare',
  taxi: 'jp.koide.taxi',
  plane: 'jp.koide.airplane',
}
