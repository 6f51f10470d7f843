import { judge, overlaps, type Report } from '@morinowa/shared/reductions/same-act.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const MINUTE = 60_000
const EIGHT = Date.parse('2026-10-01T08:00:00+09:00')

function report(more: Partial<Report> = {}): Report {
  return {
    id: 'a',
    providerId: 'bus',
    mode: 'bus',
    municipality: '16211',
    startMs: EIGHT,
    endMs: EIGHT + 20 * MINUTE,
    evidence: 3,
    fixed: false,
    ...more,
  }
}

const typed = (more: Partial<Report> = {}) => report({ id: 'typed', providerId: null, evidence: 0, ...more })

describe('two reports of one ride', () => {
  test('what the traveller typed gives way to the operator’s record', () => {
    const other = typed({ startMs: EIGHT - 12 * MINUTE, endMs: EIGHT + 5 * MINUTE })
    expect(judge('mobility', report(), [other])).toEqual({
      kind: 'counts',
      displaced: [{ id: 'typed', as: 'duplicate' }],
    })
  })

  test('what is typed after the record came is its duplicate', () => {
    expect(judge('mobility', typed(), [report()])).toEqual({ kind: 'duplicate', of: 'a' })
  })

  test('a quarter of an hour is the limit', () => {
    const late = typed({ startMs: EIGHT + 15 * MINUTE, endMs: EIGHT + 50 * MINUTE })
    const later = typed({ startMs: EIGHT + 20 * MINUTE + 1, endMs: EIGHT + 50 * MINUTE })
    expect(judge('mobility', late, [report()]).kind).toBe('duplicate')
    expect(judge('mobility', later, [report()])).toEqual({ kind: 'counts', displaced: [] })
  })

  test('another mode or another town is another ride', () => {
    const apart = { startMs: EIGHT + 21 * MINUTE, endMs: EIGHT + 30 * MINUTE }
    expect(judge('mobility', typed({ mode: 'rail', ...apart }), [report()]).kind).toBe('counts')
    expect(judge('mobility', typed({ municipality: '16201', ...apart }), [report()]).kind).toBe('counts')
  })

  test('the first of two operators’ records counts when they are of equal worth', () => {
    const app = report({ id: 'app', providerId: 'app', startMs: EIGHT + 2 * MINUTE })
    expect(judge('mobility', app, [report()])).toEqual({ kind: 'duplicate', of: 'a' })
    expect(judge('mobility', { ...app, evidence: 4 }, [report()])).toEqual({
      kind: 'counts',
      displaced: [{ id: 'a', as: 'duplicate' }],
    })
  })

  test('a change of buses within minutes is two rides, of one operator or of two', () => {
    const next = { startMs: EIGHT + 20 * MINUTE, endMs: EIGHT + 28 * MINUTE }
    expect(judge('mobility', report({ id: 'b', ...next }), [report()])).toEqual({ kind: 'counts', displaced: [] })
    const short = report({ endMs: EIGHT + 6 * MINUTE })
    const other = report({ id: 'b', providerId: 'tram co', startMs: EIGHT + 8 * MINUTE })
    expect(judge('mobility', other, [short])).toEqual({ kind: 'counts', displaced: [] })
  })

  test('what is in a batch stays, however good the newcomer', () => {
    const pooled = report({ fixed: true })
    expect(judge('mobility', report({ id: 'b', providerId: 'x', evidence: 4 }), [pooled]).kind).toBe('duplicate')
  })
})

describe('two places at once', () => {
  test('a second record of the same operator at the same time is set aside', () => {
    expect(judge('mobility', report({ id: 'b', startMs: EIGHT + 5 * MINUTE }), [report()])).toEqual({
      kind: 'overlap',
      of: 'a',
    })
  })

  test('a typed journey around an operator’s record is set aside when the record comes', () => {
    const journey = typed({ mode: 'walk', startMs: EIGHT - 30 * MINUTE, endMs: EIGHT + 40 * MINUTE })
    expect(judge('mobility', report(), [journey])).toEqual({
      kind: 'counts',
      displaced: [{ id: 'typed', as: 'overlap' }],
    })
    expect(judge('mobility', journey, [report()])).toEqual({ kind: 'overlap', of: 'a' })
  })

  test('whatever comes in whatever order, no two acts that count overlap', () => {
    const some = fc.record({
      providerId: fc.constantFrom(null, 'bus', 'rail', 'app'),
      mode: fc.constantFrom('bus', 'rail', 'walk'),
      municipality: fc.constantFrom(null, '16211', '16201'),
      start: fc.integer({ min: 0, max: 120 }),
      length: fc.integer({ min: 0, max: 60 }),
      evidence: fc.integer({ min: 0, max: 4 }),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 25 }), (list) => {
        let counting: Report[] = []
        list.forEach(({ start, length, ...one }, n) => {
          const startMs = EIGHT + start * MINUTE
          const next = report({ ...one, id: String(n), startMs, endMs: startMs + length * MINUTE })
          const verdict = judge('mobility', next, counting)
          if (verdict.kind !== 'counts') return
          const gone = new Set(verdict.displaced.map(({ id }) => id))
          counting = [...counting.filter(({ id }) => !gone.has(id)), next]
        })
        for (const a of counting) for (const b of counting) expect(a !== b && overlaps(a, b)).toBe(false)
      }),
    )
  })
})

test('a guest’s own note of a service is the hotel’s record of that day', () => {
  const guest = typed({ mode: 'stay.skip-cleaning', startMs: EIGHT + 7 * 60 * MINUTE, endMs: EIGHT + 31 * 60 * MINUTE })
  const hotel = report({ mode: 'stay.skip-cleaning', startMs: EIGHT + 9 * 60 * MINUTE, endMs: EIGHT + 9 * 60 * MINUTE })
  expect(judge('destinations', hotel, [guest])).toEqual({
    kind: 'counts',
    displaced: [{ id: 'typed', as: 'duplicate' }],
  })
  expect(judge('destinations', { ...hotel, startMs: hotel.startMs + 24 * 60 * MINUTE }, [guest]).kind).toBe('counts')
})
