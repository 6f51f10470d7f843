import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { claimCodeFrom, claimsOfSale, readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import {
  poolRounding,
  splitParts,
  splitUnits,
  wholeUnitsDown,
  wholeUnitsUp,
} from '@morinowa/shared/schemes/pooled-rounding.ts'
import { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { DEFAULT_STAY_FACTOR, stayOffset } from '@morinowa/shared/schemes/stay-offset.ts'
import { unitAttachment } from '@morinowa/shared/schemes/unit-attachment.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const lotId = '0198c0de-0000-7000-8000-000000000001'
const reserve = { lotId, massG: 1_000_000 as never }
const sale = (fields: object) => Sale.parse({ externalId: 'x', at: '2025-10-01T10:00:00+09:00', ...fields })
const codeOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
  }
  return null
}

describe('offset stays', () => {
  const factor = (id: string) =>
    id === DEFAULT_STAY_FACTOR
      ? { valueMg: 15_000_000, unit: 'g-CO2/guest-night', version: 1 }
      : id === 'room'
        ? { valueMg: 39_000_000, unit: 'g-CO2e/room-night', version: 1 }
        : null

  test('the property’s own figure comes before any factor', () => {
    const { terms } = stayOffset.open({ gPerGuestNight: 5_580 as never, payer: 'hotel', reserve }, { factor })
    expect(terms).toMatchObject({ gPerGuestNight: 5_580, basis: 'own' })
    expect(stayOffset.valueSale(terms, sale({ nights: 2, guests: 3 }))).toMatchObject({ units: 6, gramsPerUnit: 5_580 })
  })

  test('the default is used only without anything better, and is called so', () => {
    expect(stayOffset.open({ payer: 'guest', yenPerGuestNight: 300, reserve }, { factor }).terms).toMatchObject({
      gPerGuestNight: 15_000,
      basis: 'default',
    })
  })

  test('guests who pay need a price and hotels that pay have none', () => {
    const open = (payer: 'guest' | 'hotel', yenPerGuestNight?: number) =>
      stayOffset.open(
        { gPerGuestNight: 5_000 as never, payer, reserve, ...(yenPerGuestNight && { yenPerGuestNight }) },
        { factor },
      )
    expect(codeOf(() => open('guest'))).toBe('schemes.guest-price')
    expect(codeOf(() => open('hotel', 300))).toBe('schemes.guest-price')
    const { terms } = open('guest', 300)
    expect(stayOffset.valueSale(terms, sale({ nights: 2, guests: 2 }))).toEqual({
      units: 4,
      gramsPerUnit: 5_000,
      yenPerUnit: 300,
    })
    // Of 1,005,000 g the whole tonne is retired: its part of the guests' 60,300 yen is spent, the rest waits with its grams.
    const at = { through: '2026-03-31' as never, unitG: 1_000_000 }
    expect(stayOffset.planClosing(terms, { ...at, openG: 1_005_000, fundYen: 60_300 })).toMatchObject({
      retireG: 1_000_000,
      spentYen: 60_000,
    })
    expect(stayOffset.planClosing(terms, { ...at, openG: 1_000_000, fundYen: 60_001 }).spentYen).toBe(60_001)
    expect(stayOffset.planClosing(terms, { ...at, openG: 1_000_000, fundYen: -300 }).spentYen).toBe(0)
  })

  test('a factor for rooms is not taken for guests', () => {
    const open = (propertyFactorId: string) =>
      stayOffset.open({ propertyFactorId, payer: 'guest', yenPerGuestNight: 300, reserve }, { factor })
    expect(codeOf(() => open('room'))).toBe('schemes.factor-unfit')
    expect(codeOf(() => open('unknown'))).toBe('schemes.factor-unfit')
  })
})

describe('grams attached to products', () => {
  const products = [
    { sku: 'a', name: 'あ', massG: 2_000 as never },
    { sku: 'b', name: 'い', massG: 500 as never },
  ]

  test('a single product needs no code, several do', () => {
    const single = unitAttachment.open({ products: products.slice(0, 1), reserve }, { factor: () => null })
    expect(unitAttachment.valueSale(single.terms, sale({ quantity: 3 })).gramsPerUnit).toBe(2_000)
    const several = unitAttachment.open({ products, reserve }, { factor: () => null })
    expect(codeOf(() => unitAttachment.valueSale(several.terms, sale({})))).toBe('schemes.sku-unknown')
    expect(unitAttachment.valueSale(several.terms, sale({ sku: 'b' })).gramsPerUnit).toBe(500)
  })

  test('a product code stands once', () => {
    expect(
      codeOf(() => unitAttachment.open({ products: [...products, ...products], reserve }, { factor: () => null })),
    ).toBe('schemes.sku-twice')
  })
})

const masses = fc.array(fc.integer({ min: 0, max: 1e10 }), { minLength: 1, maxLength: 30 })
const shares = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 })
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

describe('pooled rounding', () => {
  test('a pool never costs more than its parts, and covers them with less than a unit to spare', () => {
    fc.assert(
      fc.property(masses, fc.integer({ min: 1, max: 1e7 }), (parts, unitG) => {
        const { pooledG, separatelyG, savedG } = poolRounding(parts, unitG)
        expect(savedG).toBe(separatelyG - pooledG)
        expect(savedG).toBeGreaterThanOrEqual(0)
        expect(pooledG).toBeGreaterThanOrEqual(sum(parts))
        expect(pooledG - sum(parts)).toBeLessThan(unitG)
      }),
    )
  })

  test('down and up are whole units around the mass', () => {
    expect([wholeUnitsDown(1_999, 1_000), wholeUnitsUp(1_001, 1_000)]).toEqual([1_000, 2_000])
    expect([wholeUnitsDown(-5, 1_000), wholeUnitsUp(-5, 1_000)]).toEqual([0, 0])
  })

  test('units divided by share are whole and sum to the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), shares, (units, weights) => {
        const parts = splitUnits(units * 1_000, 1_000, weights)
        expect(sum(parts)).toBe(units * 1_000)
        for (const part of parts) expect(part % 1_000).toBe(0)
      }),
    )
  })

  test('parts divided by share: rows sum exactly, no cell is negative, columns follow their share', () => {
    fc.assert(
      fc.property(masses, shares, (parts, weights) => {
        const rows = splitParts(parts, weights)
        for (const [i, row] of rows.entries()) {
          expect(sum(row)).toBe(parts[i])
          for (const cell of row) expect(cell).toBeGreaterThanOrEqual(0)
        }
        for (const [i, weight] of weights.entries()) {
          const column = sum(rows.map((row) => row[i] ?? 0))
          expect(Math.abs(column - (sum(parts) * weight) / sum(weights))).toBeLessThan(weights.length)
        }
      }),
    )
  })
})

describe('claim codes', () => {
  test('forty bits make eight characters, each pattern its own', () => {
    expect(claimCodeFrom(new Uint8Array(5))).toBe('00000000')
    expect(claimCodeFrom(new Uint8Array([255, 255, 255, 255, 255]))).toBe('ZZZZZZZZ')
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 5, maxLength: 5 }),
        fc.uint8Array({ minLength: 5, maxLength: 5 }),
        (a, b) => {
          expect(claimCodeFrom(a) === claimCodeFrom(b)).toBe(Buffer.from(a).equals(Buffer.from(b)))
        },
      ),
    )
  })

  test('what people type for a code is that code', () => {
    expect(readClaimCode(' 7k3q-9xab ')).toBe('7K3Q9XAB')
    expect(readClaimCode('O1I0-LOOO')).toBe('01101000')
    expect(readClaimCode('7K3Q9XA')).toBeNull()
    expect(readClaimCode('7K3Q9XAU')).toBeNull()
  })

  test('each item has a code, a bulk sale has one for all of it', () => {
    expect(claimsOfSale({ units: 3, gramsPerUnit: 2_000 }, 'item')).toEqual([2_000, 2_000, 2_000])
    expect(claimsOfSale({ units: 3, gramsPerUnit: 2_000 }, 'sale')).toEqual([6_000])
    expect(claimsOfSale({ units: 500, gramsPerUnit: 2_000 }, 'item')).toEqual([1_000_000])
    expect(claimsOfSale({ units: 3, gramsPerUnit: 0 }, 'item')).toEqual([])
    expect(claimsOfSale({ units: 3, gramsPerUnit: 2_000 }, 'none')).toEqual([])
  })
})
