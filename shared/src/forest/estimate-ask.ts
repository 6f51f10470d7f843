import { z } from 'zod'
import { WoodProduct } from './coefficients.ts'

// What the forest calculation can be asked. Volumes are whole cubic centimetres, because published growth has six
// decimals of a cubic metre; areas are whole square metres.

export const MOST_AREA_M2 = 1_000_000_000
export const MOST_STEM_CM3 = 5_000_000_000
export const MOST_GROWTH_CM3 = 200_000_000
export const OLDEST_YEARS = 1_000
export const LONGEST_PERIOD_YEARS = 100
export const MOST_LOGS_CM3 = 1_000_000_000_000
/** A hundred thousand hectares of the densest forest stay below it. */
export const MOST_FOREST_G = 1_000_000_000_000_000

const AreaM2 = z.int().min(1).max(MOST_AREA_M2).meta({ description: 'Square metres; a hectare is 10,000.' })
const AgeYears = z.int().min(1).max(OLDEST_YEARS)
const MassG = z.int().min(0).max(MOST_FOREST_G)

const stand = {
  species: z.string().max(40).meta({ description: 'Id in the table of coefficients, such as cryptomeria-japonica.' }),
  areaM2: AreaM2,
  ageYears: AgeYears.meta({ description: 'Age of the stand in the first year counted.' }),
  expansionMilli: z
    .int()
    .min(1_000)
    .max(10_000)
    .optional()
    .meta({ description: 'Whole tree over stem, BEF x (1 + root ratio), in thousandths; instead of the table.' }),
  carbonFractionMilli: z.int().min(1).max(1_000).optional().meta({ description: 'Instead of the table.' }),
}

/** What a stand takes up while its stems grow. */
export const UptakeAsk = z.strictObject({
  kind: z.literal('uptake'),
  ...stand,
  growthCm3PerHaYear: z
    .int()
    .min(0)
    .max(MOST_GROWTH_CM3)
    .meta({ description: 'Stem growth in cubic centimetres per hectare and year; a cubic metre is 1,000,000.' }),
  years: z.int().min(1).max(LONGEST_PERIOD_YEARS).default(1),
})
export type UptakeAsk = z.output<typeof UptakeAsk>

/** What a stand holds, and what a final cut emits. */
export const StockAsk = z.strictObject({
  kind: z.literal('stock'),
  ...stand,
  stemVolumeCm3PerHa: z.int().min(0).max(MOST_STEM_CM3),
})
export type StockAsk = z.output<typeof StockAsk>

/** What happened in a year of the period, in grams of CO2. */
export const BalanceYear = z.strictObject({
  year: z.int().min(1).max(LONGEST_PERIOD_YEARS),
  uptakeG: MassG.default(0),
  cutG: MassG.default(0).meta({ description: 'Whole stock of the stand that is cut in this year.' }),
  replantStockG: MassG.default(0).meta({
    description: 'Stock of the replanted stand at the standard cutting age; 0 where nothing is replanted.',
  }),
})
export type BalanceYear = z.output<typeof BalanceYear>

/** Growth against final cuts, with replanting claimed once (option A). */
export const HarvestBalanceAsk = z.strictObject({
  kind: z.literal('harvest-balance'),
  years: z.array(BalanceYear).min(1).max(LONGEST_PERIOD_YEARS),
  bufferBp: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .meta({ description: 'Share kept in the buffer, as the programme states it. Without it nothing is creditable.' }),
})
export type HarvestBalanceAsk = z.output<typeof HarvestBalanceAsk>

/** Logs that became one kind of product. */
export const Logs = z.strictObject({
  product: WoodProduct,
  use: z.enum(['building', 'other']),
  logVolumeCm3: z.int().min(1).max(MOST_LOGS_CM3),
  yieldMilli: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: 'Product over log, thousandths, as the mill measured it; instead of the recalled 600.' }),
})
export type Logs = z.output<typeof Logs>

/** What wood products still hold after ninety years. */
export const WoodProductsAsk = z.strictObject({
  kind: z.literal('wood-products'),
  species: stand.species,
  logs: z.array(Logs).min(1).max(20),
})
export type WoodProductsAsk = z.output<typeof WoodProductsAsk>

/** Everything that can be asked of a forest, told apart by `kind`. */
export const ForestAsk = z.discriminatedUnion('kind', [UptakeAsk, StockAsk, HarvestBalanceAsk, WoodProductsAsk])
export type ForestAsk = z.output<typeof ForestAsk>
export type ForestAskInput = z.input<typeof ForestAsk>
