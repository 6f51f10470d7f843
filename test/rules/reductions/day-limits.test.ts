import { isRiddenAlone } from '@morinowa/shared/reductions/alike.ts'
import {
  ACTIVE_G_A_DAY,
  type DayTotals,
  EMPTY_DAY,
  limitDay,
  limitReleased,
  REVIEW_G_A_DAY,
  withAct,
} from '@morinowa/shared/reductions/day-limits.ts'
import { addedToMonth } from '@morinowa/shared/reductions/month-count.ts'
import { judge, type Report } from '@morinowa/shared/reductions/same-act.ts'
import { isTeleport } from '@morinowa/shared/reductions/teleport.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('a person’s day', () => {
  test('credits walking and cycling up to 300 g and no further, the rest as it is', () => {
    const day = { ...EMPTY_DAY, creditedG: 250, activeG: 250 }
    expect(limitDay(day, { mode: 'walk', quantity: 1_000, creditedG: 80 })).toEqual({
      kind: 'counts',
      creditedG: 50,
      isCapped: true,
    })
    expect(limitDay(day, { mode: 'bicycle', quantity: 1_000, creditedG: 50 })).toMatchObject({ isCapped: false })
    expect(limitDay(day, { mode: 'rail', quantity: 1_000, creditedG: 80 })).toMatchObject({ creditedG: 80 })
    expect(limitDay(day, { mode: null, quantity: 3, creditedG: 80 })).toMatchObject({ creditedG: 80 })
  })

  test('is looked at above 50 kg, and not at 50 kg', () => {
    const act = { mode: 'rail', quantity: 1_000, creditedG: 1 }
    expect(limitDay({ ...EMPTY_DAY, creditedG: REVIEW_G_A_DAY - 1 }, act).kind).toBe('counts')
    expect(limitDay({ ...EMPTY_DAY, creditedG: REVIEW_G_A_DAY }, act)).toEqual({
      kind: 'review',
      code: 'reductions.daily-total',
    })
    expect(limitDay({ ...EMPTY_DAY, creditedG: REVIEW_G_A_DAY }, { ...act, creditedG: 0 }).kind).toBe('counts')
  })

  test('is no longer than 2,500 km by rail and 1,500 km by road; the sea and the air are apart', () => {
    const km = (mode: string, metres: number, day: Partial<DayTotals>) =>
      limitDay({ ...EMPTY_DAY, ...day }, { mode, quantity: metres, creditedG: 0 }).kind
    expect(km('shinkansen', 500_000, { railM: 2_000_000 })).toBe('counts')
    expect(km('shinkansen', 500_001, { railM: 2_000_000 })).toBe('review')
    expect(km('bus', 500_000, { groundM: 1_000_000 })).toBe('counts')
    expect(km('bus', 500_001, { groundM: 1_000_000 })).toBe('review')
    expect(km('ferry', 1_600_000, { railM: 2_500_000, groundM: 1_500_000 })).toBe('counts')
  })

  test('holds a released act to what nobody may widen, and lets what was looked at count above 50 kg', () => {
    const walk = { mode: 'walk', quantity: 1_000, creditedG: 80 }
    expect(limitReleased({ ...EMPTY_DAY, activeG: 250 }, walk)).toEqual({
      creditedG: 50,
      code: 'reductions.daily-active-cap',
    })
    expect(limitReleased({ ...EMPTY_DAY, activeG: 220 }, walk)).toEqual({ creditedG: 80, code: null })
    const train = { mode: 'rail', quantity: 500_001, creditedG: 60_000 }
    expect(limitReleased({ ...EMPTY_DAY, creditedG: REVIEW_G_A_DAY }, train)).toEqual({ creditedG: 60_000, code: null })
    expect(limitReleased({ ...EMPTY_DAY, railM: 2_000_000 }, train)).toEqual({
      creditedG: 0,
      code: 'reductions.daily-reach',
    })
    expect(limitReleased({ ...EMPTY_DAY, railM: 2_000_000 }, { ...train, creditedG: 0 }).code).toBe(null)
  })

  test('a day that is too long by rail holds nothing against what did not go by rail', () => {
    const long = { ...EMPTY_DAY, railM: 2_600_000 }
    expect(limitDay(long, { mode: null, quantity: 1, creditedG: 10 }).kind).toBe('counts')
    expect(limitDay(long, { mode: 'bus', quantity: 5_000, creditedG: 10 }).kind).toBe('counts')
    expect(limitDay(long, { mode: 'rail', quantity: 1, creditedG: 10 }).kind).toBe('review')
  })

  test('never credits more than its limits, in whatever order acts come, and taking one out undoes it', () => {
    const act = fc.record({
      mode: fc.constantFrom('walk', 'bicycle', 'rail', 'bus', 'plane', null),
      quantity: fc.integer({ min: 1, max: 900_000 }),
      creditedG: fc.integer({ min: 0, max: 20_000 }),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let totals: DayTotals = { ...EMPTY_DAY }
        for (const one of acts) {
          const limit = limitDay(totals, one)
          if (limit.kind === 'review') continue
          const counted = { ...one, creditedG: limit.creditedG }
          expect(withAct(withAct(totals, counted, 1), counted, -1)).toEqual(totals)
          totals = withAct(totals, counted, 1)
        }
        expect(totals.activeG).toBeLessThanOrEqual(ACTIVE_G_A_DAY)
        expect(totals.creditedG).toBeLessThanOrEqual(REVIEW_G_A_DAY)
      }),
    )
  })
})

describe('two records in a row', () => {
  const HOUR = 3_600_000
  const between = (from: string, to: string) => (from === to ? 0 : 900_000)
  const report = (more: Partial<Report>): Report => ({
    id: 'a',
    providerId: 'p',
    mode: 'rail',
    municipality: '01100',
    toMunicipality: '01100',
    startMs: 0,
    endMs: HOUR,
    evidence: 3,
    fixed: false,
    ...more,
  })

  test('are doubted when nothing that flies covers the way between them', () => {
    expect(isTeleport(900_000, 0)).toBe(true)
    expect(isTeleport(900_000, HOUR)).toBe(false)
    expect(isTeleport(50_000, 0)).toBe(false)
    const next = report({ id: 'b', municipality: '40130', startMs: HOUR + 60_000, endMs: 2 * HOUR })
    expect(judge('mobility', next, [report({})], between)).toEqual({ kind: 'teleport', of: 'a' })
    expect(judge('mobility', report({}), [next], between)).toEqual({ kind: 'teleport', of: 'b' })
    const later = { ...next, startMs: 2 * HOUR, endMs: 3 * HOUR }
    expect(judge('mobility', later, [report({})], between).kind).toBe('counts')
    expect(judge('mobility', { ...next, municipality: null }, [report({})], between).kind).toBe('counts')
    expect(judge('destinations', next, [report({})], between).kind).toBe('counts')
  })

  test('of which one was only typed leave the other standing', () => {
    const typed = report({ id: 't', providerId: null, evidence: 0 })
    const next = report({ id: 'b', municipality: '40130', startMs: HOUR + 60_000, endMs: 2 * HOUR })
    expect(judge('mobility', next, [typed], between)).toEqual({
      kind: 'counts',
      displaced: [{ id: 't', as: 'teleport' }],
    })
  })
})

test('the pieces of a month add up to the month calculated once, however they were reported', () => {
  const figuresOf = (count: number) => ({
    shownG: Math.round(count * 0.64),
    creditedG: Math.floor(count * 0.31),
    emittedG: Math.ceil(count * 0.1),
  })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 60 }), (pieces) => {
      let before = 0
      const sum = { shownG: 0, creditedG: 0, emittedG: 0 }
      for (const quantity of pieces) {
        const added = addedToMonth(figuresOf, before, quantity)
        for (const key of ['shownG', 'creditedG', 'emittedG'] as const) {
          expect(added[key]).toBeGreaterThanOrEqual(0)
          sum[key] += added[key]
        }
        before += quantity
      }
      expect(sum).toEqual(figuresOf(before))
    }),
  )
})

test('people who share a vehicle may be alike, people who move by themselves may not', () => {
  expect(isRiddenAlone('bicycle')).toBe(true)
  expect(isRiddenAlone('bus')).toBe(false)
  expect(isRiddenAlone(null)).toBe(false)
})
