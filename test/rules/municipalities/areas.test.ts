import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { readMunicipalities } from '@morinowa/prisma/seed/municipalities.ts'
import { indexAreas } from '@morinowa/shared/municipalities/area-index.ts'
import { type Area, areasOf } from '@morinowa/shared/municipalities/areas.ts'
import type { AreaTopology } from '@morinowa/shared/municipalities/area-topology.ts'
import { COAST_REACH_M } from '@morinowa/shared/municipalities/area-topology.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const municipalities = await readMunicipalities()
const offices = municipalities.flatMap(({ code, nameJa, officeLat: lat, officeLon: lon }) =>
  lat === null || lon === null ? [] : [{ code, nameJa, lat, lon }],
)
/** Town halls that stand in another municipality, or stood there when the table was made. */
const ELSEWHERE = ['07546', '46303', '46304', '47381']

async function read(path: string): Promise<Area[]> {
  return areasOf(JSON.parse(await readFile(join(root(), path), 'utf8')) as AreaTopology)
}

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]

describe('the index', () => {
  // A lake with an island of another municipality in it, and a town across a strait.
  const index = indexAreas(
    [
      { code: '10001', polygons: [[square(136, 35, 1), square(136.4, 35.4, 0.2)]] },
      { code: '10002', polygons: [[square(136.45, 35.45, 0.1)], [square(138, 35, 1)]] },
    ],
    5_000,
  )

  test('a hole is not land, an island in it is, and somebody else’s', () => {
    expect(index.at(35.1, 136.1)).toBe('10001')
    expect(index.at(35.5, 136.5)).toBe('10002')
    expect(
      indexAreas([{ code: '10001', polygons: [[square(136, 35, 1), square(136.4, 35.4, 0.2)]] }]).at(35.5, 136.5),
    ).toBe(null)
  })

  test('a pier counts to the nearest shore within reach, the open sea to nobody', () => {
    expect(index.at(35.5, 137.05)).toBe('10001')
    expect(index.at(35.5, 137.96)).toBe('10002')
    expect(index.at(35.5, 137.5)).toBe(null)
    expect(index.at(0, 0)).toBe(null)
    expect(index.at(Number.NaN, 136.5)).toBe(null)
  })

  test('bands change nothing: any star-shaped area answers as every edge would', () => {
    const radius = fc.double({ min: 0.1, max: 1, noNaN: true })
    const point = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(radius, { minLength: 3, maxLength: 200 }), point, point, (radii, x, y) => {
        const ring = [...radii, radii[0] as number].map((r, i) => {
          const angle = (2 * Math.PI * (i % radii.length)) / radii.length
          return [136 + r * Math.cos(angle), 35 + r * Math.sin(angle)]
        })
        const found = indexAreas([{ code: '1', polygons: [[ring]] }]).at(35 + y, 136 + x)
        expect(found !== null).toBe(insideByEveryEdge(ring, 136 + x, 35 + y))
      }),
    )
  })
})

describe('approximate areas', async () => {
  const areas = await read('prisma/seed/geo/approximate.topo.json')
  const index = indexAreas(areas, COAST_REACH_M.approximate)

  test('every municipality has land', () => {
    expect(index.codes).toEqual(municipalities.map(({ code }) => code).toSorted())
    expect(areas.filter(({ polygons }) => polygons.length === 0)).toEqual([])
  })

  test('every office lies in its own area, but for the four that stand elsewhere', () => {
    const outside = offices.filter(({ code, lat, lon }) => index.at(lat, lon) !== code)
    expect(outside.map(({ code }) => code)).toEqual(ELSEWHERE)
  })

  test('a town across a strait has none of the other shore', () => {
    expect(index.at(41.77, 140.73)).toBe('01202')
    expect(index.at(41.722, 141.022)).not.toBe('02423')
    expect(index.at(33.95, 130.94)).toBe('35201')
  })
})

describe('the ministry’s boundaries', async () => {
  const folder = '../shared/data/geo'
  // Reference material of development; the product comes without it.
  const present = existsSync(join(root(), folder, 'japan-municipalities.topo.json'))

  test.skipIf(!present)('every office lies in its own area, but for the four that stand elsewhere', async () => {
    const index = indexAreas(await read(join(folder, 'japan-municipalities.topo.json')), COAST_REACH_M.imported)
    expect(index.codes).toEqual(municipalities.map(({ code }) => code).toSorted())
    const outside = offices.filter(({ code, lat, lon }) => index.at(lat, lon) !== code)
    expect(outside.map(({ code }) => code)).toEqual(ELSEWHERE)
  })

  test.skipIf(!present)('most offices of a neighbourhood are told apart by the approximate areas too', async () => {
    const real = indexAreas(await read(join(folder, 'japan-municipalities.topo.json')), COAST_REACH_M.imported)
    const approximate = indexAreas(await read('prisma/seed/geo/approximate.topo.json'), COAST_REACH_M.approximate)
    // Two kilometres from the office, where people are; the borders in the mountains differ more.
    const near = offices.flatMap(({ lat, lon }) => [
      [lat + 0.018, lon],
      [lat - 0.018, lon],
      [lat, lon + 0.022],
      [lat, lon - 0.022],
    ]) as [number, number][]
    const land = near.filter(([lat, lon]) => real.at(lat, lon) !== null)
    const same = land.filter(([lat, lon]) => real.at(lat, lon) === approximate.at(lat, lon))
    expect(same.length / land.length).toBeGreaterThan(0.8)
  })
})

function insideByEveryEdge(ring: number[][], x: number, y: number): boolean {
  return ring.slice(1).reduce((inside, [bx = 0, by = 0], i) => {
    const [ax = 0, ay = 0] = ring[i] ?? []
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside
  }, false)
}
