import { MODES } from '@morinowa/shared/methodology/mode.ts'
import { greatCircleM, travelledM } from '@morinowa/shared/mobility/distance.ts'
import { doubtOf, FARTHEST_KM, FASTEST_KMH } from '@morinowa/shared/mobility/plausibility.ts'
import { readRide } from '@morinowa/shared/mobility/ride-line.ts'
import { instantOf, LineFault, municipalityOf } from '@morinowa/shared/reductions/line.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const TOWNS = new Set(['16211', '01100', '13101'])
const good = {
  externalId: 'R-000001',
  subject: 'M-1',
  mode: 'bus',
  startedAt: '2026-10-01T08:00:00+09:00',
  endedAt: '2026-10-01T08:22:00+09:00',
  distanceM: 5_200,
  fromMunicipality: '16211',
  toMunicipality: '162116',
  purpose: 'daily',
}
const noStops = () => new LineFault('mobility.place-unknown')
const read = (more: object) => readRide({ ...good, ...more }, TOWNS, noStops)

describe('a line of a ride', () => {
  test('is read from JSON and from the texts of a CSV alike', () => {
    const json = read({})
    const csv = readRide(
      Object.fromEntries(Object.entries(good).map(([name, value]) => [name, String(value)])),
      TOWNS,
      noStops,
    )
    expect(json).toEqual(csv)
    expect(json).toMatchObject({ externalId: 'R-000001', distanceM: 5_200, toMunicipality: '16211' })
  })

  test.each([
    ['an empty externalId', { externalId: ' ' }, 'reductions.line-field', 'externalId'],
    ['no externalId', { externalId: null }, 'reductions.line-missing', 'externalId'],
    ['an unknown mode', { mode: 'teleport' }, 'reductions.line-field', 'mode'],
    ['a time without offset', { startedAt: '2026-10-01T08:00:00' }, 'reductions.line-field', 'startedAt'],
    ['a day that does not exist', { startedAt: '2026-02-30T08:00:00Z' }, 'reductions.line-field', 'startedAt'],
    ['a negative distance', { distanceM: -1 }, 'reductions.line-field', 'distanceM'],
    ['half a metre', { distanceM: 0.5 }, 'reductions.line-field', 'distanceM'],
    ['a town that does not exist', { fromMunicipality: '99999' }, 'reductions.line-field', 'fromMunicipality'],
    ['a wrong check digit', { toMunicipality: '162110' }, 'reductions.line-field', 'toMunicipality'],
    ['a control character', { subject: 'a\u0000b' }, 'reductions.line-field', 'subject'],
    ['an unknown purpose', { purpose: 'fun' }, 'reductions.line-field', 'purpose'],
    ['an object for a text', { externalId: {} }, 'reductions.line-field', 'externalId'],
  ])('with %s is refused by the name of the field', (_, more, code, field) => {
    const fault = read(more)
    expect(fault).toBeInstanceOf(LineFault)
    expect(fault).toMatchObject({ code, facts: { field } })
  })

  test('that ends before it starts, or has no distance, says so', () => {
    expect(read({ endedAt: '2026-10-01T07:00:00+09:00' })).toMatchObject({ code: 'mobility.ends-before-start' })
    expect(read({ distanceM: undefined })).toMatchObject({ code: 'mobility.distance-missing' })
    expect(read({ distanceM: null, fromStopId: '1', toStopId: '2' })).toMatchObject({ code: 'mobility.place-unknown' })
  })

  test('never throws, and every fault is worded in both languages', () => {
    const names = Object.keys(good)
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.double(), fc.date().map(String))
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, given) => {
        const found = read({ [name]: given })
        if (!(found instanceof LineFault)) return
        const wording = refusals[found.code]
        expect(wording?.ja(found.facts)).not.toMatch(/undefined|NaN/)
        expect(wording?.en(found.facts)).not.toMatch(/undefined|NaN/)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('times are read as the platform reads them', () => {
  const date = fc.date({ min: new Date('2000-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
  fc.assert(
    fc.property(date, fc.integer({ min: -12 * 4, max: 14 * 4 }), (day, quarter) => {
      const ms = Math.floor(day.getTime() / 1_000) * 1_000
      const sign = quarter < 0 ? '-' : '+'
      const minutes = Math.abs(quarter * 15)
      const zone = `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
      const local = new Date(ms + quarter * 15 * 60_000).toISOString().slice(0, 19)
      expect(instantOf(`${local}${zone}`)).toBe(ms)
      expect(instantOf(`${local}${zone}`)).toBe(Date.parse(`${local}${zone}`))
    }),
  )
})

test('a municipality code that a spreadsheet ate a zero of is still that municipality', () => {
  expect(municipalityOf('1100', TOWNS)).toBe('01100')
  expect(municipalityOf(1100, TOWNS)).toBe('01100')
  expect(municipalityOf('011002', TOWNS)).toBe('01100')
})

describe('a trip is doubted', () => {
  const now = Date.parse('2026-11-22T00:00:00Z')
  const start = Date.parse('2026-10-01T00:00:00Z')
  const trip = (mode: (typeof MODES)[number], km: number, hours: number) =>
    doubtOf({ mode, distanceM: km * 1_000, startMs: start, endMs: start + hours * 3_600_000 }, now)?.code

  test('when nobody goes that fast, that far or that long by this mode', () => {
    expect(trip('walk', 30, 1)).toBe('mobility.too-fast')
    expect(trip('walk', 5, 1)).toBeUndefined()
    expect(trip('shinkansen', 552, 2.5)).toBeUndefined()
    expect(trip('rail', 552, 2.5)).toBe('mobility.too-fast')
    expect(trip('bus', 1_501, 30)).toBe('mobility.too-far')
    expect(trip('ferry', 900, 49)).toBe('mobility.too-long')
    expect(doubtOf({ mode: 'bus', distanceM: 100, startMs: now + 3_600_000, endMs: now + 7_200_000 }, now)?.code).toBe(
      'mobility.in-future',
    )
  })

  test('every mode has both limits, and doubt never falls as the distance grows', () => {
    for (const mode of MODES) {
      expect(FASTEST_KMH[mode]).toBeGreaterThan(0)
      expect(FARTHEST_KM[mode]).toBeGreaterThan(0)
      let doubted = false
      for (let km = 1; km < 3_000; km += 7) {
        const now = trip(mode, km, 1) !== undefined
        expect(doubted && !now).toBe(false)
        doubted = now
      }
    }
  })
})

test('great circles are what they are', () => {
  const tokyo = { lat: 35.681, lon: 139.767 }
  const osaka = { lat: 34.702, lon: 135.495 }
  expect(greatCircleM(tokyo, osaka)).toBeGreaterThan(395_000)
  expect(greatCircleM(tokyo, osaka)).toBeLessThan(410_000)
  expect(greatCircleM(tokyo, osaka)).toBe(greatCircleM(osaka, tokyo))
  expect(greatCircleM(tokyo, tokyo)).toBe(0)
  expect(travelledM(tokyo, osaka)).toBe(Math.round(greatCircleM(tokyo, osaka) * 1.2))
})
