import { claimedRanges, countSerials, overlapAmong, readSerials } from '@morinowa/shared/forest/serials.ts'
import { describe, expect, test } from 'vitest'

const one = (printed: string) => readSerials(printed)?.[0]

describe('serial numbers as registries print them', () => {
  test('a range counts both of its ends', () => {
    const ranges = readSerials('JCL-200-000-000-000-001〜JCL-200-000-000-000-100') ?? []
    expect(ranges).toEqual([{ block: 'JCL', from: 200_000_000_000_001n, to: 200_000_000_000_101n }])
    expect(countSerials(ranges)).toBe(100n)
  })

  test.each([
    'JCL-001-101～JCL-001-150',
    'jcl-001-101 ~ jcl-001-150',
    'ＪＣＬ－００１－１０１〜ＪＣＬ－００１－１５０',
    'JCL001101 – JCL001150',
    'No. JCL-001-101 から JCL-001-150',
    'JCL-001-101..JCL-001-150',
    'JCL-001-101 to JCL-001-150',
    'JCL-001-101〜150',
  ])('%s is the same range', (printed) => {
    expect(one(printed)).toEqual({ block: 'JCL', from: 1101n, to: 1151n })
  })

  test('numbers count alike with zeros before them or without, and across a group', () => {
    expect(countSerials(readSerials('JCL-500-1〜JCL-500-10') ?? [])).toBe(10n)
    expect(countSerials(readSerials('JCL-500-1〜JCL-500-1500') ?? [])).toBe(1_500n)
    expect(readSerials('JCL-500-5')).toEqual(readSerials('JCL-500-005'))
    expect(countSerials(readSerials('JCL-000-123-999〜JCL-000-124-000') ?? [])).toBe(2n)
    expect(overlapAmong(readSerials('JCL-500-1〜JCL-500-10, JCL500005') ?? [])).toBe(true)
  })

  test('several ranges and single numbers stand beside each other', () => {
    expect(readSerials('A-1〜A-10、A-20、B-1〜B-5')).toEqual([
      { block: 'A', from: 1n, to: 11n },
      { block: 'A', from: 20n, to: 21n },
      { block: 'B', from: 1n, to: 6n },
    ])
  })

  test.each(['', '森', 'A-10〜A-1', 'A-1〜B-9', 'A-1〜A-5〜A-9', 'A-1234567890123456789'])(
    '%j is no serial number, and is kept apart as a text',
    (printed) => {
      expect(readSerials(printed)).toBeNull()
      expect(claimedRanges(printed).readable).toBe(false)
    },
  )

  test('an unreadable text is the same text however it is spaced', () => {
    expect(claimedRanges('別紙 1 のとおり　').ranges).not.toEqual(claimedRanges('別紙2のとおり').ranges)
    expect(claimedRanges('別紙 1 のとおり。').ranges).toEqual(claimedRanges('別紙１のとおり').ranges)
  })

  test('an overlap is found whatever the order, and neighbours are none', () => {
    expect(overlapAmong(readSerials('A-5〜A-9, A-1〜A-5') ?? [])).toBe(true)
    expect(overlapAmong(readSerials('A-6〜A-9, A-1〜A-5, B-1〜B-9') ?? [])).toBe(false)
  })
})
