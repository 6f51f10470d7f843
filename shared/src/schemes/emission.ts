import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { ceilDiv } from '../kernel/rounding.ts'
import { Text } from '../kernel/text.ts'
import { Grams, Metres } from '../kernel/units.ts'

// An emission as somebody counts it: how many people came by what, how much fuel and power was used, and what was done
// against it first. Visitors are only ever numbers by way of travel. What measures have saved is taken off before anything
// is offset, and the rest is rounded up to the gram once.

/** Ways to travel and what is burnt or drawn, each with the factor that a scheme pins when it opens. */
const TRAVEL = {
  rail: 'jp.mlit.fy2024.rail',
  bus: 'jp.mlit.fy2024.bus',
  car: 'jp.mlit.fy2024.car',
  plane: 'jp.mlit.fy2024.air',
} as const
const ENERGY = {
  electricity: 'jp.grid.fy2023',
  'city-gas': 'jp.fuel.citygas',
  kerosene: 'jp.fuel.kerosene',
  'heavy-oil-a': 'jp.fuel.heavy_a',
  diesel: 'jp.fuel.diesel',
  gasoline: 'jp.fuel.gasoline.new',
} as const
const NONE = { walk: 0, bicycle: 0 } as const

export const TravelMode = z.enum(['rail', 'bus', 'car', 'plane', 'walk', 'bicycle'])
export type TravelMode = z.infer<typeof TravelMode>
export const EnergyCarrier = z.enum(Object.keys(ENERGY) as [keyof typeof ENERGY, ...(keyof typeof ENERGY)[]])
export type EnergyCarrier = z.infer<typeof EnergyCarrier>

const MOST_ROWS = 50

export const Emission = z.strictObject({
  travel: z
    .array(
      z.strictObject({
        mode: TravelMode,
        people: z.int().min(1).max(10_000_000),
        distanceM: Metres.min(1).meta({ description: 'Metres that one of them travelled on average, there and back.' }),
      }),
    )
    .max(MOST_ROWS)
    .default([])
    .meta({ description: 'Visitors by way of travel, as numbers only.' }),
  energy: z
    .array(
      z.strictObject({
        carrier: EnergyCarrier,
        quantity: z
          .int()
          .min(1)
          .max(1_000_000_000)
          .meta({ description: 'Kilowatt-hours of electricity, cubic metres of city gas, litres of anything else.' }),
      }),
    )
    .max(MOST_ROWS)
    .default([])
    .meta({ description: 'Power and fuel: of a venue, a building, or the lorries that carried goods.' }),
  goods: z
    .array(
      z.strictObject({
        what: Text(120),
        massKg: z.int().min(1).max(1_000_000_000),
        distanceM: Metres.min(1),
        mgPerTonneKm: z
          .int()
          .min(1)
          .max(10_000_000)
          .meta({ description: 'The carrier’s own figure, in milligrams for a tonne and kilometre.' }),
        source: Text(200).meta({ description: 'Where the figure comes from: document and year.' }),
      }),
    )
    .max(MOST_ROWS)
    .optional()
    .meta({
      description: 'Goods carried, where the fuel is not known; the registry holds no checked figure for them.',
    }),
  measures: z
    .array(z.strictObject({ what: Text(120), massG: Grams.min(1) }))
    .max(MOST_ROWS)
    .default([])
    .meta({ description: 'What was done to emit less, with the grams it saved of what is counted above.' }),
})
export type Emission = z.output<typeof Emission>

/** Factors as a scheme keeps them: thousandths of a gram for a passenger and kilometre, or for a unit of energy. */
export const PinnedFactors = z.record(
  z.string(),
  z.strictObject({ factorId: z.string(), version: z.int(), valueMg: z.int(), unit: z.string() }),
)
export type PinnedFactors = z.infer<typeof PinnedFactors>

/** Facts that are looked up for a scheme when it opens. */
export type OpeningFacts = {
  /** The newest version of a factor: thousandths of its unit, and the unit. Null when it is unknown. */
  factor(id: string): { valueMg: number; unit: string; version: number } | null
}

/** The factors that a count may use. */
export const countedFactors: readonly string[] = [...Object.values(TRAVEL), ...Object.values(ENERGY)]

/** The factors of the day on which a scheme opens: later editions do not change what it has promised to count. */
export function pinFactors({ factor }: OpeningFacts): PinnedFactors {
  return Object.fromEntries(
    Object.entries({ ...TRAVEL, ...ENERGY }).flatMap(([name, factorId]) => {
      const found = factor(factorId)
      return found ? [[name, { factorId, version: found.version, valueMg: found.valueMg, unit: found.unit }]] : []
    }),
  )
}

const NG_PER_UG = 1_000n
const NG_PER_MG = 1_000_000n
const NG_PER_G = 1_000_000_000n

/** One line of a count: what it is, the factor behind it, and what it emits. */
export type EmissionRow = {
  kind: 'travel' | 'energy' | 'goods' | 'measured'
  /** The way of travel, the carrier of energy, or what the owner calls the goods. */
  name: string
  /** The pinned factor; null where there is none: on foot, an own figure, what was measured elsewhere. */
  factor: PinnedFactors[string] | null
  nanograms: bigint
}

/** Every line of a count with its exact emission. `massG` is a part that was measured elsewhere. */
export function emissionRows(
  { travel, energy, goods = [] }: Emission,
  massG: number,
  factors: PinnedFactors,
): EmissionRow[] {
  const factorOf = (name: string) =>
    name in NONE ? null : (factors[name] ?? refuse('schemes.factor-unfit', { factorId: name }, '/emission'))
  const rows: EmissionRow[] = [
    ...travel.map(({ mode, people, distanceM }) => {
      const factor = factorOf(mode)
      // Milligrams a kilometre are micrograms a metre.
      const nanograms = BigInt(people) * BigInt(distanceM) * BigInt(factor?.valueMg ?? 0) * NG_PER_UG
      return { kind: 'travel' as const, name: mode, factor, nanograms }
    }),
    ...energy.map(({ carrier, quantity }) => {
      const factor = factorOf(carrier)
      const nanograms = BigInt(quantity) * BigInt(factor?.valueMg ?? 0) * NG_PER_MG
      return { kind: 'energy' as const, name: carrier, factor, nanograms }
    }),
    ...goods.map(({ what, massKg, distanceM, mgPerTonneKm }) => ({
      kind: 'goods' as const,
      name: what,
      factor: null,
      // Milligrams a tonne and kilometre are nanograms a kilogram and metre.
      nanograms: BigInt(massKg) * BigInt(distanceM) * BigInt(mgPerTonneKm),
    })),
  ]
  if (massG === 0) return rows
  return [...rows, { kind: 'measured', name: '', factor: null, nanograms: BigInt(massG) * NG_PER_G }]
}

export type Residual = {
  /** What was emitted, rounded up to the gram. */
  emittedG: number
  measuresG: number
  /** What is left to offset, rounded up once; never below zero. */
  residualG: number
}

/** What is left of an emission after measures. `massG` is a part that was measured elsewhere. */
export function residualOf(emission: Emission, massG: number, factors: PinnedFactors): Residual {
  const nanograms = emissionRows(emission, massG, factors).reduce((sum, row) => sum + row.nanograms, 0n)
  const emittedG = Number(ceilDiv(nanograms, NG_PER_G))
  const measuresG = emission.measures.reduce((sum, one) => sum + one.massG, 0)
  return { emittedG, measuresG, residualG: Math.max(0, emittedG - measuresG) }
}
