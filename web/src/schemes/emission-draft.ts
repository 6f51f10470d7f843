import type { Emission, EnergyCarrier, TravelMode } from '@morinowa/shared/schemes/emission.ts'
import { gramsOfKg } from '../ui/kg-field.tsx'

/** A count as it is being typed; NaN and '' stand for nothing yet. */
export type EmissionDraft = {
  travel: { key: number; mode: TravelMode; people: number; km: number }[]
  energy: { key: number; carrier: EnergyCarrier; quantity: number }[]
  goods: { key: number; what: string; kg: number; km: number; gPerTonneKm: number; source: string }[]
  measures: { key: number; what: string; kg: number }[]
  measuredKg: number
}

export type CountedList = 'travel' | 'energy' | 'goods' | 'measures'

export const emptyEmission: EmissionDraft = {
  travel: [],
  energy: [],
  goods: [],
  measures: [],
  measuredKg: Number.NaN,
}

/** A new line of each list. */
export const newRows: { [List in CountedList]: Omit<EmissionDraft[List][number], 'key'> } = {
  travel: { mode: 'rail', people: Number.NaN, km: Number.NaN },
  energy: { carrier: 'electricity', quantity: Number.NaN },
  goods: { what: '', kg: Number.NaN, km: Number.NaN, gPerTonneKm: Number.NaN, source: '' },
  measures: { what: '', kg: Number.NaN },
}

const METRES_PER_KM = 1_000
const MG_PER_G = 1_000

/** The draft as the contract wants it; what is missing stays NaN, and the server names the field. */
export function countOf({ travel, energy, goods, measures, measuredKg }: EmissionDraft): {
  emission: Emission
  massG: number
} {
  const emission = {
    travel: travel.map(({ mode, people, km }) => ({ mode, people, distanceM: Math.round(km * METRES_PER_KM) })),
    energy: energy.map(({ carrier, quantity }) => ({ carrier, quantity })),
    ...(goods.length > 0 && {
      goods: goods.map(({ what, kg, km, gPerTonneKm, source }) => ({
        what: what.trim(),
        massKg: kg,
        distanceM: Math.round(km * METRES_PER_KM),
        mgPerTonneKm: Math.round(gPerTonneKm * MG_PER_G),
        source: source.trim(),
      })),
    }),
    measures: measures.map(({ what, kg }) => ({ what: what.trim(), massG: gramsOfKg(kg) })),
  }
  return { emission: emission as Emission, massG: Number.isNaN(measuredKg) ? 0 : gramsOfKg(measuredKg) }
}

/** Whether every number that was begun is there, so that a sum can be shown. */
export function isWhole({ travel, energy, goods, measures }: EmissionDraft): boolean {
  const numbers = [
    ...travel.flatMap(({ people, km }) => [people, km]),
    ...energy.map(({ quantity }) => quantity),
    ...goods.flatMap(({ kg, km, gPerTonneKm }) => [kg, km, gPerTonneKm]),
    ...measures.map(({ kg }) => kg),
  ]
  return numbers.every((one) => one > 0)
}
