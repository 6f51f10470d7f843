import { z } from 'zod'

// Mass, money and distance are whole numbers that cannot be mixed by mistake. JSON numbers stay below 2^53.

const whole = z.int().min(0)

/** Whole grams of CO2e. */
export const Grams = whole.brand<'Grams'>().meta({ description: 'Whole grams of CO2e.' })
export type Grams = z.infer<typeof Grams>

/** Whole grams that may be negative: a trip worse than its baseline. */
export const SignedGrams = z.int().brand<'SignedGrams'>().meta({ description: 'Whole grams of CO2e, may be negative.' })
export type SignedGrams = z.infer<typeof SignedGrams>

/** Whole yen. */
export const Yen = whole.brand<'Yen'>().meta({ description: 'Whole yen.' })
export type Yen = z.infer<typeof Yen>

/** Whole metres. */
export const Metres = whole.max(40_000_000).brand<'Metres'>().meta({ description: 'Whole metres.' })
export type Metres = z.infer<typeof Metres>

/** Parts of 10,000. */
export const BasisPoints = z.int().min(0).max(10_000).brand<'BasisPoints'>()
export type BasisPoints = z.infer<typeof BasisPoints>

export const grams = (value: number): Grams => Grams.parse(value)
export const yen = (value: number): Yen => Yen.parse(value)

export const GRAMS_PER_KG = 1_000
export const GRAMS_PER_TONNE = 1_000_000
