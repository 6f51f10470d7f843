import { z } from 'zod'
import { Instant } from '../../kernel/calendar.ts'
import { endpoint } from '../../kernel/endpoint.ts'
import { Bilingual, Text } from '../../kernel/text.ts'
import { SignedGrams } from '../../kernel/units.ts'
import { ClaimLink, MOST_SALES, ReturnSale, SchemeId } from '../contract.ts'
import { Sale } from '../scheme-rule.ts'

// Sales that arrive from other systems: files, and the deliveries of a cash register.

const SchemeParams = z.strictObject({ id: SchemeId })

const FileRow = z.strictObject({
  line: z.int(),
  externalId: z.string().nullable(),
  status: z.enum(['duplicate', 'refused']),
  code: z.string().nullable(),
  messages: Bilingual.nullable(),
})

const Stock = { fundYen: z.int(), attachedG: SignedGrams, availableG: SignedGrams }

export const FileAnswer = z.strictObject({
  lines: z.int(),
  accepted: z.int(),
  duplicate: z.int(),
  refused: z.int(),
  ...Stock,
  claims: z.array(ClaimLink),
  rows: z.array(FileRow).meta({ description: 'Every line that was not newly accepted, with the reason.' }),
})
export type FileAnswer = z.infer<typeof FileAnswer>

export const SALES_FILE_TYPES = ['text/csv', 'application/csv', 'application/vnd.ms-excel', 'text/plain'] as const

export const importSalesEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/sales/files',
  summary: `Sales as a CSV file of up to ${MOST_SALES.toLocaleString('en')} lines, UTF-8 or Shift_JIS`,
  description:
    'The first line names the columns: externalId, at, and as needed sku, quantity, nights, guests, massG, channel. Each ' +
    'line is judged by itself; the same file again changes nothing.',
  allow: ['organisation'],
  scope: 'sales:write',
  params: SchemeParams,
  body: z.unknown(),
  status: 200,
  reply: FileAnswer,
  refusals: [
    'schemes.missing',
    'schemes.ended',
    'schemes.file-too-long',
    'schemes.file-empty',
    'reductions.header-missing',
    'request.media-type',
  ],
  streams: SALES_FILE_TYPES,
})

export const TerminalId = z.uuid().brand<'TerminalId'>()
export type TerminalId = z.infer<typeof TerminalId>

export const Terminal = z.strictObject({
  id: TerminalId,
  name: z.string(),
  url: z.string().meta({ description: 'Where the register sends its deliveries.' }),
  nextSequence: z.int().meta({ description: 'The number that its next delivery must carry.' }),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
})
export type Terminal = z.infer<typeof Terminal>

export const addTerminalEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/terminals',
  summary: 'Connect a cash register; the secret it signs with is shown once',
  allow: ['organisation'],
  scope: 'credits:write',
  params: SchemeParams,
  body: z.strictObject({ name: Text(60) }),
  status: 201,
  reply: Terminal.extend({ secret: z.string().meta({ description: 'whsec_ and the key in base 64.' }) }),
  refusals: ['schemes.missing', 'schemes.ended', 'schemes.too-many-terminals'],
  idempotent: true,
})

export const listTerminalsEndpoint = endpoint({
  method: 'GET',
  path: '/schemes/{id}/terminals',
  summary: 'The cash registers of a scheme',
  allow: ['organisation'],
  scope: 'credits:read',
  params: SchemeParams,
  status: 200,
  reply: z.strictObject({ items: z.array(Terminal) }),
  refusals: ['schemes.missing'],
})

const TerminalParams = z.strictObject({ id: SchemeId, terminalId: TerminalId })

export const revokeTerminalEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/terminals/{terminalId}/revoke',
  summary: 'Disconnect a cash register: nothing it signs is taken any more',
  allow: ['organisation'],
  scope: 'credits:write',
  params: TerminalParams,
  status: 200,
  reply: Terminal,
  refusals: ['schemes.missing', 'schemes.terminal-missing'],
  idempotent: true,
})

export const MOST_DELIVERED = 1_000

/** What a cash register sends: its next number, and what was sold and came back since the last one. */
export const Delivery = z.strictObject({
  sequence: z.int().min(1),
  sales: z.array(Sale).max(MOST_DELIVERED).default([]),
  returns: z
    .array(ReturnSale.extend({ returnId: Text(120) }))
    .max(MOST_DELIVERED)
    .default([]),
})
export type Delivery = z.output<typeof Delivery>

const Declined = z.strictObject({ externalId: z.string(), code: z.string(), messages: Bilingual })

export const DeliveryAnswer = z.strictObject({
  sequence: z.int(),
  duplicate: z
    .boolean()
    .meta({ description: 'Whether this delivery had been taken before; nothing was changed then.' }),
  nextSequence: z.int(),
  accepted: z.int(),
  repeated: z.int().meta({ description: 'Sales and returns that other deliveries had brought already.' }),
  returned: z.int(),
  declined: z.array(Declined),
  claims: z.array(ClaimLink),
  ...Stock,
})
export type DeliveryAnswer = z.infer<typeof DeliveryAnswer>

export const deliverSalesEndpoint = endpoint({
  method: 'POST',
  path: '/schemes/{id}/terminals/{terminalId}/deliveries',
  summary: 'Sales and returns of a cash register, signed and numbered',
  description:
    'Signed as Standard Webhooks are: webhook-id, webhook-timestamp (seconds, within five minutes) and ' +
    'webhook-signature (v1, and the base 64 HMAC-SHA256 of "id.timestamp.body"). Deliveries are taken in the order of ' +
    'their numbers, without gaps; the same number again answers what the first one did and changes nothing.',
  allow: ['public'],
  params: TerminalParams,
  body: z.unknown(),
  status: 200,
  reply: DeliveryAnswer,
  refusals: [
    'schemes.terminal-missing',
    'schemes.signature',
    'schemes.signature-old',
    'schemes.sequence-gap',
    'schemes.sequence-reused',
    'schemes.missing',
    'schemes.ended',
    'request.media-type',
  ],
  streams: ['application/json'],
})
