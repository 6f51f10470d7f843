import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { CORRECTION_MEDIA_TYPES, CorrectionResult } from '../reductions/correction.ts'

export const correctActsEndpoint = endpoint({
  method: 'POST',
  path: '/destinations/corrections',
  summary: 'Correct or withdraw records that were sent before, one a line; sending them again changes nothing',
  description:
    'A line has the columns of an import and stands for the whole record as it should have been; `withdrawn` and the `externalId` alone take a record back. `reason` is kept with the change and shown to its person. The grams are calculated again with the edition the record was calculated with; what they were stays in its history. After issue the difference is taken from the reserve, and a record never earns more than was issued.',
  allow: ['provider', 'merchant'],
  scope: 'destinations:write',
  body: z.unknown(),
  status: 200,
  reply: CorrectionResult,
  refusals: ['request.media-type', 'reductions.too-many-corrections', 'reductions.header-missing'],
  streams: CORRECTION_MEDIA_TYPES,
})
