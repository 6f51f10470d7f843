import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId, ReductionId } from '../kernel/ids.ts'
import { rule } from '../kernel/rule.ts'
import { Pool } from './reduction.ts'
import { Shares, sumOf, WHOLE_BP } from './shares.ts'

const tooMuch = rule('分け前の合計は 10,000（100%）までです。', 'Shares add up to 10,000 (100 %) at most.')

export const ShareTerms = z.strictObject({
  provider: z.strictObject({ id: OrganisationId, name: z.string() }),
  pool: Pool,
  validFrom: Day,
  ...Shares.shape,
  madeAt: z.string(),
})
export type ShareTerms = z.infer<typeof ShareTerms>

/** Parties together never have more than the whole. */
export function withinWhole<T extends z.ZodType<Shares>>(shape: T): T {
  return shape.refine((shares) => sumOf(shares) <= WHOLE_BP, { ...tooMuch, path: ['travellerBp'] })
}

export const MakeShareTerms = withinWhole(
  z.strictObject({ providerId: OrganisationId, pool: Pool, validFrom: Day, ...Shares.shape }),
)
export type MakeShareTerms = z.output<typeof MakeShareTerms>

export const shareTermsEndpoint = endpoint({
  method: 'GET',
  path: '/share-terms',
  summary: 'What was agreed about whose a provider’s acts are, newest first',
  allow: ['public'],
  query: z.strictObject({ providerId: OrganisationId.optional() }),
  status: 200,
  reply: z.strictObject({ items: z.array(ShareTerms) }),
  refusals: [],
})

export const makeShareTermsEndpoint = endpoint({
  method: 'POST',
  path: '/share-terms',
  summary: 'Say from when on a provider’s acts are shared how; acts that were recorded before keep what was said then',
  allow: ['operator'],
  body: MakeShareTerms,
  status: 201,
  reply: ShareTerms,
  refusals: ['reductions.provider-missing', 'reductions.terms-made', 'request.id-reused'],
  idempotent: true,
})

export const SharesOfAct = z.strictObject({
  ...Shares.shape,
  from: z.enum(['policy', 'terms', 'act']).meta({
    description: '`policy`: all to the traveller; `terms`: as agreed with its provider; `act`: as its person said.',
  }),
  fixed: z.boolean().meta({ description: 'It was issued, and its shares with it.' }),
})
export type SharesOfAct = z.infer<typeof SharesOfAct>

const params = z.strictObject({ id: ReductionId })

export const sharesOfActEndpoint = endpoint({
  method: 'GET',
  path: '/me/reductions/{id}/shares',
  summary: 'Whose the grams of my act are',
  allow: ['person'],
  params,
  status: 200,
  reply: SharesOfAct,
  refusals: ['identity.sign-in', 'reductions.missing'],
})

export const giveShareEndpoint = endpoint({
  method: 'PUT',
  path: '/me/reductions/{id}/shares',
  summary: 'Give of my own share to the town, or to whoever carried or housed me',
  allow: ['person'],
  params,
  body: withinWhole(Shares),
  status: 200,
  reply: SharesOfAct,
  refusals: ['identity.sign-in', 'reductions.missing', 'reductions.issued', 'reductions.share-of-others'],
})
