import { seedRegistry } from '@morinowa/prisma/seed/registry.ts'
import { type AskOf, Ask } from '@morinowa/shared/methodology/ask.ts'
import { shareCarpool } from '@morinowa/shared/methodology/carpool.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { squareRootFloor } from '@morinowa/shared/methodology/exact.ts'
import { MODES, type Mode } from '@morinowa/shared/methodology/mode.ts'
import { countMonthly } from '@morinowa/shared/methodology/monthly.ts'
import { compileRegistry } from '@morinowa/shared/methodology/registry.ts'
import { divideEvent } from '@morinowa/shared/methodology/sharing.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registry } from './registry.ts'

type Trip = AskOf<'mobility.trip'>

const evidence = fc.constantFrom('E0', 'E1', 'E2', 'E3', 'E4')
const metres = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 3_000_000 }))
const place = fc.option(
  fc.record({
    size: fc.constantFrom('major-city', 'city150k', 'city50k-150k', 'under50k'),
    metro3: fc.boolean(),
  }),
  { nil: undefined },
)
const OPERATIONAL = MODES.filter((mode) => !['ferry', 'sharedBike', 'sharedScooter'].includes(mode))

const legOf = (mode: Mode, distanceM: number) => ({
  mode,
  distanceM,
  ...(mode === 'carpool' && { occupants: 3, detourM: 0 }),
})
const leg = fc
  .tuple(fc.constantFrom(...OPERATIONAL), metres, fc.integer({ min: 2, max: 6 }))
  .map(([mode, distanceM, occupants]) => ({ mode, distanceM, ...(mode === 'carpool' && { occupants }) }))
const common = fc.record({
  type: fc.constant('mobility.trip'),
  occurredOn: fc.constantFrom('2021-06-06', '2022-11-11', '2024-10-05', '2026-10-01'),
  evidence,
  purpose: fc.constantFrom('daily', 'leisure', undefined),
  place,
})
const declared = fc.option(fc.constantFrom(...OPERATIONAL), { nil: undefined })
const tripOf = (parts: object): Trip => parts as Trip
const trip = fc
  .tuple(common, fc.array(leg, { minLength: 1, maxLength: 4 }), declared)
  .map(([rest, legs, declaredAlternative]) => tripOf({ ...rest, legs, declaredAlternative }))

describe('for every trip', () => {
  it.each(MODES)('the emissions of %s never fall as the distance grows, from 1 m to 3,000 km', (mode) => {
    fc.assert(
      fc.property(common, metres, metres, (rest, a, b) => {
        const emitted = (distanceM: number) =>
          compute(tripOf({ ...rest, legs: [legOf(mode, distanceM)] }), registry).emittedG
        return a <= b ? emitted(a) <= emitted(b) : emitted(b) <= emitted(a)
      }),
      { numRuns: 500 },
    )
  })

  it.each(MODES)('one kilometre more by %s never makes a trip cleaner, step by step', (mode) => {
    let before = 0
    for (let km = 1; km <= 3_000; km++) {
      const ask = tripOf({
        type: 'mobility.trip',
        occurredOn: '2026-10-01',
        evidence: 'E3',
        legs: [legOf(mode, km * 1_000)],
      })
      const { emittedG } = compute(ask, registry)
      expect(emittedG).toBeGreaterThanOrEqual(before)
      before = emittedG
    }
  })

  it('of two routes between the same places, the one that emits less never earns less', () => {
    const legs = fc.array(leg, { minLength: 1, maxLength: 4 })
    const length = (route: readonly { distanceM: number }[]) => route.reduce((sum, { distanceM }) => sum + distanceM, 0)
    fc.assert(
      fc.property(
        common,
        legs,
        legs,
        declared,
        fc.integer({ min: 1, max: 1_000 }),
        (rest, one, other, said, permille) => {
          // The pair's distance is the shortest known, these two ways included.
          const shortest = Math.min(length(one), length(other))
          const odDistanceM = Math.max(1, Math.floor((shortest * permille) / 1_000))
          const result = (route: object[]) =>
            compute(tripOf({ ...rest, legs: route, odDistanceM, declaredAlternative: said }), registry)
          const [a, b] = [result(one), result(other)]
          const [cleaner, dirtier] = a.emittedG <= b.emittedG ? [a, b] : [b, a]
          if (cleaner.emittedG === dirtier.emittedG) return
          expect(cleaner.creditedG).toBeGreaterThanOrEqual(dirtier.creditedG)
          expect(cleaner.shownG).toBeGreaterThanOrEqual(dirtier.shownG)
        },
      ),
      { numRuns: 20_000 },
    )
  })

  it('a cleaner route is not passed over because its figure is less well known', () => {
    const way = (mode: Mode, distanceM: number) =>
      tripOf({
        type: 'mobility.trip',
        occurredOn: '2026-10-01',
        evidence: 'E3',
        place: { size: 'city150k', metro3: false },
        legs: [legOf(mode, distanceM)],
        odDistanceM: 3_000,
      })
    const [tram, bus] = [compute(way('tram', 5_862), registry), compute(way('bus', 3_000), registry)]
    expect(tram.emittedG).toBeLessThan(bus.emittedG)
    expect(tram.creditedG).toBeGreaterThanOrEqual(bus.creditedG)
    expect(bus.creditedG).toBeGreaterThan(0)
  })

  it('of metro and rail between Shibuya and Tokyo, the shorter and cleaner one earns more', () => {
    const route = (mode: Mode, distanceM: number) =>
      tripOf({
        type: 'mobility.trip',
        occurredOn: '2026-10-01',
        evidence: 'E3',
        place: { size: 'major-city', metro3: true },
        legs: [legOf(mode, distanceM)],
        odDistanceM: 7_700,
      })
    const [metro, rail] = [compute(route('metro', 7_700), registry), compute(route('rail', 13_700), registry)]
    expect(metro.emittedG).toBeLessThan(rail.emittedG)
    expect(metro.creditedG).toBeGreaterThan(rail.creditedG)
  })

  it('what is credited never exceeds the difference that is shown', () => {
    fc.assert(
      fc.property(trip, (ask) => {
        const { shownG, creditedG } = compute(ask, registry)
        expect(creditedG).toBeLessThanOrEqual(Math.max(0, shownG))
      }),
      { numRuns: 5_000 },
    )
  })

  it('more evidence never earns less', () => {
    fc.assert(
      fc.property(trip, (ask) => {
        const earned = (['E0', 'E1', 'E2', 'E3', 'E4'] as const).map(
          (level) => compute({ ...ask, evidence: level }, registry).creditedG,
        )
        expect(earned).toEqual(earned.toSorted((a, b) => a - b))
      }),
      { numRuns: 3_000 },
    )
  })

  it('a leg cut in two emits, shows and earns what the whole does', () => {
    fc.assert(
      fc.property(
        common,
        fc.constantFrom<Mode>('rail', 'bus', 'metro', 'walk', 'plane'),
        metres,
        metres,
        (rest, mode, a, b) => {
          const whole = compute(tripOf({ ...rest, legs: [legOf(mode, a + b)] }), registry)
          const cut = compute(tripOf({ ...rest, legs: [legOf(mode, a), legOf(mode, b)] }), registry)
          expect([cut.shownG, cut.creditedG, cut.emittedG]).toEqual([whole.shownG, whole.creditedG, whole.emittedG])
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('the explanation ends with the numbers that bulk imports store', () => {
    fc.assert(
      fc.property(trip, (ask) => {
        const found = estimate(ask, registry)
        const fast = compute(ask, registry)
        const last = (step: string) => found.trace.find((one) => one.step === step)?.value
        expect([last('shown'), last('credited'), last('emitted')]).toEqual([fast.shownG, fast.creditedG, fast.emittedG])
        expect(found.reasons.map(({ code }) => code)).toEqual([...fast.basis.reasons])
        expect(found.factors).toEqual(fast.basis.factors)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('parts and wholes', () => {
  it('the people of one car sum exactly to the car', () => {
    fc.assert(
      fc.property(
        common,
        metres,
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 5_000 }),
        (rest, distanceM, occupants, detourM) => {
          const ask = tripOf({ ...rest, legs: [{ mode: 'carpool', distanceM, occupants, detourM }] })
          const { car, people } = shareCarpool(ask, registry)
          const sum = (of: 'shownG' | 'creditedG' | 'emittedG') =>
            people.reduce((total, person) => total + person[of], 0)
          expect([sum('shownG'), sum('creditedG'), sum('emittedG')]).toEqual([car.shownG, car.creditedG, car.emittedG])
          expect(
            Math.max(...people.map(({ creditedG }) => creditedG)) -
              Math.min(...people.map(({ creditedG }) => creditedG)),
          ).toBeLessThanOrEqual(1)
          // Asked alone, a person is promised no more than the last in line gets.
          expect(compute(ask, registry).creditedG).toBe(people.at(-1)?.creditedG)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('shares of an event sum to the event', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), cuts, (eventG, points) => {
        const edges = [0, ...points.toSorted((a, b) => a - b), 10_000]
        const shares = edges.slice(1).map((edge, index) => ({ party: `${index}`, shareBp: edge - (edges[index] ?? 0) }))
        expect(divideEvent(eventG, shares).reduce((sum, { grams }) => sum + grams, 0)).toBe(eventG)
      }),
    )
    const hotel = [
      { party: 'traveller', shareBp: 5_000 },
      { party: 'hotel', shareBp: 3_500 },
      { party: 'agency', shareBp: 1_500 },
    ]
    expect(divideEvent(1_000, hotel).map(({ grams }) => grams)).toEqual([500, 350, 150])
    expect(divideEvent(1_000, [])).toEqual([{ party: 'traveller', grams: 1_000 }])
    expect(() => divideEvent(1_000, hotel.slice(1))).toThrow('shares-sum')
  })

  it('counting a month loses no piece and credits at least what single pieces would', () => {
    const bags = fc.array(
      fc.tuple(fc.constantFrom('2026-10-03', '2026-10-29', '2026-11-01'), fc.integer({ min: 1, max: 9 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    fc.assert(
      fc.property(bags, (list) => {
        const acts = list.map(([occurredOn, count]) =>
          Ask.parse({ type: 'shop.bag', occurredOn, evidence: 'E3', count }),
        ) as AskOf<'shop.bag'>[]
        const months = countMonthly(acts)
        const pieces = (asks: readonly { count: number }[]) => asks.reduce((sum, { count }) => sum + count, 0)
        expect(pieces(months)).toBe(pieces(acts))
        const credited = (asks: readonly Ask[]) => asks.reduce((sum, ask) => sum + compute(ask, registry).creditedG, 0)
        expect(credited(months)).toBeGreaterThanOrEqual(credited(acts))
        expect(months.length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 300 },
    )
  })
})

describe('editions', () => {
  it('a result under FY2022 still reads the same after FY2024 is loaded', () => {
    const all = seedRegistry()
    const early = compileRegistry(all, '2024-06-01')
    expect(early.editions.map(({ set }) => set.id)).not.toContain('JP-OP-FY2024')
    fc.assert(
      fc.property(trip, (ask) => {
        const then = { ...ask, occurredOn: '2022-11-11' as Trip['occurredOn'] }
        expect(estimate(then, registry)).toEqual(estimate(then, early))
        const named = { ...ask, occurredOn: '2024-10-05' as Trip['occurredOn'], factorSet: 'JP-OP-FY2022' }
        expect(estimate(named, registry)).toEqual(estimate(named, early))
      }),
      { numRuns: 500 },
    )
  })

  it('a later edition of one number moves new results and no old one', () => {
    const bus = (occurredOn: string, fy: string) =>
      tripOf({
        type: 'mobility.trip',
        occurredOn,
        evidence: 'E3',
        legs: [legOf('bus', 10_000)],
        baseline: `jp.mlit.${fy}.car`,
      })
    expect(compute(bus('2022-10-05', 'fy2022'), registry).creditedG).toBe(509)
    expect(compute(bus('2024-10-05', 'fy2024'), registry).creditedG).toBe(607)
  })
})

it('whole square roots are exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (n) => {
      const root = squareRootFloor(n)
      expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true)
    }),
  )
})
