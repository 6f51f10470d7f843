import { meshBounds, meshOf } from '@morinowa/shared/municipalities/mesh.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

// Points and codes that other implementations of the standard publish (jismesh, japanmesh and its Go edition).
const PUBLISHED: [number, number, string][] = [
  [35.658581, 139.745433, '53393599'],
  [34.987574, 135.759363, '52353680'],
  [35.70078, 139.71475, '53394547'],
]

test.each(PUBLISHED)('the point %d, %d lies in the published cell %s', (lat, lon, code) => {
  expect(meshOf(lat, lon)).toBe(code)
})

test('the borders are the published ones', () => {
  const bounds = meshBounds('53394547')
  expect(bounds?.south).toBeCloseTo(35.7, 9)
  expect(bounds?.north).toBeCloseTo(35.708333333, 9)
  expect(bounds?.west).toBeCloseTo(139.7125, 9)
  expect(bounds?.east).toBeCloseTo(139.725, 9)
})

const digit = (most: number) => fc.integer({ min: 0, max: most })
const code = fc
  .tuple(digit(99), digit(79), digit(7), digit(7), digit(9), digit(9))
  .map(([r1, c1, ...rest]) => `${String(r1).padStart(2, '0')}${String(c1).padStart(2, '0')}${rest.join('')}`)

test('every cell owns its south-western corner and its middle, and not its north-eastern corner', () => {
  fc.assert(
    fc.property(code, (code) => {
      const bounds = meshBounds(code)
      if (!bounds) throw new Error(code)
      const { south, west, north, east } = bounds
      expect(meshOf(south, west)).toBe(code)
      expect(meshOf((south + north) / 2, (west + east) / 2)).toBe(code)
      expect(meshOf(north, east)).not.toBe(code)
      // As other programs write the corner: in decimal degrees, cut off.
      expect(meshOf(Number(south.toFixed(9)), Number(west.toFixed(9)))).toBe(code)
    }),
  )
})

test('every point of the grid lies within the borders of its cell', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 20, max: 46, noNaN: true }),
      fc.double({ min: 122, max: 154, noNaN: true }),
      (lat, lon) => {
        const bounds = meshBounds(meshOf(lat, lon) ?? '')
        if (!bounds) throw new Error('no cell')
        expect(lat).toBeGreaterThanOrEqual(bounds.south - 1e-8)
        expect(lat).toBeLessThan(bounds.north)
        expect(lon).toBeGreaterThanOrEqual(bounds.west - 1e-8)
        expect(lon).toBeLessThan(bounds.east)
      },
    ),
  )
})

test.each([
  [-0.1, 139],
  [66.67, 139],
  [35, 99.9],
  [35, 180],
  [Number.NaN, 139],
])('the point %d, %d has no cell', (lat, lon) => {
  expect(meshOf(lat, lon)).toBeNull()
})

test.each(['5339', '53398047', '53394847', '533945470', 'abcdefgh', '53804547'])('%s is no code', (code) => {
  expect(meshBounds(code)).toBeNull()
})
