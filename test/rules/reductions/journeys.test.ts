import { type Choice, journeysOf, type Piece } from '@morinowa/shared/reductions/journeys.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const at = (day: number, time: string): number => Date.parse(`2026-10-${String(day).padStart(2, '0')}T${time}:00+09:00`)

const trip = (id: string, day: number, start: string, end: string, from: string | null, to: string | null): Piece => ({
  id,
  pool: 'mobility',
  type: 'mobility.trip',
  startMs: at(day, start),
  endMs: at(day, end),
  from,
  to,
})
const moment = (id: string, day: number, time: string, type: string, from: string | null): Piece => ({
  id,
  pool: 'destinations',
  type,
  startMs: at(day, time),
  endMs: at(day, time),
  from,
  to: null,
})
const HOME = '13113'
const STATION = '13101'
const TOWN = '16211'

const weekend: Piece[] = [
  trip('commute', 9, '08:00', '08:40', HOME, STATION),
  trip('commute-back', 9, '18:00', '18:40', STATION, HOME),
  trip('to-station', 10, '07:10', '07:40', HOME, STATION),
  trip('out', 10, '08:00', '11:00', STATION, TOWN),
  moment('lunch', 10, '12:30', 'meal.swap', TOWN),
  trip('bus', 10, '14:00', '14:20', TOWN, TOWN),
  moment('stay', 11, '09:00', 'stay.skip-cleaning', TOWN),
  trip('back', 11, '16:00', '19:00', TOWN, STATION),
  trip('home', 11, '19:30', '20:00', STATION, HOME),
  trip('monday', 12, '08:00', '08:40', HOME, STATION),
]
const ids = (pieces: readonly Piece[]): string[] => pieces.map(({ id }) => id)

describe('a stay and the trips around it', () => {
  test('are one journey from door to door, and ordinary days are none', () => {
    expect(journeysOf(weekend).map(({ id, pieces }) => [id, ids(pieces)])).toEqual([
      ['stay', ['to-station', 'out', 'lunch', 'bus', 'stay', 'back', 'home']],
    ])
  })

  test('are the same when the front desk noted the day of the night instead of the hour of the morning after', () => {
    const noted = weekend.map((piece) =>
      piece.id === 'stay' ? moment('stay', 10, '00:00', 'stay.skip-cleaning', TOWN) : piece,
    )
    expect(journeysOf(noted).map(({ id, pieces }) => [id, ids(pieces).toSorted()])).toEqual([
      ['stay', ['back', 'bus', 'home', 'lunch', 'out', 'stay', 'to-station']],
    ])
  })

  test('stay the same in whatever order they came', () => {
    const one = JSON.stringify(journeysOf(weekend))
    fc.assert(
      fc.property(fc.shuffledSubarray(weekend, { minLength: weekend.length }), (shuffled) => {
        expect(JSON.stringify(journeysOf(shuffled))).toBe(one)
      }),
    )
  })

  test('two services of one night are one stay; two towns are two journeys', () => {
    const both = [
      ...weekend,
      moment('amenities', 11, '09:05', 'stay.amenities', TOWN),
      moment('later', 20, '09:00', 'stay.amenities', '16201'),
    ]
    expect(journeysOf(both).map(({ id }) => id)).toEqual(['stay', 'later'])
  })

  test('a stay without a place takes the trips of its days', () => {
    const [journey] = journeysOf(weekend.map((piece) => (piece.id === 'stay' ? { ...piece, from: null } : piece)))
    expect(ids(journey?.pieces ?? [])).toEqual(expect.arrayContaining(['out', 'stay', 'back']))
    expect(ids(journey?.pieces ?? [])).not.toContain('commute')
  })
})

describe('what a person says counts', () => {
  test('a piece taken out is in none, a piece put in is in this one', () => {
    const choices: Choice[] = [
      { id: 'bus', journeyId: null },
      { id: 'monday', journeyId: 'stay' },
    ]
    const [journey] = journeysOf(weekend, choices)
    expect(ids(journey?.pieces ?? [])).toEqual(['to-station', 'out', 'lunch', 'stay', 'back', 'home', 'monday'])
  })

  test('a journey can be made of trips alone', () => {
    const made = journeysOf(weekend, [
      { id: 'commute', journeyId: 'commute' },
      { id: 'commute-back', journeyId: 'commute' },
    ])
    expect(made.map(({ id, pieces }) => [id, pieces.length])).toEqual([
      ['commute', 2],
      ['stay', 7],
    ])
  })

  test('no act is ever in two journeys', () => {
    const piece = fc.record({
      id: fc.uuid(),
      pool: fc.constantFrom('mobility' as const, 'destinations' as const),
      type: fc.constantFrom('mobility.trip', 'stay.amenities', 'shop.bag'),
      startMs: fc.integer({ min: at(1, '00:00'), max: at(28, '00:00') }),
      endMs: fc.constant(0),
      from: fc.constantFrom(HOME, TOWN, null),
      to: fc.constantFrom(HOME, TOWN, null),
    })
    fc.assert(
      fc.property(fc.uniqueArray(piece, { selector: ({ id }) => id, maxLength: 40 }), (pieces) => {
        const acts = pieces.map((one) => ({ ...one, endMs: one.startMs + 1_800_000 }))
        const all = journeysOf(acts).flatMap(({ pieces: found }) => ids(found))
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })
})
