import { z } from 'zod'
import { Bilingual } from '../kernel/text.ts'
import { FactorSource } from '../methodology/factor.ts'

// What is known of trees and wood, and how well. Everything is whole: thousandths of a ratio, kilograms per cubic metre.

const Milli = z.int().min(0).max(10_000)

export const SpeciesCoefficients = z.strictObject({
  id: z.string().max(40),
  name: Bilingual.extend({ latin: z.string() }),
  group: z.enum(['conifer', 'broadleaf']),
  /** Whole above-ground biomass over stem biomass, up to and after the age the table changes at. */
  befYoungMilli: Milli,
  befMilli: Milli,
  /** Roots over what is above the ground. */
  rootRatioMilli: Milli,
  densityKgPerM3: z.int().min(1).max(2_000),
  carbonFractionMilli: Milli,
  /** Which of them were read in a source. The others are recalled and never lead to a credit. */
  verified: z.strictObject({
    befYoung: z.boolean(),
    bef: z.boolean(),
    rootRatio: z.boolean(),
    density: z.boolean(),
    carbonFraction: z.boolean(),
  }),
  source: FactorSource.nullable(),
  note: z.string(),
})
export type SpeciesCoefficients = z.infer<typeof SpeciesCoefficients>

/** Kinds of product whose decay is published. */
export const WoodProduct = z.enum(['sawnwood', 'panels'])
export type WoodProduct = z.infer<typeof WoodProduct>

/** Whether year n is counted to the end of the year before, or to its own end. */
export const DecayConvention = z.enum(['end-of-year-before', 'end-of-year'])
export type DecayConvention = z.infer<typeof DecayConvention>

export const PublishedShare = z.strictObject({
  product: WoodProduct,
  halfLifeYears: z.int().min(1).max(200),
  year: z.int().min(1).max(200),
  shareMilli: z.int().min(0).max(1_000),
  convention: DecayConvention,
})
export type PublishedShare = z.infer<typeof PublishedShare>

const Recalled = z.strictObject({ value: z.int().min(0), verified: z.boolean() })

export const ForestCoefficients = z.strictObject({
  species: z.array(SpeciesCoefficients),
  carbonToCo2: z.strictObject({ numerator: z.int().min(1), denominator: z.int().min(1) }),
  youngUpToAge: z.int(),
  /** Stands whose figures are published: checks of the formula and examples for readers. */
  publishedPoints: z.array(
    z.strictObject({
      species: z.string(),
      age: z.string(),
      volumeM3PerHa: z.int().optional(),
      stockTonnesCarbonPerHa: z.int().optional(),
      stockTonnesCo2PerHa: z.int(),
      uptakeKgCo2PerHaYear: z.int().optional(),
      verified: z.boolean(),
      source: FactorSource,
    }),
  ),
  woodProducts: z.strictObject({
    publishedShares: z.array(PublishedShare),
    buildingShareAt90Milli: z.int().min(0).max(1_000),
    verified: z.boolean(),
    source: FactorSource,
    note: z.string(),
    sawnYieldMilli: Recalled,
    plywoodYieldMilli: Recalled,
    cedarProductDensityKgPerM3: Recalled,
  }),
  rules: z.strictObject({
    permanenceYearsAfterPeriod: z.int(),
    creditingPeriodYears: z.strictObject({ usual: z.int(), most: z.int() }),
    applicationYearsAfterPeriod: z.int(),
    bufferShareBp: Recalled,
    issueUnitG: z.int().min(1),
  }),
})
export type ForestCoefficients = z.infer<typeof ForestCoefficients>
