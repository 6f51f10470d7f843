import { z } from 'zod'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { ReductionId } from '../kernel/ids.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams, SignedGrams } from '../kernel/units.ts'
import { IMPORT_MEDIA_TYPES, ImportResult, Logged, Reduction } from '../reductions/contract.ts'
import { PIECE_TYPES, type PieceType } from '../reductions/piece-ask.ts'

const NamedPlace = z.strictObject({ municipalityCode: MunicipalityCode.optional(), name: Text(80).optional() })

/** Where it was: the municipality, and a name for the place if it has one; either may stand alone as text. */
export const ActPlace = z.union([
  NamedPlace,
  MunicipalityCode.transform((municipalityCode): z.output<typeof NamedPlace> => ({ municipalityCode })),
  Text(80)
    .refine((name) => !/^\d+$/.test(name), rule('市区町村コードではありません。', 'Not a municipality code.'))
    .transform((name): z.output<typeof NamedPlace> => ({ name })),
])
export type ActPlace = z.output<typeof ActPlace>

const pieceTypes = Object.keys(PIECE_TYPES) as PieceType[]
const StayService = z.enum(pieceTypes.filter((type) => type.startsWith('stay.')) as [PieceType, ...PieceType[]])
const PurchaseType = z.enum(pieceTypes.filter((type) => !type.startsWith('stay.')) as [PieceType, ...PieceType[]])

export const LogStay = z.strictObject({
  checkIn: Day,
  nights: z.int().min(1).max(90),
  guests: z.int().min(1).max(20),
  place: ActPlace,
  services: z
    .array(z.strictObject({ type: StayService, count: z.int().min(1).max(1_800) }))
    .min(1)
    .max(10),
})
export type LogStay = z.output<typeof LogStay>

export const LogPurchase = z.strictObject({
  at: Instant,
  place: ActPlace,
  lines: z
    .array(z.strictObject({ type: PurchaseType, quantity: z.int().min(1).max(100_000_000) }))
    .min(1)
    .max(50),
})
export type LogPurchase = z.output<typeof LogPurchase>

/** The whole, and each of its parts: one reduction a service or line. */
export const LoggedActs = z.strictObject({
  id: ReductionId.meta({ description: 'Of the first part.' }),
  status: Logged.shape.status,
  shownG: SignedGrams,
  creditedG: Grams,
  emittedG: Grams,
  evidence: Logged.shape.evidence,
  reasons: Logged.shape.reasons,
  items: z.array(Logged.extend({ type: z.string() })),
})
export type LoggedActs = z.infer<typeof LoggedActs>

export const logStayEndpoint = endpoint({
  method: 'POST',
  path: '/destinations/stays',
  summary: 'Log a stay of my own and what I went without',
  allow: ['person'],
  body: LogStay,
  status: 201,
  reply: LoggedActs,
  refusals: [
    'identity.sign-in',
    'destinations.more-than-nights',
    'destinations.place-unknown',
    'methodology.date-outside',
    'request.id-reused',
  ],
  idempotent: true,
})

export const logPurchaseEndpoint = endpoint({
  method: 'POST',
  path: '/destinations/purchases',
  summary: 'Log a purchase or meal of my own',
  allow: ['person'],
  body: LogPurchase,
  status: 201,
  reply: LoggedActs,
  refusals: ['identity.sign-in', 'destinations.place-unknown', 'methodology.date-outside', 'request.id-reused'],
  idempotent: true,
})

export const myDestinationActsEndpoint = endpoint({
  method: 'GET',
  path: '/destinations/acts',
  summary: 'My stays and purchases, the newest first',
  allow: ['person'],
  query: PageQuery,
  status: 200,
  reply: pageOf(Reduction),
  refusals: ['identity.sign-in'],
})

export const importActsEndpoint = endpoint({
  method: 'POST',
  path: '/destinations/imports',
  summary: 'Services, meals and sales lines of a provider or shop, one a line; sending them again changes nothing',
  allow: ['provider', 'merchant'],
  scope: 'destinations:write',
  body: z.unknown(),
  status: 200,
  reply: ImportResult,
  refusals: ['request.media-type', 'reductions.too-many-lines', 'reductions.header-missing'],
  streams: IMPORT_MEDIA_TYPES,
})
