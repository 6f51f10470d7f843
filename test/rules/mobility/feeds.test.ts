import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { FeedAssembler } from '@morinowa/shared/mobility/feeds/assemble.ts'
import { type Feed, FEED_FILES } from '@morinowa/shared/mobility/feeds/feed.ts'
import { dateOf, secondsOf } from '@morinowa/shared/mobility/feeds/fields.ts'
import { FEED_ISSUE_CODES, issueText } from '@morinowa/shared/mobility/feeds/issues.ts'
import { placesOf } from '@morinowa/shared/mobility/feeds/places.ts'
import { alongShape } from '@morinowa/shared/mobility/feeds/polyline.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SMALL_FEED } from '../../support/gtfs.ts'

type Table = string[][]

const table = (text: string): Table =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

function assemble(files: Partial<Record<string, Table>>): Feed {
  const feed = new FeedAssembler()
  for (const file of FEED_FILES) {
    const rows = files[file]
    if (!rows) continue
    const taker = feed.taker(file)
    if (!taker.header(rows[0] ?? [])) continue
    for (const [i, row] of rows.slice(1).entries()) taker.row(i + 2, row)
  }
  const work = feed.assemble()
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

const small = Object.fromEntries(Object.entries(SMALL_FEED).map(([name, text]) => [name, table(text)]))

test.each([
  ['5:07:09', 18_429],
  ['05:07:09', 18_429],
  ['25:30:00', 91_800],
  ['100:00:00', 360_000],
  [' 7:00:00 ', 25_200],
  ['', null],
  ['  ', null],
  ['7:00', undefined],
  ['07:60:00', undefined],
  ['noon', undefined],
])('the time “%s” is %s seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds)
})

test.each([
  ['20260228', '2026-02-28'],
  ['2026-02-28', '2026-02-28'],
  ['20260229', undefined],
  ['', null],
  ['tomorrow', undefined],
])('the date “%s” is %s', (text, date) => {
  expect(dateOf(text)).toBe(date)
})

test('every remark has its words in both languages', () => {
  for (const code of FEED_ISSUE_CODES) {
    const { ja, en } = issueText({ code, facts: {} })
    expect([code, ja]).toEqual([code, expect.stringMatching(/[ぁ-ん]/)])
    expect([code, en]).toEqual([code, expect.not.stringMatching(/[ぁ-んァ-ヶ一-龠]/)])
  }
})

test('rows may come in any order: the feed is the same', () => {
  const whole = assemble(small)
  fc.assert(
    fc.property(
      fc.shuffledSubarray(small['stop_times.txt']?.slice(1) ?? [], { minLength: 7 }),
      fc.shuffledSubarray(small['shapes.txt']?.slice(1) ?? [], { minLength: 6 }),
      (calls, points) => {
        const [callHead = [], pointHead = []] = [small['stop_times.txt']?.[0], small['shapes.txt']?.[0]]
        const mixed = assemble({
          ...small,
          'stop_times.txt': [callHead, ...calls],
          'shapes.txt': [pointHead, ...points],
        })
        expect(mixed.trips).toEqual(whole.trips)
        expect(mixed.shapes).toEqual(whole.shapes)
        expect(mixed.patterns).toEqual(whole.patterns)
      },
    ),
  )
})

test('a place in a trip that stands there twice counts once, the earlier row', () => {
  const rows = small['stop_times.txt'] ?? []
  const twice = assemble({ ...small, 'stop_times.txt': [...rows, ['T1', '24:20:00', '24:20:00', 'A', '4']] })
  expect(twice.trips).toEqual(assemble(small).trips)
  expect(twice.issues.kept).toContainEqual(expect.objectContaining({ line: 9, code: 'duplicate-sequence' }))
})

// What people and programs do to tables: fields emptied, doubled, mistyped, cut off; rows repeated, moved, lost.
const nonsense = fc.oneof(
  fc.constantFrom('', ' ', '-1', '1e9', 'NaN', '99:99:99', '36.7', '137.06', 'A', 'T1', 'S', '2026', '\u0000', '"'),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const damage = fc.record({
  file: fc.constantFrom(...Object.keys(small)),
  row: fc.nat(40),
  field: fc.nat(10),
  how: fc.constantFrom('replace', 'delete-row', 'repeat-row', 'cut-row', 'lengthen-row', 'delete-file'),
  with: nonsense,
})

test('however a feed is damaged, what is taken of it holds together, or it is refused in words', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 12 }), (damages) => {
      const files: Record<string, Table> = structuredClone(small)
      for (const { file, row, field, how, with: text } of damages) {
        const rows = files[file]
        if (!rows || rows.length === 0) continue
        const at = row % rows.length
        const line = rows[at] as string[]
        if (how === 'delete-file') delete files[file]
        else if (how === 'delete-row') rows.splice(at, 1)
        else if (how === 'repeat-row') rows.push([...line])
        else if (how === 'cut-row') line.splice(field)
        else if (how === 'lengthen-row') line.push(text)
        else line[field % Math.max(1, line.length)] = text
      }
      let feed: Feed
      try {
        feed = assemble(files)
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
        return
      }
      expectWhole(feed)
    }),
    { numRuns: 400 },
  )
}, 60_000)

function expectWhole({ stops, routes, services, shapes, patterns, trips, counts }: Feed): void {
  expect(trips.length).toBeGreaterThan(0)
  for (const list of [stops, routes, services, shapes, trips]) {
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  }
  for (const { lat, lon, name, id } of stops) {
    expect(lat >= 20 && lat <= 46 && lon >= 122 && lon <= 154).toBe(true)
    expect(id !== '' && name !== '').toBe(true)
  }
  for (const { stops: called, alongM, shape } of patterns) {
    expect(called.length).toBeGreaterThanOrEqual(2)
    expect(alongM).toHaveLength(called.length)
    expect(alongM[0]).toBe(0)
    for (let i = 1; i < alongM.length; i++) expect(alongM[i]).toBeGreaterThanOrEqual(alongM[i - 1] as number)
    for (const number of called) expect(stops[number]).toBeDefined()
    if (shape !== null) expect(shapes[shape]).toBeDefined()
  }
  for (const { pattern, arrivals, departures, route, service } of trips) {
    expect(arrivals).toHaveLength(patterns[pattern]?.stops.length ?? -1)
    expect(departures).toHaveLength(arrivals.length)
    const clock = arrivals.flatMap((at, i) => (at === null ? [] : [at, departures[i] as number]))
    expect(clock).toEqual(clock.toSorted((a, b) => a - b))
    if (route !== null) expect(routes[route]).toBeDefined()
    if (service !== null) expect(services[service]).toBeDefined()
  }
  for (const { rows, taken } of counts) expect(taken >= 0 && taken <= rows).toBe(true)
}

describe('along a shape', () => {
  const points = (...list: [number, number][]) => ({
    lats: list.map(([lat]) => Math.round(lat * 1e6)),
    lons: list.map(([, lon]) => Math.round(lon * 1e6)),
  })
  // A street of 2 km there and back, and a ring round a block.
  const thereAndBack = points([36, 137], [36, 137.02], [36, 137])
  const length = 2 * 0.02 * 111_195 * Math.cos((36 * Math.PI) / 180)

  test('a stop that is passed twice is found at both times', () => {
    const along = alongShape(
      thereAndBack,
      points([36, 137], [36.0003, 137.01], [36, 137.02], [35.9997, 137.01], [36, 137]),
    )
    if (!('metres' in along)) throw new Error('missed')
    expect(along.metres[1]).toBeCloseTo(length / 4, -1)
    expect(along.metres[3]).toBeCloseTo((length * 3) / 4, -1)
    expect(along.metres[4]).toBeCloseTo(length, -1)
  })

  test('a ring ends where it began', () => {
    const ring = points([36, 137], [36.01, 137], [36.01, 137.01], [36, 137.01], [36, 137])
    const along = alongShape(ring, points([36, 137], [36.01, 137.005], [36, 137]))
    if (!('metres' in along)) throw new Error('missed')
    expect(along.metres[0]).toBe(0)
    expect(along.metres[2]).toBeCloseTo(4 * 1_006, -2)
  })

  test('a stop a kilometre off, or stops in the other order, are not on it', () => {
    expect(alongShape(points([36, 137], [36, 137.02]), points([36, 137], [36.01, 137.01]))).toEqual({ missed: 1 })
    expect(alongShape(points([36, 137], [36, 137.02]), points([36, 137.02], [36, 137]))).toEqual({ missed: 1 })
  })
})

test('poles of one name round one spot are one place, and the same name in another town is another', () => {
  const stop = (id: string, name: string, lat: number, lon: number, parent: number | null = null, kind = 0) => ({
    id,
    name,
    kana: null,
    nameEn: null,
    lat,
    lon,
    parent,
    kind,
  })
  const { placeOf, places } = placesOf([
    stop('1', '本町', 36, 137),
    stop('2', '本町', 36.001, 137),
    stop('3', '本町', 36.2, 137),
    stop('4', '駅前', 36, 137.1, 4),
    stop('S', '中央駅', 36, 137.1, null, 1),
  ])
  expect(placeOf[0]).toBe(placeOf[1])
  expect(placeOf[2]).not.toBe(placeOf[0])
  expect(placeOf[3]).toBe(placeOf[4])
  expect(places[placeOf[3] as number]).toMatchObject({ stop: { id: 'S' }, poles: 2 })
})
