import { z } from 'zod'
import { Instant } from '../../kernel/calendar.ts'
import { endpoint } from '../../kernel/endpoint.ts'
import { ImportResult } from '../contract.ts'
import { Pool } from '../reduction.ts'

// A provider's system that sends lines by itself, in deliveries that it signs and numbers.

const Gap = z.strictObject({ from: z.int(), to: z.int() })

const gaps = z.array(Gap).meta({
  description:
    'Numbers that never came although later ones did, the first hundred ranges. Send them again, in any order.',
})

export const Channel = z.strictObject({
  id: z.uuid(),
  pool: Pool,
  name: z.string(),
  url: z.string().meta({ description: 'Where deliveries are sent.' }),
  received: z.int().meta({ description: 'Deliveries taken in.' }),
  last: z.int().meta({ description: 'The highest number so far; 0 before the first delivery.' }),
  missing: gaps,
  previousUntil: Instant.nullable().meta({
    description: 'Until then the secret before the last rotation is good, too.',
  }),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
})
export type Channel = z.infer<typeof Channel>

const secret = z.string().meta({ description: 'whsec_ and the key in base 64. Shown this once.' })
export const ChannelWithSecret = Channel.extend({ secret })
export type ChannelWithSecret = z.infer<typeof ChannelWithSecret>

export const OpenChannel = z.strictObject({ pool: Pool, name: z.string().trim().min(1).max(60) })
export type OpenChannel = z.infer<typeof OpenChannel>

/** Channels of a provider, revoked ones not counted. */
export const MOST_CHANNELS = 20

const params = z.strictObject({ id: z.uuid() })

export const openChannelEndpoint = endpoint({
  method: 'POST',
  path: '/webhooks/channels',
  summary: 'Open a channel through which a system of the provider sends by itself',
  allow: ['provider'],
  body: OpenChannel,
  status: 201,
  reply: ChannelWithSecret,
  refusals: ['reductions.channels-many'],
})

export const channelsEndpoint = endpoint({
  method: 'GET',
  path: '/webhooks/channels',
  summary: "A provider's channels and the numbers that are missing in each",
  allow: ['provider'],
  status: 200,
  reply: z.strictObject({ items: z.array(Channel) }),
  refusals: [],
})

export const rotateChannelEndpoint = endpoint({
  method: 'POST',
  path: '/webhooks/channels/{id}/rotations',
  summary: 'A new secret; the one before stays good for a day',
  allow: ['provider'],
  params,
  status: 201,
  reply: ChannelWithSecret,
  refusals: ['reductions.channel-missing'],
})

export const revokeChannelEndpoint = endpoint({
  method: 'DELETE',
  path: '/webhooks/channels/{id}',
  summary: 'Close a channel; nothing is taken from it any more',
  allow: ['provider'],
  params,
  status: 200,
  reply: Channel,
  refusals: ['reductions.channel-missing'],
})

/** Lines of a delivery. More than these are an upload. */
export const MOST_LINES = 10_000

export const ChannelDelivery = z.strictObject({
  sequence: z.int().min(1).meta({ description: 'Counts deliveries from 1, without gaps.' }),
  lines: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
    .min(1)
    .max(MOST_LINES)
    .meta({ description: 'As in an upload of NDJSON to the same pool.' }),
})
export type ChannelDelivery = z.infer<typeof ChannelDelivery>

export const ChannelAnswer = z.strictObject({
  sequence: z.int(),
  duplicate: z
    .boolean()
    .meta({ description: 'Taken before: nothing was changed, this is what the first one answered.' }),
  missing: gaps,
  result: ImportResult,
})
export type ChannelAnswer = z.infer<typeof ChannelAnswer>

export const deliverEndpoint = endpoint({
  method: 'POST',
  path: '/webhooks/channels/{id}/deliveries',
  summary: 'Lines that a system of the provider sends by itself, signed and numbered',
  description:
    'Signed as Standard Webhooks are: webhook-id, webhook-timestamp (seconds, within five minutes) and ' +
    'webhook-signature (v1, and the base 64 HMAC-SHA256 of "id.timestamp.body"). The same delivery again changes ' +
    'nothing and answers the same. Deliveries may come in any order; numbers that are missing are named.',
  allow: ['public'],
  params,
  body: z.unknown(),
  status: 200,
  reply: ChannelAnswer,
  refusals: [
    'reductions.channel-missing',
    'reductions.signature',
    'reductions.signature-old',
    'reductions.sequence-reused',
    'request.unreadable',
    'request.too-large',
    'request.media-type',
  ],
  streams: ['application/json'],
})
