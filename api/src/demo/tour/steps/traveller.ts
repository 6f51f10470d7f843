import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { creditedBusRide, shownBusRide, sum } from '../arithmetic.ts'
import type { Cast } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'

/** 10 km by train instead of the national mix: 10 × (82.465 − 17) = 654.65 g, of which 0.95 × 0.89 may be credited. */
export async function estimateStep({ anyone }: Cast): Promise<TourStep> {
  const telling = new Telling()
  const ask = {
    type: 'mobility.trip',
    occurredOn: '2024-10-05',
    evidence: 'E3',
    purpose: 'leisure',
    legs: [{ mode: 'rail', distanceM: 10_000 }],
    baseline: 'base.mix.ground.national',
    declaredAlternative: null,
  }
  const estimate = bodyOf(await telling.as(anyone).post('/api/v1/estimates', ask), 200, 'POST /estimates')
  telling.check('shown', 655, estimate.shownG, 'g')
  telling.check('credited', 553, estimate.creditedG, 'g')
  telling.check('emitted', 170, estimate.emittedG, 'g')
  telling.fact('traceSteps', estimate.trace.length)
  telling.link('method', '/methods')
  return telling.told(1, 'estimate', 'anyone')
}

/** Self-declared acts are shown and never credited. */
export async function logStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const me = telling.as(cast.travellers[0]!.visitor)
  const trip = bodyOf(
    await me.post('/api/v1/mobility/trips', {
      startedAt: `${cast.month}-28T05:00:00+09:00`,
      endedAt: `${cast.month}-28T05:15:00+09:00`,
      legs: [{ mode: 'rail', distanceM: 10_000 }],
    }),
    201,
    'POST /mobility/trips',
  )
  telling.check('shown', 655, trip.shownG, 'g')
  telling.check('credited', 0, trip.creditedG, 'g')
  const stay = bodyOf(
    await me.post('/api/v1/destinations/stays', {
      checkIn: `${cast.month}-28`,
      nights: 2,
      guests: 1,
      place: { municipalityCode: '27100', name: 'スーパーホテル' },
      services: [{ type: 'stay.skip-cleaning', count: 2 }],
    }),
    201,
    'POST /destinations/stays',
  )
  telling.check('shown', 140, stay.shownG, 'g')
  telling.check('credited', 0, stay.creditedG, 'g')
  telling.link('page', '/log')
  return telling.told(2, 'log', 'traveller')
}

/** What the first traveller's page says: her own acts and her rides, gram for gram. */
export async function meStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const { visitor, member } = cast.travellers[0]!
  const me = telling.as(visitor)
  const metres = cast.rides.metresOf.get(member) ?? []
  const summary = bodyOf(await me.get('/api/v1/me/summary'), 200, 'GET /me/summary')
  telling.check('shown', 655 + 140 + sum(metres.map(shownBusRide)), summary.reducedShownG, 'g')
  telling.check('credited', sum(metres.map(creditedBusRide)), summary.reducedCreditedG, 'g')

  const list = bodyOf(await me.get('/api/v1/me/reductions?limit=20'), 200, 'GET /me/reductions')
  const ride = list.items.find((one: { mode: string | null }) => one.mode === 'bus')
  const detail = bodyOf(await me.get(`/api/v1/me/reductions/${ride.id}`), 200, 'GET /me/reductions/{id}')
  telling.check('credited', creditedBusRide(detail.quantity), detail.creditedG, 'g')
  telling.check('reproduced', true, detail.reproduced)
  telling.fact('traceSteps', detail.trace.length)
  telling.link('page', '/me')
  return telling.told(5, 'me', 'traveller')
}
