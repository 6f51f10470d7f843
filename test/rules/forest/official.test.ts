import { dueBy, nextRequest, portionsOf } from '@morinowa/shared/forest/official.ts'
import { readStatement, reconcile } from '@morinowa/shared/forest/reconcile.ts'
import {
  commonSerials,
  countSerials,
  readSerials,
  sliceSerials,
  withoutSerials,
  writeSerials,
} from '@morinowa/shared/forest/serials.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const ranges = (text: string) => readSerials(text) ?? []

describe('numbers written back as the registry prints them', () => {
  test.each([
    ['JCL-200-000-000-001〜JCL-200-000-000-100', 2n, 3n, 'JCL-200-000-000-003〜JCL-200-000-000-005'],
    ['JCL-200-000-000-999〜JCL-200-000-001-010', 0n, 2n, 'JCL-200-000-000-999〜JCL-200-000-001-000'],
    ['JCL-000-101〜150', 49n, 1n, 'JCL-000-150'],
    ['JBC-1〜JBC-31065', 9n, 2n, 'JBC-10〜JBC-11'],
    ['A-1〜A-3、B-7〜B-9', 2n, 3n, 'A-3, B-7〜B-8'],
  ])('%s, %s on', (printed, skip, count, written) => {
    const slice = sliceSerials(ranges(printed), skip, count)
    expect(writeSerials(printed, slice)).toBe(written)
    expect(readSerials(written)).toEqual(slice)
  })

  test('whatever is cut out of any range reads back as what it was', () => {
    const printed = fc
      .tuple(
        fc.constantFrom('JCL-', 'JV2012-', 'J'),
        fc.integer({ min: 1, max: 900 }),
        fc.nat(5_000_000),
        fc.integer({ min: 1, max: 3_000 }),
      )
      .map(([letters, block, from, count]) => {
        const write = (n: number) =>
          `${letters}${block}-${String(Math.floor(n / 1_000_000)).padStart(3, '0')}-${String(Math.floor(n / 1_000) % 1_000).padStart(3, '0')}-${String(n % 1_000).padStart(3, '0')}`
        return { text: `${write(from)}〜${write(from + count - 1)}`, count }
      })
    fc.assert(
      fc.property(printed, fc.nat(3_000), fc.integer({ min: 1, max: 3_000 }), ({ text, count }, skip, wanted) => {
        const all = ranges(text)
        const slice = sliceSerials(all, BigInt(skip), BigInt(wanted))
        expect(countSerials(slice)).toBe(BigInt(Math.max(0, Math.min(count - skip, wanted))))
        if (slice.length > 0) expect(readSerials(writeSerials(text, slice))).toEqual(slice)
        const rest = withoutSerials(all, slice)
        expect(countSerials(rest) + countSerials(slice)).toBe(BigInt(count))
        expect(commonSerials(rest, slice)).toEqual([])
      }),
    )
  })
})

describe('grams of a queue behind whole units', () => {
  const tonne = 1_000_000
  const officials = [
    { number: 1, fromG: 0, toG: tonne, serials: 'J-001', retiredOn: '2026-10-01', document: '通知1' },
    { number: 2, fromG: tonne, toG: 3 * tonne, serials: 'J-002〜J-003', retiredOn: '2026-11-01', document: '通知2' },
  ]

  test('are covered in order, each with its own number, and the rest is due', () => {
    const portions = portionsOf({ fromG: 900_000, toG: 3_000_500 }, officials, tonne)
    expect(portions.map(({ fromG, toG, official }) => [toG - fromG, official?.serials ?? 'due'])).toEqual([
      [100_000, 'J-001'],
      [2_000_000, 'J-002〜J-003'],
      [500, 'due'],
    ])
    expect(portionsOf({ fromG: 2_000_000, toG: 2_000_001 }, officials, tonne)[0]?.official?.serials).toBe('J-003')
  })

  test('always sum to what was retired, in one piece without a gap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
        fc.nat(9_000_000),
        fc.integer({ min: 1, max: 9_000_000 }),
        (units, fromG, massG) => {
          let at = 0
          const given = units.map((count, n) => {
            const one = {
              number: n + 1,
              fromG: at,
              toG: at + count * tonne,
              serials: `J-${at / tonne + 1}〜J-${at / tonne + count}`,
              retiredOn: '2026-10-01',
              document: '',
            }
            at = one.toG
            return one
          })
          const portions = portionsOf({ fromG, toG: fromG + massG }, given, tonne)
          expect(portions.reduce((sum, one) => sum + one.toG - one.fromG, 0)).toBe(massG)
          for (const [n, one] of portions.entries()) {
            expect(one.fromG).toBe(n === 0 ? fromG : portions[n - 1]?.toG)
            expect(one.official === null).toBe(one.fromG >= at)
          }
        },
      ),
    )
  })

  test('are due a quarter of a year after their day in Japan', () => {
    expect(dueBy('2026-09-30T15:00:00.000Z')).toBe('2026-12-30')
  })

  test('are asked for in whole units under the first numbers that are left', () => {
    const lot = { serials: 'J-001〜J-010', used: ['J-001', 'J-003〜J-004'], unitG: tonne }
    expect(nextRequest({ ...lot, dueG: 1_233_000 })).toEqual({ units: 2, massG: 2 * tonne, serials: 'J-002, J-005' })
    expect(nextRequest({ ...lot, serials: '登録証のとおり', used: [], dueG: 1 })).toMatchObject({
      units: 1,
      serials: '登録証のとおり',
    })
  })
})

describe('a statement of holding', () => {
  const lot = {
    lotId: 'a',
    projectName: '登米市有林',
    unitG: 1_000_000,
    massG: 10_000_000,
    serials: 'JCL-200-001〜JCL-200-010',
    retired: ['JCL-200-001'],
  }
  const read = (csv: string) => readStatement(csv) ?? []

  test('is read under a title, with numbers in one column or two', () => {
    expect(
      read('保有残高証明\n\nシリアル番号,数量（t-CO2）,プロジェクト名\n"JCL-200-002〜JCL-200-010","9.0",登米市有林'),
    ).toEqual([{ line: 4, serials: 'JCL-200-002〜JCL-200-010', massG: 9_000_000, project: '登米市有林' }])
    expect(read('シリアル番号（開始）,シリアル番号（終了）,数量\nJCL-1,JCL-3,3')).toEqual([
      { line: 2, serials: 'JCL-1〜JCL-3', massG: 3_000_000, project: null },
    ])
    expect(readStatement('名前,金額\nあ,1')).toBeNull()
  })

  test('that shows all that is left agrees', () => {
    expect(reconcile(read('serial,t\nJCL-200-002〜JCL-200-010,9'), [lot])).toEqual({
      lines: 1,
      differences: [],
      held: [{ lotId: 'a', heldG: 9_000_000 }],
    })
  })

  test('that differs is named by line, number and reason', () => {
    const csv = [
      'シリアル番号,数量,プロジェクト名',
      'JCL-200-001〜JCL-200-004,3,登米市有林',
      'JCL-200-004〜JCL-200-006,3,別の森',
      'JCL-900-001,1,',
      'ふるい証書,1,',
      'JCL-200-010〜JCL-200-012,3,登米市有林',
    ].join('\n')
    const { differences, held } = reconcile(read(csv), [lot])
    expect(differences.map(({ line, kind, serials }) => [line, kind, serials])).toEqual([
      [2, 'retired', 'JCL-200-001'],
      [2, 'mass', 'JCL-200-001〜JCL-200-004'],
      [3, 'repeated', 'JCL-200-004〜JCL-200-006'],
      [3, 'project', 'JCL-200-004〜JCL-200-006'],
      [4, 'unknown', 'JCL-900-001'],
      [5, 'unreadable', 'ふるい証書'],
      [6, 'unknown', 'JCL-200-011〜JCL-200-012'],
      [null, 'missing', 'JCL-200-007〜JCL-200-009'],
    ])
    // 002–006 and 010; what is officially gone does not count as held.
    expect(held).toEqual([{ lotId: 'a', heldG: 6_000_000 }])
    for (const { text } of differences) expect(text.ja).not.toBe(text.en)
  })
})
