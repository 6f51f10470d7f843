import { Ask } from '@morinowa/shared/methodology/ask.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { MODES } from '@morinowa/shared/methodology/mode.ts'
import { expect, it } from 'vitest'
import { fraction, independentAct, independentTrip, type SimpleTrip } from '../../independent/methodology.ts'
import { registry } from './registry.ts'

const CASES = 100_000

/** A small generator with a fixed seed: a failure can be repeated by its number. */
function chances(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (n: number) => Math.floor(next() * n)
  return {
    upTo,
    one: <T>(list: readonly T[]): T => list[upTo(list.length)] as T,
    sometimes: (share: number) => next() < share,
  }
}

function randomTrip(number: number): SimpleTrip {
  const { upTo, one, sometimes } = chances(number)
  const lifeCycle = sometimes(0.15)
  const modes = MODES.filter((mode) =>
    lifeCycle
      ? !['eBike', 'eScooter', 'carpool', 'ev'].includes(mode)
      : !['ferry', 'sharedBike', 'sharedScooter'].includes(mode),
  )
  const distance = () => 1 + upTo(10 ** (1 + upTo(7)) - 1)
  const legs = Array.from({ length: sometimes(0.6) ? 1 : 1 + upTo(4) }, () => {
    const mode = one(modes)
    return {
      mode,
      distanceM: Math.min(distance(), 3_000_000),
      ...(mode === 'carpool' && { occupants: 2 + upTo(6), detourM: upTo(3_000) }),
      ...((mode === 'car' || mode === 'ev') && sometimes(0.3) && { occupants: 1 + upTo(4) }),
    }
  })
  // With a life-cycle leg aboard, only what that class has a row for can be declared or remembered.
  const travelled = legs.reduce((metres, { distanceM }) => metres + distanceM, 0)
  return {
    occurredOn: `${one([2021, 2022, 2023, 2024, 2025, 2026])}-${one(['04', '07', '10', '12'])}-${String(1 + upTo(28)).padStart(2, '0')}`,
    evidence: one(['E0', 'E1', 'E2', 'E3', 'E4']),
    purpose: one(['daily', 'leisure', 'commute', undefined]),
    place: sometimes(0.7)
      ? { size: one(['major-city', 'city150k', 'city50k-150k', 'under50k']), metro3: sometimes(0.4) }
      : undefined,
    legs,
    odDistanceM: sometimes(0.3)
      ? sometimes(0.05)
        ? 0
        : Math.max(1, upTo(Math.min(travelled * 2, 20_000_000)))
      : undefined,
    declaredAlternative: sometimes(0.4)
      ? one(lifeCycle ? modes : modes.filter((mode) => mode !== 'carShare'))
      : undefined,
    personal: sometimes(0.15)
      ? {
          trips: upTo(30),
          modes: ['rail', 'bus', 'car', 'walk', 'plane']
            .slice(upTo(4))
            .map((mode) => ({ mode, distanceM: 1 + upTo(90_000) })),
        }
      : undefined,
    habit: sometimes(0.03),
    claimedElsewhere: sometimes(0.03),
    fleetEvShareBp: sometimes(0.1) ? upTo(10_001) : undefined,
  }
}

it(`an independent calculation agrees on ${CASES} random trips, by both entry points`, { timeout: 120_000 }, () => {
  let credited = 0
  for (let number = 0; number < CASES; number++) {
    const trip = randomTrip(number)
    const ask = { type: 'mobility.trip', ...trip } as Ask
    const wanted = independentTrip(trip)
    const { shownG, creditedG, emittedG } = compute(ask, registry)
    const found = { shownG, creditedG, emittedG }
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      expect({ number, ask, ...found }).toEqual({ number, ask, ...wanted })
    if (number % 5 === 0) {
      const explained = estimate(ask, registry)
      expect([explained.shownG, explained.creditedG, explained.emittedG]).toEqual([shownG, creditedG, emittedG])
    }
    if (creditedG > 0) credited++
  }
  // The agreement must be about something: a good part of the cases earns grams.
  expect(credited).toBeGreaterThan(CASES / 5)
})

const acts = [
  {
    ask: { type: 'stay.skip-cleaning' },
    rows: { base: 'jp.linen.wash', takeUp: 'base.takeup.linen' },
    quantity: 'count',
  },
  {
    ask: { type: 'stay.amenities' },
    rows: { base: 'jp.amenity.piece', takeUp: 'base.takeup.default' },
    quantity: 'count',
  },
  {
    ask: { type: 'food.leftovers' },
    rows: { base: 'jp.foodloss.kg', takeUp: 'base.takeup.default' },
    quantity: 'massG',
  },
  {
    ask: { type: 'shop.refill' },
    rows: { base: 'jp.bottle.nhk.shop', actual: 'jp.bottle.nhk.mybottle', takeUp: 'base.takeup.default' },
    quantity: 'count',
  },
  { ask: { type: 'shop.bag' }, rows: { base: 'jp.bag.g33', takeUp: 'base.takeup.bag' }, quantity: 'count' },
  {
    ask: { type: 'shop.cup', usesBefore: 9 },
    rows: { base: 'jp.cup.paper', actual: 'jp.cup.wash', takeUp: 'base.takeup.default' },
    quantity: 'count',
  },
  {
    ask: { type: 'shop.container', material: 'pet' },
    rows: { base: 'uk.desnz25.material.pet', takeUp: 'base.takeup.default' },
    quantity: 'massSavedG',
  },
  {
    ask: { type: 'shop.local' },
    rows: { base: 'jp.koide.food.vegetables', actual: 'jp.koide.food.veg_local', takeUp: 'base.takeup.default' },
    quantity: 'massG',
  },
  {
    ask: { type: 'shop.seasonal', produce: 'fruit' },
    rows: { base: 'jp.koide.food.fruits', actual: 'jp.koide.food.fruit_seasonal', takeUp: 'base.takeup.default' },
    quantity: 'massG',
  },
  {
    ask: { type: 'shop.e-receipt' },
    rows: { base: 'jp.receipt.derived', takeUp: 'base.takeup.default' },
    quantity: 'count',
  },
] as const

it.each(acts)('an independent calculation agrees on $ask.type', ({ ask, rows, quantity }) => {
  for (let number = 0; number < 500; number++) {
    const { upTo, one } = chances(number)
    const amount = 1 + upTo(10 ** (1 + upTo(5)) - 1)
    const evidence = one(['E0', 'E1', 'E2', 'E3', 'E4'])
    const units = quantity === 'count' ? fraction(amount) : fraction(amount, 1000)
    const parsed = Ask.parse({ ...ask, occurredOn: '2026-10-01', evidence, [quantity]: amount })
    const { shownG, creditedG, emittedG } = compute(parsed, registry)
    expect({ amount, evidence, shownG, creditedG, emittedG }).toEqual({
      amount,
      evidence,
      ...independentAct(rows, units, evidence, '2026-10-01'),
    })
  }
})
