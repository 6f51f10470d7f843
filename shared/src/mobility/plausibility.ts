import type { RefusalCode, RefusalFacts } from '../kernel/refusal.ts'
import { type Mode, Mode as ModeName } from '../methodology/mode.ts'

// What a trip can be. A trip outside is kept with 0 g and its reason until somebody has looked at it.

/** Highest believable average speed from door to door, km/h. Our policy: the fastest regular service, rounded up. */
export const FASTEST_KMH: Readonly<Record<Mode, number>> = {
  walk: 12,
  bicycle: 45,
  eBike: 45,
  eScooter: 35,
  sharedBike: 45,
  sharedScooter: 35,
  rail: 160,
  shinkansen: 320,
  metro: 110,
  tram: 60,
  bus: 110,
  coach: 120,
  ferry: 90,
  car: 140,
  carpool: 140,
  carShare: 140,
  ev: 140,
  taxi: 140,
  plane: 1_000,
}

/** Farthest in a day, km (METHODOLOGY 10): trains 2,500, other ground travel 1,500, on foot 100, by bicycle 400. */
export const FARTHEST_KM: Readonly<Record<Mode, number>> = {
  ...(Object.fromEntries(ModeName.options.map((mode) => [mode, 1_500])) as Record<Mode, number>),
  walk: 100,
  bicycle: 400,
  eBike: 400,
  eScooter: 100,
  sharedBike: 100,
  sharedScooter: 100,
  rail: 2_500,
  shinkansen: 2_500,
  ferry: 3_000,
  plane: 20_040,
}

export const LONGEST_HOURS = 48

// Times are often written in whole minutes, so a minute is given at each end.
const ROUNDING_MS = 120_000
const CLOCK_SLACK_MS = 15 * 60_000
const HOUR_MS = 3_600_000

export type Doubt = { code: RefusalCode; facts: RefusalFacts }

/** Why a trip is not believed as it stands, or undefined. Times in milliseconds, the distance in metres. */
export function doubtOf(
  trip: { mode: Mode; distanceM: number; startMs: number; endMs: number },
  nowMs: number,
): Doubt | undefined {
  const { mode, distanceM, startMs, endMs } = trip
  if (startMs > nowMs + CLOCK_SLACK_MS) return { code: 'mobility.in-future', facts: {} }
  if (endMs - startMs > LONGEST_HOURS * HOUR_MS) {
    const hours = Math.ceil((endMs - startMs) / HOUR_MS)
    return { code: 'mobility.too-long', facts: { hours, limitHours: LONGEST_HOURS } }
  }
  if (distanceM > FARTHEST_KM[mode] * 1_000) {
    return { code: 'mobility.too-far', facts: { km: Math.round(distanceM / 1_000), limitKm: FARTHEST_KM[mode] } }
  }
  // Metres per millisecond times 3,600 is km/h.
  const kmh = (distanceM * 3_600) / (endMs - startMs + ROUNDING_MS)
  if (kmh > FASTEST_KMH[mode]) {
    return { code: 'mobility.too-fast', facts: { kmh: Math.round(kmh), limitKmh: FASTEST_KMH[mode] } }
  }
  return undefined
}
