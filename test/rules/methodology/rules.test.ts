import { seedRegistry } from '@morinowa/prisma/seed/registry.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import { type RefusalCode, Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { Ask, type AskInput } from '@morinowa/shared/methodology/ask.ts'
import { bandOf, BANDS, isWeekend } from '@morinowa/shared/methodology/baseline.ts'
import { activePartG, applyDailyCap, isSpeedPlausible, reviewReasons } from '@morinowa/shared/methodology/caps.ts'
import { shareCarpool } from '@morinowa/shared/methodology/carpool.ts'
import { estimateEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { treeDays, twoDigits } from '@morinowa/shared/methodology/equivalents.ts'
import { EVIDENCE, measuredEvidenceBp } from '@morinowa/shared/methodology/evidence.ts'
import { METHODS } from '@morinowa/shared/methodology/methods.ts'
import { MODES, modeFactorId } from '@morinowa/shared/methodology/mode.ts'
import { pairDistanceM } from '@morinowa/shared/methodology/pair-distance.ts'
import { placeOf } from '@morinowa/shared/methodology/place.ts'
import { rowOf } from '@morinowa/shared/methodology/registry.ts'
import { describe, expect, it } from 'vitest'
import { registry } from './registry.ts'

type TripInput = Extract<AskInput, { type: 'mobility.trip' }>
const day = '2026-10-01'

function trip(parts: Omit<Partial<TripInput>, 'type'>): Extract<Ask, { type: 'mobility.trip' }> {
  const legs: TripInput['legs'] = [{ mode: 'rail', distanceM: 10_000 }]
  return Ask.parse({ type: 'mobility.trip', occurredOn: day, evidence: 'E3', legs, ...parts }) as never
}

function result(ask: Ask) {
  const { shownG, creditedG, emittedG, basis } = compute(ask, registry)
  return { shownG, creditedG, emittedG, baseline: basis.baseline, reasons: basis.reasons }
}

describe('baselines of a trip', () => {
  it('a declared alternative that is lower lowers the credit and the screen', () => {
    // 10 x (57 - 17) = 400 g; error sqrt(5.7^2 + 1.7^2 + 2^2) / 40 = 15.7 %, so 0.94; 400 x 0.95 x 0.94 = 357.2.
    const bus = result(trip({ declaredAlternative: 'bus' }))
    expect(bus).toMatchObject({ shownG: 400, creditedG: 357, baseline: 'jp.mlit.fy2024.bus' })
  })

  it('a declared car or plane raises the screen and never the credit', () => {
    const plain = result(trip({}))
    expect(result(trip({ declaredAlternative: 'car' }))).toMatchObject({ shownG: 1_080, creditedG: plain.creditedG })
    expect(result(trip({ declaredAlternative: 'plane' }))).toMatchObject({ shownG: 740, creditedG: plain.creditedG })
  })

  it('ten comparable trips make the own mix the baseline; nine do not', () => {
    const modes = [
      { mode: 'car' as const, distanceM: 30_000 },
      { mode: 'rail' as const, distanceM: 10_000 },
    ]
    // (125 x 30 + 17 x 10) / 40 = 98 g/km.
    expect(result(trip({ personal: { trips: 10, modes } }))).toMatchObject({ shownG: 810, baseline: 'personal' })
    expect(result(trip({ personal: { trips: 9, modes } }))).toMatchObject({ shownG: 655 })
    const only = [{ mode: 'rail' as const, distanceM: 90_000 }]
    expect(result(trip({ personal: { trips: 30, modes: only } }))).toMatchObject({ shownG: 0, creditedG: 0 })
  })

  it('the private car is the cap of what is credited', () => {
    const taxi = result(trip({ baseline: 'jp.mlit.c2003.taxi' }))
    expect(taxi).toMatchObject({ shownG: 3_240, baseline: 'jp.mlit.fy2024.car' })
  })

  it('a habit and a loop earn nothing, on screens too', () => {
    expect(result(trip({ habit: true }))).toMatchObject({
      shownG: 0,
      creditedG: 0,
      reasons: ['habit', 'extrapolated-edition'],
    })
    expect(result(trip({ odDistanceM: 0 }))).toMatchObject({ shownG: 0, creditedG: 0 })
  })

  it('the baseline distance belongs to the pair and never exceeds the way travelled', () => {
    // 7.7 x 82.465 - 13.7 x 17 = 402.0805.
    const legs = [{ mode: 'rail' as const, distanceM: 13_700 }]
    expect(result(trip({ legs, odDistanceM: 7_700 })).shownG).toBe(402)
    expect(result(trip({ legs, odDistanceM: 99_000 })).shownG).toBe(result(trip({ legs })).shownG)
  })

  it('the mix follows distance, purpose, place and day', () => {
    const metro = { size: 'major-city', metro3: true } as const
    const town = { size: 'under50k', metro3: false } as const
    const band = (distanceM: number, on: string, place?: typeof metro | typeof town, purpose?: 'leisure') =>
      BANDS[bandOf({ distanceM, day: on, place, purpose })]
    expect(band(2_999, '2026-10-01', metro)).toBe('base.mix.short.metro3.weekday')
    expect(band(2_999, '2026-10-03', metro)).toBe('base.mix.short.metro3.weekend')
    expect(band(2_999, '2026-10-04', town)).toBe('base.mix.short.local.weekend')
    expect(band(3_000, '2026-10-04', town)).toBe('base.mix.ground.under50k')
    expect(band(3_000, '2026-10-04', metro)).toBe('base.mix.ground.major-city')
    expect(band(3_000, '2026-10-04')).toBe('base.mix.ground.national')
    expect(band(299_999, '2026-10-04', town, 'leisure')).toBe('base.mix.leisure.under300')
    expect(band(300_000, '2026-10-04', town, 'leisure')).toBe('base.mix.leisure.over300')
  })

  it('weekends are those of the calendar', () => {
    for (let offset = 0; offset < 4_000; offset++) {
      const date = new Date(Date.UTC(2020, 0, 1 + offset))
      const weekday = date.getUTCDay()
      expect(isWeekend(date.toISOString().slice(0, 10))).toBe(weekday === 0 || weekday === 6)
    }
  })
})

describe('vehicles that are shared', () => {
  it('a carpool subtracts the drive and the detour and divides equally', () => {
    // (3 x 20 x 82.465 - 20.5 x 163.75) / 3 = 530.34 g each.
    const ask = trip({ legs: [{ mode: 'carpool', distanceM: 20_000, occupants: 3, detourM: 500 }] })
    expect(result(ask)).toMatchObject({ shownG: 530, emittedG: 1_119 })
    const { car } = shareCarpool(ask, registry)
    expect(car.shownG).toBe(1_591)
    expect(car.emittedG).toBe(3_357)
  })

  it('people who rode different distances count with their own', () => {
    const legs = [
      { mode: 'carpool' as const, distanceM: 20_000, occupants: 3, riderDistancesM: [20_000, 15_000, 5_000] },
    ]
    // 40 x 82.465 - 20 x 163.75 = 23.6 g for the car.
    expect(shareCarpool(trip({ legs }), registry).car.shownG).toBe(24)
    const wrong = [{ ...legs[0], riderDistancesM: [20_000, 15_000] }] as never
    expect(() => compute(trip({ legs: wrong }), registry)).toThrow('riders-mismatch')
  })

  it('a shared car earns nothing, a rented electric car what it saves over petrol', () => {
    expect(result(trip({ legs: [{ mode: 'carShare', distanceM: 10_000 }] }))).toMatchObject({ shownG: 0, creditedG: 0 })
    const ev = { legs: [{ mode: 'ev' as const, distanceM: 120_000 }] }
    expect(result(trip(ev))).toMatchObject({ shownG: 10_107, creditedG: 8_545 })
    expect(result(trip({ ...ev, fleetEvShareBp: 2_500 })).creditedG).toBe(6_409)
  })

  it('shared micro-mobility is never compared with a car, nor credited on an unverified figure', () => {
    const legs = [{ mode: 'sharedScooter' as const, distanceM: 4_000 }]
    const plain = result(trip({ legs }))
    const said = result(trip({ legs, declaredAlternative: 'car' }))
    expect(said).toMatchObject({ shownG: plain.shownG, creditedG: plain.creditedG })
    expect(said.reasons).toContain('no-car-baseline')
    const bike = result(trip({ legs: [{ mode: 'sharedBike', distanceM: 4_000 }] }))
    expect(bike.creditedG).toBe(0)
    expect(bike.shownG).toBeGreaterThan(0)
    expect(bike.reasons).toContain('unverified')
  })
})

describe('what is only shown', () => {
  const common = { occurredOn: day, evidence: 'E4' } as const
  it.each<[string, AskInput]>([
    ['unverified', { type: 'shop.e-receipt', ...common, count: 100_000 }],
    ['unverified', { type: 'shop.second-hand', ...common, count: 3, massG: 900 }],
    ['certificate-carries-claim', { type: 'ev.charge', ...common, energyWh: 90_000 }],
    ['certificate-carries-claim', { type: 'stay.renewable-room', ...common, guests: 1, electricityWh: 9_000 }],
    ['class-median-missing', { type: 'stay.lower-carbon-hotel', ...common, guests: 1, actualG: 5_580 }],
    ['take-up', { type: 'shop.bag', ...common, count: 50, takeupBp: 9_000 }],
    ['break-even', { type: 'shop.cup', ...common, count: 50, usesBefore: 2 }],
    ['break-even', { type: 'shop.cup', ...common, count: 50, usesBefore: 99, cup: 'steel' }],
    ['claimed-elsewhere', { type: 'shop.bag', ...common, count: 50, claimedElsewhere: true }],
    ['too-uncertain', { type: 'shop.seasonal', ...common, massG: 900_000 }],
  ])('%s', (reason, input) => {
    const { shownG, creditedG, reasons } = result(Ask.parse(input))
    expect(creditedG).toBe(0)
    expect(shownG).toBeGreaterThan(0)
    expect(reasons).toContain(reason)
  })

  it('an unverified row never reaches a credit, whichever activity reads it', () => {
    const data = seedRegistry()
    const unverified = new Set(data.factors.filter(({ verified }) => !verified).map(({ id }) => id))
    expect(unverified.size).toBeGreaterThan(3)
    for (const ask of everyKind()) {
      const { basis, creditedG } = compute(ask, registry)
      if (basis.factors.some(({ id }) => unverified.has(id)))
        expect({ type: ask.type, creditedG }).toEqual({ type: ask.type, creditedG: 0 })
    }
  })

  it('the vending machine is for screens', () => {
    const refill = (instead: 'shop' | 'vending') =>
      result(Ask.parse({ type: 'shop.refill', ...common, evidence: 'E3', count: 10, instead }))
    expect(refill('vending').shownG).toBe(2_250)
    expect(refill('vending').creditedG).toBe(refill('shop').creditedG)
  })

  it('a lower-carbon hotel is credited only with an audit and a baseline of its class', () => {
    const hotel = (evidence: 'E3' | 'E4') =>
      Ask.parse({
        type: 'stay.lower-carbon-hotel',
        occurredOn: day,
        evidence,
        guests: 2,
        actualG: 5_580,
        baseline: 'jp.hotel.desnz',
      })
    // (39,000 - 5,580) / 2 = 16,710; error 47 %, so 0.89.
    expect(result(hotel('E4'))).toMatchObject({ shownG: 16_710, creditedG: 14_871 })
    expect(result(hotel('E3')).reasons).toContain('audit-missing')
  })
})

function everyKind(): Ask[] {
  const common = { occurredOn: day, evidence: 'E4' } as const
  const acts: AskInput[] = [
    { type: 'stay.skip-cleaning', ...common, count: 9 },
    { type: 'stay.amenities', ...common, count: 9 },
    { type: 'stay.lower-carbon-hotel', ...common, guests: 1, actualG: 5_000, baseline: 'jp.hotel.desnz' },
    { type: 'stay.renewable-room', ...common, guests: 1, electricityWh: 9_000 },
    { type: 'meal.swap', ...common, meal: 'vegan', baselineG: 2_334 },
    { type: 'food.leftovers', ...common, massG: 900 },
    { type: 'shop.refill', ...common, count: 9 },
    { type: 'shop.bag', ...common, count: 99 },
    { type: 'shop.cup', ...common, count: 9, usesBefore: 500 },
    { type: 'shop.container', ...common, massSavedG: 90, material: 'pp' },
    { type: 'shop.second-hand', ...common, massG: 900 },
    { type: 'shop.local', ...common, massG: 9_000 },
    { type: 'shop.seasonal', ...common, massG: 9_000 },
    { type: 'shop.e-receipt', ...common, count: 9_000 },
    { type: 'ev.charge', ...common, energyWh: 9_000 },
  ]
  const trips = MODES.map((mode) =>
    trip({ evidence: 'E4', legs: [{ mode, distanceM: 20_000, ...(mode === 'carpool' && { occupants: 4 }) }] }),
  )
  return [...acts.map((act) => Ask.parse(act)), ...trips]
}

describe('refusals', () => {
  const refusalOf = (work: () => unknown): Refusal => {
    try {
      work()
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
    throw new Error('nothing was refused')
  }
  // As an import would hand them over, past the contract.
  const raw = (parts: object) => ({ ...trip({}), ...parts }) as never

  it.each<[string, object, RefusalCode, string]>([
    ['an unknown mode', { legs: [{ mode: 'hovercraft', distanceM: 5 }] }, 'methodology.mode-unknown', '/legs/0/mode'],
    [
      'a negative distance',
      { legs: [{ mode: 'rail', distanceM: -5 }] },
      'methodology.out-of-range',
      '/legs/0/distanceM',
    ],
    ['no distance', { legs: [{ mode: 'rail', distanceM: 0 }] }, 'methodology.out-of-range', '/legs/0/distanceM'],
    [
      'an absurd distance',
      { legs: [{ mode: 'plane', distanceM: 50_000_000 }] },
      'methodology.out-of-range',
      '/legs/0/distanceM',
    ],
    ['a fraction', { legs: [{ mode: 'rail', distanceM: 5.5 }] }, 'methodology.not-whole', '/legs/0/distanceM'],
    ['not a number', { legs: [{ mode: 'rail', distanceM: Number.NaN }] }, 'methodology.not-whole', '/legs/0/distanceM'],
    ['no legs', { legs: [] }, 'methodology.legs-missing', '/legs'],
    ['a day too early', { occurredOn: '2021-03-31' }, 'methodology.date-outside', '/occurredOn'],
    ['a day too late', { occurredOn: '2030-04-01' }, 'methodology.date-outside', '/occurredOn'],
    ['an unknown level', { evidence: 'E9' }, 'methodology.evidence-unknown', '/evidence'],
    [
      'a carpool alone',
      { legs: [{ mode: 'carpool', distanceM: 5, occupants: 1 }] },
      'methodology.occupants-missing',
      '/legs/0/occupants',
    ],
    ['mixed scopes', { baseline: 'base.mixlca.ground.national' }, 'methodology.scope-mixed', '/baseline'],
    [
      'an operational baseline for a life-cycle figure',
      { legs: [{ mode: 'sharedScooter', distanceM: 2_000 }], baseline: 'base.mix.ground.major-city' },
      'methodology.scope-mixed',
      '/baseline',
    ],
    [
      'a declared row of another scope',
      { declaredAlternative: 'uk.desnz25.coach' },
      'methodology.scope-mixed',
      '/declaredAlternative',
    ],
    ['a baseline that is not per kilometre', { baseline: 'jp.hotel.desnz' }, 'methodology.factor-unit', '/baseline'],
    ['a row of another edition', { baseline: 'jp.mlit.fy2022.car' }, 'methodology.factor-unknown', '/baseline'],
    [
      'a mode without a figure in the class',
      {
        legs: [
          { mode: 'ferry', distanceM: 9_000 },
          { mode: 'eBike', distanceM: 900 },
        ],
      },
      'methodology.mode-without-factor',
      '/legs/1/mode',
    ],
  ])('%s', (_what, parts, code, pointer) => {
    for (const work of [() => compute(raw(parts), registry), () => estimate(raw(parts), registry)]) {
      const refusal = refusalOf(work)
      expect([refusal.code, refusal.pointer]).toEqual([code, pointer])
      const wording = refusals[code]
      expect(wording?.ja(refusal.facts)).not.toContain('undefined')
      expect(wording?.en(refusal.facts)).not.toContain('undefined')
      // The field is named in the words as well as in the pointer.
      expect(wording?.en(refusal.facts)).toContain(pointer.slice(1).replaceAll('/', '.'))
    }
  })

  it('shares of a menu must make the whole', () => {
    const ask = Ask.parse({
      type: 'meal.swap',
      occurredOn: day,
      evidence: 'E3',
      meal: 'vegan',
      mix: { beef: 5_000, vegan: 4_999 },
    })
    expect(refusalOf(() => compute(ask, registry)).code).toBe('methodology.shares-sum')
  })

  it('every refusal the contract lists is worded', () => {
    for (const code of estimateEndpoint.refusals) expect(refusals[code], code).toBeDefined()
  })
})

describe('caps and plausibility', () => {
  it('a person is credited up to 300 g a day for walking and cycling', () => {
    const acts = [
      { creditedG: 250, activeG: 250 },
      { creditedG: 120, activeG: 100 },
      { creditedG: 40, activeG: 40 },
    ]
    expect(applyDailyCap(acts)).toEqual([250, 70, 0])
    expect(applyDailyCap(acts, 300)).toEqual([0, 20, 0])
    const legs = [
      { mode: 'walk' as const, distanceM: 1_000 },
      { mode: 'rail' as const, distanceM: 9_000 },
    ]
    expect(activePartG(505, legs)).toBe(51)
  })

  it('far, heavy and impossibly fast days are noticed', () => {
    expect(reviewReasons({ groundM: 1_500_000, railM: 2_500_000, creditedG: 50_000 })).toEqual([])
    expect(reviewReasons({ groundM: 1_500_001, railM: 2_500_001, creditedG: 50_001 })).toHaveLength(3)
    expect(isSpeedPlausible('walk', 12_000, 3_600)).toBe(true)
    expect(isSpeedPlausible('walk', 12_001, 3_600)).toBe(false)
    expect(isSpeedPlausible('rail', 100, 0)).toBe(false)
  })
})

describe('small tables', () => {
  it('a pair of places has the shortest way known, else the straight line times the circuity', () => {
    const circuityMilli = rowOf(registry.editions[0] as never, 'od.circuity').valueMg
    expect(pairDistanceM({ knownM: [13_700, 7_700], straightM: 6_000, circuityMilli })).toBe(7_700)
    expect(pairDistanceM({ knownM: [], straightM: 6_001, circuityMilli })).toBe(7_201)
  })

  it('places are sized by code and population', () => {
    expect(placeOf('13104', 340_000)).toEqual({ size: 'major-city', metro3: true })
    expect(placeOf('01100', 1_970_000)).toEqual({ size: 'major-city', metro3: false })
    expect(placeOf('16201', 410_000)).toEqual({ size: 'city150k', metro3: false })
    expect(placeOf('16211', 29_000)).toEqual({ size: 'under50k', metro3: false })
  })

  it('audits move the evidence of a channel only after 200, and never past its neighbours', () => {
    expect(measuredEvidenceBp('E2', 199, 0)).toBe(EVIDENCE.E2.creditBp)
    // Wilson upper bound of 4 in 200 is 5.03 %.
    expect(measuredEvidenceBp('E2', 200, 4)).toBe(9_497)
    expect(measuredEvidenceBp('E2', 100_000, 0)).toBe(EVIDENCE.E3.creditBp)
    expect(measuredEvidenceBp('E2', 200, 190)).toBe(EVIDENCE.E1.creditBp)
  })

  it('a saving in cedar days, rounded as a sentence says it', () => {
    const cedar = rowOf(registry.editions[0] as never, 'eq.cedar.young')
    expect(treeDays(1_080, cedar)).toBe(45)
    expect([twoDigits(45), twoDigits(1_249), twoDigits(1_251)]).toEqual([45, 1_200, 1_300])
  })

  it('every edition has the row of every mode and of every method', () => {
    for (const edition of registry.editions) {
      for (const mode of MODES) {
        for (const scope of ['OP', 'LCA'] as const) {
          const id = modeFactorId(mode, scope, edition.set.series)
          if (id) expect(edition.rows.has(id), `${edition.set.id} ${id}`).toBe(true)
        }
      }
      for (const { factors } of METHODS) {
        for (const id of factors) expect(edition.rows.has(id.replace('{series}', edition.set.series)), id).toBe(true)
      }
    }
  })
})
