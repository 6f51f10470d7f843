import { areaOf, lineBetween } from '@morinowa/shared/municipalities/geo-json.ts'
import { expect, test } from 'vitest'

const square = (size: number): [number, number][] => [
  [0, 0],
  [size, 0],
  [size, size],
  [0, size],
  [0, 0],
]

test('outlines run against the clock and holes with it, whichever way they came (RFC 7946, 3.1.6)', () => {
  const right = { type: 'MultiPolygon', coordinates: [[square(4), square(1).toReversed()], [square(2)]] }
  expect(areaOf([[square(4), square(1).toReversed()], [square(2)]])).toEqual(right)
  expect(areaOf([[square(4).toReversed(), square(1)], [square(2).toReversed()]])).toEqual(right)
})

test('a way that stays in one place is a point, and one to nowhere has no shape', () => {
  const [here, there] = [
    { lat: 36.7, lon: 137 },
    { lat: 36.8, lon: 137 },
  ]
  expect(lineBetween(here, { ...here })).toEqual({ type: 'Point', coordinates: [137, 36.7] })
  expect(lineBetween(here, there)).toEqual({
    type: 'LineString',
    coordinates: [
      [137, 36.7],
      [137, 36.8],
    ],
  })
  expect(lineBetween(here, { lat: null, lon: null })).toBeNull()
})
