import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { Bilingual } from '../kernel/text.ts'
import { FEED_LIMITS } from './feeds/limits.ts'

// Timetable feeds of operators: what providers send so that rides can be named by stops.

export const FeedCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/)
  .meta({ description: "The provider's own name for a feed, as rides give it in `feedId`." })

/** Rows of one file: read, and taken. */
export const FeedFileCount = z.strictObject({ file: z.string(), rows: z.int(), taken: z.int() })

export const FeedVersion = z.strictObject({
  id: z.int(),
  label: z.string().nullable().meta({ description: 'What the publisher calls this version.' }),
  publisher: z.string().nullable(),
  agency: z.string().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  importedAt: z.string(),
  bytes: z.int(),
  counts: z.array(FeedFileCount),
  refused: z.int().meta({ description: 'Remarks about rows that were left out.' }),
  repaired: z.int().meta({ description: 'Remarks about rows that were taken with a change.' }),
})
export type FeedVersion = z.infer<typeof FeedVersion>

export const FeedSummary = z.strictObject({
  id: z.uuid(),
  code: FeedCode,
  versions: z.array(FeedVersion).meta({ description: 'The newest first; a ride belongs to the version of its day.' }),
})
export type FeedSummary = z.infer<typeof FeedSummary>

/** How often one thing was remarked in one file. */
export const FeedIssueCount = z.strictObject({
  file: z.string(),
  code: z.string(),
  level: z.enum(['repaired', 'refused']),
  count: z.int(),
})
export type FeedIssueCount = z.infer<typeof FeedIssueCount>

export const FeedIssueRow = z.strictObject({
  file: z.string(),
  line: z.int().meta({ description: 'Line of the file; 0 is the file as a whole.' }),
  code: z.string(),
  level: z.enum(['repaired', 'refused']),
  messages: Bilingual,
})
export type FeedIssueRow = z.infer<typeof FeedIssueRow>

export const FeedReport = z.strictObject({
  feed: FeedSummary,
  version: FeedVersion,
  repeated: z.boolean().meta({ description: 'This archive was taken before; nothing changed.' }),
  issueCounts: z.array(FeedIssueCount),
  issues: z.array(FeedIssueRow).meta({ description: 'The first remarks of each kind, up to 1,000 in all.' }),
})
export type FeedReport = z.infer<typeof FeedReport>

export const FEED_MEDIA_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'] as const

const FEED_REFUSALS = [
  'mobility.feed-not-zip',
  'mobility.feed-damaged',
  'mobility.feed-too-large',
  'mobility.feed-expands',
  'mobility.feed-too-long',
  'mobility.feed-file',
  'mobility.feed-column',
  'mobility.feed-empty',
] as const

export const importFeedEndpoint = endpoint({
  method: 'POST',
  path: '/mobility/feeds',
  summary: 'A GTFS or GTFS-JP archive of my organisation: a new version of its timetable',
  description:
    `The zip itself as the body, up to ${FEED_LIMITS.archiveMb} MB and ${FEED_LIMITS.unpackedMb} MB unpacked. Rows that ` +
    'make no sense are left out or put right, and said in the report; earlier versions stay for the rides of their days. ' +
    'Sending the same archive again changes nothing.',
  allow: ['provider'],
  scope: 'mobility:write',
  query: z.strictObject({
    feed: FeedCode.default('main').meta({ description: 'Which of its feeds, for operators with several.' }),
  }),
  body: z.unknown(),
  status: 200,
  reply: FeedReport,
  refusals: ['request.media-type', ...FEED_REFUSALS],
  streams: FEED_MEDIA_TYPES,
})

export const feedsEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/feeds',
  summary: 'My organisation’s timetables and their versions',
  allow: ['provider'],
  scope: 'mobility:write',
  status: 200,
  reply: z.strictObject({ items: z.array(FeedSummary) }),
  refusals: [],
})

export const feedEndpoint = endpoint({
  method: 'GET',
  path: '/mobility/feeds/{id}',
  summary: 'One timetable and what was said about one of its versions',
  allow: ['provider'],
  scope: 'mobility:write',
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({
    version: z.coerce.number().int().min(1).max(2_147_483_647).optional().meta({ description: 'Else the newest.' }),
  }),
  status: 200,
  reply: FeedReport,
  refusals: ['mobility.feed-missing'],
})
