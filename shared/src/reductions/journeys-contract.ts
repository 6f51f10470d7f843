import { z } from 'zod'
import { Day, Month } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId } from '../kernel/ids.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { Evidence } from '../methodology/evidence.ts'
import { Pool, ReductionStatus } from './reduction.ts'

const total = {
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
  insteadG: SignedGrams.meta({ description: 'What would have been emitted instead: emitted and shown together.' }),
}

export const JourneyPiece = z.strictObject({
  id: ReductionId,
  pool: Pool,
  type: z.string(),
  mode: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  day: Day,
  quantity: z.int().min(0),
  fromMunicipality: z.string().nullable(),
  toMunicipality: z.string().nullable(),
  provider: z.strictObject({ id: OrganisationId, name: z.string() }).nullable(),
  evidence: Evidence,
  status: ReductionStatus,
  ...total,
})
export type JourneyPiece = z.infer<typeof JourneyPiece>

/** A stay and the trips around it, with one total. */
export const Journey = z.strictObject({
  id: ReductionId.meta({ description: 'Of the act by which it goes: its first stay.' }),
  fromDay: Day,
  toDay: Day,
  places: z.array(z.string()).meta({ description: 'Municipalities it went to, in order.' }),
  trips: z.int(),
  stays: z.int().meta({ description: 'Places where somebody slept, however many services and nights.' }),
  others: z.int(),
  distanceM: z.int().min(0),
  ...total,
})
export type Journey = z.infer<typeof Journey>

export const JourneyDetail = Journey.extend({
  pieces: z.array(JourneyPiece),
  nearby: z.array(JourneyPiece).meta({ description: 'Acts of those days that are in no journey: they can be put in.' }),
})
export type JourneyDetail = z.infer<typeof JourneyDetail>

export const journeysEndpoint = endpoint({
  method: 'GET',
  path: '/me/journeys',
  summary: 'My journeys, the newest first: each stay with the trips around it and one total',
  allow: ['person'],
  query: z.strictObject({
    from: Month.optional().meta({ description: 'The month of the first; eleven months before `to` without it.' }),
    to: Month.optional().meta({ description: 'The month of the last; this month without it.' }),
  }),
  status: 200,
  reply: z.strictObject({ from: Month, to: Month, items: z.array(Journey) }),
  refusals: ['identity.sign-in', 'reductions.journey-period'],
})

const params = z.strictObject({ id: ReductionId })

export const journeyEndpoint = endpoint({
  method: 'GET',
  path: '/me/journeys/{id}',
  summary: 'One journey with its pieces, and what could be put in',
  allow: ['person'],
  params,
  status: 200,
  reply: JourneyDetail,
  refusals: ['identity.sign-in', 'reductions.journey-missing'],
})

export const joinJourneyEndpoint = endpoint({
  method: 'POST',
  path: '/me/journeys/{id}/pieces',
  summary: 'Put an act into a journey, or make a journey of it when the id is its own',
  allow: ['person'],
  params,
  body: z.strictObject({ reductionId: ReductionId }),
  status: 201,
  reply: JourneyDetail,
  refusals: ['identity.sign-in', 'reductions.journey-missing', 'reductions.missing', 'reductions.journey-far'],
  idempotent: true,
})

export const splitJourneyEndpoint = endpoint({
  method: 'DELETE',
  path: '/me/journeys/{id}/pieces/{reductionId}',
  summary: 'Take an act out of a journey; it stays what it is',
  allow: ['person'],
  params: params.extend({ reductionId: ReductionId }),
  status: 200,
  reply: JourneyDetail.nullable().meta({ description: 'Null when nothing of the journey is left.' }),
  refusals: ['identity.sign-in', 'reductions.missing'],
})
