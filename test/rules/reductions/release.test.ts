import { MIN_PEOPLE } from '@morinowa/shared/reductions/k-anonymity.ts'
import { isDue, release, together, UNLABELLED, type Waiting } from '@morinowa/shared/reductions/release.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const waiting = (people: readonly number[], more: Partial<Waiting> = {}): Waiting => ({
  ...UNLABELLED,
  acts: people.length,
  shownG: 10 * people.length,
  creditedG: 7 * people.length,
  emittedG: people.length,
  contributedG: 0,
  changes: people.length,
  people: new Set(people.map(String)),
  ...more,
})
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('what of a cell may be published', () => {
  test('nine people wait, ten go out', () => {
    expect(release([waiting(range(0, 9))]).increments).toEqual([])
    expect(release([waiting(range(0, 10))]).kept).toEqual([])
  })

  test('what ten people share is said, what they do not share is not', () => {
    const { increments, kept } = release([
      waiting(range(0, 5), { day: '2026-10-01', to: '16201' }),
      waiting(range(5, 10), { day: '2026-10-02', to: '16201' }),
      waiting(range(0, 12), { day: '2026-10-01', to: '16211' }),
      waiting(range(0, 3), { day: '2026-10-03', to: '16204' }),
    ])
    expect(increments.map(({ day, to, acts }) => [day, to, acts])).toEqual([
      ['2026-10-01', '16211', 12],
      ['', '16201', 10],
    ])
    expect(kept).toHaveLength(1)
  })

  test('one person with many acts is one person', () => {
    expect(release(range(0, 40).map((n) => waiting([7], { day: `2026-10-${n}` }))).increments).toEqual([])
  })

  test('nothing is lost, nothing is said twice, and ten people stand behind whatever is said', () => {
    const piece = fc.record({
      people: fc.uniqueArray(fc.nat(30), { minLength: 0, maxLength: 14 }),
      day: fc.constantFrom('', '2026-10-01', '2026-10-02'),
      to: fc.constantFrom('', '16201', '16211'),
      mesh: fc.constantFrom('', '55361143', '55361144'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(piece, { selector: ({ day, to, mesh }) => `${day} ${to} ${mesh}` }), (pieces) => {
        const all = pieces.map(({ people, day, to, mesh }) =>
          waiting(people, { day, to, fromMesh: mesh, toMesh: mesh }),
        )
        const { increments, kept } = release(all)
        expect(together([...increments, ...kept])).toEqual(together(all))
        // Whatever was published without people of its own rode along with ten.
        const gone = all.filter((one) => !kept.includes(one))
        for (const { day, to, fromMesh } of increments) {
          const behind = gone.filter(
            (one) =>
              (day === '' || one.day === day) &&
              (to === '' || one.to === to) &&
              (!fromMesh || one.fromMesh === fromMesh),
          )
          expect(new Set(behind.flatMap((one) => [...one.people])).size).toBeGreaterThanOrEqual(MIN_PEOPLE)
        }
        expect(new Set(kept.flatMap((one) => [...one.people])).size).toBeLessThan(MIN_PEOPLE)
      }),
    )
  })
})

test('a small cell is looked at each time, a large one when a tenth or a thousand wait', () => {
  expect(isDue({ waiting: 1, published: 0 })).toBe(true)
  expect(isDue({ waiting: 1, published: 10 })).toBe(true)
  expect(isDue({ waiting: 1, published: 11 })).toBe(false)
  expect(isDue({ waiting: 999, published: 1_000_000 })).toBe(false)
  expect(isDue({ waiting: 1_000, published: 1_000_000 })).toBe(true)
})
