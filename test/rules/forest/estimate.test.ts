import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import { firstOrderShareMilli } from '@morinowa/shared/forest/decay.ts'
import { estimateForest } from '@morinowa/shared/forest/estimate.ts'
import { ForestAsk, type ForestAskInput } from '@morinowa/shared/forest/estimate-ask.ts'
import { harvestBalance, replantClaimG } from '@morinowa/shared/forest/harvest-balance.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

const coefficients = ForestCoefficients.parse(
  JSON.parse(readFileSync(join(root(), 'prisma/seed/forest-coefficients.json'), 'utf8')),
)
const estimate = (ask: ForestAskInput) => estimateForest(ForestAsk.parse(ask), coefficients)
const codes = ({ reasons }: ReturnType<typeof estimate>) => reasons.map(({ code }) => code)

const T = 1_000_000
const M3 = 1_000_000
const cedar = { species: 'cryptomeria-japonica', areaM2: 10_000, ageYears: 38 }

describe('worked examples', () => {
  it('FO-01: 337 m3 of cedar on a hectare hold 304.239977 t, as published in round numbers', () => {
    const found = estimate({ kind: 'stock', ...cedar, stemVolumeCm3PerHa: 337 * M3 })
    expect(found.shownG).toBe(304_239_977)
    const [point] = coefficients.publishedPoints
    expect(Math.round(found.shownG / T)).toBe(point?.stockTonnesCo2PerHa)
    // A stock is an emission waiting to happen, whatever its coefficients.
    expect(found.creditableG).toBe(0)
    expect(codes(found)).toEqual(['stock-is-no-credit'])
  })

  it('FO-02: 9.747568 m3 of growth take up the published 8.8 t a year, with checked coefficients only', () => {
    const found = estimate({ kind: 'uptake', ...cedar, growthCm3PerHaYear: 9_747_568 })
    expect(found.shownG).toBe(8_800_000)
    expect(found.creditableG).toBeGreaterThanOrEqual(8_799_999)
    expect(found.reasons).toEqual([])
  })

  it('FO-03: hinoki with an example’s own coefficients gives its 11.174592 t and no credit', () => {
    const found = estimate({
      kind: 'uptake',
      species: 'chamaecyparis-obtusa',
      areaM2: 10_000,
      ageYears: 25,
      growthCm3PerHaYear: 9_600_000,
      expansionMilli: 1_560,
      carbonFractionMilli: 500,
    })
    expect(found.shownG).toBe(11_174_592)
    expect(found.creditableG).toBe(0)
    expect(codes(found)).toContain('coefficient-stated')
  })

  it.each([
    ['FO-04', { uptakeG: 900, cutG: 1_000, replantStockG: 0 }, { countedCutG: 1_000, netG: -100, certifiable: false }],
    ['FO-05', { uptakeG: 900, cutG: 1_000, replantStockG: 800 }, { countedCutG: 200, netG: 700, certifiable: true }],
    ['FO-06', { uptakeG: 0, cutG: 300, replantStockG: 375 }, { claimedG: 300, countedCutG: 0 }],
    ['FO-07', { uptakeG: 0, cutG: 550, replantStockG: 375 }, { claimedG: 375, countedCutG: 175 }],
  ])('%s: a cut, its replanting and the balance', (_id, year, wanted) => {
    const inGrams = Object.fromEntries(Object.entries(year).map(([name, tonnes]) => [name, tonnes * T]))
    const { balance } = estimate({ kind: 'harvest-balance', years: [{ year: 1, ...inGrams }] })
    const expected = Object.fromEntries(
      Object.entries(wanted).map(([name, value]) => [name, typeof value === 'number' ? value * T : value]),
    )
    expect(balance).toMatchObject(expected)
  })

  it('a negative balance can be certified for nothing and says so', () => {
    const found = estimate({ kind: 'harvest-balance', years: [{ year: 1, uptakeG: 1, cutG: 2 }], bufferBp: 0 })
    expect(found.creditableG).toBe(0)
    expect(codes(found)).toContain('not-certifiable')
  })
})

describe('nothing unverified is creditable', () => {
  it.each(coefficients.species.map((species) => [species.name.en, species] as const))('%s', (_name, species) => {
    const found = estimate({
      kind: 'uptake',
      species: species.id,
      areaM2: 10_000,
      ageYears: 40,
      growthCm3PerHaYear: 9 * M3,
    })
    const { befYoung: _, ...used } = species.verified
    expect(found.shownG).toBeGreaterThan(0)
    expect(found.creditableG > 0).toBe(Object.values(used).every(Boolean))
  })

  it('a stand that grows out of its twentieth year uses both rows, and the recalled one blocks the credit', () => {
    const ask = { kind: 'uptake', ...cedar, growthCm3PerHaYear: 5 * M3 } as const
    const whole = estimate({ ...ask, ageYears: 18, years: 5 })
    const young = estimate({ ...ask, ageYears: 18, years: 3 })
    const old = estimate({ ...ask, ageYears: 21, years: 2 })
    expect(Math.abs(whole.shownG - young.shownG - old.shownG)).toBeLessThanOrEqual(1)
    expect(old.creditableG).toBeGreaterThan(0)
    expect(whole.creditableG).toBe(0)
    expect(codes(whole)).toContain('coefficient-unverified')
  })

  it('the recalled buffer share is for display: the programme’s own must be given', () => {
    const years = [{ year: 1, uptakeG: 100 * T }]
    const without = estimate({ kind: 'harvest-balance', years })
    expect([without.creditableG, codes(without).includes('buffer-missing')]).toEqual([0, true])
    expect(estimate({ kind: 'harvest-balance', years, bufferBp: 250 }).creditableG).toBe(97 * T)
  })
})

describe('wood products', () => {
  const logs = { product: 'sawnwood', use: 'other', logVolumeCm3: 131 * M3 } as const

  it('what 131 m3 of sawlogs hold after ninety years, with the mill’s own yield', () => {
    const ask = { kind: 'wood-products' as const, species: cedar.species, logs: [{ ...logs, yieldMilli: 600 }] }
    const found = estimate(ask)
    // 131 x 0.6 x 0.314 x 0.51 x 0.17 x 44/12
    expect(found.shownG).toBe(7_845_899)
    expect(found.creditableG).toBe(7_845_899)
    const unmeasured = estimate({ ...ask, logs: [logs] })
    expect([unmeasured.shownG, unmeasured.creditableG]).toEqual([7_845_899, 0])
    expect(codes(unmeasured)).toContain('yield-unverified')
  })

  it('wood in buildings has a share of its own', () => {
    const of = (use: 'building' | 'other', product: 'sawnwood' | 'panels') =>
      estimate({ kind: 'wood-products', species: cedar.species, logs: [{ ...logs, product, use }] }).shownG
    expect(of('building', 'sawnwood')).toBe(of('building', 'panels'))
    expect(of('other', 'sawnwood')).toBeGreaterThan(of('building', 'sawnwood'))
    expect(of('other', 'panels')).toBeLessThan(of('building', 'panels'))
  })

  it.each(coefficients.woodProducts.publishedShares)(
    '$product after $year years: the printed $shareMilli follows the convention it is filed under',
    ({ halfLifeYears, year, shareMilli, convention }) => {
      expect(firstOrderShareMilli(halfLifeYears, year, convention)).toBe(shareMilli)
      const other = convention === 'end-of-year' ? 'end-of-year-before' : 'end-of-year'
      expect(firstOrderShareMilli(halfLifeYears, year, other)).not.toBe(shareMilli)
    },
  )

  it('the trace says that the printed 60-year column counts one year further, and what it would read', () => {
    const { trace } = estimate({ kind: 'wood-products', species: cedar.species, logs: [logs] })
    const sixty = trace.filter(({ step, inputs }) => step === 'decay-convention' && inputs.year === 60)
    expect(sixty.map(({ text }) => text.en.match(/on their convention ([\d.]+) %/)?.[1])).toEqual(['30.8', '19.2'])
    expect(sixty.every(({ text }) => text.ja.includes('1 年違います'))).toBe(true)
  })

  it('decay worked out in whole numbers agrees with a machine’s exponential', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 150 }), (half, year) => {
        const k = Math.LN2 / half
        const plain = ((1 - Math.exp(-k)) / k) * Math.exp(-k * (year - 1)) * 1_000
        return Math.abs(firstOrderShareMilli(half, year, 'end-of-year-before') - plain) <= 0.500001
      }),
      { numRuns: 60 },
    )
  })
})

const mass = fc.integer({ min: 0, max: 1_000_000 * T })
const years = fc
  .uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 16 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((year) => fc.record({ year: fc.constant(year), uptakeG: mass, cutG: mass, replantStockG: mass })),
    ),
  )

describe('for every forest', () => {
  const uptake = fc.record({
    kind: fc.constant('uptake' as const),
    species: fc.constantFrom(...coefficients.species.map(({ id }) => id)),
    areaM2: fc.integer({ min: 1, max: 1_000_000_000 }),
    ageYears: fc.integer({ min: 1, max: 200 }),
    growthCm3PerHaYear: fc.integer({ min: 0, max: 200_000_000 }),
    years: fc.integer({ min: 1, max: 100 }),
  })

  test('more area, growth or years never take up less, and the creditable never exceeds the shown by a gram', () => {
    fc.assert(
      fc.property(uptake, fc.constantFrom('areaM2', 'growthCm3PerHaYear', 'years'), (ask, field) => {
        const less = estimate({ ...ask, [field]: Math.max(1, Math.floor(ask[field] / 2)) })
        const more = estimate({ ...ask, [field]: Math.max(1, ask[field]) })
        return less.shownG <= more.shownG && more.creditableG <= more.shownG && Number.isSafeInteger(more.shownG)
      }),
    )
  })

  test('a claim for replanting never exceeds the cut, and every year’s parts make the balance', () => {
    fc.assert(
      fc.property(years, (given) => {
        const { balance } = harvestBalance({ kind: 'harvest-balance', years: given }, coefficients)
        const net = balance.years.reduce((sum, row) => sum + row.uptakeG - row.countedCutG, 0)
        return (
          balance.years.every((row) => row.claimedG <= row.cutG && row.claimedG + row.countedCutG === row.cutG) &&
          balance.netG === net &&
          balance.certifiable === net > 0
        )
      }),
    )
  })

  test('replanting more never claims less, and never more than the cap', () => {
    fc.assert(
      fc.property(mass, mass, mass, (cut, a, b) => {
        const [less, more] = a <= b ? [a, b] : [b, a]
        return replantClaimG(less, cut) <= replantClaimG(more, cut) && replantClaimG(more, cut) <= cut
      }),
    )
  })
})

test.each([
  [
    'an unknown species',
    { kind: 'stock', ...cedar, species: 'baobab', stemVolumeCm3PerHa: 1 },
    'forest.species-unknown',
    '/species',
  ],
  [
    'a year given twice',
    { kind: 'harvest-balance', years: [{ year: 2 }, { year: 2 }] },
    'forest.year-repeated',
    '/years',
  ],
] as const)('refuses %s', (_what, ask, code, pointer) => {
  let refused: unknown
  try {
    estimate(ask as unknown as ForestAskInput)
  } catch (error) {
    refused = error
  }
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({ code, pointer })
})

test('the engine refuses what a contract would, for callers without one', () => {
  const bare = (ask: object) => () => estimateForest(ask as never, coefficients)
  expect(bare({ kind: 'uptake', ...cedar, areaM2: 1.5, growthCm3PerHaYear: 1, years: 1 })).toThrow(Refusal)
  expect(bare({ kind: 'uptake', ...cedar, growthCm3PerHaYear: -1, years: 1 })).toThrow(Refusal)
})
