import { z } from 'zod'
import { LotId } from '../credits/ids.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { Adjustment } from './adjustment.ts'

export const adjustmentsEndpoint = endpoint({
  method: 'GET',
  path: '/registry/adjustments',
  summary: 'Records that were corrected or withdrawn after issue, newest first, and what the reserve gave',
  allow: ['public'],
  query: PageQuery.extend({ lotId: LotId.optional() }),
  status: 200,
  reply: pageOf(Adjustment),
  refusals: [],
})

export const adjustmentEndpoint = endpoint({
  method: 'GET',
  path: '/registry/adjustments/{id}',
  summary: 'One adjustment as it was signed: a verifiable credential (Ed25519 over canonical JSON)',
  allow: ['public'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: z.strictObject({
    adjustment: Adjustment,
    document: z.string().meta({ description: 'The signed JSON, as it was signed.' }),
    keyId: z.string(),
    signedAt: z.string(),
  }),
  refusals: ['credits.adjustment-missing'],
})
