import { Emission, emissionRows, residualOf } from '@morinowa/shared/schemes/emission.ts'
import { expect, test } from 'vitest'

const factors = {
  rail: { factorId: 'rail', version: 1, valueMg: 17_000, unit: 'g-CO2/pkm' },
  electricity: { factorId: 'grid', version: 1, valueMg: 423_000, unit: 'g-CO2/kWh' },
}
const counted = (said: object) => Emission.parse(said)

test('people, power and goods add up to the gram, rounded up once after the sum', () => {
  const emission = counted({
    travel: [
      { mode: 'rail', people: 1_000, distanceM: 20_000 },
      { mode: 'walk', people: 50, distanceM: 900 },
    ],
    energy: [{ carrier: 'electricity', quantity: 500 }],
    // 4 t over 220 km at 150.5 g, and a kilogram over a metre, which is far below a gram.
    goods: [
      { what: 'りんご', massKg: 4_000, distanceM: 220_000, mgPerTonneKm: 150_500, source: '運送会社 2025' },
      { what: '小包', massKg: 1, distanceM: 1, mgPerTonneKm: 1, source: '同' },
    ],
    measures: [{ what: '便を減らす', massG: 32_440 }],
  })
  expect(emissionRows(emission, 7, factors).map(({ nanograms }) => nanograms)).toEqual([
    340_000_000_000_000n,
    0n,
    211_500_000_000_000n,
    132_440_000_000_000n,
    1n,
    7_000_000_000n,
  ])
  expect(residualOf(emission, 7, factors)).toEqual({ emittedG: 683_948, measuresG: 32_440, residualG: 651_508 })
})

test('measures never make an emission negative', () => {
  const emission = counted({ measures: [{ what: '節電', massG: 10_000 }] })
  expect(residualOf(emission, 5_000, factors).residualG).toBe(0)
})
